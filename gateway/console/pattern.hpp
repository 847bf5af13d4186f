// When a clinic runs, as plain choices: weekly, every other week, some weekday of the month, or a rule of its
// own. A rule that plain choices say is written by them; any other is left as it is.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scheduler/recurrence.hpp"

namespace offing::console {

struct Pattern {
    enum class Every { week, month, own } every = Every::week;
    int weeks = 1;                               ///< every so many weeks: 1 to 8
    scheduler::Weekdays days{};                  ///< for week and month
    std::vector<int> which{};                    ///< for month: 1 to 4, and -1 for the last; in that order
    std::optional<scheduler::Date> last_date{};  ///< for week and month
    std::string own{};                           ///< the rule itself
    friend bool operator==(const Pattern&, const Pattern&) = default;
};

Pattern pattern_of(const std::string& rrule);
std::string rrule_of(const Pattern& pattern);

/// "Every Monday and Thursday", "2nd and 4th Tuesday of the month until 12 January 2027". A rule of its own
/// is spelt as it is.
std::string in_words(const Pattern& pattern);

std::string in_words(scheduler::Date date);       ///< "Thursday 3 December 2026"
std::string short_words(scheduler::Date date);    ///< "Thu 3 Dec 2026"
std::string in_words(scheduler::ClockTime time);  ///< "9:30am", "12 noon", "midnight"
std::string_view full_name(std::chrono::weekday day);
/// "a, b and c"
std::string joined(const std::vector<std::string>& words);

}  // namespace offing::console
