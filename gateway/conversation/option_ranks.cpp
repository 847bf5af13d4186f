#include "gateway/conversation/option_ranks.hpp"

#include <algorithm>

namespace offing::conversation {

namespace {

constexpr int most_counted = 3;

bool in_a_time(const Reading& reading, std::size_t at) {
    return std::any_of(reading.times.begin(), reading.times.end(),
                       [&](const When& when) { return when.begin <= at && at < when.end; });
}

/// How many the token counts, as in "last two" and "first couple"; 1 where it counts nothing.
int counted_by(const Token& token) {
    if (token.starts) return 1;
    if (token.is(W::couple)) return 2;
    return token.number() && token.value >= 2 && token.value <= most_counted ? token.value : 1;
}

/// Nothing follows that would make "first" or "last" something else: "last week", "first time".
bool rank_ends_before(const Reading& reading, std::size_t at) {
    if (at >= reading.tokens.size()) return true;
    const Token& next = reading.tokens[at];
    if (next.starts || next.mark == ',' || next.value == 1 || reading.tables.info(next.word).filler)
        return true;
    if (of_the_list(reading, at - 1)) return true;
    if (next.is(W::one) || next.is(W::option) || next.is(W::or_) || next.is(W::and_) || next.is(W::is) ||
        next.is(W::of) || next.is(W::for_) || next.is(W::until) || next.text == "yet" ||
        next.text.starts_with("one") || next.text == "are")
        return true;
    return std::any_of(reading.cues.hits.begin(), reading.cues.hits.end(), [&](const CueHit& hit) {
        return hit.begin == at && (hit.cue == Cue::suits || hit.cue == Cue::choose || hit.cue == Cue::yes ||
                                   hit.cue == Cue::polite);
    });
}

bool says_any(const Token& token) {
    return token.is(W::any) || token.is(W::all) || token.is(W::every) || token.is(W::either) ||
           token.text.starts_with("any") || token.text.starts_with("every");
}

/// "Need to check with my mum first": when she does it, and no offer.
bool only_says_when(const Reading& reading, std::size_t at) {
    const Token& token = reading.tokens[at];
    if (token.text != "first" || token.starts || at == 0 || reading.tokens[at - 1].is(W::the)) return false;
    for (std::size_t i = at; i > 0 && !reading.tokens[i].starts; --i)
        for (const std::string_view verb : {"check", "ask", "see", "speak", "talk", "think", "find", "sort",
                                            "look", "phone", "ring", "text"})
            if (reading.tokens[i - 1].text == verb) return true;
    return false;
}

/// "First ones no use, go on, second"
bool no_good(const Reading& reading, std::size_t at) {
    return std::any_of(reading.cues.hits.begin(), reading.cues.hits.end(), [&](const CueHit& hit) {
        return (hit.cue == Cue::reject || hit.cue == Cue::too_soon || hit.cue == Cue::cannot_day) &&
               hit.begin <= at + 2U && hit.end > at && reading.same_segment(hit.begin, at);
    });
}

struct Span {
    std::size_t first = 0, count = 0;
};

/// The positions that the token at `at` begins to name; none where it is no rank.
Span span_at(const Reading& reading, std::size_t at, std::size_t offers) {
    const Token& token = reading.tokens[at];
    const bool last = token.is(W::last);
    const bool middle = token.is(W::mid) && offers == 3;
    const bool ordinal = token.ordinal && token.value >= 1 && token.value <= 9;
    if ((!last && !middle && !ordinal) || only_says_when(reading, at)) return {};
    const int count = at + 1 < reading.tokens.size() ? counted_by(reading.tokens[at + 1]) : 1;
    if (!rank_ends_before(reading, at + (count > 1 ? 2U : 1U))) return {};
    const auto many = std::min(static_cast<std::size_t>(count), offers);
    if (last) return {offers - many, many};
    if (middle) return {1, 1};
    const auto first = static_cast<std::size_t>(token.value) - 1;
    return first < offers ? Span{first, std::min(many, offers - first)} : Span{};
}

}  // namespace

/// "The 2nd", where no offer is on the 2nd of a month.
bool on_no_such_day(const Reading& reading, std::size_t ordinal) {
    const int value = reading.tokens[ordinal].value;
    const auto& offered = reading.state.offered;
    const bool bare = std::ranges::any_of(reading.times, [&](const When& when) {
        return when.is_day() && when.of_month && when.begin <= ordinal && ordinal < when.end;
    });
    return bare && value >= 1 && value <= static_cast<int>(offered.size()) &&
           std::ranges::none_of(offered, [&](const OfferedTime& offer) {
               const std::chrono::year_month_day day{day_of(offer.start)};
               return static_cast<int>(static_cast<unsigned>(day.day())) == value;
           });
}

bool of_the_list(const Reading& reading, std::size_t ordinal) {
    if (!reading.tokens[ordinal].ordinal) return false;
    if (on_no_such_day(reading, ordinal)) return true;
    const auto text = [&](std::size_t i) {
        return i < reading.tokens.size() && !reading.tokens[i].starts ? reading.tokens[i].text
                                                                      : std::string_view{};
    };
    if (ordinal + 1 < reading.tokens.size() && !reading.tokens[ordinal + 1].starts &&
        !reading.tokens[ordinal + 1].ordinal && reading.tokens[ordinal + 1].value == 1)
        return true;  // "2nd un"
    const std::string_view next = text(ordinal + 1), after = text(ordinal + 2);
    if (next == "down" || next == "option" || next == "choice" || next.starts_with("one")) return true;
    if (next == "of") return after == "them" || after == "those" || after == "these" || after == "the";
    if (next == "from") return after == "the" || after == "top" || after == "last";
    if (next != "on" && next != "in") return false;
    return text(ordinal + 3) == "list" || after == "list";
}

bool turned_down(const Reading& reading, std::size_t token) {
    const auto leads_there = [](const Token& token) {  // "not the one with sam"
        return token.is(W::the) || token.is(W::one) || token.is(W::with) || token.is(W::number) ||
               token.is(W::option);
    };
    while (token > 0 && !reading.tokens[token].starts && leads_there(reading.tokens[token - 1])) --token;
    if (token == 0 || reading.tokens[token].starts) return false;
    const Token& before = reading.tokens[token - 1];
    if (before.is(W::but)) return token >= 2 && says_any(reading.tokens[token - 2]);
    return before.is(W::not_) || before.is(W::except) || before.is(W::no) || before.is(W::than);
}

bool counts_ranks(const Reading& reading, std::size_t number) {
    if (number == 0 || counted_by(reading.tokens[number]) == 1) return false;
    const Token& before = reading.tokens[number - 1];
    return before.is(W::last) || (before.ordinal && before.value == 1);
}

Ranks ranks_in(const Reading& reading, std::size_t offers, bool ordinals_are_ranks) {
    Ranks ranks;
    for (std::size_t at = 0; at < reading.tokens.size(); ++at) {
        const bool rank = ordinals_are_ranks || of_the_list(reading, at);
        if (in_a_time(reading, at) && !(rank && reading.tokens[at].ordinal)) continue;
        const Span span = span_at(reading, at, offers);
        auto& named = turned_down(reading, at) || no_good(reading, at) ? ranks.refused : ranks.wanted;
        for (std::size_t i = span.first; i < span.first + span.count; ++i) named.push_back(i);
    }
    return ranks;
}

}  // namespace offing::conversation
