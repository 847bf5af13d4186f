// What comes before everything else: danger, other people with her phone, and numbers that may not be hers.

#include "gateway/conversation/dialogue_turn.hpp"

namespace offing::conversation {

bool answer_urgent(Turn& turn) {
    // Danger first: its text is the shortest, and each of the three begins with 999.
    for (const auto& [intent, id] : {std::pair{Intent::crisis_overdose, "crisis_overdose"},
                                     std::pair{Intent::danger_now, "crisis_danger"},
                                     std::pair{Intent::crisis_suicide, "crisis_suicide"}}) {
        if (!turn.has(intent)) continue;
        turn.effects.emplace_back(CrisisAlert{intent});
        turn.say(id);
        turn.state.crisis_open = true;
        return true;
    }
    return false;
}

bool answer_open_alert(Turn& turn) {
    if (!turn.before.crisis_open) return false;
    if (turn.has(Intent::opt_out) && turn.meaning.sure) {
        turn.effects.emplace_back(TextsOff{});
        turn.state.texts = Texts::off;
    }
    turn.task(TaskKind::crisis);
    return true;
}

bool answer_someone_else(Turn& turn) {
    if (turn.before.texts == Texts::suspended) {
        turn.task(turn.has(Intent::opt_in) ? TaskKind::opt_in_check : TaskKind::wrong_number);
        return true;
    }
    if (turn.has(Intent::third_party)) {
        turn.task(TaskKind::third_party);
        turn.say("neutral");
        return true;
    }
    if (turn.has(Intent::wrong_number)) {
        if (turn.meaning.sure) {
            turn.effects.emplace_back(SuspendNumber{});
            turn.state.texts = Texts::suspended;
        }
        turn.task(TaskKind::wrong_number);
        turn.say(turn.meaning.sure ? "wrong_number" : "neutral");
        return true;
    }
    if (turn.has(Intent::who_is_this)) {
        turn.task(TaskKind::who_is_this);
        turn.say("neutral");
        return true;
    }
    return false;
}

bool answer_texts_off(Turn& turn) {
    if (turn.before.texts == Texts::on) return false;
    if (turn.has(Intent::opt_out)) {
        // Silence was promised, and is kept.
        turn.effects.emplace_back(TextsOff{});
        turn.state.texts = Texts::off;
        return true;
    }
    if (turn.has(Intent::opt_in)) return false;
    // Who holds this phone now is not known until a person has checked: nothing about her is said or done.
    turn.understood = !turn.has_any({Intent::unknown, Intent::ask});
    turn.task(turn.has(Intent::erasure_request) ? TaskKind::erasure : TaskKind::opt_in_check);
    if (turn.understood) turn.say("person_neutral", {{"by", turn.by(TaskKind::opt_in_check)}});
    return true;
}

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

/// "Free to talk?" was all we said. Only a plain yes opens what it was about; a no brings quiet.
bool answer_after_knock(Turn& turn) {
    const auto& knock = turn.before.last_sent;
    if (!knock || knock->type != LastSent::Type::knock) return false;
    const auto& options = turn.meaning.constraints.options;
    const bool one = options && *options == std::vector{1};
    if (turn.only({Intent::confirm}) ||
        (one && turn.only({Intent::choose_option, Intent::ask, Intent::unknown}))) {
        if (say_what_it_was_about(turn, *knock)) return true;
        turn.say("say_when");
        return true;
    }
    const bool bare_no = turn.only({Intent::cannot_attend, Intent::reject_options, Intent::undo}) &&
                         turn.meaning.bookings.empty() && turn.meaning.constraints.wish == scheduler::Wish{};
    if (!bare_no) return false;
    turn.effects.emplace_back(QuietToday{});
    turn.state.quiet_today = true;
    return true;
}

}  // namespace offing::conversation
