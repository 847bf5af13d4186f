// Giving a time up for good. Only what names something of hers is acted on; the rest is asked back.

#include <algorithm>

#include "gateway/conversation/reading.hpp"

namespace offing::conversation {

namespace {

/// Which booked time "it" means while others are on offer can't be told; and by a worker's name it can.
bool only_points(const Reading& reading, const CueHit& hit) {
    for (std::size_t i = hit.begin; i < hit.end; ++i) {
        const Token& token = reading.tokens[i];
        if (token.text == "that" || token.text == "it" || token.text == "this") return true;
    }
    return false;
}

/// "Scrap that, i'll be there": what she said before goes, and her time stays. Words about coming beside
/// words about cancelling are never a cancel.
bool comes_all_the_same(const Reading& reading) {
    return reading.cues.has(Cue::coming) && !reading.cues.any(Cue::cannot, Cue::cannot_day) &&
           reading.state.booked.size() <= 1;
}

/// "What time is the drop in on thursday": asked beside it, and no other time for this one.
bool asked_of_drop_in(const Reading& reading, const When& when) {
    return std::any_of(reading.cues.hits.begin(), reading.cues.hits.end(), [&](const CueHit& hit) {
        return hit.cue == Cue::drop_in && hit.end <= when.begin && when.begin <= hit.end + 2U;
    });
}

/// Another day or hour is named outside the words about cancelling: "cancel it and do next thursday".
bool names_another_beside(const Reading& reading) {
    return std::any_of(reading.times.begin(), reading.times.end(), [&](const When& when) {
        if (!when.is_day() || when.negated || when.past || booked_on(reading, when)) return false;
        if (asked_of_drop_in(reading, when)) return false;
        return std::none_of(reading.cues.hits.begin(), reading.cues.hits.end(), [&](const CueHit& hit) {
            const bool about =
                hit.cue == Cue::cancel || hit.cue == Cue::give_away || hit.cue == Cue::elsewhere;
            return about && hit.begin <= when.begin && when.end <= hit.end + 1U;
        });
    });
}

}  // namespace

void read_cancel(Reading& reading) {
    const Cues& cues = reading.cues;
    const bool explicit_one = cues.has(Cue::cancel) && reading.plain(Cue::cancel);
    const bool bare = cues.has(Cue::cancel_bare) && reading.strange == 0;
    const bool gives = cues.has(Cue::give_away);
    // "They cancelled my bus, so it might be a struggle": the rest says what it is about.
    if (cues.has(Cue::ask_cancel) && !explicit_one &&
        cues.any(Cue::conditional, Cue::late, Cue::cannot, Cue::cannot_day))
        return;
    if ((cues.has(Cue::ask_cancel) && !explicit_one) || (!explicit_one && !bare && !gives)) return;
    if (cues.has(Cue::conditional)) {
        reading.add(Intent::conditional_cannot_attend, "cancel.if");
        return;
    }
    const bool rebook = cues.any(Cue::move, Cue::instead) ||
                        (cues.has(Cue::want) && !cues.has(Cue::drop_in)) ||
                        (!reading.state.booked.empty() && names_another_beside(reading) && !gives);
    if (rebook) {
        reading.add(Intent::cannot_attend, "cancel.and_move");
        reading.add(Intent::reschedule, "cancel.and_move");
        return;
    }
    if (comes_all_the_same(reading)) return reading.add(Intent::undo, "cancel.but_comes");
    reading.add(Intent::cancel, "cancel.said");
    const CueHit* hit = cues.first(Cue::cancel);
    const Segment* near = hit != nullptr ? &reading.segment_of(hit->begin) : nullptr;
    Named named = named_bookings(reading, near);
    if (!named.named) named = named_bookings(reading);
    if (gives && !explicit_one) reading.meaning.because.emplace_back("cancel.given_away");
    const bool all = std::any_of(reading.tokens.all.begin(), reading.tokens.all.end(),
                                 [](const Token& token) { return token.is(W::both) || token.is(W::all); });
    if (reading.state.booked.empty() || named.misses) return reading.unsure("no booked time fits");
    if (named.booked.size() > 1 && !all && !named.named) return reading.unsure("which of her times");
    if (!reading.state.offered.empty() && !named.named && hit != nullptr && only_points(reading, *hit))
        return reading.unsure("her time, or what is on offer");
    for (const BookedTime* booked : named.booked) {
        reading.meaning.bookings.push_back(booked->id);
        reading.meaning.constraints.wish.dates_ok.push_back(day_of(booked->start));
    }
    if (reading.tokens.all.front().asked && !explicit_one && !gives) reading.unsure("asks about cancelling");
}

void ask_about_cancelling(Reading& reading) {
    const Cues& cues = reading.cues;
    if (!reading.meaning.intents.empty()) return;
    if (cues.has(Cue::ask_cancel) && !cues.has(Cue::still_on)) {
        reading.add(Intent::ask, "cancel.asked_about");
        reading.unsure("asks about cancelling");
    } else if (cues.any(Cue::cancel, Cue::cancel_bare) && !reading.state.booked.empty()) {
        reading.add(Intent::ask, "cancel.of_what");
        reading.unsure("what is to be cancelled");
    }
}

}  // namespace offing::conversation
