#include "gateway/conversation/cues.hpp"

#include <algorithm>
#include <iterator>

namespace offing::conversation {

namespace {

constexpr int most_steps = 300;  ///< per token: bounds the work on any text
constexpr std::size_t most_hits = 400;

class Matcher {
public:
    Matcher(const Tokens& tokens, const std::vector<std::uint16_t>& time_end, const std::vector<bool>& names,
            const Lexicon::Tables& tables, Cues& cues)
        : tokens_{tokens}, time_end_{time_end}, names_{names}, tables_{tables}, cues_{cues} {}

    void from(std::size_t begin) {
        begin_ = begin;
        left_ = most_steps;
        found_.clear();
        walk(0, begin);
        for (const auto& [cue, end] : found_) {
            if (cues_.hits.size() >= most_hits) return;
            cues_.hits.push_back({cue, static_cast<std::uint16_t>(begin), static_cast<std::uint16_t>(end)});
            cues_.seen.set(static_cast<std::size_t>(cue));
        }
    }

private:
    void walk(PhraseTree::Node node, std::size_t i) {
        if (--left_ < 0) return;
        for (const std::uint16_t value : tables_.phrases.ends(node))
            if (i > begin_) note(static_cast<Cue>(value), i);
        const bool open = i < tokens_.size() && (i == begin_ || !tokens_[i].starts);
        if (open) {
            const Token& token = tokens_[i];
            if (token.word != 0)
                if (const auto next = tables_.phrases.find(node, token.word)) walk(next, i + 1);
        }
        for (const auto& [step, next] : tables_.phrases.steps(node)) take(step, next, i, open);
        if (open && i > begin_ && tables_.info(tokens_[i].word).filler && tokens_[i].word != 0)
            walk(node, i + 1);
    }

    void take(PhraseTree::Step step, PhraseTree::Node next, std::size_t i, bool open) {
        using Step = PhraseTree::Step;
        switch (step) {
            case Step::any:
                if (open) walk(next, i + 1);
                break;
            case Step::gap:
                for (std::size_t k = i; k <= i + 3; ++k) {
                    walk(next, k);
                    if (k >= tokens_.size() || (k > begin_ && tokens_[k].starts)) break;
                }
                break;
            case Step::time:
                if (open && time_end_[i] > i && (i == begin_ || tokens_[i].mark != ','))
                    walk(next, time_end_[i]);
                break;
            case Step::number:
                if (open && tokens_[i].value >= 0) walk(next, i + 1);
                break;
            case Step::name:
                if (open && names_[i]) walk(next, i + 1);
                break;
            case Step::start:
                if (at_start(i)) walk(next, i);
                break;
            case Step::end:
                if (at_end(i)) walk(next, i);
                break;
        }
    }

    bool filler(std::size_t i) const {
        return tokens_[i].shape == Token::Shape::emoji ||
               (tokens_[i].word != 0 && tables_.info(tokens_[i].word).filler);
    }
    bool at_start(std::size_t i) const {
        while (i > 0 && i < tokens_.size() && !tokens_[i].starts && tokens_[i].mark != ',' && filler(i - 1))
            --i;
        return i == 0 || (i < tokens_.size() && (tokens_[i].starts || tokens_[i].mark == ','));
    }
    bool at_end(std::size_t i) const {
        while (i < tokens_.size() && !tokens_[i].starts && filler(i)) ++i;
        return i >= tokens_.size() || tokens_[i].starts || tokens_[i].mark == ',';
    }

    void note(Cue cue, std::size_t end) {
        for (auto& [known, known_end] : found_) {
            if (known != cue) continue;
            known_end = std::max(known_end, end);
            return;
        }
        found_.emplace_back(cue, end);
    }

    const Tokens& tokens_;
    const std::vector<std::uint16_t>& time_end_;
    const std::vector<bool>& names_;
    const Lexicon::Tables& tables_;
    Cues& cues_;
    std::vector<std::pair<Cue, std::size_t>> found_;
    std::size_t begin_ = 0;
    int left_ = 0;
};

}  // namespace

void Cues::drop(Cue cue) {
    seen.reset(static_cast<std::size_t>(cue));
    std::erase_if(hits, [&](const CueHit& hit) { return hit.cue == cue; });
}

void Cues::hide(Cue cue, Cue cover) {
    if (!has(cue) || !has(cover)) return;
    std::vector<CueHit> covers;
    std::copy_if(hits.begin(), hits.end(), std::back_inserter(covers),
                 [&](const CueHit& hit) { return hit.cue == cover; });
    std::erase_if(hits, [&](const CueHit& hit) {
        return hit.cue == cue && std::any_of(covers.begin(), covers.end(), [&](const CueHit& other) {
                   return other.begin < hit.end && hit.begin < other.end;
               });
    });
    seen.reset(static_cast<std::size_t>(cue));
    for (const CueHit& hit : hits)
        if (hit.cue == cue) seen.set(static_cast<std::size_t>(cue));
}

Cues find_cues(const Tokens& tokens, std::span<const When> times, const std::vector<bool>& names,
               const Lexicon::Tables& tables) {
    Cues cues;
    std::vector<std::uint16_t> time_end(tokens.size(), 0);
    for (const When& when : times)
        if (when.begin < tokens.size()) time_end[when.begin] = std::max(time_end[when.begin], when.end);
    Matcher matcher{tokens, time_end, names, tables, cues};
    for (std::size_t i = 0; i < tokens.size(); ++i) matcher.from(i);
    return cues;
}

}  // namespace offing::conversation
