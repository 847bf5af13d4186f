// Everything she may ask for or about besides a time she holds.

#include <algorithm>

#include "gateway/conversation/chooser.hpp"

namespace offing::conversation {

namespace {

using scheduler::Mode;

bool holds_some(const Reading& reading) { return !reading.state.booked.empty(); }

/// "a phone call appointment": no wish to be rung now.
bool phone_appointment(const Reading& reading) {
    for (const CueHit& hit : reading.cues.hits)
        if (hit.cue == Cue::phone && reading.tables.name(reading.tokens[hit.end - 1U].word) == "appointment")
            return true;
    return false;
}

/// "ring me friday instead": about the time she holds, not a wish to be rung now.
bool says_instead(const Reading& reading) {
    return std::any_of(reading.tokens.all.begin(), reading.tokens.all.end(),
                       [](const Token& token) { return token.is(W::instead); }) ||
           std::any_of(reading.times.begin(), reading.times.end(),
                       [](const When& when) { return when.is_day(); });
}

/// Nothing else is asked, but for coming back; a yes asks nothing.
bool only_back(const Reading& reading) {
    const auto& intents = reading.meaning.intents;
    return std::all_of(intents.begin(), intents.end(), [](Intent intent) {
        return intent == Intent::missed_reentry || intent == Intent::confirm;
    });
}

/// The words say that they come along.
bool brings(const Reading& reading, const CueHit& children) {
    const std::size_t end = std::min<std::size_t>(children.end + 1U, reading.tokens.size());
    for (std::size_t i = children.begin; i < end; ++i) {
        const std::string_view word = reading.tables.name(reading.tokens[i].word);
        if (reading.tokens[i].text == "tow") return true;
        if (word == "bring" || word == "come" || word == "with" || word == "allowed" || word == "take" ||
            word == "welcome" || word == "ok")
            return true;
    }
    return false;
}

/// Only why she can't come: nothing is asked about them.
bool says_why_not(const Reading& reading, const CueHit& children) {
    if (!reading.cues.any(Cue::cannot, Cue::cannot_day)) return false;
    return std::none_of(reading.cues.hits.begin(), reading.cues.hits.end(), [&](const CueHit& hit) {
        if (hit.cue != Cue::children) return false;
        if (brings(reading, hit)) return true;
        return hit.begin == children.begin && hit.end == children.end && reading.tokens[hit.begin].asked;
    });
}

/// "Both of them are fine", where two times are booked or offered.
bool means_the_times(const Reading& reading, const CueHit& hit) {
    const bool several = reading.state.booked.size() > 1 || reading.state.offered.size() > 1;
    if (!several || brings(reading, hit)) return false;
    for (std::size_t i = hit.begin; i < hit.end; ++i)
        if (reading.tokens[i].text == "them" || reading.tokens[i].text == "those") return true;
    return false;
}

/// Others come along; not "in hospital with the wee one", which only says why.
bool brings_children(const Reading& reading) {
    return std::any_of(reading.cues.hits.begin(), reading.cues.hits.end(), [&](const CueHit& hit) {
        if (hit.cue != Cue::children) return false;
        const Segment& segment = reading.segment_of(hit.begin);
        if (means_the_times(reading, hit)) return false;
        // "If my mum can have the baby": then nobody is brought.
        if (hit.begin > 0 && reading.tokens[hit.begin].text == "have" &&
            reading.tables.name(reading.tokens[hit.begin - 1U].word) == "can")
            return false;
        const bool asked_for = brings(reading, hit);
        // "Do you tell anyone I've got kids", "just dropped the kids, there soon": spoken of, and not
        // brought.
        if (!asked_for && (reading.cues.has(Cue::safeguarding) || reading.has(Intent::running_late)))
            return false;
        // "I have no childcare this week": why she can't, where nothing is asked about them.
        if (says_why_not(reading, hit)) return false;
        const bool with = reading.tokens[hit.begin].is(W::with);
        return !with || !(reading.cues.has(Cue::missed) || reading.cue_in(Cue::cannot, segment) ||
                          reading.cue_in(Cue::cannot_day, segment));
    });
}

void read_places(Reading& reading) {
    const Cues& cues = reading.cues;
    scheduler::Wish& wish = reading.meaning.constraints.wish;
    if (cues.has(Cue::van) && !cues.has(Cue::pack)) {
        reading.add(Intent::drop_in_query, "ask.van");
        wish.purpose = scheduler::Purpose::van;
    } else if (cues.has(Cue::pack)) {
        reading.add(Intent::pack_pickup, "ask.pack");
        wish.purpose = scheduler::Purpose::pack;
    } else if (cues.has(Cue::drop_in) && !reading.has(Intent::choose_option)) {
        reading.add(Intent::drop_in_query, "ask.drop_in");
        wish.kind = scheduler::Kind::drop_in;
    }
    if (cues.has(Cue::health)) {
        reading.add(Intent::health_clinic_query, "ask.health");
        wish.purpose = scheduler::Purpose::womens_health;
    }
    if (cues.has(Cue::women_only)) {
        reading.add(Intent::women_only_query, "ask.women_only");
        wish.women_only = true;
    }
    if (cues.has(Cue::children) && brings_children(reading)) {
        reading.add(Intent::bring_children, "ask.children");
        if (!reading.has(Intent::running_late)) wish.children_welcome = true;
    }
    if (cues.any(Cue::supporter, Cue::mentor)) {
        reading.add(Intent::bring_supporter, "ask.supporter");
        if (cues.has(Cue::mentor)) wish.also_worker = "mentor";
    }
    if (cues.has(Cue::waiting_room)) reading.add(Intent::waiting_room, "ask.quiet_way");
}

/// And not only "instead of coming in", which may mean a café as well.
bool names_the_phone(const Reading& reading) {
    return std::any_of(reading.cues.hits.begin(), reading.cues.hits.end(), [&](const CueHit& hit) {
        if (hit.cue != Cue::phone && hit.cue != Cue::video) return false;
        for (std::size_t i = hit.begin; i < hit.end; ++i) {
            const std::string_view word = reading.tables.name(reading.tokens[i].word);
            if (word == "phone" || word == "call" || word == "ring" || word == "video" || word == "talk" ||
                word == "online")
                return true;
        }
        return false;
    });
}

/// "Those are phone, can i come in and see someone": the other way is what she has, and this what she wants.
bool wants_to_come(const Reading& reading) {
    return std::ranges::any_of(reading.cues.hits, [&](const CueHit& hit) {
        if (hit.cue != Cue::in_person) return false;
        for (std::size_t back = 1; back <= 3 && back <= hit.begin; ++back) {
            const Token& before = reading.tokens[hit.begin - back];
            if (before.is(W::instead) || before.is(W::than) || before.is(W::not_) || before.is(W::or_) ||
                before.text == "dont" || before.text == "cant")
                return false;
            if (reading.cues.any(Cue::phone, Cue::video) &&
                (before.text == "got" || before.text == "has" || before.text == "have"))
                return false;  // "or has it got to be face to face"
        }
        return true;
    });
}

void read_modes(Reading& reading) {
    const Cues& cues = reading.cues;
    scheduler::Wish& wish = reading.meaning.constraints.wish;
    if (reading.has(Intent::choose_option)) return;
    if (reading.has(Intent::ask_info) && !reading.state.offered.empty()) return;
    const bool elsewhere = cues.has(Cue::offsite) && !names_the_phone(reading);
    if (wants_to_come(reading) && !elsewhere) {
        wish.mode = Mode::in_person;
        return;
    }
    if (elsewhere)
        wish.mode = Mode::offsite;
    else if (cues.has(Cue::video))
        wish.mode = Mode::video;
    else if (cues.has(Cue::phone))
        wish.mode = Mode::phone;
    else if (cues.has(Cue::offsite))
        wish.mode = Mode::offsite;
    else if (cues.has(Cue::in_person))
        wish.mode = Mode::in_person;
    if (cues.any(Cue::video, Cue::phone) && !elsewhere && !reading.has(Intent::human_please))
        reading.add(Intent::remote_request, "ask.remote");
    if (cues.has(Cue::offsite)) reading.add(Intent::offsite_request, "ask.offsite");
}

bool speaks_of_an_appointment(const Reading& reading) {
    return std::any_of(reading.tokens.all.begin(), reading.tokens.all.end(), [&](const Token& token) {
        const std::string_view word = reading.tables.name(token.word);
        return word == "appointment" || word == "book" || token.is(W::time) || token.text == "seen";
    });
}

/// To get ready for something; not by "the day before" alone.
bool prepares(const Reading& reading) {
    return std::ranges::any_of(reading.cues.hits, [&](const CueHit& hit) {
        if (hit.cue != Cue::prep) return false;
        for (std::size_t i = hit.begin; i < hit.end; ++i) {
            const Token& token = reading.tokens[i];
            if (!token.is(W::day) && !token.is(W::before) && !token.is(W::or_) && !token.is(W::an) &&
                token.value < 0)
                return true;
        }
        return reading.state.booked.empty();
    });
}

/// A time or an appointment is wanted, and not only how it works: "can i come in tomorrow", "i want an
/// appointment".
bool asks_for_a_time(const Reading& reading) {
    if (!reading.cues.has(Cue::want) || reading.cues.any(Cue::only_asking, Cue::safeguarding)) return false;
    const bool timed = std::any_of(reading.times.begin(), reading.times.end(), [](const When& when) {
        return !when.past && (when.is_day() || (when.is_clock() && !when.bare && !when.no_hour));
    });
    return timed || (speaks_of_an_appointment(reading) && !reading.cues.has(Cue::ask_info));
}

void read_questions(Reading& reading) {
    const Cues& cues = reading.cues;
    if (cues.has(Cue::pharmacy)) reading.add(Intent::pharmacy_issue, "ask.pharmacy");
    if (cues.has(Cue::safeguarding)) {
        reading.add(Intent::safeguarding_question, "ask.passed_on");
    } else if (!reading.state.known) {
        const bool nothing_else = reading.meaning.intents.empty() && !asks_for_a_time(reading);
        const bool asks = cues.any(Cue::commitment, Cue::ask_info) ||
                          (reading.tokens.all.back().asked &&
                           reading.strange * 2 < static_cast<int>(reading.tokens.size()));
        if (cues.has(Cue::only_asking) || (nothing_else && asks))
            reading.add(Intent::ask_info_no_commitment, "ask.no_commitment");
    } else if (cues.has(Cue::ask_info) && only_back(reading)) {
        reading.add(Intent::ask_info, "ask.info");
    }
    const bool other = reading.has(Intent::drop_in_query) || reading.has(Intent::pack_pickup) ||
                       reading.has(Intent::women_only_query) || reading.has(Intent::health_clinic_query);
    const bool there = cues.has(Cue::waiting_room) || cues.has(Cue::children) || cues.has(Cue::supporter);
    const bool asks = (cues.has(Cue::ask_when) && !there) || checks_the_hour(reading) ||
                      (cues.has(Cue::still_on) && !reading.has(Intent::confirm));
    if (asks && !other && reading.state.known && !reading.has(Intent::reschedule) &&
        !reading.has(Intent::cannot_attend) && !reading.has(Intent::choose_option) &&
        !reading.has(Intent::missed_reentry) && !reading.has(Intent::running_late))
        reading.add(Intent::ask_time, "ask.time");
}

void read_return(Reading& reading) {
    const Cues& cues = reading.cues;
    const State& state = reading.state;
    if (!state.known) return;
    const bool spoken_for = reading.has(Intent::cannot_attend) || reading.has(Intent::running_late) ||
                            reading.has(Intent::cancel);
    if (spoken_for && state.missed.empty()) return;
    const bool missed = (cues.has(Cue::missed) && !(cues.has(Cue::pharmacy) && state.missed.empty())) ||
                        (cues.has(Cue::missed_no_time) && !state.missed.empty());
    if (missed || cues.has(Cue::back_again)) reading.add(Intent::missed_reentry, "back.said");
}

/// A time ahead in a thought whose every word is known: enough to be a wish by itself.
bool names_plainly(const Reading& reading) {
    return std::any_of(reading.times.begin(), reading.times.end(), [&](const When& when) {
        const bool time = when.is_day() || (when.is_clock() && !when.bare && !when.no_hour &&
                                            (when.from >= 0 || reading.cues.has(Cue::suits)));
        const Segment& segment = reading.segment_of(when.begin);
        return time && !when.past && segment.strange == 0 && !reading.cue_in(Cue::missed, segment) &&
               !(reading.has(Intent::missed_reentry) && reading.cue_in(Cue::missed_no_time, segment));
    });
}

/// She only names a time and holds another: she may mean it instead of hers. Her own time, and nothing said
/// about it, is asked back.
void read_bare_time(Reading& reading) {
    if (reading.has(Intent::conditional_cannot_attend) || reading.has(Intent::keyworker_same)) return;
    for (const Intent other : {Intent::bring_children, Intent::women_only_query, Intent::health_clinic_query,
                               Intent::ask_info, Intent::safeguarding_question, Intent::bring_supporter,
                               Intent::keyworker_change, Intent::missed_reentry})
        if (reading.has(other)) return;
    if (names_another(reading) && names_plainly(reading))
        return reading.add(Intent::reschedule, "move.named");
    if (reading.has(Intent::cannot_attend)) return;
    if (reading.tokens.all.back().asked && reading.strange == 0 && !names_another(reading))
        return reading.add(Intent::ask_time, "time.of_hers_asked");  // "12 on thursday yeah?"
    reading.add(Intent::ask, "time.of_hers");
    reading.unsure("a time is named, and not what about it");
}

void read_wanted_time(Reading& reading) {
    const Cues& cues = reading.cues;
    for (const Intent other :
         {Intent::reschedule, Intent::request_slots, Intent::choose_option, Intent::cancel, Intent::confirm,
          Intent::drop_in_query, Intent::pack_pickup, Intent::running_late, Intent::offsite_request,
          Intent::ask, Intent::human_please, Intent::ask_time, Intent::pharmacy_issue, Intent::channel_change,
          Intent::frustration, Intent::undo, Intent::waiting_room, Intent::arrived})
        if (reading.has(other)) return;
    const bool timed = std::any_of(reading.times.begin(), reading.times.end(), [](const When& when) {
        return !when.past && (when.is_day() || (when.is_clock() && !when.bare && !when.no_hour));
    });
    if (reading.has(Intent::remote_request) &&
        (holds_some(reading) || !cues.has(Cue::want) || (!timed && !speaks_of_an_appointment(reading))))
        return;
    if (!cues.any(Cue::want, Cue::extra) && timed && holds_some(reading)) return read_bare_time(reading);
    if (reading.has(Intent::ask_info) && !cues.has(Cue::want)) return;
    const bool wants =
        cues.any(Cue::want, Cue::extra) || (cues.any(Cue::want_weak, Cue::suits) && names_plainly(reading));
    if (reading.has(Intent::cannot_attend) && !cues.has(Cue::want) && !names_another(reading)) return;
    if (!wants || (holds_some(reading) && reading.has(Intent::conditional_cannot_attend))) return;
    if (reading.has(Intent::bring_children) || reading.has(Intent::women_only_query) ||
        reading.has(Intent::health_clinic_query) || reading.has(Intent::ask_info_no_commitment) ||
        reading.has(Intent::safeguarding_question))
        return;
    if (reading.has(Intent::bring_supporter) && !asks_for_a_time(reading)) return;
    if (reading.has(Intent::reject_options) && !cues.has(Cue::want)) return;
    const bool moving = holds_some(reading) && !reading.has(Intent::missed_reentry) &&
                        !cues.has(Cue::extra) && !reading.has(Intent::bring_supporter) &&
                        !reading.has(Intent::keyworker_change);
    if (reading.has(Intent::keyworker_change) || reading.has(Intent::keyworker_same)) {
        if (!timed) return;
    }
    // "Have you not got anything on a tuesday", where none of what is on offer is one: the offers don't do.
    if (!reading.state.offered.empty() && timed && choose_among(reading).miss)
        reading.add(Intent::reject_options, "choice.asks_for_others");
    reading.add(moving && reading.has(Intent::cannot_attend) ? Intent::reschedule : Intent::request_slots,
                "want.time");
}

}  // namespace

void read_requests(Reading& reading) {
    if (reading.has(Intent::undo)) return;
    const Cues& cues = reading.cues;
    read_places(reading);
    const bool by_phone_then =
        cues.has(Cue::phone) &&
        (holds_some(reading) ? !cues.has(Cue::call_me) || says_instead(reading) : phone_appointment(reading));
    const bool about_health = reading.has(Intent::health_clinic_query) && !cues.has(Cue::call_me);
    if (cues.any(Cue::human, Cue::call_me) && !by_phone_then && !about_health) {
        reading.add(Intent::human_please, "contact.person");
        if (cues.has(Cue::call_me)) reading.meaning.constraints.wish.mode = Mode::phone;
    }
    read_modes(reading);
    read_return(reading);
    read_people(reading);
    read_questions(reading);
    if (prepares(reading)) reading.meaning.constraints.wish.purpose = scheduler::Purpose::prep;
    read_wanted_time(reading);
    const bool timed = reading.has(Intent::request_slots) ||
                       (reading.has(Intent::bring_supporter) && cues.any(Cue::want, Cue::want_weak));
    if (timed && !prepares(reading) && cues.has(Cue::supporter))
        if (std::string also = who_else(reading); !also.empty())
            reading.meaning.constraints.wish.also_worker = std::move(also);
    const bool other_way = reading.has(Intent::remote_request) || reading.has(Intent::offsite_request) ||
                           reading.has(Intent::keyworker_change);
    if (other_way && !names_another(reading) &&
        !(reading.has(Intent::cannot_attend) && cues.any(Cue::move, Cue::instead)) &&
        !cues.any(Cue::earlier, Cue::later, Cue::not_now))
        std::erase(reading.meaning.intents, Intent::reschedule);
}

}  // namespace offing::conversation
