// Danger, other people's hands on the phone, and how she may be reached: what comes before any booking.

#include <algorithm>

#include "gateway/conversation/reading.hpp"

namespace offing::conversation {

namespace {

void read_opt_out(Reading& reading) {
    const Cues& cues = reading.cues;
    if (cues.has(Cue::opt_out) && reading.plain(Cue::opt_out)) {
        reading.add(Intent::opt_out, "opt_out.texts");
        return;
    }
    if (!cues.has(Cue::opt_out_bare)) return;
    // A bare "stop" counts only when nothing else is said.
    if (reading.strange == 0 && reading.times.empty()) reading.add(Intent::opt_out, "opt_out.bare");
}

}  // namespace

void read_urgent(Reading& reading) {
    const Cues& cues = reading.cues;
    if (cues.has(Cue::overdose))
        reading.add(Intent::crisis_overdose, "urgent.overdose");
    else if (cues.has(Cue::suicide))
        reading.add(Intent::crisis_suicide, "urgent.suicide");
    else if (cues.has(Cue::danger))
        reading.add(Intent::danger_now, "urgent.danger");
}

void read_strangers(Reading& reading) {
    const Cues& cues = reading.cues;
    if (cues.has(Cue::wrong_number))
        reading.add(Intent::wrong_number, "stranger.wrong_number");
    else if (cues.has(Cue::third_party) || cues.has(Cue::other_phone))
        reading.add(Intent::third_party, "stranger.third_party");
    else if (cues.has(Cue::who_is_this))
        reading.add(Intent::who_is_this, "stranger.who_is_this");
}

void read_contact(Reading& reading) {
    const Cues& cues = reading.cues;
    if (cues.any(Cue::safe_contact, Cue::sign_off)) reading.add(Intent::safe_contact_change, "contact.safe");
    if (!reading.has(Intent::safe_contact_change)) read_opt_out(reading);
    if (cues.has(Cue::opt_in) && !reading.has(Intent::opt_out) &&
        (reading.state.texts == Texts::off || reading.state.texts == Texts::suspended ||
         reading.plain(Cue::opt_in)))
        reading.add(Intent::opt_in, "contact.opt_in");
    if (cues.has(Cue::erasure)) reading.add(Intent::erasure_request, "contact.erasure");
    if (cues.has(Cue::channel) && !reading.has(Intent::opt_out))
        reading.add(Intent::channel_change, "contact.channel");
    if (cues.has(Cue::wording)) reading.add(Intent::language_feedback, "contact.wording");
    if (cues.has(Cue::frustration) && !reading.has(Intent::opt_out)) {
        reading.add(Intent::frustration, "contact.frustration");
        reading.meaning.constraints.ambiguous.emplace_back("quiet for today, or no texts at all");
    }
}

}  // namespace offing::conversation
