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

namespace {

/// To whoever may hold her phone. Behind a door that only her word opens, what stood between us and her
/// stands.
void say_neutral(Turn& turn) {
    turn.say("neutral");
    if (!turn.before.door.is_shut()) return;
    turn.state.last_sent = turn.before.last_sent;
    turn.state.question = turn.before.question;
}

}  // namespace

bool answer_someone_else(Turn& turn) {
    if (turn.before.texts == Texts::suspended) {
        turn.task(turn.has(Intent::opt_in) ? TaskKind::opt_in_check : TaskKind::wrong_number);
        return true;
    }
    if (turn.has(Intent::third_party)) {
        turn.task(TaskKind::third_party);
        say_neutral(turn);
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
        say_neutral(turn);
        return true;
    }
    return false;
}

bool answer_texts_off(Turn& turn) {
    if (turn.before.texts == Texts::on) return false;
    if (turn.has(Intent::opt_out)) {
        // Silence was promised, and is kept.
        if (turn.meaning.sure) {
            turn.effects.emplace_back(TextsOff{});
            turn.state.texts = Texts::off;
        } else {
            turn.task(TaskKind::opt_in_check);
        }
        return true;
    }
    if (turn.has(Intent::opt_in)) return false;
    // Who holds this phone now is not known until a person has checked: nothing about her is said or done.
    turn.understood = !turn.has_any({Intent::unknown, Intent::ask});
    turn.task(turn.has(Intent::erasure_request) ? TaskKind::erasure : TaskKind::opt_in_check);
    if (turn.understood) turn.say("person_neutral", {{"by", turn.by(TaskKind::opt_in_check)}});
    return true;
}

}  // namespace offing::conversation
