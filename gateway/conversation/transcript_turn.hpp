// One text in a transcript with what followed from it, in the words in which a transcript may claim it.

#pragma once

#include <string>
#include <vector>

#include "gateway/conversation/handset.hpp"

namespace offing::conversation {

struct TranscriptTurn {
    int line = 0;
    bool hers = false;
    State before;
    LocalTime now{};
    Exchange exchange{};
    bool answer_claimed = false;
    std::vector<std::string> staff_claimed{};
    std::vector<std::string> changes_claimed{};

    /// "question", "late by 20 minutes", "alert overdose", ...
    std::vector<std::string> staff() const;
    /// "freed Tue 24 Nov 11am", "texts off", ...: everything that is different now.
    std::vector<std::string> changes() const;
    /// By when a person answers, for a task that staff() names.
    LocalTime due_of(std::string_view task) const;
};

/// Whether an answer is as claimed: "..." stands for anything, " / " for a new line.
bool answer_fits(std::string_view answer, std::string_view claimed);
/// The answer on one line, as a transcript writes it.
std::string on_one_line(std::string_view answer);

}  // namespace offing::conversation
