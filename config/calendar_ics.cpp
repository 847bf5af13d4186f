// School dates from iCalendar files. Rules that repeat are expanded by the scheduler.

#include "config/calendar_reading.hpp"
#include "config/ics_events.hpp"
#include "scheduler/recurrence.hpp"

namespace offing::config {

namespace {

using scheduler::Date;
using std::chrono::days;

constexpr std::size_t most_occurrences = 400;

/// All-day events end on the day before DTEND; an event that ends at midnight does too.
Date last_day(const IcsEvent& event, Date first) {
    if (!event.end) return first;
    const bool ends_the_day_before = !event.end->clock || event.end->clock->count() == 0;
    return ends_the_day_before && event.end->date > first ? event.end->date - days{1} : event.end->date;
}

std::vector<Date> repeated(const IcsEvent& event, Date first, CalendarNotes& notes) {
    if (event.rules.empty()) return {first};
    const auto refuse = [&](const std::string& why) {
        notes.mistake(event.line, "RRULE: " + why, "mend the rule or write the dates out");
        return std::vector<Date>{};
    };
    const auto rule = scheduler::parse_rule(event.rules.front());
    if (!rule) return refuse(rule.error());
    if (const auto why = scheduler::why_it_never_fires(*rule, first)) return refuse(*why);
    scheduler::RecurrenceSet set{.rule = *rule, .start = scheduler::WallTime{first}};
    set.rule->hours.clear();
    set.rule->minutes.clear();
    set.rule->seconds.clear();
    for (const IcsTime& time : event.except) set.except.push_back(scheduler::WallTime{time.date});
    const auto times = scheduler::occurrences(set, most_occurrences);
    if (!times) return refuse(times.error());
    std::vector<Date> dates;
    for (const scheduler::WallTime time : *times) dates.push_back(std::chrono::floor<days>(time));
    return dates;
}

void read_event(const IcsEvent& event, CalendarNotes& notes) {
    const auto words = words_of(event.summary);
    if (!words) return notes.leave_out();
    if (!event.start)
        return notes.mistake(event.line, "the event has no DTSTART that is a date",
                             "export the calendar again");
    const Date first = event.start->date;
    if (event.end && event.end->date < first)
        return notes.mistake(event.line, "the event ends before it starts", "check its dates");
    const days longer = last_day(event, first) - first;
    for (const Date date : repeated(event, first, notes)) notes.add(event.line, *words, date, date + longer);
}

}  // namespace

void read_ics(std::string_view text, CalendarNotes& notes) {
    const auto events = read_events(text, "");
    if (!events) return notes.mistake(events.error().line, events.error().what, events.error().remedy);
    for (const IcsEvent& event : *events) read_event(event, notes);
}

}  // namespace offing::config
