// The periods that figures are given for: quarters of the calendar, in the service's own time, and nothing in
// between. A quarter is out once nothing that its figures look ahead for can still happen; from then on they
// never change.

#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

#include "scheduler/calendar.hpp"

namespace offing::figures {

struct Quarter {
    int year = 0;
    int number = 1;  ///< 1 to 4

    scheduler::Date first() const;
    scheduler::Date end() const;  ///< the day after its last
    Quarter next() const;
    Quarter back(int quarters) const;
    /// The last quarter of the year, April to March, that ended with this one or before.
    Quarter year_end() const { return {year, 1}; }
    friend auto operator<=>(const Quarter&, const Quarter&) = default;
};

std::string spell(Quarter quarter);  ///< "2026-Q3"
std::optional<Quarter> parse_quarter(std::string_view text);
std::string in_words(Quarter quarter);  ///< "July to September 2026"
Quarter quarter_of(scheduler::Date date);

/// How far ahead of an event its outcome is looked for, and how long after its end a quarter is out.
constexpr std::chrono::days looked_ahead{33};
constexpr std::chrono::days settling{35};
bool is_out(Quarter quarter, scheduler::Date today);
/// The newest one that is out.
Quarter newest_out(scheduler::Date today);

}  // namespace offing::figures
