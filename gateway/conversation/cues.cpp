#include "gateway/conversation/cues.hpp"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <utility>

namespace offing::conversation {

namespace {

constexpr int most_steps = 300;  ///< per token: bounds the work on any text
constexpr std::size_t most_hits = 400;

class Matcher {
public:
    Matcher(const Tokens& tokens, const std::vector<std::uint16_t>& time_end, const std::vector<bool>& names,
            const Lexicon::Tables& tables, Cues& cues)
        : tokens_{tokens},
          time_end_{time_end},
          names_{names},
          tables_{tables},
          cues_{cues},
          known_ends_(tables.phrases.sets() * tokens.size(), unknown) {}

    void from(std::size_t begin) {
        left_ = most_steps;
        found_.clear();
        walk({begin, no_set}, 0, begin);
        for (const auto& [cue, end] : found_) {
            if (cues_.hits.size() >= most_hits) return;
            cues_.hits.push_back({cue, static_cast<std::uint16_t>(begin), static_cast<std::uint16_t>(end)});
            cues_.seen.set(static_cast<std::size_t>(cue));
        }
    }

private:
    using Ends = std::uint64_t;  ///< bit n: the set ends n tokens after its first
    static constexpr Ends unknown = ~Ends{0};
    static constexpr int no_set = -1;

    /// A phrase that is being followed from `begin`, or a set inside one.
    struct Path {
        std::size_t begin;
        int set;
    };

    void walk(Path path, PhraseTree::Node node, std::size_t i) {
        if (--left_ < 0) return;
        for (const std::uint16_t value : tables_.phrases.ends(node)) {
            if (i <= path.begin) continue;
            if (path.set == no_set)
                note(static_cast<Cue>(value), i);
            else if (i - path.begin < 63)
                ends_ |= Ends{1} << (i - path.begin);
        }
        const bool open = i < tokens_.size() && (i == path.begin || !tokens_[i].starts);
        if (open) {
            const Token& token = tokens_[i];
            if (token.word != 0)
                if (const auto next = tables_.phrases.find(node, token.word)) walk(path, next, i + 1);
        }
        for (const PhraseTree::Edge& edge : tables_.phrases.steps(node)) take(path, edge, i, open);
        if (open && i > path.begin && tables_.info(tokens_[i].word).filler && tokens_[i].word != 0)
            walk(path, node, i + 1);
    }

    void take(Path path, const PhraseTree::Edge& edge, std::size_t i, bool open) {
        using Step = PhraseTree::Step;
        switch (edge.step) {
            case Step::any:
                if (open) walk(path, edge.to, i + 1);
                break;
            case Step::gap:
                for (std::size_t k = i; k <= i + 3; ++k) {
                    walk(path, edge.to, k);
                    if (k >= tokens_.size() || (k > path.begin && tokens_[k].starts)) break;
                }
                break;
            case Step::time:
                if (open && time_end_[i] > i &&
                    ((i == path.begin && path.set == no_set) || tokens_[i].mark != ','))
                    walk(path, edge.to, time_end_[i]);
                break;
            case Step::number:
                if (open && tokens_[i].value >= 0) walk(path, edge.to, i + 1);
                break;
            case Step::name:
                if (open && names_[i]) walk(path, edge.to, i + 1);
                break;
            case Step::start:
                if (at_start(i)) walk(path, edge.to, i);
                break;
            case Step::end:
                if (at_end(i)) walk(path, edge.to, i);
                break;
            case Step::set:
                if (open) take_set(path, edge, i);
                break;
        }
    }

    void take_set(Path path, const PhraseTree::Edge& edge, std::size_t i) {
        Ends ends = ends_of(edge.set, i);
        for (std::size_t length = 0; ends != 0; ++length, ends >>= 1U)
            if ((ends & 1U) != 0) walk(path, edge.to, i + length);
    }

    /// Where a set that begins at `i` may end; followed once, however many phrases ask.
    Ends ends_of(PhraseTree::SetId set, std::size_t i) {
        Ends& known = known_ends_[set * tokens_.size() + i];
        if (known != unknown) return known;
        known = 0;
        const Ends outer = std::exchange(ends_, 0);
        const int left = std::exchange(left_, most_steps);
        walk({i, static_cast<int>(set)}, tables_.phrases.root_of(set), i);
        known = std::exchange(ends_, outer);
        left_ = left;
        return known;
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
    std::vector<Ends> known_ends_;
    Ends ends_ = 0;
    int left_ = 0;
};

}  // namespace

void Cues::drop(Cue cue) {
    seen.reset(static_cast<std::size_t>(cue));
    std::erase_if(hits, [&](const CueHit& hit) { return hit.cue == cue; });
}

namespace {

template <typename Hidden>
void erase_hits(Cues& cues, Cue cue, Cue cover, Hidden hidden) {
    if (!cues.has(cue) || !cues.has(cover)) return;
    std::vector<CueHit> covers;
    std::copy_if(cues.hits.begin(), cues.hits.end(), std::back_inserter(covers),
                 [&](const CueHit& hit) { return hit.cue == cover; });
    cues.erase([&](const CueHit& hit) {
        return hit.cue == cue && std::any_of(covers.begin(), covers.end(),
                                             [&](const CueHit& other) { return hidden(hit, other); });
    });
}

}  // namespace

void Cues::hide(Cue cue, Cue cover) {
    erase_hits(*this, cue, cover, [](const CueHit& hit, const CueHit& other) {
        return other.begin < hit.end && hit.begin < other.end;
    });
}

void Cues::hide_within(Cue cue, Cue cover) {
    erase_hits(*this, cue, cover, [](const CueHit& hit, const CueHit& other) {
        return other.begin <= hit.begin && hit.end <= other.end;
    });
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
