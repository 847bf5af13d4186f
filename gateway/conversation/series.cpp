// "The same time every week for six weeks": several times in a row, which a person books for her.

#include <algorithm>

#include "gateway/conversation/reading.hpp"

namespace offing::conversation {

namespace {

/// What she asks for beside it changes nothing: a person reads the whole text.
bool goes_with_it(Intent intent) {
    return intent == Intent::request_slots || intent == Intent::reschedule ||
           intent == Intent::keyworker_same || intent == Intent::remote_request || intent == Intent::ask;
}

}  // namespace

void read_series(Reading& reading) {
    const Cues& cues = reading.cues;
    if (!reading.state.known || !cues.has(Cue::in_a_row)) return;
    // "I can't do tuesdays for six weeks", "are you open every tuesday": nothing is asked for.
    if (cues.any(Cue::cannot, Cue::cannot_day, Cue::reject, Cue::drop_in, Cue::not_now, Cue::only_asking))
        return;
    // "College every Monday, so not Mondays" says when she can't.
    const scheduler::Wish& wish = reading.meaning.constraints.wish;
    if (wish.days_not != scheduler::Weekdays{}) return;
    auto& intents = reading.meaning.intents;
    if (!std::ranges::all_of(intents, goes_with_it)) return;
    const bool asked = reading.has(Intent::request_slots) || reading.has(Intent::reschedule);
    const bool plainly = reading.plain(Cue::in_a_row) && cues.any(Cue::want, Cue::same_time);
    if (!asked && !plainly) return;
    if (!asked) {
        std::erase(intents, Intent::ask);
        reading.meaning.sure = true;
        reading.meaning.constraints.ambiguous.clear();
        reading.add(Intent::request_slots, "want.in_a_row");
    }
    reading.meaning.constraints.in_a_row = true;
}

}  // namespace offing::conversation
