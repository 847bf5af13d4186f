// What she says about the times she holds: coming, can't, move it, take that back.

#include <algorithm>

#include "gateway/conversation/reading.hpp"

namespace offing::conversation {

namespace {

/// "No one to have the kids fri, ok to bring them", "no sitter so they'd have to come with me": that is why
/// they come, and no reason to stay away.
bool brings_them_along(const Reading& reading) {
    const auto named = [&](std::size_t i, std::string_view name) {
        return i < reading.tokens.size() && reading.tables.name(reading.tokens[i].word) == name;
    };
    bool bring = false;
    for (std::size_t i = 0; i < reading.tokens.size(); ++i)
        bring = bring || named(i, "bring") ||
                (named(i, "come") && i + 1 < reading.tokens.size() &&
                 (reading.tokens[i + 1].is(W::with) ||
                  (i + 2 < reading.tokens.size() && reading.tokens[i + 2].is(W::with))));
    return bring && reading.cues.has(Cue::children) &&
           std::all_of(reading.cues.hits.begin(), reading.cues.hits.end(), [&](const CueHit& hit) {
               if (hit.cue != Cue::cannot) return true;
               const Token& first = reading.tokens[hit.begin];
               return first.is(W::no) || first.text.starts_with("nobody") || first.text == "childcare" ||
                      reading.tokens[hit.end - 1U].text.ends_with("sitter");
           });
}

/// "Not friday", where friday is hers.
bool not_this_one(const Reading& reading, const When& when) {
    return when.is_day() && when.negated && !when.past && !when.plural && booked_on(reading, when);
}

/// A day or hour she can't do, said beside a booked time or about it.
bool cannot_booked(const Reading& reading) {
    const Cues& cues = reading.cues;
    if (reading.state.booked.empty()) return false;
    if (cues.has(Cue::cannot) && !brings_them_along(reading)) return true;
    for (const When& when : reading.times)  // "not friday"
        if (not_this_one(reading, when) && !names_another(reading)) return true;
    if (!cues.has(Cue::cannot_day)) return false;
    // "Dim dydd Mawrth, mae dydd Iau yn well": another day rather than this one, as in English.
    if (!reading.meaning.english_enough && cues.has(Cue::instead) && names_another(reading)) return false;
    for (const When& when : reading.times) {
        if (!when.is_day() || when.past) continue;
        if (reading.cue_in(Cue::cannot_day, reading.segment_of(when.begin)) && booked_on(reading, when))
            return true;
    }
    return false;
}

/// Asks for something in the thought of `hit`, and not in the same words: "i can come thurs" is no request.
bool wants_beside(const Reading& reading, const CueHit& hit, const Segment& segment) {
    return std::any_of(reading.cues.hits.begin(), reading.cues.hits.end(), [&](const CueHit& want) {
        return want.cue == Cue::want && want.begin < segment.end && want.end > segment.begin &&
               !(hit.begin <= want.begin && want.end <= hit.end);
    });
}

/// A yes, or that she is coming, in a thought of its own that holds nothing else.
bool agrees_plainly(const Reading& reading) {
    return std::any_of(reading.cues.hits.begin(), reading.cues.hits.end(), [&](const CueHit& hit) {
        if (hit.cue != Cue::yes && hit.cue != Cue::coming && hit.cue != Cue::yes_weak) return false;
        if (hit.cue != Cue::coming && !reading.reminded()) return false;
        const Segment& segment = reading.segment_of(hit.begin);
        const bool alone = hit.cue != Cue::yes_weak || segment.end - segment.begin == reading.tokens.size();
        if (reading.tokens[hit.end - 1U].asked && hit.cue == Cue::coming) return false;
        // "Right, i could murder shaz": a saying takes the sense from a yes beside it.
        const bool only_said = hit.cue != Cue::coming && reading.cue_in(Cue::harmless, segment);
        return alone && !only_said && !reading.cue_in(Cue::elsewhere, segment) &&
               !wants_beside(reading, hit, segment) &&
               reading.loose(
                   segment.begin, segment.end,
                   {Cue::yes, Cue::yes_weak, Cue::coming, Cue::polite, Cue::ask_when, Cue::greeting,
                    Cue::keep, Cue::not_cancel, Cue::filler, Cue::still_on, Cue::suits, Cue::harmless}) == 0;
    });
}

/// "Tomorrow no good but thursday yes": every refusal stands in a thought that names a day she doesn't hold,
/// and the yes beside one that she does.
bool refuses_other_days_only(const Reading& reading) {
    bool refused = false, agreed = false;
    for (const Segment& segment : reading.segments) {
        bool held = false, other = false;
        for (const When& when : reading.times) {
            if (!when.is_day() || when.begin < segment.begin || when.begin >= segment.end) continue;
            (booked_on(reading, when) ? held : other) = true;
        }
        const bool no = reading.cue_in(Cue::no, segment) || reading.cue_in(Cue::cannot, segment) ||
                        reading.cue_in(Cue::cannot_day, segment);
        if (no && (held || !other)) return false;
        refused = refused || no;
        agreed =
            agreed || (held && (reading.cue_in(Cue::yes, segment) || reading.cue_in(Cue::coming, segment)));
    }
    return refused && agreed;
}

/// "Yes but id rather it was on the phone": what follows is a condition of the yes.
bool yes_but(const Reading& reading) {
    const CueHit* yes = reading.cues.first(Cue::yes);
    if (yes == nullptr) return false;
    for (std::size_t i = yes->end; i < reading.tokens.size() && i <= yes->end + 2U; ++i)
        if (reading.tokens[i].is(W::but))
            return reading.cues.any(Cue::phone, Cue::video, Cue::offsite, Cue::instead, Cue::change_worker,
                                    Cue::later, Cue::earlier) ||
                   reading.unexplained(
                       i + 1, reading.tokens.size(),
                       {Cue::coming, Cue::yes, Cue::polite, Cue::ask_when, Cue::filler, Cue::ask_info,
                        Cue::children, Cue::supporter, Cue::late, Cue::same_worker, Cue::waiting_room}) > 0;
    return false;
}

void read_cannot(Reading& reading) {
    const Cues& cues = reading.cues;
    if (reading.state.booked.empty() || reading.has(Intent::running_late)) return;
    if (cues.has(Cue::conditional) && !reading.has(Intent::cancel) && !cues.any(Cue::move) &&
        !names_another(reading)) {
        reading.add(Intent::conditional_cannot_attend, "cannot.if");
        return;
    }
    const bool refused = reading.reminded() && cues.has(Cue::no) && reading.starts_with(Cue::no) &&
                         reading.strange <= 1 && !cues.any(Cue::yes, Cue::coming);
    const bool turned_down = reading.reminded() && reading.starts_with(Cue::reject) && reading.strange <= 1 &&
                             reading.state.offered.empty() && !cues.has(Cue::move);
    if (turned_down) reading.add(Intent::cannot_attend, "cannot.no_good");
    if (cannot_booked(reading) || refused)
        reading.add(Intent::cannot_attend, refused ? "cannot.no" : "cannot.said");
}

/// "Can't do weds can do fri", where both are hers: nothing else is asked for.
bool only_hers(const Reading& reading) {
    int held = 0;
    for (const When& when : reading.times) {
        if (!when.is_day() || when.past) continue;
        if (!booked_on(reading, when)) return false;
        ++held;
    }
    return held > 1;
}

void read_move(Reading& reading) {
    const Cues& cues = reading.cues;
    if (reading.state.booked.empty() || reading.has(Intent::cancel) || reading.has(Intent::choose_option))
        return;
    if (reading.has(Intent::conditional_cannot_attend) || reading.has(Intent::running_late)) return;
    if (cues.has(Cue::extra) && !reading.has(Intent::cannot_attend)) return;
    const bool other = names_another(reading);
    const bool wants = cues.any(Cue::want, Cue::instead, Cue::suits, Cue::not_now) && !only_hers(reading);
    if (cues.has(Cue::move) || (reading.has(Intent::cannot_attend) && (other || wants)) ||
        (cues.has(Cue::instead) && (other || cues.any(Cue::want, Cue::not_now))) ||
        (other && wants && !reading.has(Intent::confirm) && !cues.any(Cue::drop_in, Cue::van, Cue::pack)) ||
        (other && cues.any(Cue::earlier, Cue::later) && !reading.has(Intent::confirm)) ||
        (wants && cues.has(Cue::too_soon) && reading.state.offered.empty()) ||
        (other && std::any_of(reading.times.begin(), reading.times.end(),
                              [&](const When& when) { return not_this_one(reading, when); })))
        reading.add(Intent::reschedule, "move.said");
}
/// "I'll keep thursday" while others are offered in its place.
bool keeps_the_old(const Reading& reading) {
    if (!reading.state.moving || !reading.cues.has(Cue::keep) || reading.strange > 1) return false;
    const bool other = std::any_of(reading.times.begin(), reading.times.end(), [&](const When& when) {
        return when.is_day() && !when.negated && !booked_on(reading, when);
    });
    return !other && !reading.cues.any(Cue::hold, Cue::choose, Cue::instead) && !names_another(reading) &&
           !reading.cues.any(Cue::want, Cue::cannot, Cue::cannot_day);
}

/// A time is named that she doesn't say she can't do.
bool wants_a_time(const Reading& reading) {
    return std::any_of(reading.times.begin(), reading.times.end(), [&](const When& when) {
        return std::none_of(reading.cues.hits.begin(), reading.cues.hits.end(), [&](const CueHit& hit) {
            return (hit.cue == Cue::cannot || hit.cue == Cue::cannot_day) && hit.begin < when.end &&
                   when.begin < hit.end;
        });
    });
}

/// "Could it be thursday? If not i'll stick with what i've got": only if nothing else can be had.
bool only_falls_back(const Reading& reading) {
    if (!names_another(reading)) return false;
    for (std::size_t i = 0; i < reading.tokens.size(); ++i) {
        const Token& token = reading.tokens[i];
        if (token.text == "otherwise" || token.text == "failing") return true;
        if (!token.is(W::if_) || i + 1 >= reading.tokens.size()) continue;
        const Token& next = reading.tokens[i + 1];
        if (next.is(W::not_) || next.is(W::no) || next.is(W::neither) || next.is(W::that) ||
            next.text == "thats" || next.text == "theres" || next.text == "you" || next.text == "u")
            return true;
    }
    return false;
}

}  // namespace

void read_confirm(Reading& reading) {
    const Cues& cues = reading.cues;
    if (cues.any(Cue::no, Cue::cannot, Cue::cannot_day) && !refuses_other_days_only(reading)) return;
    if (cues.any(Cue::move, Cue::cancel, Cue::conditional, Cue::undo)) return;
    const bool late = reading.has(Intent::running_late);
    if (late && !(reading.reminded() && reading.starts_with(Cue::yes))) return;
    if (yes_but(reading)) return;
    if (reading.state.booked.empty() || reading.has(Intent::choose_option)) return;
    const bool said_coming = cues.any(Cue::coming, Cue::still_on);
    const bool asked = cues.has(Cue::still_on) && !cues.has(Cue::coming) && !cues.has(Cue::yes);
    if (asked) return;
    const bool yes = cues.has(Cue::yes) || cues.has(Cue::yes_weak);
    if (!(reading.reminded() && (yes || said_coming)) && !(said_coming && cues.has(Cue::coming))) return;
    if (!agrees_plainly(reading)) return;
    Named named = named_bookings(reading);
    const bool others_refused = refuses_other_days_only(reading);
    if (others_refused && !named.booked.empty()) named.misses = false;
    if (named.misses && cues.has(Cue::ask_when)) {
        named = {};
        for (const BookedTime& booked : reading.state.booked) named.booked.push_back(&booked);
    }
    if (named.misses) {
        reading.add(Intent::ask, "confirm.other_time");
        return reading.unsure("the time she names is not the booked one");
    }
    if (names_another(reading) && !cues.has(Cue::ask_when) && !others_refused && !late) return;
    reading.add(Intent::confirm, "confirm.said");
    for (const BookedTime* booked : named.booked) {
        const bool about = reading.state.last_sent && reading.state.last_sent->about == booked->start;
        if (!named.named && reading.reminded() && reading.state.last_sent->about && !about) continue;
        reading.meaning.bookings.push_back(booked->id);
        if (named.named) reading.meaning.constraints.wish.dates_ok.push_back(day_of(booked->start));
    }
}

void read_bookings(Reading& reading) {
    const Cues& cues = reading.cues;
    if ((cues.has(Cue::undo) && !only_falls_back(reading)) ||
        (keeps_the_old(reading) && (!cues.has(Cue::reject) || !reading.times.empty()))) {
        reading.add(Intent::undo, "undo.said");
        return;
    }
    if (reading.has(Intent::choose_option)) return;
    if (read_menu(reading)) return;
    read_late(reading);
    if (cues.any(Cue::cancel, Cue::cancel_bare, Cue::give_away) || cues.has(Cue::ask_cancel))
        read_cancel(reading);
    if (!reading.has(Intent::cancel) && !reading.has(Intent::ask) && !reading.has(Intent::cannot_attend)) {
        read_cannot(reading);
        read_confirm(reading);
        read_move(reading);
    }
    if (reading.has(Intent::running_late) && cues.has(Cue::conditional))
        reading.add(Intent::conditional_cannot_attend, "late.if");
    // "1 but can it be later": what follows takes the yes back.
    for (const Intent other : {Intent::reschedule, Intent::cannot_attend, Intent::conditional_cannot_attend})
        if (reading.has(other)) std::erase(reading.meaning.intents, Intent::confirm);
    ask_about_cancelling(reading);
    if (reading.state.offered.empty()) return;
    const bool turns_down = cues.any(Cue::reject, Cue::too_soon) ||
                            (cues.has(Cue::no) && reading.starts_with(Cue::no)) ||
                            cues.any(Cue::cannot, Cue::cannot_day);
    if (!turns_down || reading.has(Intent::cancel)) return;
    const bool moving = reading.state.moving.has_value();
    if (!reading.has(Intent::cannot_attend) || moving) {
        std::erase(reading.meaning.intents, Intent::cannot_attend);
        std::erase(reading.meaning.intents, Intent::reschedule);
        reading.add(Intent::reject_options, "choice.none");
        const bool keeps = moving && cues.has(Cue::keep);
        if (!keeps && (cues.any(Cue::want, Cue::suits, Cue::instead, Cue::too_soon) || wants_a_time(reading)))
            reading.add(moving ? Intent::reschedule : Intent::request_slots, "choice.others");
    }
}

}  // namespace offing::conversation
