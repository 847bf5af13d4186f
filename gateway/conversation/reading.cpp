#include "gateway/conversation/reading.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <iterator>

#include "gateway/conversation/fold.hpp"
#include "gateway/conversation/times/find_times.hpp"

namespace offing::conversation {

namespace {

std::string folded_name(std::string_view name) {
    std::string out;
    for (std::size_t at = 0; at < name.size();) {
        const Folded f = fold(next_letter(name, at));
        if (f.kind != Folded::Kind::blank && f.kind != Folded::Kind::nothing && f.kind != Folded::Kind::mark)
            append(out, f.c);
    }
    return out;
}

std::vector<std::string> names_in(const State& state) {
    std::vector<std::string> names = state.worker_names;
    for (const BookedTime& booked : state.booked) names.push_back(booked.with);
    for (const OfferedTime& offered : state.offered) names.push_back(offered.with);
    for (const State::Away& away : state.staff_away) names.push_back(away.who);
    names.push_back(state.last_with);
    std::erase(names, "");
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
}

bool may_follow_name_word(const Token& before) {
    return before.is(W::with) || before.text == "see" || before.text == "seeing" || before.text == "can" ||
           before.text == "ask" || before.text == "tell";
}

/// "Priyas in on thurs": a first name and a verb or what is hers, typed without the apostrophe.
std::string name_with_s(const Token& token, const Lexicon::Tables& tables) {
    if (token.word != 0 || !token.capital || token.text.size() < 4 || !token.text.ends_with('s')) return {};
    const std::string_view stem = token.text.substr(0, token.text.size() - 1);
    const auto known = tables.spellings.find(stem);
    return known != tables.spellings.end() && tables.info(known->second).name ? std::string{stem}
                                                                              : std::string{};
}

bool offered_with(const State& state, std::string_view worker) {
    return std::ranges::any_of(state.offered, [&](const OfferedTime& offer) { return offer.with == worker; });
}

void find_names(Reading& reading) {
    const std::vector<std::string> known = names_in(reading.state);
    std::vector<std::string> folded;
    for (const std::string& name : known) folded.push_back(folded_name(name));
    reading.name_at.resize(reading.tokens.size());
    reading.is_name.resize(reading.tokens.size());
    for (std::size_t i = 0; i < reading.tokens.size(); ++i) {
        const Token& token = reading.tokens[i];
        if (token.shape != Token::Shape::word || token.text.size() < 2) continue;
        for (std::size_t k = 0; k < known.size(); ++k) {
            const bool same =
                token.text == folded[k] ||
                (token.text.size() == folded[k].size() + 1 && token.text.ends_with('s') &&
                 token.text.starts_with(folded[k]) &&
                 (token.capital || token.apostrophe || i + 1 == reading.tokens.size() ||
                  offered_with(reading.state, known[k]) || reading.tokens[i + 1].value == 1 ||
                  reading.tokens[i + 1].starts || reading.tables.info(reading.tokens[i + 1].word).filler));
            if (same) reading.name_at[i] = known[k];
        }
        if (reading.name_at[i].empty() && reading.tables.info(token.word).name && token.word != 0)
            reading.name_at[i] = std::string{token.text};
        if (reading.name_at[i].empty()) reading.name_at[i] = name_with_s(token, reading.tables);
        if (reading.name_at[i].empty() && token.word == 0 && token.capital && i > 0 && !token.starts &&
            may_follow_name_word(reading.tokens[i - 1]))
            reading.name_at[i] = std::string{token.text};
        reading.is_name[i] = !reading.name_at[i].empty();
    }
}

/// A kiss or a laugh stands where others type a full stop.
bool ends_a_thought(const Token& token) {
    return token.is(W::x) || token.text == "lol" || token.text == "haha" || token.text == "lmao" ||
           token.text == "pmsl" || token.text == "hahaha";
}

/// "Yes can i bring the baby", "2 please is it with jo": the answer is one thought, the question another.
bool asks_after_answer(const Reading& reading, std::size_t begin, std::size_t i) {
    constexpr std::array openers{std::string_view{"is"},   std::string_view{"are"},   std::string_view{"can"},
                                 std::string_view{"will"}, std::string_view{"what"},  std::string_view{"who"},
                                 std::string_view{"when"}, std::string_view{"where"}, std::string_view{"how"},
                                 std::string_view{"do_"}};
    const Tokens& tokens = reading.tokens;
    if (i == begin || tokens[i].word == 0 ||
        std::find(openers.begin(), openers.end(), reading.tables.name(tokens[i].word)) == openers.end())
        return false;
    bool answered = false;
    for (std::size_t k = begin; k < i; ++k) {
        const bool answer = tokens[k].is(W::yes) || reading.tables.name(tokens[k].word) == "ok" ||
                            (tokens[k].digits == 1 && k == begin);
        if (!answer && !(tokens[k].is(W::and_) && answered) && !reading.tables.info(tokens[k].word).filler)
            return false;
        answered = answered || answer;
    }
    return answered;
}

void cut_segments(Reading& reading) {
    const Tokens& tokens = reading.tokens;
    std::size_t begin = 0;
    for (std::size_t i = 1; i <= tokens.size(); ++i) {
        const bool cut = i == tokens.size() || tokens[i].starts ||
                         (tokens[i].mark == ',' && tokens[i - 1].value < 0) ||
                         (tokens[i].mark == '-' && !tokens[i].glued) || tokens[i].is(W::but) ||
                         ends_a_thought(tokens[i - 1]) || (tokens[i].is(W::so) && i > begin + 1) ||
                         asks_after_answer(reading, begin, i);
        if (!cut) continue;
        reading.segments.push_back({begin, i, 0});
        begin = i;
    }
    if (reading.segments.empty()) reading.segments.push_back({0, tokens.size(), 0});
}

/// Says in what air a text is written, and explains no word of it.
bool only_tells(Cue cue) {
    switch (cue) {
        case Cue::elsewhere:
        case Cue::joke:
        case Cue::calm:
        case Cue::fear:
        case Cue::uneasy:
        case Cue::doubtful:
            return true;
        default:
            return false;
    }
}

void count_strange(Reading& reading) {
    std::vector<bool> known(reading.tokens.size(), false);
    for (const CueHit& hit : reading.cues.hits) {
        if (only_tells(hit.cue)) continue;
        for (std::size_t i = hit.begin; i < hit.end; ++i) known[i] = true;
    }
    for (const When& when : reading.times)
        for (std::size_t i = when.begin; i < when.end; ++i) known[i] = true;
    bool talk = true;
    for (std::size_t i = 0; i < reading.tokens.size(); ++i) {
        const Token& token = reading.tokens[i];
        const bool common = token.shape == Token::Shape::emoji || reading.is_name[i] ||
                            (token.word != 0 && reading.tables.info(token.word).common);
        if (!common) talk = false;
        if (common || known[i] || token.value >= 0) continue;
        ++reading.strange;
        for (Segment& segment : reading.segments)
            if (segment.begin <= i && i < segment.end) ++segment.strange;
    }
    reading.only_small_talk = talk;
}

}  // namespace

const Segment& Reading::segment_of(std::size_t token) const {
    for (const Segment& segment : segments)
        if (token < segment.end) return segment;
    return segments.back();
}

bool Reading::cue_in(Cue cue, const Segment& segment) const {
    return std::any_of(cues.hits.begin(), cues.hits.end(), [&](const CueHit& hit) {
        return hit.cue == cue && hit.begin < segment.end && hit.end > segment.begin;
    });
}

bool Reading::starts_with(Cue cue) const {
    const CueHit* hit = cues.first(cue);
    if (hit == nullptr) return false;
    for (std::size_t i = 0; i < hit->begin; ++i)
        if (!tables.info(tokens[i].word).filler) return false;
    return true;
}

bool Reading::plain(Cue cue, int strange_allowed) const {
    return std::any_of(cues.hits.begin(), cues.hits.end(), [&](const CueHit& hit) {
        return hit.cue == cue && segment_of(hit.begin).strange <= strange_allowed;
    });
}

int Reading::unexplained(std::size_t begin, std::size_t end, std::initializer_list<Cue> by) const {
    return words_left(begin, end, by, [this](WordId word) { return tables.info(word).common; });
}

int Reading::loose(std::size_t begin, std::size_t end, std::initializer_list<Cue> by) const {
    return words_left(begin, end, by,
                      [this](WordId word) { return tables.info(word).joining || tables.info(word).filler; });
}

template <typename Known>
int Reading::words_left(std::size_t begin, std::size_t end, std::initializer_list<Cue> by,
                        Known known) const {
    int count = 0;
    for (std::size_t i = begin; i < end; ++i) {
        const Token& token = tokens[i];
        if (token.shape == Token::Shape::emoji || is_name[i] || token.value >= 0) continue;
        if (token.word != 0 && known(token.word)) continue;
        const auto over = [&](const auto& one) { return one.begin <= i && i < one.end; };
        if (std::any_of(times.begin(), times.end(), over)) continue;
        const bool cued = std::any_of(cues.hits.begin(), cues.hits.end(), [&](const CueHit& hit) {
            return over(hit) && std::find(by.begin(), by.end(), hit.cue) != by.end();
        });
        if (!cued) ++count;
    }
    return count;
}

bool Reading::reminded() const {
    return state.last_sent && state.last_sent->type == LastSent::Type::reminder;
}

void Reading::add(Intent intent, const char* rule) {
    if (!meaning.has(intent)) meaning.intents.push_back(intent);
    meaning.because.emplace_back(rule);
}

void Reading::unsure(const char* note) {
    meaning.sure = false;
    meaning.constraints.ambiguous.emplace_back(note);
}

Reading make_reading(std::string_view text, const State& state, LocalTime now,
                     const Lexicon::Tables& tables) {
    Reading reading{state, now, tables, tokenise(text, tables), {}, {}, {}, {}, {}, 0, false, {}};
    reading.times = find_times(reading.tokens, now, state.nation);
    count_on(reading);
    find_names(reading);
    reading.cues = find_cues(reading.tokens, reading.times, reading.is_name, tables);
    settle_cues(reading);
    cut_segments(reading);
    count_strange(reading);
    return reading;
}

}  // namespace offing::conversation
