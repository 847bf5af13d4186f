#include "gateway/conversation/dialogue.hpp"

#include <array>

#include "gateway/conversation/dialogue_turn.hpp"

namespace offing::conversation {

namespace {

/// From most to least pressing: what stands above is answered, what stands below is then only noted.
constexpr std::array answers{
    answer_urgent,       answer_open_alert,     answer_someone_else,   answer_texts_off,
    answer_code_word,    answer_after_knock,    answer_opting,         answer_contact_wishes,
    answer_erasure,      answer_person_please,  answer_other_language, answer_unknown_number,
    answer_earlier_time, answer_undo,           answer_cancel,         answer_choice,
    answer_on_the_way,   answer_offsite,        answer_times_wanted,   answer_open_times,
    answer_maybe,        answer_confirm,        answer_company,        answer_questions,
    answer_feelings,     answer_not_understood,
};

template <typename... Cases>
struct Overloaded : Cases... {
    using Cases::operator()...;
};

}  // namespace

Next step(const State& state, const Meaning& meaning, const Found& found, LocalTime now) {
    const Meaning settled = settle(state, meaning);
    Turn turn{.before = state, .meaning = settled, .found = found, .now = now, .state = state, .effects = {}};
    turn.state.question.reset();
    for (const auto answer : answers)
        if (answer(turn)) break;
    turn.state.not_understood = turn.understood ? 0 : state.not_understood + 1;
    if (!turn.gave_up) turn.state.freed.reset();
    return {std::move(turn.state), std::move(turn.effects)};
}

std::string_view word_for(const Effect& effect) {
    return std::visit(Overloaded{
                          [](const Say&) { return "info"; },
                          [](const PutOnOffer&) { return "offer"; },
                          [](const Book&) { return "book"; },
                          [](const Move&) { return "move"; },
                          [](const Confirm&) { return "confirm"; },
                          [](const Cancel&) { return "cancel"; },
                          [](const DropOffers&) { return "info"; },
                          [](const TextsOff&) { return "opt_out"; },
                          [](const TextsOnAfterCheck&) { return "opt_in"; },
                          [](const QuietToday&) { return "pause_today"; },
                          [](const SuspendNumber&) { return "suspend_number"; },
                          [](const OpenTask&) { return "person_task"; },
                          [](const CrisisAlert&) { return "crisis_alert"; },
                          [](const FlagWording&) { return "flag_wording"; },
                          [](const NoteEta&) { return "note_eta"; },
                          [](const NoteArrived&) { return "note_eta"; },
                          [](const AskSafeWindows&) { return "safe_window_request"; },
                          [](const AskErasure&) { return "erasure_task"; },
                          [](const NoteCodeWord&) { return "info"; },
                      },
                      effect);
}

std::string_view spell(TaskKind kind) {
    switch (kind) {
        case TaskKind::crisis:
            return "crisis";
        case TaskKind::third_party:
            return "third_party";
        case TaskKind::who_is_this:
            return "who_is_this";
        case TaskKind::wrong_number:
            return "wrong_number";
        case TaskKind::safe_contact:
            return "safe_contact";
        case TaskKind::erasure:
            return "erasure";
        case TaskKind::opt_in_check:
            return "opt_in_check";
        case TaskKind::pharmacy:
            return "pharmacy";
        case TaskKind::call_her:
            return "call_her";
        case TaskKind::question:
            return "question";
        case TaskKind::offsite:
            return "offsite";
        case TaskKind::worker:
            return "worker";
        case TaskKind::series:
            return "series";
        case TaskKind::language:
            return "language";
        case TaskKind::not_understood:
            return "not_understood";
        case TaskKind::channel:
            return "channel";
        case TaskKind::wording:
            return "wording";
        case TaskKind::frustration:
            return "frustration";
        case TaskKind::nothing_fits:
            return "nothing_fits";
        case TaskKind::provider_block:
            return "provider_block";
        case TaskKind::code_word:
            return "code_word";
    }
    return "not_understood";
}

}  // namespace offing::conversation
