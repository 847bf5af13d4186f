#include "gateway/conversation/transcript_turn.hpp"

#include <algorithm>

#include "gateway/conversation/transcript_words.hpp"

namespace offing::conversation {

namespace {

std::string with_spaces(std::string_view word) {
    std::string out{word};
    std::ranges::replace(out, '_', ' ');
    return out;
}

std::string alert_word(Intent kind) {
    if (kind == Intent::crisis_overdose) return "alert overdose";
    if (kind == Intent::crisis_suicide) return "alert suicide";
    return "alert danger";
}

std::string start_of(const State& state, const std::string& booking) {
    for (const BookedTime& booked : state.booked)
        if (booked.id == booking) return spell_when(booked.start);
    return "a time that is not hers";
}

std::string start_of(const State& state, int option) {
    for (const OfferedTime& offer : state.offered)
        if (offer.n == option) return spell_when(offer.start);
    return "a time that was not on offer";
}

/// On one line; a "/" that stands alone is a new line in a transcript.
std::string collapsed(std::string_view text) {
    std::string lines{text};
    std::ranges::replace(lines, '\n', ' ');
    Words words{lines};
    std::string out;
    while (!words.empty()) {
        const std::string_view word = words.next();
        if (word != "/") out += (out.empty() ? "" : " ") + std::string{word};
    }
    return out;
}

}  // namespace

std::vector<std::string> TranscriptTurn::staff() const {
    std::vector<std::string> seen;
    for (const Effect& effect : exchange.effects) {
        if (const auto* task = std::get_if<OpenTask>(&effect)) seen.push_back(with_spaces(spell(task->kind)));
        if (const auto* alert = std::get_if<CrisisAlert>(&effect)) seen.push_back(alert_word(alert->kind));
        if (const auto* eta = std::get_if<NoteEta>(&effect))
            seen.push_back(eta->minutes ? "late by " + std::to_string(*eta->minutes) + " minutes" : "late");
        if (std::holds_alternative<NoteArrived>(effect)) seen.emplace_back("arrived");
        if (std::holds_alternative<AskSafeWindows>(effect)) seen.emplace_back("safe times asked");
        if (std::holds_alternative<AskErasure>(effect)) seen.emplace_back("erasure asked");
        if (const auto* flag = std::get_if<FlagWording>(&effect))
            seen.push_back("wording flagged " + flag->template_id);
    }
    return seen;
}

std::vector<std::string> TranscriptTurn::changes() const {
    std::vector<std::string> changed;
    for (const Effect& effect : exchange.effects) {
        if (const auto* cancel = std::get_if<Cancel>(&effect))
            changed.push_back("freed " + start_of(before, cancel->booking));
        if (const auto* book = std::get_if<Book>(&effect))
            changed.push_back("booked " + start_of(before, book->option));
        if (const auto* move = std::get_if<Move>(&effect))
            changed.push_back("moved " + start_of(before, move->booking) + " to " +
                              start_of(before, move->option));
        if (const auto* confirm = std::get_if<Confirm>(&effect))
            changed.push_back("confirmed " + start_of(before, confirm->booking));
        if (std::holds_alternative<TextsOff>(effect)) changed.emplace_back("texts off");
        if (std::holds_alternative<TextsOnAfterCheck>(effect)) changed.emplace_back("texts wait for a check");
        if (std::holds_alternative<SuspendNumber>(effect)) changed.emplace_back("number suspended");
        if (std::holds_alternative<QuietToday>(effect)) changed.emplace_back("quiet today");
        if (const auto* word = std::get_if<NoteCodeWord>(&effect))
            changed.emplace_back(word->right ? "code word said" : "code word not said");
    }
    return changed;
}

LocalTime TranscriptTurn::due_of(std::string_view task) const {
    for (const Effect& effect : exchange.effects) {
        const auto* open = std::get_if<OpenTask>(&effect);
        if (open != nullptr && with_spaces(spell(open->kind)) == task) return due(open->kind, before, now);
    }
    return due(task == "erasure asked" ? TaskKind::erasure : TaskKind::safe_contact, before, now);
}

std::string on_one_line(std::string_view answer) {
    std::string out;
    for (const std::string& line : split(answer, "\n")) out += (out.empty() ? "" : " / ") + line;
    return out;
}

bool answer_fits(std::string_view answer, std::string_view claimed) {
    const std::string said = collapsed(answer);
    const std::string claim = trimmed(claimed);
    std::size_t at = 0;
    bool anything = false;  // whether "..." stands before the piece that comes next
    std::string_view left = claim;
    while (true) {
        const auto cut = left.find("...");
        const std::string piece = collapsed(left.substr(0, cut));
        if (!piece.empty()) {
            const auto found = said.find(piece, at);
            if (found == std::string::npos || (!anything && trimmed(said.substr(at, found - at)).size() > 0))
                return false;
            at = found + piece.size();
        }
        if (cut == std::string_view::npos) break;
        anything = true;
        left.remove_prefix(cut + 3);
    }
    return trimmed(std::string_view{claim}).ends_with("...") || trimmed(said.substr(at)).empty();
}

}  // namespace offing::conversation
