// Giving a time up for good. The only way a booked time is freed without another being taken, so nothing is
// guessed: which one must be plain, and so must the wish.

#include <algorithm>

#include "gateway/conversation/dialogue_turn.hpp"

namespace offing::conversation {

namespace {

bool all_ahead(const std::vector<BookedTime>& booked, LocalTime now) {
    return std::ranges::all_of(booked, [&](const BookedTime& one) { return one.start > now; });
}

/// Every time she named exists, or she has only one to name.
bool is_plain(const Turn& turn, const std::vector<BookedTime>& meant) {
    if (!turn.meaning.sure || meant.empty() || !all_ahead(meant, turn.now)) return false;
    if (!turn.meaning.constraints.ambiguous.empty()) return false;
    if (turn.meaning.bookings.empty()) return turn.before.booked.size() == 1;
    return meant.size() == turn.meaning.bookings.size();
}

void give_up(Turn& turn, const std::vector<BookedTime>& meant) {
    for (const BookedTime& one : meant) {
        turn.effects.emplace_back(Cancel{one.id});
        std::erase_if(turn.state.booked, [&](const BookedTime& booked) { return booked.id == one.id; });
        if (turn.before.moving == one.start) turn.state.moving.reset();
    }
    turn.state.freed = meant.front();
    turn.gave_up = true;
}

void ask_which(Turn& turn, std::vector<BookedTime> coming) {
    if (coming.size() > 3) coming.resize(3);
    std::vector<std::string> ids;
    for (const BookedTime& booked : coming) ids.push_back(booked.id);
    turn.ask({.about = Question::About::cancel_which, .bookings = std::move(ids)}, "cancel_which", {},
             as_choices(coming));
}

void ask_back(Turn& turn, const std::vector<BookedTime>& meant) {
    const auto coming = turn.upcoming();
    if (turn.has_asked() || coming.empty()) {
        turn.understood = false;
        turn.hand_over(TaskKind::not_understood);
    } else if (meant.size() == 1 && meant.front().start > turn.now) {
        turn.ask({.about = Question::About::cancel_sure, .bookings = {meant.front().id}}, "cancel_sure",
                 {{"when", meant.front().start}});
    } else if (coming.size() == 1) {
        turn.ask({.about = Question::About::cancel_sure, .bookings = {coming.front().id}}, "cancel_sure",
                 {{"when", coming.front().start}});
    } else {
        ask_which(turn, coming);
    }
}

}  // namespace

bool answer_cancel(Turn& turn) {
    if (!turn.has(Intent::cancel)) return false;
    // "Cancel Friday, can I have Monday": a move. Friday stays until Monday is taken.
    if (turn.has_any({Intent::reschedule, Intent::request_slots}) || refines(turn.meaning)) return false;
    if (turn.before.booked.empty()) {
        turn.say("nothing_booked");
        return true;
    }
    const auto meant = turn.meant_bookings();
    if (!is_plain(turn, meant)) {
        ask_back(turn, meant);
        return true;
    }
    give_up(turn, meant);
    const std::string count = meant.size() == 1 ? "one" : meant.size() == 2 ? "two" : "more";
    templates::Arguments arguments{
        {"count", count}, {"when", meant.front().start}, {"other", meant.back().start}};
    const auto open = open_windows(turn);
    if (!turn.has(Intent::drop_in_query) || open.empty()) {
        turn.say("freed", std::move(arguments));
        return true;
    }
    arguments.emplace("start", open.front().start);
    arguments.emplace("until", open.front().end - std::chrono::floor<std::chrono::days>(open.front().end));
    turn.say("freed_drop_in", std::move(arguments));
    return true;
}

}  // namespace offing::conversation
