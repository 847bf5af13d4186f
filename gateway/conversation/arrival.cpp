// When one who runs late will be there.

#include <algorithm>

#include "gateway/conversation/limits.hpp"

namespace offing::conversation {

namespace {

/// "running 10 late": minutes, without saying so.
bool minutes_late(const Reading& reading, const When& when) {
    const std::size_t next = when.end;
    return when.plain > 0 && when.plain < 60 && next < reading.tokens.size() &&
           (reading.tokens[next].is(W::late) || reading.tokens[next].text == "behind");
}

/// "Gis 10", "give me 15": minutes, from one who is nearly there.
bool asks_for_minutes(const Reading& reading, const When& when) {
    if (when.plain < 1 || when.plain > 59 || when.begin == 0 || reading.tokens[when.begin].starts)
        return false;
    const Token& before = reading.tokens[when.begin - 1U];
    if (before.text == "gis" || before.text == "giz" || before.text == "gimme") return true;
    return when.begin > 1 && (before.text == "me" || before.text == "us") &&
           reading.tokens[when.begin - 2U].text == "give";
}

/// "If the bus is late i won't be there til 3": no arrival yet.
bool only_if(const Reading& reading, const When& when) {
    const Segment& segment = reading.segment_of(when.begin);
    for (std::size_t i = segment.begin; i < when.begin; ++i)
        if (reading.tokens[i].is(W::if_)) return true;
    return false;
}

}  // namespace

void read_arrival(Reading& reading) {
    const bool doubtful = reading.has(Intent::conditional_cannot_attend);
    const int now = clock_minutes(reading.now);
    int start = -1;
    for (const BookedTime& booked : reading.state.booked)
        if (day_of(booked.start) == reading.today() && start < 0) start = clock_minutes(booked.start);
    // "15 minutes late" is counted from her time, "there in 15" from now.
    const bool says_late = std::ranges::any_of(reading.tokens.all, [](const Token& token) {
        return token.is(W::late) || token.is(W::later) || token.text == "behind";
    });
    const bool from_start = says_late || (!reading.meaning.english_enough && reading.cues.has(Cue::late));
    for (const When& when : reading.times) {
        int eta = -1;
        if (doubtful && (when.kind != When::Kind::length || only_if(reading, when))) continue;
        if (when.kind == When::Kind::length && when.minutes > 0 && when.minutes < 300) {
            const bool by_start =
                start >= 0 && !when.ahead && (when.later || (from_start && !reading.cues.has(Cue::soon)));
            eta = by_start ? start + when.minutes - now : when.minutes;
        } else if (when.pronoun) {
            continue;
        } else if (when.bare && asks_for_minutes(reading, when)) {
            eta = when.plain;
        } else if (when.bare && start >= 0 && minutes_late(reading, when)) {
            eta = start + when.plain - now;
        } else if (when.is_clock() && when.no_hour) {
            eta = (when.from - now % 60 + 60) % 60;
        } else if (when.is_clock() && when.from >= 0 && when.to < 0) {
            if (when.bare && when.plain > 0 && when.plain <= 59 && reading.cues.any(Cue::here))
                eta = when.plain;
            else if (start >= 0 && when.from == start)
                continue;
            else if (when.from >= now)
                eta = when.from - now;
            else if (when.guessed && when.from + 720 >= now)
                eta = when.from + 720 - now;
        }
        if (eta < 0 || eta > 8 * 60) continue;
        reading.meaning.constraints.eta_min = eta;
        return;
    }
}

}  // namespace offing::conversation
