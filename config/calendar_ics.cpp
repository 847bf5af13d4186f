// iCalendar files, parsed by libical. What libical is handed has been looked through first: its size, its
// nesting and its lines are bounded. Rules that repeat are expanded by the scheduler, never by libical.

#include <libical/ical.h>

#include <memory>

#include "config/calendar_reading.hpp"
#include "scheduler/recurrence.hpp"

namespace offing::config {

namespace {

using scheduler::Date;
using std::chrono::days;

constexpr int deepest_nesting = 4;
constexpr std::size_t most_events = 20'000;
constexpr std::size_t longest_line = 32'768;
constexpr std::size_t most_occurrences = 400;

struct FreeComponent {
    void operator()(icalcomponent* component) const { icalcomponent_free(component); }
};

/// Where each event begins; nothing when the file is not fit to be parsed, which has been noted then.
std::optional<std::vector<int>> look_through(std::string_view text, CalendarNotes& notes) {
    std::vector<int> events;
    std::vector<std::string> open;
    int number = 0;
    std::size_t unfolded = 0;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        std::string_view line = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        ++number;
        if (line.ends_with('\r')) line.remove_suffix(1);
        unfolded = line.starts_with(' ') || line.starts_with('\t') ? unfolded + line.size() : line.size();
        if (unfolded > longest_line)
            return notes.mistake(number, "the line is longer than 32768 characters",
                                 "export the calendar again"),
                   std::nullopt;
        if (line.starts_with("BEGIN:")) {
            open.emplace_back(line.substr(6));
            if (open.size() > deepest_nesting)
                return notes.mistake(number, "calendars are nested too deep", "export the calendar again"),
                       std::nullopt;
            if (open.back() == "VEVENT") events.push_back(number);
            if (events.size() > most_events)
                return notes.mistake(number, "it holds more than 20000 events",
                                     "export the school dates alone"),
                       std::nullopt;
        }
        if (line.starts_with("END:")) {
            if (open.empty() || open.back() != line.substr(4))
                return notes.mistake(number, "END without its BEGIN", "export the calendar again"),
                       std::nullopt;
            open.pop_back();
        }
    }
    if (!open.empty())
        return notes.mistake(number, "the file stops inside " + open.back().substr(0, 20),
                             "download it again"),
               std::nullopt;
    return events;
}

std::optional<Date> date_from(const icaltimetype& time) {
    const std::chrono::year_month_day ymd{std::chrono::year{time.year},
                                          std::chrono::month{static_cast<unsigned>(time.month)},
                                          std::chrono::day{static_cast<unsigned>(time.day)}};
    if (icaltime_is_null_time(time) || !ymd.ok()) return std::nullopt;
    return Date{ymd};
}

std::string_view value_of(icalcomponent* event, icalproperty_kind kind) {
    icalproperty* property = icalcomponent_get_first_property(event, kind);
    const char* value = property == nullptr ? nullptr : icalproperty_get_value_as_string(property);
    return value == nullptr ? std::string_view{} : std::string_view{value};
}

/// All-day events end on the day before DTEND; an event that ends at midnight does too.
Date last_day(icalcomponent* event, Date first) {
    const icaltimetype end = icalcomponent_get_dtend(event);
    const auto date = date_from(end);
    if (!date) return first;
    const bool ends_the_day_before = end.is_date || (end.hour == 0 && end.minute == 0 && end.second == 0);
    if (ends_the_day_before && *date > first) return *date - days{1};
    return *date;
}

std::vector<Date> repeated(icalcomponent* event, Date first, int line, CalendarNotes& notes) {
    const std::string text{value_of(event, ICAL_RRULE_PROPERTY)};
    if (text.empty()) return {first};
    const auto rule = scheduler::parse_rule(text);
    if (!rule)
        return notes.mistake(line, "RRULE: " + rule.error(), "mend the rule or write the dates out"),
               std::vector<Date>{};
    scheduler::RecurrenceSet set{.rule = *rule, .start = scheduler::WallTime{first}};
    set.rule->hours.clear();
    set.rule->minutes.clear();
    set.rule->seconds.clear();
    for (icalproperty* property = icalcomponent_get_first_property(event, ICAL_EXDATE_PROPERTY);
         property != nullptr; property = icalcomponent_get_next_property(event, ICAL_EXDATE_PROPERTY))
        if (const auto date = date_from(icalproperty_get_exdate(property)))
            set.except.push_back(scheduler::WallTime{*date});
    const auto times = scheduler::occurrences(set, most_occurrences);
    if (!times)
        return notes.mistake(line, "RRULE: " + times.error(), "mend the rule or write the dates out"),
               std::vector<Date>{};
    std::vector<Date> dates;
    for (const scheduler::WallTime time : *times) dates.push_back(std::chrono::floor<days>(time));
    return dates;
}

void read_event(icalcomponent* event, int line, CalendarNotes& notes) {
    const auto words = words_of(value_of(event, ICAL_SUMMARY_PROPERTY));
    if (!words) return notes.leave_out();
    const auto first = date_from(icalcomponent_get_dtstart(event));
    if (!first)
        return notes.mistake(line, "the event has no DTSTART that is a date", "export the calendar again");
    const icaltimetype end = icalcomponent_get_dtend(event);
    if (const auto date = date_from(end); date && *date < *first)
        return notes.mistake(line, "the event ends before it starts", "check its dates");
    const days longer = last_day(event, *first) - *first;
    for (const Date date : repeated(event, *first, line, notes)) notes.add(line, *words, date, date + longer);
}

}  // namespace

void read_ics(std::string_view text, CalendarNotes& notes) {
    const auto lines = look_through(text, notes);
    if (!lines) return;
    icalerror_set_errors_are_fatal(0);
    const std::string whole{text};
    const std::unique_ptr<icalcomponent, FreeComponent> parsed{icalparser_parse_string(whole.c_str())};
    if (!parsed) return notes.mistake(1, "it is no calendar", "export it as .ics");
    icalcomponent* calendar = parsed.get();
    if (icalcomponent_isa(calendar) == ICAL_XROOT_COMPONENT)
        calendar = icalcomponent_get_first_component(calendar, ICAL_VCALENDAR_COMPONENT);
    std::size_t number = 0;
    while (calendar != nullptr) {
        for (icalcomponent* event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
             event != nullptr; event = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT)) {
            read_event(event, number < lines->size() ? (*lines)[number] : 0, notes);
            ++number;
        }
        if (icalcomponent_isa(parsed.get()) != ICAL_XROOT_COMPONENT) break;
        calendar = icalcomponent_get_next_component(parsed.get(), ICAL_VCALENDAR_COMPONENT);
    }
}

}  // namespace offing::config
