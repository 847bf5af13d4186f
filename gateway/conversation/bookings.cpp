// What she says about the times she holds: coming, can't, move it, give it up, late, take that back.

#include <algorithm>

#include "gateway/conversation/reading.hpp"

namespace offing::conversation {

int lone_number(const Reading& reading) {
    int number = -1;
    for (std::size_t i = 0; i < reading.tokens.size(); ++i) {
        const Token& token = reading.tokens[i];
        if (token.shape == Token::Shape::number) {
            if (number >= 0 || token.ordinal || token.digits > 1) return -1;
            number = token.value;
        } else if (token.shape == Token::Shape::word &&
                   !(token.word != 0 && (reading.tables.info(token.word).filler || token.is(W::number) ||
                                         token.is(W::option) || token.is(W::yes) || token.is(W::no)))) {
            return -1;
        }
    }
    return number;
}

bool read_menu(Reading& reading) {
    const auto& sent = reading.state.last_sent;
    if (!sent || sent->menu.empty()) return false;
    const int number = lone_number(reading);
    if (number < 0) return false;
    const auto choice = sent->menu.find(number);
    if (choice == sent->menu.end()) {
        reading.add(Intent::ask, "menu.no_such_number");
        reading.unsure("the menu has no such number");
        return true;
    }
    switch (choice->second) {
        case MenuChoice::yes:
            reading.add(Intent::confirm, "menu.yes");
            break;
        case MenuChoice::other_times:
            reading.add(Intent::reschedule, "menu.other_times");
            break;
        case MenuChoice::person:
            reading.add(Intent::human_please, "menu.person");
            break;
        case MenuChoice::drop_in:
            reading.add(Intent::drop_in_query, "menu.drop_in");
            reading.meaning.constraints.wish.kind = scheduler::Kind::drop_in;
            break;
    }
    if (sent->about)
        for (const BookedTime& booked : reading.state.booked)
            if (booked.start == *sent->about) reading.meaning.bookings = {booked.id};
    return true;
}

namespace {

using std::chrono::days;

bool booked_on(const Reading& reading, const When& when) {
    return std::any_of(reading.state.booked.begin(), reading.state.booked.end(),
                       [&](const BookedTime& booked) {
                           const Date day = day_of(booked.start);
                           if (when.is_weekday()) return when.weekdays.contains(weekday_on(day));
                           return when.first && day >= *when.first && day <= *when.last;
                       });
}

/// A day or hour she can't do, said beside a booked time or about it.
bool cannot_booked(const Reading& reading) {
    const Cues& cues = reading.cues;
    if (reading.state.booked.empty()) return false;
    if (cues.has(Cue::cannot)) return true;
    if (!cues.has(Cue::cannot_day)) return false;
    for (const When& when : reading.times) {
        if (!when.is_day() || when.past) continue;
        if (reading.cue_in(Cue::cannot_day, reading.segment_of(when.begin)) && booked_on(reading, when))
            return true;
    }
    return false;
}

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

void read_late(Reading& reading) {
    const Cues& cues = reading.cues;
    if (!cues.any(Cue::late, Cue::soon, Cue::here) && !cannot_until(reading)) return;
    const bool today = std::any_of(reading.state.booked.begin(), reading.state.booked.end(),
                                   [&](const BookedTime& b) { return day_of(b.start) == reading.today(); });
    const bool held = !reading.state.booked.empty();
    const bool moves = cues.any(Cue::move, Cue::instead);
    if (today && !cues.has(Cue::late) && cannot_until(reading)) {
        reading.add(Intent::running_late, "late.until");
        return;
    }
    if ((cues.has(Cue::late) && (today || !held)) || (today && !moves && cues.any(Cue::soon))) {
        reading.add(Intent::running_late, "late.said");
    } else if (today && cues.has(Cue::here)) {
        const bool waits = std::any_of(reading.times.begin(), reading.times.end(), [](const When& when) {
            return when.bare || when.kind == When::Kind::length || when.no_hour;
        });
        reading.add(waits ? Intent::running_late : Intent::arrived, "late.here");
    }
}

void read_cancel(Reading& reading) {
    const Cues& cues = reading.cues;
    const bool explicit_one = cues.has(Cue::cancel) && reading.plain(Cue::cancel);
    const bool bare = cues.has(Cue::cancel_bare) && reading.strange == 0;
    const bool gives = cues.has(Cue::give_away);
    if (cues.has(Cue::ask_cancel) && !explicit_one) {
        reading.add(Intent::ask, "cancel.asked_about");
        reading.unsure("asks about cancelling");
        return;
    }
    if (!explicit_one && !bare && !gives) {
        if (cues.any(Cue::cancel, Cue::cancel_bare) && !reading.state.booked.empty()) {
            reading.add(Intent::ask, "cancel.of_what");
            reading.unsure("what is to be cancelled");
        }
        return;
    }
    if (cues.has(Cue::conditional)) {
        reading.add(Intent::conditional_cannot_attend, "cancel.if");
        return;
    }
    const bool rebook = cues.any(Cue::move, Cue::instead) || (cues.has(Cue::want) && !cues.has(Cue::drop_in));
    if (rebook) {
        reading.add(Intent::cannot_attend, "cancel.and_move");
        reading.add(Intent::reschedule, "cancel.and_move");
        return;
    }
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
    for (const BookedTime* booked : named.booked) {
        reading.meaning.bookings.push_back(booked->id);
        reading.meaning.constraints.wish.dates_ok.push_back(day_of(booked->start));
    }
    if (reading.tokens.all.front().asked && !explicit_one && !gives) reading.unsure("asks about cancelling");
}

/// A yes, or that she is coming, in a thought of its own that holds nothing else.
bool agrees_plainly(const Reading& reading) {
    return std::any_of(reading.cues.hits.begin(), reading.cues.hits.end(), [&](const CueHit& hit) {
        if (hit.cue != Cue::yes && hit.cue != Cue::coming && hit.cue != Cue::yes_weak) return false;
        if (hit.cue != Cue::coming && !reading.reminded()) return false;
        const Segment& segment = reading.segment_of(hit.begin);
        const bool alone = hit.cue != Cue::yes_weak || segment.end - segment.begin == reading.tokens.size();
        return alone && !reading.cue_in(Cue::elsewhere, segment) && !reading.cue_in(Cue::want, segment) &&
               reading.unexplained(segment.begin, segment.end,
                                   {Cue::yes, Cue::yes_weak, Cue::coming, Cue::polite, Cue::ask_when,
                                    Cue::greeting, Cue::keep, Cue::not_cancel, Cue::filler}) == 0;
    });
}

void read_confirm(Reading& reading) {
    const Cues& cues = reading.cues;
    if (cues.any(Cue::no, Cue::cannot, Cue::cannot_day, Cue::move, Cue::cancel, Cue::conditional,
                 Cue::late) ||
        cues.has(Cue::undo) || reading.has(Intent::opt_out))
        return;
    if (reading.state.booked.empty() || reading.has(Intent::choose_option)) return;
    const bool said_coming = cues.any(Cue::coming, Cue::still_on);
    const bool asked = cues.has(Cue::still_on) && !cues.has(Cue::coming) && !cues.has(Cue::yes);
    if (asked) return;
    const bool yes = cues.has(Cue::yes) || cues.has(Cue::yes_weak);
    if (!(reading.reminded() && (yes || said_coming)) && !(said_coming && cues.has(Cue::coming))) return;
    if (!agrees_plainly(reading)) return;
    Named named = named_bookings(reading);
    if (named.misses && cues.has(Cue::ask_when)) {
        named = {};
        for (const BookedTime& booked : reading.state.booked) named.booked.push_back(&booked);
    }
    if (named.misses) {
        reading.add(Intent::ask, "confirm.other_time");
        return reading.unsure("the time she names is not the booked one");
    }
    if (names_another(reading) && !cues.has(Cue::ask_when)) return;
    reading.add(Intent::confirm, "confirm.said");
    for (const BookedTime* booked : named.booked) {
        const bool about = reading.state.last_sent && reading.state.last_sent->about == booked->start;
        if (!named.named && reading.reminded() && reading.state.last_sent->about && !about) continue;
        reading.meaning.bookings.push_back(booked->id);
        if (named.named) reading.meaning.constraints.wish.dates_ok.push_back(day_of(booked->start));
    }
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
    if (cannot_booked(reading) || refused)
        reading.add(Intent::cannot_attend, refused ? "cannot.no" : "cannot.said");
}

void read_move(Reading& reading) {
    const Cues& cues = reading.cues;
    if (reading.state.booked.empty() || reading.has(Intent::cancel) || reading.has(Intent::choose_option))
        return;
    if (reading.has(Intent::conditional_cannot_attend) || reading.has(Intent::running_late)) return;
    const bool other = names_another(reading);
    const bool wants = cues.any(Cue::want, Cue::instead, Cue::suits, Cue::not_now);
    if (cues.has(Cue::move) || (reading.has(Intent::cannot_attend) && (other || wants)) ||
        (cues.has(Cue::instead) && (other || cues.any(Cue::want, Cue::not_now))) ||
        (other && wants && !reading.has(Intent::confirm) && !cues.any(Cue::drop_in, Cue::van, Cue::pack)) ||
        (other && cues.any(Cue::earlier, Cue::later) && !reading.has(Intent::confirm)))
        reading.add(Intent::reschedule, "move.said");
}

bool fits_day(const BookedTime& booked, const When& when) {
    const Date day = day_of(booked.start);
    if (when.is_weekday()) return when.weekdays.contains(weekday_on(day));
    if (!when.first) return false;
    return (day >= *when.first && day <= *when.last) ||
           (when.next && weekday_on(day) == weekday_on(*when.first));
}
bool fits_clock(const BookedTime& booked, const When& when) {
    const int clock = clock_minutes(booked.start);
    return clock == when.from || (when.guessed && clock == (when.from + 720) % 1440);
}

/// Says which booked time is meant: a day, or a plain hour; not what is to be kept.
bool names_one(const Reading& reading, const When& when) {
    if (when.past || when.negated || when.kind == When::Kind::length) return false;
    for (const CueHit& hit : reading.cues.hits)
        if (hit.cue == Cue::keep && hit.begin <= when.begin && when.end <= hit.end) return false;
    return !when.is_clock() || (when.from >= 0 && !when.bare && when.to < 0 && !when.no_hour);
}

}  // namespace

bool names_another(const Reading& reading) {
    for (const When& when : reading.times) {
        if (when.negated) continue;
        if (when.is_day() && !when.past && !booked_on(reading, when) &&
            !reading.cue_in(Cue::cannot_day, reading.segment_of(when.begin)) &&
            !reading.cue_in(Cue::elsewhere, reading.segment_of(when.begin)))
            return true;
        if (when.is_clock() && (when.from >= 0 || (when.part != Part::none && when.part != Part::all_day)) &&
            !when.no_hour) {
            const bool held =
                std::any_of(reading.state.booked.begin(), reading.state.booked.end(),
                            [&](const BookedTime& b) { return clock_minutes(b.start) == when.from; });
            if (!held && !reading.cue_in(Cue::late, reading.segment_of(when.begin))) return true;
        }
        if (when.kind == When::Kind::length && (when.later || when.earlier)) return true;
    }
    return false;
}

Named named_bookings(const Reading& reading, const Segment* within) {
    Named named;
    std::vector<const When*> said_days, said_hours;
    for (const When& when : reading.times) {
        if (within != nullptr && (when.begin < within->begin || when.begin >= within->end)) continue;
        if (names_one(reading, when)) (when.is_day() ? said_days : said_hours).push_back(&when);
    }
    named.named = !said_days.empty() || !said_hours.empty();
    const auto fits = [](const std::vector<const When*>& said, const BookedTime& booked, auto fit) {
        return said.empty() ||
               std::any_of(said.begin(), said.end(), [&](const When* when) { return fit(booked, *when); });
    };
    for (const BookedTime& booked : reading.state.booked)
        if (fits(said_days, booked, fits_day) && fits(said_hours, booked, fits_clock))
            named.booked.push_back(&booked);
    named.misses = named.named && named.booked.empty();
    for (const When* when : said_days)
        named.misses =
            named.misses || std::none_of(reading.state.booked.begin(), reading.state.booked.end(),
                                         [&](const BookedTime& booked) { return fits_day(booked, *when); });
    return named;
}

void read_bookings(Reading& reading) {
    const Cues& cues = reading.cues;
    if (cues.has(Cue::undo)) {
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
        if (!reading.has(Intent::running_late)) read_confirm(reading);
        read_move(reading);
    }
    if (reading.has(Intent::running_late) && cues.has(Cue::conditional))
        reading.add(Intent::conditional_cannot_attend, "late.if");
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
        if (cues.any(Cue::want, Cue::suits, Cue::instead, Cue::too_soon) || !reading.times.empty())
            reading.add(moving ? Intent::reschedule : Intent::request_slots, "choice.others");
    }
}

}  // namespace offing::conversation
