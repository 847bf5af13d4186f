// Rules that repeat (RFC 5545, section 3.3.10), from daily to yearly. Bounded: a rule that fires finer than
// once a day's list, never, or without end is refused or cut off, never waited for. Times are what a clock on
// the wall shows; one that the spring change skips is left out and not counted.

#pragma once

#include <array>
#include <cstdint>
#include <expected>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scheduler/calendar.hpp"

namespace offing::scheduler {

/// A wall time to the second: BYSECOND is part of the standard, though no clinic uses it.
using WallTime = std::chrono::local_seconds;

/// "2TU": the second Tuesday. ordinal 0: every one.
struct OrdinalWeekday {
    int ordinal = 0;
    std::chrono::weekday day;
    friend bool operator==(const OrdinalWeekday&, const OrdinalWeekday&) = default;
};

struct Rule {
    enum class Frequency { daily, weekly, monthly, yearly } frequency = Frequency::weekly;
    int interval = 1;
    std::optional<int> count{};
    std::optional<WallTime> until{};  ///< inclusive
    bool until_is_utc = false;
    std::chrono::weekday week_start = std::chrono::Monday;
    std::vector<int> months{}, month_days{}, year_days{}, weeks{}, hours{}, minutes{}, seconds{}, positions{};
    std::vector<OrdinalWeekday> days{};
};

/// The rule, or what is wrong with it and where ("BYDAY: 54MO is no weekday of a year").
std::expected<Rule, std::string> parse_rule(std::string_view text);

/// What an event in a calendar says about when it happens.
struct RecurrenceSet {
    std::optional<Rule> rule{};  ///< without one: `start` alone
    WallTime start{};
    std::vector<WallTime> also{};                             ///< RDATE
    std::vector<WallTime> except{};                           ///< EXDATE
    std::map<WallTime, std::optional<WallTime>> overrides{};  ///< RECURRENCE-ID: moved to, or cancelled
};

/// The first `limit` times in order, each once. Fails when the rule yields nothing in the 100 years after
/// its start, so that a rule nobody meant is noticed when it is entered. `zone` leaves out skipped times.
std::expected<std::vector<WallTime>, std::string> occurrences(const RecurrenceSet& set, std::size_t limit,
                                                              const Zone* zone = nullptr);

/// Why a rule that begins on `first` would never fire: nothing in 100 years, or UNTIL before it begins.
/// Asking for its times answers an UNTIL before the start with none, as all who expand rules do; whoever
/// takes in a rule from people refuses it.
std::optional<std::string> why_it_never_fires(const Rule& rule, Date first);

/// The dates in [from, to) on which a rule that began on `first` fires; times of day are not looked at.
/// Costs as much as the stretch is long, however far `first` lies back, unless the rule counts.
std::vector<Date> dates_of(const Rule& rule, Date first, Date from, Date to);

std::optional<WallTime> parse_basic(std::string_view text);  ///< "20260319T100000", "20260319"
std::string spell_basic(WallTime time);

}  // namespace offing::scheduler
