// Times that she wants: for the first time, instead of a booked one, after turning offers down, or on coming
// back. What is booked stays booked; only her choice of a new time moves it (dialogue_choosing.cpp).

#include <algorithm>

#include "gateway/conversation/dialogue_turn.hpp"

namespace offing::conversation {

namespace {

using scheduler::Mode;
using scheduler::Wish;

bool is_about_a_booking(const Turn& turn) {
    return !turn.before.booked.empty() &&
           turn.has_any({Intent::reschedule, Intent::cannot_attend, Intent::remote_request,
                         Intent::keyworker_same, Intent::keyworker_change});
}

/// Questions about who is welcome are answered from the published windows, unless she wants a time as well.
bool only_asks_about_open_times(const Turn& turn) {
    return turn.only({Intent::drop_in_query, Intent::women_only_query, Intent::bring_children,
                      Intent::pack_pickup, Intent::confirm, Intent::ask_info, Intent::waiting_room}) ||
           (turn.has(Intent::pack_pickup) && !is_about_a_booking(turn));
}

const BookedTime* with_start(const std::vector<BookedTime>& booked, LocalTime start) {
    const auto found = std::ranges::find(booked, start, &BookedTime::start);
    return found == booked.end() ? nullptr : &*found;
}

/// The booking that new offers would replace.
std::optional<BookedTime> replaced(const Turn& turn, const std::vector<BookedTime>& meant) {
    if (is_about_a_booking(turn)) {
        if (meant.empty()) return std::nullopt;
        return meant.front();
    }
    const bool same_search = refines(turn.meaning) || turn.has(Intent::reject_options);
    if (same_search && turn.before.moving)
        if (const BookedTime* booked = with_start(turn.before.booked, *turn.before.moving)) return *booked;
    return std::nullopt;
}

std::optional<Date> closed_day(const Turn& turn, const Wish& wish) {
    for (const Date date : wish.dates_ok) {
        const bool open = std::ranges::any_of(turn.found.offers, [&](const OfferedTime& offer) {
            return std::chrono::floor<std::chrono::days>(offer.start) == date;
        });
        if (!open && scheduler::bank_holiday(turn.before.nation, date)) return date;
    }
    return std::nullopt;
}

bool is_in_school_run(const State& state, LocalTime start) {
    const Date date = std::chrono::floor<std::chrono::days>(start);
    const ClockTime clock = start - LocalTime{date};
    return std::ranges::any_of(state.school_run, [&](const scheduler::BusyWindow& window) {
        return window.days.contains(std::chrono::weekday{date}) && window.from <= clock && clock < window.to;
    });
}

/// How the offers are introduced. The words of each stand in the template's select.
std::string lead_of(const Turn& turn, const Wish& wish, const std::optional<BookedTime>& moving) {
    const bool inside = !turn.found.nearest && std::ranges::any_of(turn.found.offers, [&](const auto& offer) {
        return is_inside(offer, wish);
    });
    std::string mode = wish.mode == Mode::phone ? "phone" : wish.mode == Mode::video ? "video" : "";
    const bool has_mode =
        std::ranges::any_of(turn.found.offers, [&](const auto& offer) { return offer.mode == wish.mode; });
    if (!inside && !mode.empty() && !has_mode) return "not_that_way";
    if (!inside) return mode.empty() ? "nearest" : "nearest_" + mode;
    if (!mode.empty()) return mode;
    if (turn.has(Intent::missed_reentry)) return "back";
    if (moving && is_in_school_run(turn.before, moving->start)) return "sorry";
    if (turn.has(Intent::cannot_attend)) return "no_problem";
    return "plain";
}

std::string also_of(const Turn& turn) {
    if (turn.has(Intent::bring_children)) return "anyone";
    if (turn.has(Intent::bring_supporter)) return "bring";
    if (turn.has(Intent::waiting_room)) return "quiet";
    return "none";
}

void ask_which_to_move(Turn& turn) {
    std::vector<std::string> ids;
    auto coming = turn.upcoming();
    if (coming.size() > 3) coming.resize(3);
    for (const BookedTime& booked : coming) ids.push_back(booked.id);
    if (turn.has_asked() || coming.empty()) {
        turn.understood = false;
        turn.hand_over(TaskKind::not_understood);
        return;
    }
    turn.state.wish = turn.meaning.constraints.wish;
    turn.ask({.about = Question::About::move_which, .bookings = std::move(ids)}, "which_to_move", {},
             as_choices(coming));
}

void put_on_offer(Turn& turn, const std::optional<BookedTime>& moving, const Wish& wish) {
    turn.effects.emplace_back(PutOnOffer{moving ? std::optional{moving->id} : std::nullopt});
    turn.state.offered = turn.found.offers;
    for (int n = 1; OfferedTime & offer : turn.state.offered) offer.n = n++;
    turn.state.moving = moving ? std::optional{moving->start} : std::nullopt;
    turn.state.offers_held_until = turn.found.held_until;
    turn.state.wish = wish;
}

void say_offers(Turn& turn, const std::optional<BookedTime>& moving, bool series, const Wish& wish) {
    const auto closed = closed_day(turn, wish);
    templates::Arguments arguments{{"lead", closed ? std::string{"closed"} : lead_of(turn, wish, moving)},
                                   {"day", closed.value_or(std::chrono::floor<std::chrono::days>(turn.now))},
                                   {"also", also_of(turn)}};
    put_on_offer(turn, moving, wish);
    std::string id = "offers";
    if (moving && !moving->off) {
        id = "offers_kept";
        arguments.emplace("when", moving->start);
    }
    if (series) {
        id = "offers_series";
        arguments.emplace("by", turn.by(TaskKind::series));
        turn.task(TaskKind::series);
    }
    if (wish.also_worker) turn.task(TaskKind::worker);
    turn.say(id, std::move(arguments), turn.state.offered);
    turn.state.last_sent->type = LastSent::Type::offer;
}

/// She would rather wait for a worker who is away: say until when, and offer times from then on.
bool answer_absence(Turn& turn, const std::optional<BookedTime>& moving, const Wish& wish) {
    if (!wish.prefer_worker) return false;
    const auto& away = turn.before.staff_away;
    const auto absence = std::ranges::find(away, *wish.prefer_worker, &State::Away::who);
    if (absence == away.end()) return false;
    templates::Arguments arguments{{"worker", absence->who},
                                   {"day", absence->until},
                                   {"kept", std::string{moving ? "yes" : "no"}},
                                   {"when", moving ? moving->start : turn.now}};
    if (turn.found.offers.empty()) {
        arguments.emplace("by", turn.by(TaskKind::worker));
        turn.task(TaskKind::worker);
        turn.say("worker_back_person", std::move(arguments));
        return true;
    }
    put_on_offer(turn, moving, wish);
    turn.say("worker_back", std::move(arguments), turn.state.offered);
    return true;
}

void say_nothing_fits(Turn& turn) {
    if (turn.has(Intent::remote_request)) return turn.hand_over(TaskKind::question, "person_will_check");
    const auto open = open_windows(turn);
    if (!open.empty()) {
        const bool back = turn.has(Intent::missed_reentry);
        say_open(turn, open, back ? "back" : "nothing_else");
        return;
    }
    turn.hand_over(TaskKind::nothing_fits, turn.has(Intent::missed_reentry) ? "back_person" : "nothing_fits");
}

}  // namespace

bool answer_times_wanted(Turn& turn) {
    if (!asks_for_times(turn.meaning) || only_asks_about_open_times(turn)) return false;
    const bool asks_a_way_in =
        turn.has(Intent::waiting_room) &&
        !turn.has_any({Intent::reschedule, Intent::cannot_attend, Intent::request_slots});
    if (asks_a_way_in) return false;
    if (turn.before.offered.empty() && turn.only({Intent::reject_options, Intent::choose_option}))
        return false;
    if (turn.meaning.constraints.in_a_row) {
        turn.hand_over(TaskKind::series, "person_finds_series");
        return true;
    }
    const auto wish = wanted(turn.before, turn.meaning).value_or(turn.meaning.constraints.wish);
    const auto meant = turn.meant_bookings();
    if (is_about_a_booking(turn) && meant.empty() && !turn.has(Intent::missed_reentry)) {
        ask_which_to_move(turn);
        return true;
    }
    const auto moving = replaced(turn, meant);
    if (wish.also_worker) {
        turn.hand_over(TaskKind::worker, "person_finds_time");
        return true;
    }
    if (answer_absence(turn, moving, wish)) return true;
    if (turn.found.offers.empty()) {
        say_nothing_fits(turn);
        return true;
    }
    const bool series = is_about_a_booking(turn) && meant.size() > 1;
    say_offers(turn, moving, series, wish);
    return true;
}

}  // namespace offing::conversation
