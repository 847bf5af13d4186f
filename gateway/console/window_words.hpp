// Windows of a week as a person types them, one on a line: "mon-fri 08:15-09:20 term". Times only: there is
// no room for a reason.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scheduler/school_year.hpp"

namespace offing::console {

/// As read_windows() takes it.
std::string spell_windows(const std::vector<scheduler::BusyWindow>& windows);
/// "Monday to Friday, 8:15am to 9:20am, on school days"
std::string in_words(const scheduler::BusyWindow& window);

struct ReadWindows {
    std::vector<scheduler::BusyWindow> windows;
    std::string wrong;  ///< which line, and what would be right; empty when all is well
};
/// `term` allows the word at a line's end.
ReadWindows read_windows(std::string_view text, bool term);

}  // namespace offing::console
