// On her way, late, or at the door already.

#include <algorithm>

#include "gateway/conversation/reading.hpp"

namespace offing::conversation {

namespace {

/// "can't get there til 12": late, not a no.
bool cannot_until(const Reading& reading) {
    for (const CueHit& hit : reading.cues.hits) {
        if (hit.cue != Cue::cannot && hit.cue != Cue::cannot_day) continue;
        for (const When& when : reading.times)
            if (when.is_clock() && (when.relation == Relation::until || when.relation == Relation::before) &&
                when.begin + 1U >= hit.begin && when.begin <= hit.end + 2U)
                return true;
    }
    return false;
}

/// "Late", "behind": said outright, and no reason that may be about anything.
bool says_late(const Reading& reading) {
    return std::any_of(reading.cues.hits.begin(), reading.cues.hits.end(), [&](const CueHit& hit) {
        if (hit.cue != Cue::late) return false;
        for (std::size_t i = hit.begin; i < hit.end; ++i)
            if (reading.tokens[i].is(W::late) || reading.tokens[i].text == "behind") return true;
        return false;
    });
}

bool names_how_late(const Reading& reading) {
    return std::any_of(reading.times.begin(), reading.times.end(), [](const When& when) {
        return when.kind == When::Kind::length || (when.is_clock() && when.from >= 0);
    });
}

/// "5 mins", and nothing else.
bool only_a_length(const Reading& reading) {
    if (reading.times.size() != 1) return false;
    const When& when = reading.times.front();
    if (when.kind != When::Kind::length || when.minutes <= 0 || when.minutes > 60 || when.later ||
        when.earlier)
        return false;
    for (std::size_t i = 0; i < reading.tokens.size(); ++i)
        if ((i < when.begin || i >= when.end) && !reading.tables.info(reading.tokens[i].word).filler)
            return false;
    return true;
}

}  // namespace

void read_late(Reading& reading) {
    const Cues& cues = reading.cues;
    if (!cues.any(Cue::late, Cue::soon, Cue::here) && !cannot_until(reading) && !only_a_length(reading))
        return;
    const bool today = std::any_of(reading.state.booked.begin(), reading.state.booked.end(),
                                   [&](const BookedTime& b) { return day_of(b.start) == reading.today(); });
    const bool held = !reading.state.booked.empty();
    const bool moves = cues.any(Cue::move, Cue::instead);
    const bool over = std::any_of(reading.times.begin(), reading.times.end(),
                                  [](const When& when) { return when.is_day() && when.past; });
    if (!reading.state.missed.empty() && !today && (over || cues.any(Cue::missed, Cue::missed_no_time)))
        return;
    // "Can't be there before 11, anything tuesday?", "if school rings i might not get there": no time of hers
    // yet, or not late yet.
    if (!says_late(reading) && !today && cues.has(Cue::want)) return;
    if (!says_late(reading) && cues.has(Cue::conditional) && !names_how_late(reading)) return;
    if (cues.has(Cue::cannot) && !says_late(reading) && !cannot_until(reading) && !cues.has(Cue::soon))
        return;
    if (today && only_a_length(reading)) return reading.add(Intent::running_late, "late.minutes");
    if (today && !cues.has(Cue::late) && cannot_until(reading)) {
        reading.add(Intent::running_late, "late.until");
        return;
    }
    if ((cues.has(Cue::late) && (today || !held || says_late(reading))) ||
        (today && !moves && cues.any(Cue::soon))) {
        reading.add(Intent::running_late, "late.said");
    } else if (today && cues.has(Cue::here)) {
        const bool waits = std::any_of(reading.times.begin(), reading.times.end(), [](const When& when) {
            return when.bare || when.kind == When::Kind::length || when.no_hour;
        });
        reading.add(waits ? Intent::running_late : Intent::arrived, "late.here");
    }
}
}  // namespace offing::conversation
