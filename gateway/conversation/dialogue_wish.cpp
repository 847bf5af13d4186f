// Reading an answer with the question that it answers, and what to look for in the diary.

#include <algorithm>

#include "gateway/conversation/dialogue_turn.hpp"

namespace offing::conversation {

namespace {

using scheduler::OutWindow;
using scheduler::Wish;
using About = Question::About;

std::optional<int> number_in(const Meaning& meaning) {
    const auto& options = meaning.constraints.options;
    if (!options || options->size() != 1) return std::nullopt;
    return options->front();
}

bool means_yes(const Meaning& meaning) { return number_in(meaning) == 1 || has(meaning, Intent::confirm); }

bool means_no(const Meaning& meaning) {
    return number_in(meaning) == 2 || has_any(meaning, {Intent::undo, Intent::reject_options});
}

Meaning read_as(const Meaning& meaning, Intent intent, std::vector<std::string> bookings = {}) {
    Meaning read = meaning;
    read.intents = {intent};
    read.bookings = std::move(bookings);
    read.sure = true;
    read.constraints.options.reset();
    read.constraints.ambiguous.clear();
    return read;
}

std::optional<std::string> numbered(const Question& question, const Meaning& meaning) {
    const auto number = number_in(meaning);
    if (!number || *number < 1 || static_cast<std::size_t>(*number) > question.bookings.size())
        return std::nullopt;
    return question.bookings[static_cast<std::size_t>(*number) - 1];
}

/// Only words that can be an answer are read as one; whatever says more is taken as it stands.
bool may_answer(const Meaning& meaning) {
    return std::ranges::all_of(meaning.intents, [](Intent intent) {
        switch (intent) {
            case Intent::choose_option:
            case Intent::confirm:
            case Intent::cancel:
            case Intent::undo:
            case Intent::reject_options:
            case Intent::opt_out:
            case Intent::ask:
            case Intent::unknown:
                return true;
            default:
                return false;
        }
    });
}

Meaning settle_cancel(const Question& question, const Meaning& meaning) {
    if (question.about == About::cancel_which) {
        if (const auto booking = numbered(question, meaning))
            return read_as(meaning, Intent::cancel, {*booking});
        return has(meaning, Intent::reject_options) ? read_as(meaning, Intent::undo) : meaning;
    }
    if (means_no(meaning)) return read_as(meaning, Intent::undo);
    const bool other = !meaning.bookings.empty() && meaning.bookings != question.bookings;
    const bool again = has(meaning, Intent::cancel) && !other;
    return means_yes(meaning) || again ? read_as(meaning, Intent::cancel, question.bookings) : meaning;
}

Meaning settle_stop(const Meaning& meaning) {
    if (number_in(meaning) == 1) return read_as(meaning, Intent::frustration);
    if (number_in(meaning) == 2) return read_as(meaning, Intent::safe_contact_change);
    if (number_in(meaning) == 3) return read_as(meaning, Intent::opt_out);
    return meaning;
}

Meaning settle_menu(const Meaning& meaning) {
    if (number_in(meaning) == 1) return read_as(meaning, Intent::request_slots);
    if (number_in(meaning) == 2) return read_as(meaning, Intent::drop_in_query);
    if (number_in(meaning) == 3) return read_as(meaning, Intent::human_please);
    return meaning;
}

OutWindow just_then(LocalTime start) {
    const Date date = std::chrono::floor<std::chrono::days>(start);
    const ClockTime clock = start - LocalTime{date};
    OutWindow window;
    window.dates = {date};
    window.from = clock;
    window.to = clock + std::chrono::minutes{1};
    return window;
}

/// What she said now over what stood before: a new day replaces the old days, a new hour the old hours.
Wish over(const Wish& earlier, const Wish& now) {
    Wish wish = earlier;
    if (!now.dates_ok.empty() || now.days_ok) {
        wish.dates_ok = now.dates_ok;
        wish.days_ok = now.days_ok;
    }
    if (now.after || now.before || !now.around.empty()) {
        wish.after = now.after;
        wish.before = now.before;
        wish.around = now.around;
    }
    wish.days_not = wish.days_not | now.days_not;
    wish.not_windows.insert(wish.not_windows.end(), now.not_windows.begin(), now.not_windows.end());
    if (now.mode) wish.mode = now.mode;
    if (now.kind) wish.kind = now.kind;
    if (now.purpose) wish.purpose = now.purpose;
    wish.women_only = wish.women_only || now.women_only;
    wish.children_welcome = wish.children_welcome || now.children_welcome;
    if (now.prefer_worker) wish.prefer_worker = now.prefer_worker;
    if (now.not_worker) wish.not_worker = now.not_worker;
    if (now.also_worker) wish.also_worker = now.also_worker;
    return wish;
}

/// "Half an hour later": of the booked time, or of the offer she points at.
void shift(Wish& wish, LocalTime from, int minutes) {
    const LocalTime aim = from + std::chrono::minutes{minutes};
    const Date date = std::chrono::floor<std::chrono::days>(aim);
    if (wish.dates_ok.empty()) wish.dates_ok = {date};
    if (wish.around.empty()) wish.around = {aim - LocalTime{date}};
}

void near_offer(Wish& wish, const State& state, const Meaning& meaning) {
    const auto number = number_in(meaning);
    for (const OfferedTime& offer : state.offered) {
        if (offer.n != number) continue;
        if (meaning.constraints.shift_min) {
            shift(wish, offer.start, *meaning.constraints.shift_min);
        } else if (wish.dates_ok.empty() && !wish.days_ok) {
            const Date date = std::chrono::floor<std::chrono::days>(offer.start);
            wish.dates_ok = {date};
            if (!wish.after && wish.around.empty()) wish.after = offer.start - LocalTime{date};
        }
        wish.not_windows.push_back(just_then(offer.start));
    }
}

void leave_out_absence(Wish& wish, const State& state) {
    if (!wish.prefer_worker) return;
    for (const State::Away& away : state.staff_away) {
        if (away.who != *wish.prefer_worker) continue;
        OutWindow window;
        window.date_to = away.until - std::chrono::days{1};
        wish.not_windows.push_back(window);
    }
}

void fill_by_intent(Wish& wish, const Meaning& meaning) {
    if (has(meaning, Intent::drop_in_query) && !wish.kind && !wish.purpose)
        wish.kind = scheduler::Kind::drop_in;
    if (has(meaning, Intent::pack_pickup)) wish.purpose = scheduler::Purpose::pack;
    if (has(meaning, Intent::health_clinic_query)) wish.purpose = scheduler::Purpose::womens_health;
    if (has(meaning, Intent::women_only_query)) wish.women_only = true;
    if (has(meaning, Intent::remote_request) && !wish.mode) wish.mode = scheduler::Mode::phone;
}

bool is_held_back(const State& state, const Meaning& meaning) {
    return state.crisis_open || state.door.is_shut() || meaning.constraints.in_a_row ||
           state.texts != Texts::on || !meaning.english_enough ||
           has_any(meaning,
                   {Intent::crisis_overdose, Intent::crisis_suicide, Intent::danger_now, Intent::third_party,
                    Intent::wrong_number, Intent::who_is_this, Intent::safe_contact_change, Intent::opt_out,
                    Intent::opt_in, Intent::erasure_request, Intent::human_please, Intent::pharmacy_issue,
                    Intent::offsite_request});
}

std::optional<Wish> wish_for_freed(const State& state) {
    Wish wish;
    const LocalTime start = state.freed->start;
    const Date date = std::chrono::floor<std::chrono::days>(start);
    wish.dates_ok = {date};
    wish.after = start - LocalTime{date};
    wish.around = {*wish.after};
    wish.mode = state.freed->mode;
    if (!state.freed->with.empty()) wish.prefer_worker = state.freed->with;
    return wish;
}

}  // namespace

Meaning settle(const State& state, const Meaning& meaning) {
    if (!state.question || !may_answer(meaning)) return meaning;
    if (state.last_sent &&
        (state.last_sent->type == LastSent::Type::reminder || state.last_sent->type == LastSent::Type::knock))
        return meaning;
    const Question& question = *state.question;
    switch (question.about) {
        case About::cancel_sure:
        case About::cancel_which:
            return settle_cancel(question, meaning);
        case About::move_which:
            if (const auto booking = numbered(question, meaning))
                return read_as(meaning, Intent::reschedule, {*booking});
            return meaning;
        case About::stop_which:
            return settle_stop(meaning);
        case About::say_again:
            return settle_menu(meaning);
        case About::talk:
            return means_yes(meaning) ? read_as(meaning, Intent::human_please) : meaning;
        case About::which_option:
        case About::pocket:
            return meaning;
    }
    return meaning;
}

bool refines(const Meaning& meaning) {
    const bool later = std::ranges::any_of(
        meaning.constraints.ambiguous, [](const std::string& note) { return note.contains("but later"); });
    return has(meaning, Intent::choose_option) &&
           (later || meaning.constraints.shift_min ||
            has_any(meaning, {Intent::request_slots, Intent::reschedule, Intent::reject_options}));
}

const OfferedTime* picked(const State& state, const Meaning& meaning) {
    if (!has(meaning, Intent::choose_option) || refines(meaning) || !meaning.sure ||
        !meaning.constraints.ambiguous.empty())
        return nullptr;
    const auto number = number_in(meaning);
    const auto offer = std::ranges::find_if(state.offered, [&](const auto& one) { return one.n == number; });
    return offer == state.offered.end() ? nullptr : &*offer;
}

bool asks_for_times(const Meaning& meaning) {
    return refines(meaning) ||
           has_any(meaning, {Intent::reschedule, Intent::cannot_attend, Intent::request_slots,
                             Intent::missed_reentry, Intent::keyworker_same, Intent::keyworker_change,
                             Intent::remote_request, Intent::reject_options, Intent::women_only_query,
                             Intent::drop_in_query, Intent::pack_pickup, Intent::health_clinic_query}) ||
           (has(meaning, Intent::bring_children) && meaning.constraints.wish.children_welcome);
}

std::optional<scheduler::Wish> wanted(const State& state, const Meaning& said) {
    const Meaning meaning = settle(state, said);
    if (is_held_back(state, meaning)) return std::nullopt;
    if (has(meaning, Intent::undo)) return state.freed ? wish_for_freed(state) : std::nullopt;
    const OfferedTime* offer = picked(state, meaning);
    if (offer != nullptr) return offer->gone ? std::optional{over(state.wish, {})} : std::nullopt;
    if (!asks_for_times(meaning)) return std::nullopt;

    const bool on_the_table = !state.offered.empty() || state.question.has_value();
    const bool refining = on_the_table && (refines(meaning) || has(meaning, Intent::reject_options) ||
                                           has(meaning, Intent::request_slots) || state.question.has_value());
    Wish wish = refining ? over(state.wish, meaning.constraints.wish) : meaning.constraints.wish;
    fill_by_intent(wish, meaning);
    if (refines(meaning)) near_offer(wish, state, meaning);
    if (has(meaning, Intent::reject_options))
        for (const OfferedTime& one : state.offered) wish.not_windows.push_back(just_then(one.start));
    if (has_any(meaning, {Intent::reschedule, Intent::cannot_attend})) {
        for (const BookedTime& booked : meant_bookings(state, meaning)) {
            if (meaning.constraints.shift_min) shift(wish, booked.start, *meaning.constraints.shift_min);
            // The same time in another way, such as by phone, is another time.
            if (!has(meaning, Intent::remote_request)) wish.not_windows.push_back(just_then(booked.start));
        }
    }
    leave_out_absence(wish, state);
    return wish;
}

bool is_inside(const OfferedTime& offer, const Wish& wish) {
    const Date date = std::chrono::floor<std::chrono::days>(offer.start);
    const ClockTime from = offer.start - LocalTime{date};
    const ClockTime to = offer.end ? *offer.end - LocalTime{date} : from;
    const std::chrono::weekday day{date};
    if (!wish.dates_ok.empty() && std::ranges::find(wish.dates_ok, date) == wish.dates_ok.end()) return false;
    if (wish.days_ok && !wish.days_ok->contains(day)) return false;
    if (wish.days_not.contains(day)) return false;
    const bool drops_in = offer.kind == scheduler::Kind::drop_in;  // a window: some of it fits
    if (wish.after && (drops_in ? to : from) < *wish.after) return false;
    if (wish.before && (drops_in ? from : to) > *wish.before) return false;
    if (wish.mode && offer.mode && *offer.mode != *wish.mode) return false;
    if (wish.kind && offer.kind != *wish.kind) return false;
    if (wish.women_only && offer.audience == scheduler::Audience::everyone) return false;
    if (wish.children_welcome && !offer.children_welcome) return false;
    if (wish.not_worker && offer.with == *wish.not_worker) return false;
    constexpr std::chrono::minutes close_enough{45};
    const auto aimed = [&](ClockTime aim) { return std::chrono::abs(from - aim) <= close_enough; };
    if (!drops_in && !wish.around.empty() && std::ranges::none_of(wish.around, aimed)) return false;
    return std::ranges::none_of(wish.not_windows, [&](const OutWindow& out) {
        if (out.days && !out.days->contains(day)) return false;
        if (!out.dates.empty() && std::ranges::find(out.dates, date) == out.dates.end()) return false;
        if ((out.date_from && date < *out.date_from) || (out.date_to && date > *out.date_to)) return false;
        return drops_in ? out.from <= from && to <= out.to
                        : from < out.to && out.from < std::max(to, from + std::chrono::minutes{1});
    });
}

}  // namespace offing::conversation
