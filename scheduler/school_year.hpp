// Which days a school runs, and why. A school's calendar lies on its council's, and that on the bank
// holidays of its part of the country. A date nobody knows anything of counts as a school day:
// an offer in the middle of a school run does more harm than one offer fewer. A gap between two terms is a
// holiday, unless it is too long for one; what comes after the last known term is unknown.

#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "scheduler/calendar.hpp"

namespace offing::scheduler {

enum class Division { england_and_wales, scotland, northern_ireland };

/// Bank holidays 2019 to 2028; empty for a date that is none.
std::optional<std::string_view> bank_holiday(Division division, Date date);

struct DateRange {
    Date first{};
    Date last{};  ///< inclusive, as schools write them
    friend auto operator<=>(const DateRange&, const DateRange&) = default;
};

struct SchoolCalendar {
    std::string id{};
    std::string name{};
    std::string based_on{};  ///< the council's calendar, or empty
    Division division = Division::england_and_wales;
    std::vector<DateRange> terms{};
    std::vector<DateRange> holidays{};  ///< half terms inside a term
    std::set<Date> inset_days{};        ///< closed to pupils; of one school only
    friend bool operator==(const SchoolCalendar&, const SchoolCalendar&) = default;
};

/// What a date is for a school, with the layer that says so.
struct SchoolDay {
    bool runs;
    enum class Why { term, unknown_counts_as_term, weekend, holiday, bank_holiday, inset_day } why;
    std::string_view source;  ///< the calendar's id, or the holiday's name; lives as long as the calendars
};
std::string_view spell(SchoolDay::Why why);

class SchoolCalendars {
public:
    void add(SchoolCalendar calendar);
    const SchoolCalendar* find(std::string_view id) const;
    std::vector<std::string_view> ids() const;
    /// An unknown `id` is a calendar without dates: every weekday runs.
    SchoolDay on(std::string_view id, Date date) const;
    bool runs_on(std::string_view id, Date date) const { return on(id, date).runs; }
    friend bool operator==(const SchoolCalendars&, const SchoolCalendars&) = default;

private:
    std::map<std::string, SchoolCalendar, std::less<>> calendars_;
};

/// A stretch of the day that is out for her. Stored without any reason.
struct BusyWindow {
    Weekdays days = Weekdays::all();
    ClockTime from{};
    ClockTime to{};
    bool school_days_only = false;     ///< a school run: gone when her school is closed
    std::optional<DateRange> dates{};  ///< only within these dates
    friend bool operator==(const BusyWindow&, const BusyWindow&) = default;
};

}  // namespace offing::scheduler
