#include "gateway/service/safe_time.hpp"

#include <algorithm>

namespace offing::service {

using scheduler::BusyWindow;
using scheduler::ClockTime;
using scheduler::Instant;
using scheduler::LocalTime;
using std::chrono::days;
using std::chrono::minutes;

namespace {

constexpr int days_looked_at = 28;

const std::vector<BusyWindow>& default_windows() {
    static const std::vector<BusyWindow> windows{{.days = scheduler::Weekdays::monday_to_friday(),
                                                  .from = minutes{9 * 60 + 30},
                                                  .to = minutes{14 * 60 + 30},
                                                  .dates = {}}};
    return windows;
}

bool covers(const BusyWindow& window, LocalTime time) {
    const auto date = scheduler::date_of(time);
    const auto clock = scheduler::clock_of(time);
    if (window.dates && (date < window.dates->first || window.dates->last < date)) return false;
    return window.days.contains(scheduler::weekday_of(date)) && window.from <= clock && clock < window.to;
}

bool is_safe_local(const SafeTimes& safe, LocalTime time) {
    const auto in = [time](const BusyWindow& window) { return covers(window, time); };
    const auto& windows = safe.send.empty() ? default_windows() : safe.send;
    return std::ranges::any_of(windows, in) && std::ranges::none_of(safe.busy, in);
}

/// Every wall time at which safety can change on `date`, in order.
std::vector<LocalTime> edges_on(const SafeTimes& safe, scheduler::Date date) {
    std::vector<LocalTime> edges{LocalTime{date}};
    const auto add = [&](const std::vector<BusyWindow>& windows) {
        for (const auto& window : windows) {
            edges.push_back(LocalTime{date} + window.from);
            edges.push_back(LocalTime{date} + window.to);
        }
    };
    add(safe.send.empty() ? default_windows() : safe.send);
    add(safe.busy);
    std::ranges::sort(edges);
    return edges;
}

}  // namespace

bool is_safe(const SafeTimes& safe, const scheduler::Zone& zone, Timestamp at) {
    return is_safe_local(safe, zone.to_local(to_minutes(at)));
}

std::optional<Timestamp> next_safe(const SafeTimes& safe, const scheduler::Zone& zone, Timestamp from) {
    if (is_safe(safe, zone, from)) return from;
    const LocalTime local = zone.to_local(to_minutes(from));
    const auto first = scheduler::date_of(local);
    for (int day = 0; day <= days_looked_at; ++day)
        for (const LocalTime edge : edges_on(safe, first + days{day})) {
            const Instant instant = zone.to_instant_or_later(edge);
            if (edge > local && instant > from && is_safe_local(safe, edge)) return instant;
        }
    return std::nullopt;
}

std::optional<Timestamp> last_safe(const SafeTimes& safe, const scheduler::Zone& zone, Timestamp earliest,
                                   Timestamp latest) {
    const Instant last = to_minutes(latest) - minutes{1};
    if (last >= earliest && is_safe(safe, zone, last)) return last;
    const LocalTime local = zone.to_local(last);
    for (auto date = scheduler::date_of(local);
         LocalTime{date + days{1}} > zone.to_local(to_minutes(earliest)); date -= days{1}) {
        auto edges = edges_on(safe, date);
        std::ranges::reverse(edges);
        for (const LocalTime edge : edges) {
            const LocalTime minute_before = edge - minutes{1};
            const Instant instant = zone.to_instant_or_later(minute_before);
            if (instant <= last && instant >= earliest && is_safe_local(safe, minute_before)) return instant;
        }
    }
    return std::nullopt;
}

Timestamp after_waking(minutes length, const scheduler::Zone& zone, Timestamp from) {
    constexpr ClockTime morning{8 * 60};
    constexpr ClockTime night{20 * 60};
    LocalTime local = zone.to_local(to_minutes(from));
    for (int guard = 0; guard < 366 && length > minutes{0}; ++guard) {
        const auto date = scheduler::date_of(local);
        const auto clock = std::max(scheduler::clock_of(local), morning);
        const auto left = std::max(night - clock, minutes{0});
        if (length <= left) return zone.to_instant_or_later(LocalTime{date} + clock + length);
        length -= left;
        local = LocalTime{date + days{1}} + morning;
    }
    return zone.to_instant_or_later(local);
}

Timestamp next_working_hour(int hour, const scheduler::Zone& zone, scheduler::Division division,
                            Timestamp from) {
    auto date = scheduler::date_of(zone.to_local(to_minutes(from)));
    for (int guard = 0; guard < 30; ++guard, date += days{1}) {
        const bool weekend = !scheduler::Weekdays::monday_to_friday().contains(scheduler::weekday_of(date));
        if (weekend || scheduler::bank_holiday(division, date)) continue;
        const Instant at = zone.to_instant_or_later(LocalTime{date} + minutes{hour * 60});
        if (at > from) return at;
    }
    return from + days{1};
}

}  // namespace offing::service
