// iCalendar files as the events in them: what is written there, not yet what it means. Bounded in size,
// nesting, lines and events; a file that can't be read whole is refused. Rules that repeat are left as text.

#pragma once

#include <chrono>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/settings.hpp"
#include "scheduler/calendar.hpp"

namespace offing::config {

struct IcsTime {
    scheduler::Date date{};
    std::optional<std::chrono::seconds> clock{};  ///< since midnight; none for a whole day
    bool is_utc = false;
    std::string zone{};  ///< TZID as it stands there
};

struct IcsEvent {
    int line = 0;  ///< of its BEGIN
    std::string uid{};
    std::string summary{};
    std::optional<IcsTime> start{};
    std::optional<IcsTime> end{};  ///< by DTEND or DURATION
    std::vector<std::string> rules{};
    std::vector<IcsTime> except{};
    std::vector<IcsTime> also{};
    std::optional<IcsTime> instead_of{};  ///< RECURRENCE-ID
    bool is_cancelled = false;
};

/// Nothing when the text is fit to be read: UTF-8 without NULs, 4 MiB at most.
std::optional<Mistake> unfit_text(std::string_view text, const std::string& name);

std::expected<std::vector<IcsEvent>, Mistake> read_events(std::string_view text, const std::string& name);

}  // namespace offing::config
