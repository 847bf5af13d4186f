// What she says about the times she holds: coming, can't, move it, give it up, late, take that back.

#include <algorithm>

#include "gateway/conversation/reading.hpp"

namespace offing::conversation {

int lone_number(const Reading& reading) {
    int number = -1;
    for (std::size_t i = 0; i < reading.tokens.size(); ++i) {
        const Token& token = reading.tokens[i];
        const bool in_letters = token.shape == Token::Shape::word && token.value >= 1 && token.value <= 9;
        if (token.shape == Token::Shape::number || in_letters) {
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

namespace {

/// "1 please and can I bring my toddler", "2, mornings are best": a number of the menu, then more.
int leading_number(const Reading& reading) {
    if (reading.tokens.size() < 3) return -1;
    const Token &first = reading.tokens[0], &next = reading.tokens[1];
    if (first.shape != Token::Shape::number || first.digits != 1 || first.ordinal || next.value >= 0)
        return -1;
    const bool apart = next.starts || next.mark == ',' || next.mark == '-' ||
                       (next.word != 0 && reading.tables.info(next.word).filler && !next.glued);
    return apart ? first.value : -1;
}

}  // namespace

bool read_menu(Reading& reading) {
    const auto& sent = reading.state.last_sent;
    if (!sent || sent->menu.empty()) return false;
    int number = lone_number(reading);
    const bool more = number < 0;
    if (more) number = leading_number(reading);
    if (number < 0) return false;
    if (more && !sent->menu.contains(number)) return false;
    if (more && reading.strange > 0) reading.unsure("a number of the menu, and words nobody knows");
    if (more && !reading.times.empty() && reading.times.front().begin == 0)
        reading.times.erase(reading.times.begin());
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
    return !more;
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

/// "No one to have the kids fri, ok to bring them": that is why they come, and no reason to stay away.
bool brings_them_along(const Reading& reading) {
    const bool bring =
        std::any_of(reading.tokens.all.begin(), reading.tokens.all.end(),
                    [&](const Token& token) { return reading.tables.name(token.word) == "bring"; });
    return bring && reading.cues.has(Cue::children) &&
           std::all_of(reading.cues.hits.begin(), reading.cues.hits.end(), [&](const CueHit& hit) {
               if (hit.cue != Cue::cannot) return true;
               const Token& first = reading.tokens[hit.begin];
               return first.is(W::no) || first.text.starts_with("nobody") || first.text == "childcare";
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
    if (today && only_a_length(reading)) return reading.add(Intent::running_late, "late.minutes");
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

/// Which booked time "it" means while others are on offer can't be told; and by a worker's name it can.
bool only_points(const Reading& reading, const CueHit& hit) {
    for (std::size_t i = hit.begin; i < hit.end; ++i) {
        const Token& token = reading.tokens[i];
        if (token.text == "that" || token.text == "it" || token.text == "this") return true;
    }
    return false;
}

/// Another day or hour is named outside the words about cancelling: "cancel it and do next thursday".
bool names_another_beside(const Reading& reading) {
    return std::any_of(reading.times.begin(), reading.times.end(), [&](const When& when) {
        if (!when.is_day() || when.negated || when.past || booked_on(reading, when)) return false;
        return std::none_of(reading.cues.hits.begin(), reading.cues.hits.end(), [&](const CueHit& hit) {
            const bool about =
                hit.cue == Cue::cancel || hit.cue == Cue::give_away || hit.cue == Cue::elsewhere;
            return about && hit.begin <= when.begin && when.end <= hit.end + 1U;
        });
    });
}

void read_cancel(Reading& reading) {
    const Cues& cues = reading.cues;
    const bool explicit_one = cues.has(Cue::cancel) && reading.plain(Cue::cancel);
    const bool bare = cues.has(Cue::cancel_bare) && reading.strange == 0;
    const bool gives = cues.has(Cue::give_away);
    // "They cancelled my bus, so it might be a struggle": the rest says what it is about.
    if (cues.has(Cue::ask_cancel) && !explicit_one &&
        cues.any(Cue::conditional, Cue::late, Cue::cannot, Cue::cannot_day))
        return;
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
    const bool rebook = cues.any(Cue::move, Cue::instead) ||
                        (cues.has(Cue::want) && !cues.has(Cue::drop_in)) ||
                        (!reading.state.booked.empty() && names_another_beside(reading) && !gives);
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
    if (!reading.state.offered.empty() && !named.named && hit != nullptr && only_points(reading, *hit))
        return reading.unsure("her time, or what is on offer");
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
               reading.loose(segment.begin, segment.end,
                             {Cue::yes, Cue::yes_weak, Cue::coming, Cue::polite, Cue::ask_when, Cue::greeting,
                              Cue::keep, Cue::not_cancel, Cue::filler, Cue::still_on, Cue::suits}) == 0;
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
                   reading.unexplained(i + 1, reading.tokens.size(),
                                       {Cue::coming, Cue::yes, Cue::polite, Cue::ask_when, Cue::filler,
                                        Cue::ask_info, Cue::children, Cue::supporter}) > 0;
    return false;
}

void read_confirm(Reading& reading) {
    const Cues& cues = reading.cues;
    if (cues.any(Cue::no, Cue::cannot, Cue::cannot_day) && !refuses_other_days_only(reading)) return;
    if (cues.any(Cue::move, Cue::cancel, Cue::conditional) || cues.has(Cue::undo) ||
        reading.has(Intent::opt_out) || reading.has(Intent::running_late))
        return;
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
    if (names_another(reading) && !cues.has(Cue::ask_when) && !others_refused) return;
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
    const bool turned_down = reading.reminded() && reading.starts_with(Cue::reject) && reading.strange <= 1 &&
                             reading.state.offered.empty();
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
    const bool other = names_another(reading);
    const bool wants = cues.any(Cue::want, Cue::instead, Cue::suits, Cue::not_now) && !only_hers(reading);
    if (cues.has(Cue::move) || (reading.has(Intent::cannot_attend) && (other || wants)) ||
        (cues.has(Cue::instead) && (other || cues.any(Cue::want, Cue::not_now))) ||
        (other && wants && !reading.has(Intent::confirm) && !cues.any(Cue::drop_in, Cue::van, Cue::pack)) ||
        (other && cues.any(Cue::earlier, Cue::later) && !reading.has(Intent::confirm)) ||
        (other && std::any_of(reading.times.begin(), reading.times.end(),
                              [&](const When& when) { return not_this_one(reading, when); })))
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

namespace {

/// "I'll tell you in the morning": no time for an appointment.
bool says_when_she_tells(const Reading& reading, const When& when) {
    return std::any_of(reading.cues.hits.begin(), reading.cues.hits.end(), [&](const CueHit& hit) {
        return (hit.cue == Cue::conditional || hit.cue == Cue::hold) && hit.begin < when.begin &&
               when.begin <= hit.end;
    });
}

}  // namespace

bool checks_the_hour(const Reading& reading) {
    std::size_t from = reading.tokens.size(), to = 0;
    int hours = 0, held = 0;
    for (const When& when : reading.times) {
        if (!when.is_clock() || when.from < 0 || when.relation != Relation::at || when.negated) return false;
        ++hours;
        from = std::min<std::size_t>(from, when.begin);
        to = std::max<std::size_t>(to, when.end);
        held +=
            std::any_of(reading.state.booked.begin(), reading.state.booked.end(),
                        [&](const BookedTime& booked) { return clock_minutes(booked.start) == when.from; });
    }
    if (hours != 2 || held != 1 || to - from > 6 || reading.tokens.size() > 8) return false;
    for (std::size_t i = from; i < to; ++i)
        if (reading.tokens[i].is(W::or_)) return reading.strange == 0;
    return false;
}

bool names_another(const Reading& reading) {
    if (checks_the_hour(reading)) return false;
    for (const When& when : reading.times) {
        if (when.negated || says_when_she_tells(reading, when)) continue;
        if (when.is_day() && !when.past && !booked_on(reading, when) &&
            !reading.cue_in(Cue::cannot_day, reading.segment_of(when.begin)) &&
            !reading.cue_in(Cue::elsewhere, reading.segment_of(when.begin)))
            return true;
        if (when.is_clock() && (when.from >= 0 || (when.part != Part::none && when.part != Part::all_day)) &&
            !when.no_hour && !when.pronoun) {
            const Segment& segment = reading.segment_of(when.begin);
            const bool reason = when.from < 0 && reading.cue_in(Cue::cannot, segment) &&
                                !reading.cue_in(Cue::want, segment) &&
                                !reading.cue_in(Cue::instead, segment) &&
                                !reading.cue_in(Cue::suits, segment);
            if (reason || (when.from < 0 && reading.cue_in(Cue::elsewhere, segment))) continue;
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
    std::vector<std::string_view> said_names;
    for (std::size_t i = 0; i < reading.tokens.size(); ++i) {
        if (within != nullptr && (i < within->begin || i >= within->end)) continue;
        const auto with = [&](const BookedTime& booked) { return booked.with == reading.name_at[i]; };
        if (reading.is_name[i] && reading.state.booked.size() > 1 &&
            std::any_of(reading.state.booked.begin(), reading.state.booked.end(), with))
            said_names.push_back(reading.name_at[i]);
    }
    named.named = !said_days.empty() || !said_hours.empty() || !said_names.empty();
    const auto fits_name = [&](const BookedTime& booked) {
        return said_names.empty() ||
               std::find(said_names.begin(), said_names.end(), booked.with) != said_names.end();
    };
    const auto fits = [](const std::vector<const When*>& said, const BookedTime& booked, auto fit) {
        return said.empty() ||
               std::any_of(said.begin(), said.end(), [&](const When* when) { return fit(booked, *when); });
    };
    for (const BookedTime& booked : reading.state.booked)
        if (fits(said_days, booked, fits_day) && fits(said_hours, booked, fits_clock) && fits_name(booked))
            named.booked.push_back(&booked);
    named.misses = named.named && named.booked.empty();
    for (const When* when : said_days)
        named.misses =
            named.misses || std::none_of(reading.state.booked.begin(), reading.state.booked.end(),
                                         [&](const BookedTime& booked) { return fits_day(booked, *when); });
    return named;
}

namespace {

/// "I'll keep thursday" while others are offered in its place.
bool keeps_the_old(const Reading& reading) {
    if (!reading.state.moving || !reading.cues.has(Cue::keep) || reading.strange > 1) return false;
    const bool other = std::any_of(reading.times.begin(), reading.times.end(), [&](const When& when) {
        return when.is_day() && !when.negated && !booked_on(reading, when);
    });
    return !other && !reading.cues.any(Cue::hold, Cue::choose, Cue::instead) && !names_another(reading) &&
           !reading.cues.any(Cue::want, Cue::cannot, Cue::cannot_day);
}

}  // namespace

void read_bookings(Reading& reading) {
    const Cues& cues = reading.cues;
    if (cues.has(Cue::undo) || keeps_the_old(reading)) {
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
