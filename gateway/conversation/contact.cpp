// Danger, other people's hands on the phone, and how she may be reached: what comes before any booking.

#include <algorithm>

#include "gateway/conversation/reading.hpp"

namespace offing::conversation {

namespace {

/// Words beside the hits of `cue` that are no small talk: a bare word counts only when nothing else is said.
int said_beside(const Reading& reading, Cue cue) {
    int count = 0;
    for (std::size_t i = 0; i < reading.tokens.size(); ++i) {
        const Token& token = reading.tokens[i];
        if (token.shape == Token::Shape::emoji || reading.tables.info(token.word).filler) continue;
        const bool hit =
            std::any_of(reading.cues.hits.begin(), reading.cues.hits.end(), [&](const CueHit& one) {
                return (one.cue == cue || one.cue == Cue::polite) && one.begin <= i && i < one.end;
            });
        if (!hit && !token.is(W::now)) ++count;
    }
    return count;
}

/// "Don't send any more at night": when not to, and not never.
bool limited_to_times(const Reading& reading) {
    return std::any_of(reading.cues.hits.begin(), reading.cues.hits.end(), [&](const CueHit& hit) {
        if (hit.cue != Cue::opt_out) return false;
        return std::any_of(reading.times.begin(), reading.times.end(), [&](const When& when) {
            const bool given_up =
                std::any_of(reading.cues.hits.begin(), reading.cues.hits.end(), [&](const CueHit& other) {
                    const bool refuses =
                        other.cue == Cue::cancel || other.cue == Cue::cannot || other.cue == Cue::cannot_day;
                    return refuses && other.begin <= when.begin && when.end <= other.end + 1U;
                });
            if (given_up) return false;  // "cancel wednesday and stop texting me"
            const bool named =
                when.is_weekday() || when.part != Part::none || (when.is_clock() && !when.bare);
            return named && reading.same_segment(when.begin, hit.begin) && when.end + 3U >= hit.begin &&
                   when.begin <= hit.end + 3U;
        });
    });
}

/// "Unsubscribe from that gym thing": something else is left, and not our texts.
bool leaves_something_else(const Reading& reading) {
    const CueHit* hit = reading.cues.first(Cue::opt_out);
    if (hit == nullptr || hit->end >= reading.tokens.size()) return false;
    if (!reading.tokens[hit->end].is(W::from) && !reading.tokens[hit->end].is(W::of)) return false;
    const std::size_t end = reading.segment_of(hit->begin).end;
    for (std::size_t i = hit->end + 1U; i < end; ++i) {
        const std::string_view word = reading.tables.name(reading.tokens[i].word);
        if (word == "text" || word == "your" || word == "you" || word == "them" || word == "those" ||
            word == "it" || word.starts_with("remind") || word == "list" || word == "contact")
            return false;
    }
    return hit->end + 1U < end && !reading.tokens[end - 1U].is(W::this_) &&
           !reading.tokens[end - 1U].is(W::that);
}

void read_opt_out(Reading& reading) {
    const Cues& cues = reading.cues;
    if (cues.has(Cue::opt_out) && limited_to_times(reading)) {
        reading.add(Intent::safe_contact_change, "contact.not_then");
        return;
    }
    if (cues.has(Cue::opt_out) && reading.plain(Cue::opt_out) && !leaves_something_else(reading)) {
        reading.add(Intent::opt_out, "opt_out.texts");
        return;
    }
    const auto maybe = [&] {
        if (!cues.has(Cue::stop_maybe) || reading.has(Intent::opt_out)) return;
        reading.add(Intent::opt_out, "opt_out.maybe");
        reading.unsure("whether texts are to stop");
    };
    if (!cues.has(Cue::opt_out_bare)) return maybe();
    const int beside = said_beside(reading, Cue::opt_out_bare);
    if (beside == 0) reading.add(Intent::opt_out, "opt_out.bare");
    // "stop it" after a text of ours: which of the three she means is asked.
    if (beside == 0 || beside > 2 || reading.strange > 0 || !reading.state.last_sent) return maybe();
    reading.add(Intent::opt_out, "opt_out.of_what");
    reading.unsure("what is to stop");
}

/// One of those she sees or may see, and not somebody who might hold the phone.
bool is_worker(const Reading& reading, std::string_view name) {
    const State& state = reading.state;
    const auto same = [&](std::string_view other) { return other == name; };
    return std::any_of(state.worker_names.begin(), state.worker_names.end(), same) ||
           std::any_of(state.booked.begin(), state.booked.end(),
                       [&](const BookedTime& booked) { return booked.with == name; }) ||
           std::any_of(state.offered.begin(), state.offered.end(),
                       [&](const OfferedTime& offered) { return offered.with == name; }) ||
           std::any_of(state.staff_away.begin(), state.staff_away.end(),
                       [&](const State::Away& away) { return away.who == name; }) ||
           state.last_with == name;
}

/// "Not Jo" says who she would rather not see.
bool names_worker(const Reading& reading, const CueHit& hit) {
    for (std::size_t i = hit.begin; i < hit.end; ++i)
        if (!reading.name_at[i].empty() && is_worker(reading, reading.name_at[i])) return true;
    return false;
}

}  // namespace

namespace {

/// "Took 30 paracetamol": so many can be no headache.
bool counts_an_overdose(const Reading& reading) {
    constexpr int many = 9;
    for (std::size_t i = 1; i + 1 < reading.tokens.size(); ++i) {
        const Token& number = reading.tokens[i];
        if (number.value < many || number.ordinal || number.starts) continue;
        bool taken = false, tablets = false;
        for (std::size_t back = 1; back <= 3 && back <= i; ++back) {
            const std::string_view word = reading.tokens[i - back].text;
            taken = taken || word == "took" || word == "taken" || word == "had" || word == "swallowed" ||
                    word == "necked" || word == "downed";
        }
        for (std::size_t on = 1; on <= 3 && i + on < reading.tokens.size(); ++on) {
            const Token& token = reading.tokens[i + on];
            const std::string_view word = reading.tables.name(token.word);
            tablets = tablets || word == "tablets" || word == "paracetamol" || word == "prescription" ||
                      token.text == "ibuprofen" || token.text == "codeine" || token.text == "aspirin" ||
                      token.text == "diazepam" || token.text == "valium";
        }
        if (taken && tablets) return true;
    }
    return false;
}

}  // namespace

void read_urgent(Reading& reading) {
    const Cues& cues = reading.cues;
    if (cues.has(Cue::overdose) || counts_an_overdose(reading))
        reading.add(Intent::crisis_overdose, "urgent.overdose");
    else if (cues.has(Cue::suicide))
        reading.add(Intent::crisis_suicide, "urgent.suicide");
    else if (cues.has(Cue::danger))
        reading.add(Intent::danger_now, "urgent.danger");
}

namespace {

/// "Can my husband come to the appointment" asks for him, and is not from him.
bool speaks_for_her(const Reading& reading) {
    const auto comes_along = [&](const CueHit& hit) {
        if (hit.cue != Cue::supporter) return false;
        for (std::size_t i = hit.begin; i < hit.end; ++i) {
            const std::string_view word = reading.tables.name(reading.tokens[i].word);
            if (word == "come" || word == "bring" || word == "sit" || word == "coming") return true;
        }
        return false;
    };
    return std::ranges::any_of(reading.cues.hits, [&](const CueHit& hit) {
        return hit.cue == Cue::third_party &&
               std::ranges::none_of(reading.cues.hits, [&](const CueHit& other) {
                   return comes_along(other) && other.begin < hit.end && hit.begin < other.end;
               });
    });
}

}  // namespace

void read_strangers(Reading& reading) {
    const Cues& cues = reading.cues;
    const bool wrong = std::any_of(cues.hits.begin(), cues.hits.end(), [&](const CueHit& hit) {
        return hit.cue == Cue::wrong_number && !names_worker(reading, hit);
    });
    if (wrong)
        reading.add(Intent::wrong_number, "stranger.wrong_number");
    else if (speaks_for_her(reading) || cues.has(Cue::other_phone))
        reading.add(Intent::third_party, "stranger.third_party");
    else if (cues.has(Cue::who_is_this))
        reading.add(Intent::who_is_this, "stranger.who_is_this");
}

void read_contact(Reading& reading) {
    const Cues& cues = reading.cues;
    const bool hers = reading.state.known || !reading.times.empty();  // "is it ok if i dont say who i am"
    if (hers && !reading.starts_with(Cue::undo) && cues.any(Cue::safe_contact, Cue::sign_off))
        reading.add(Intent::safe_contact_change, "contact.safe");
    if (!reading.has(Intent::safe_contact_change)) read_opt_out(reading);
    if (cues.has(Cue::opt_in) && !reading.has(Intent::opt_out) &&
        (reading.state.texts == Texts::off || reading.state.texts == Texts::suspended ||
         reading.plain(Cue::opt_in)))
        reading.add(Intent::opt_in, "contact.opt_in");
    if (cues.has(Cue::erasure)) reading.add(Intent::erasure_request, "contact.erasure");
    if (cues.has(Cue::channel) && !reading.has(Intent::opt_out))
        reading.add(Intent::channel_change, "contact.channel");
    if (cues.has(Cue::wording)) reading.add(Intent::language_feedback, "contact.wording");
    if (cues.has(Cue::frustration) && !reading.has(Intent::opt_out) && !cues.has(Cue::change_worker)) {
        reading.add(Intent::frustration, "contact.frustration");
        reading.meaning.constraints.ambiguous.emplace_back("quiet for today, or no texts at all");
    }
}

}  // namespace offing::conversation
