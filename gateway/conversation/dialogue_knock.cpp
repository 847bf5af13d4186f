// "Free to talk?" before anything is said, and her code word, where she has set one: what opens a
// conversation, and what whoever else holds the phone is told, which is nothing.

#include <algorithm>

#include "gateway/conversation/dialogue_turn.hpp"

namespace offing::conversation {

namespace {

void note_menu(Turn& turn, LocalTime about) {
    turn.state.last_sent->type = LastSent::Type::reminder;
    turn.state.last_sent->about = about;
    turn.state.last_sent->menu = {
        {1, MenuChoice::yes}, {2, MenuChoice::other_times}, {3, MenuChoice::drop_in}};
}

/// What the knock would have said, had her level let it.
bool say_what_it_was_about(Turn& turn, const LastSent& knock) {
    const bool changed = knock.template_id == "worker_away" || knock.template_id == "session_off";
    const bool offers = changed || knock.template_id == "missed" || knock.template_id == "earlier";
    if (offers && !turn.before.offered.empty()) {
        if (changed && knock.about)
            turn.say("changed_times", {{"start", *knock.about}}, turn.before.offered);
        else
            turn.say("offers",
                     {{"lead", std::string{"plain"}},
                      {"day", std::chrono::floor<std::chrono::days>(turn.now)},
                      {"also", std::string{"none"}}},
                     turn.before.offered);
        return true;
    }
    if (const auto coming = turn.upcoming(); knock.template_id == "series_booked" && !coming.empty()) {
        turn.say("times_are", {}, as_choices(coming));
        turn.state.last_sent->type = LastSent::Type::other;
        return true;
    }
    for (const BookedTime& booked : turn.before.booked) {
        if (booked.start <= turn.now || booked.start != knock.about) continue;
        if (knock.template_id == "session_moved")
            turn.say("changed_time", {{"to", booked.start}});
        else
            turn.say("still_ok", {{"start", booked.start}});
        note_menu(turn, booked.start);
        return true;
    }
    return false;
}

bool is_bare_no(const Turn& turn) {
    return turn.only({Intent::cannot_attend, Intent::reject_options, Intent::undo}) &&
           turn.meaning.bookings.empty() && turn.meaning.constraints.wish == scheduler::Wish{};
}

void keep_quiet_today(Turn& turn) {
    turn.effects.emplace_back(QuietToday{});
    turn.state.quiet_today = true;
}

/// The same line to everybody who doesn't give the word: she sees that it is missing, and nobody else learns
/// that there is one. What stood between us and her stands, for when the word comes.
void answer_shut(Turn& turn) {
    const int wrong = std::min(turn.before.door.wrong + 1, 99);
    turn.state.door.wrong = wrong;
    turn.effects.emplace_back(NoteCodeWord{.right = false});
    const bool asks_something =
        !turn.only({Intent::confirm, Intent::choose_option, Intent::ask, Intent::unknown});
    if (asks_something || wrong >= Door::wrong_told) turn.task(TaskKind::code_word);
    if (wrong < Door::wrong_told)
        turn.say("code_word_first");
    else if (wrong == Door::wrong_told)
        turn.say("person_neutral", {{"by", turn.by(TaskKind::code_word)}});
    turn.state.last_sent = turn.before.last_sent;
    turn.state.question = turn.before.question;
}

}  // namespace

void open_talk(Turn& turn) {
    const auto& knock = turn.before.last_sent;
    const bool knocked = knock && knock->type == LastSent::Type::knock;
    if (!knocked || !say_what_it_was_about(turn, *knock)) turn.say("say_when");
}

/// Before anything of hers is said or done. Danger, "stop" and a phone that isn't hers come before it.
bool answer_code_word(Turn& turn) {
    const Door& door = turn.before.door;
    if (!door.has_word) return false;
    if (door.said && !door.is_locked()) {
        turn.state.door.wrong = 0;
        turn.state.door.open_until = turn.now + door.stays_open;
        turn.effects.emplace_back(NoteCodeWord{.right = true});
        if (!turn.only({Intent::unknown})) return false;
        open_talk(turn);
        return true;
    }
    if (!door.is_shut()) return false;
    const bool stop =
        turn.has(Intent::opt_out) && turn.meaning.sure && !turn.has(Intent::safe_contact_change);
    if (stop) return false;
    if (is_bare_no(turn)) {
        keep_quiet_today(turn);
        return true;
    }
    if (turn.has(Intent::frustration)) keep_quiet_today(turn);
    answer_shut(turn);
    return true;
}

/// "Free to talk?" was all we said. Only a plain yes opens what it was about; a no brings quiet.
bool answer_after_knock(Turn& turn) {
    const auto& knock = turn.before.last_sent;
    if (!knock || knock->type != LastSent::Type::knock) return false;
    const auto& options = turn.meaning.constraints.options;
    const bool one = options && *options == std::vector{1};
    if (turn.only({Intent::confirm}) ||
        (one && turn.only({Intent::choose_option, Intent::ask, Intent::unknown}))) {
        open_talk(turn);
        return true;
    }
    if (!is_bare_no(turn)) return false;
    keep_quiet_today(turn);
    return true;
}

}  // namespace offing::conversation
