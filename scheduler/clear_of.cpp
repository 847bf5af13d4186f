#include "scheduler/clear_of.hpp"

#include <algorithm>

namespace offing::scheduler {

using std::chrono::days;

namespace {

/// Whether the window stands on that day.
bool is_on(const BusyWindow& window, const Service& service, const Preferences& woman, Date date) {
    if (window.from == window.to || !window.days.contains(weekday_of(date))) return false;
    if (window.dates && (date < window.dates->first || date > window.dates->last)) return false;
    return !window.school_days_only ||
           service.schools.runs_on(woman.school.empty() ? service.council : woman.school, date);
}

}  // namespace

bool is_clear_of_busy(const Service& service, const Preferences& woman, Interval time) {
    const auto zone = Zone::find(service.zone);
    if (!zone) return false;
    const LocalTime begin = zone->to_local(time.begin()), end = zone->to_local(time.end());
    const Date date = date_of(begin);
    return std::ranges::none_of(woman.busy, [&](const BusyWindow& window) {
        // One that begins the evening before may reach into the morning.
        for (const Date day : {date - days{1}, date, date + days{1}}) {
            if (!is_on(window, service, woman, day)) continue;
            const LocalTime from = LocalTime{day} + window.from - woman.travel;
            const ClockTime until = window.to > window.from ? window.to : window.to + days{1};
            if (from < end && begin < LocalTime{day} + until + woman.travel) return true;
        }
        return false;
    });
}

}  // namespace offing::scheduler
