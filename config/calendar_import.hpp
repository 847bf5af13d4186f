// School dates as councils and schools publish them: .ics, CSV, GOV.UK's bank holidays, or a list pasted from
// a web page. Read whole or not at all; every mistake says where it is. Nothing here touches the outside.

#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/settings.hpp"
#include "scheduler/school_year.hpp"

namespace offing::config {

enum class CalendarForm { ics, csv, govuk_json, pasted };
std::optional<CalendarForm> parse_form(std::string_view text);
/// By what the text begins with.
CalendarForm guess_form(std::string_view text);

/// What a file said. Days that it doesn't speak of stay unknown.
struct ImportedDays {
    std::vector<scheduler::DateRange> terms{};
    std::vector<scheduler::DateRange> holidays{};
    std::set<scheduler::Date> inset_days{};
    int left_out = 0;  ///< entries that are no school dates: a sports day, a parents' evening

    bool empty() const { return terms.empty() && holidays.empty() && inset_days.empty(); }
};

/// `name` is how mistakes call the file. `division` chooses among GOV.UK's three lists. Text over 4 MiB, that
/// is no UTF-8 or that holds a NUL is refused.
std::expected<ImportedDays, std::vector<Mistake>> read_calendar(std::string_view text, CalendarForm form,
                                                                const std::string& name,
                                                                scheduler::Division division);

/// The calendar with the imported dates in place of all it had between their first and their last day: a file
/// for one year leaves the others alone, and reading it again changes nothing.
scheduler::SchoolCalendar merge(const scheduler::SchoolCalendar& calendar, const ImportedDays& days);

/// What is new ("+ INSET day 2026-10-22") and what is gone ("- ..."), in order of dates.
std::vector<std::string> changes_between(const scheduler::SchoolCalendar& before,
                                         const scheduler::SchoolCalendar& after);

}  // namespace offing::config
