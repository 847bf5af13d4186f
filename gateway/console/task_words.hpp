// What needs a person, in words: what it is, what to do about it, and how it can end.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gateway/console/form.hpp"

namespace offing::console {

struct TaskWords {
    std::string title;
    std::string advice;
};
TaskWords words_for_task(std::string_view kind, std::string_view alert_kind);

/// "asks to move her time, is running late": from a task's meaning as it is stored. Empty when nothing was.
std::string understood_words(std::string_view meaning);

/// How a task of this kind can be closed: codes with their words.
std::vector<Choice> outcomes_of(std::string_view kind);
std::string outcome_words(std::string_view outcome);

/// Closing it so puts her texts on.
inline constexpr std::string_view checked_texts_on = "checked_texts_on";

}  // namespace offing::console
