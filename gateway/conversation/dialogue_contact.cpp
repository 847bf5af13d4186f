// How she may be reached: texts off and on, safe times, erasure, a person instead of a machine, and other
// languages. A change of any of these is confirmed person to person; only "no more texts" acts at once.

#include "gateway/conversation/dialogue_turn.hpp"

namespace offing::conversation {

bool answer_contact_wishes(Turn& turn) {
    if (!turn.has(Intent::safe_contact_change)) return false;
    if (turn.meaning.sure && turn.meaning.constraints.safe_contact) {
        turn.effects.emplace_back(AskSafeWindows{*turn.meaning.constraints.safe_contact});
    } else {
        turn.task(TaskKind::safe_contact);
    }
    turn.say("safe_contact");
    std::get<Say>(turn.effects.back()).in_safe_window = true;
    return true;
}

bool answer_opting(Turn& turn) {
    if (turn.has(Intent::opt_out) && !turn.has(Intent::safe_contact_change)) {
        if (turn.meaning.sure) {
            turn.effects.emplace_back(TextsOff{});
            turn.state.texts = Texts::off;
            turn.say("texts_off");
        } else if (turn.has_asked()) {
            turn.understood = false;
            turn.hand_over(TaskKind::safe_contact);
        } else {
            turn.ask({.about = Question::About::stop_which}, "stop_which");
        }
        return true;
    }
    if (!turn.has(Intent::opt_in)) return false;
    if (turn.before.texts == Texts::on) {
        turn.say("texts_on");
        return true;
    }
    if (turn.meaning.sure) {
        turn.effects.emplace_back(TextsOnAfterCheck{});
        turn.state.texts = Texts::pending_check;
    }
    turn.task(TaskKind::opt_in_check);
    turn.say("person_neutral", {{"by", turn.by(TaskKind::opt_in_check)}});
    return true;
}

bool answer_erasure(Turn& turn) {
    if (!turn.has(Intent::erasure_request)) return false;
    if (turn.meaning.sure) {
        turn.effects.emplace_back(AskErasure{});
    } else {
        turn.task(TaskKind::erasure);
    }
    const auto meant = turn.meant_bookings();
    const bool kept = turn.has(Intent::confirm) && meant.size() == 1;
    const LocalTime due_by = due(TaskKind::erasure, turn.before, turn.now);
    turn.say("erasure", {{"day", std::chrono::floor<std::chrono::days>(due_by)},
                         {"kept", std::string{kept ? "yes" : "no"}},
                         {"when", kept ? meant.front().start : turn.now}});
    return true;
}

bool answer_person_please(Turn& turn) {
    if (turn.has(Intent::pharmacy_issue)) {
        turn.task(TaskKind::pharmacy);
        turn.say("pharmacy", {{"by", turn.by(TaskKind::pharmacy)}});
        return true;
    }
    if (turn.has(Intent::human_please)) {
        const bool ring = turn.meaning.constraints.wish.mode == scheduler::Mode::phone;
        turn.hand_over(TaskKind::call_her, ring ? "person_will_ring" : "person_will_answer");
        return true;
    }
    if (turn.has(Intent::channel_change)) {
        turn.hand_over(TaskKind::channel);
        return true;
    }
    return false;
}

bool answer_other_language(Turn& turn) {
    if (turn.meaning.english_enough) return false;
    if (turn.has(Intent::running_late)) turn.effects.emplace_back(NoteEta{turn.meaning.constraints.eta_min});
    if (turn.has(Intent::arrived)) turn.effects.emplace_back(NoteArrived{});
    turn.hand_over(TaskKind::language);
    return true;
}

}  // namespace offing::conversation
