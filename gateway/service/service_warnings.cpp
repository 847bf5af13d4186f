#include "gateway/service/service_warnings.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <tuple>

#include "scheduler/calendar_out.hpp"

namespace offing::service {

namespace {

using scheduler::Date;
using std::chrono::days;

constexpr std::array<std::string_view, 3> kinds{"unstaffed", "fewer_in_holidays", "no_women_only"};

Date monday_of(Date date) { return date - (scheduler::weekday_of(date) - std::chrono::Monday); }

std::string in_hours(std::chrono::minutes time) {
    const auto hours = time.count() / 60, rest = time.count() % 60;
    return std::to_string(hours) + (rest == 0 ? "" : " h " + std::to_string(rest) + " min") +
           (rest == 0 ? (hours == 1 ? " hour" : " hours") : "");
}

std::string name_of(const scheduler::Service& service, const std::string& clinic) {
    const scheduler::Clinic* found = service.find_clinic(clinic);
    return found == nullptr || found->label.empty() ? clinic : found->label;
}

void add_unstaffed(const scheduler::Service& service, scheduler::Interval within,
                   std::vector<ServiceWarning>& found) {
    for (const auto& each : scheduler::unstaffed_sessions(service, within))
        found.push_back({ServiceWarning::Kind::unstaffed, each.date, each.clinic,
                         name_of(service, each.clinic) + " can't open: " + std::to_string(each.present) +
                             " of " + std::to_string(each.needed) +
                             " workers are there. Add a worker, or cancel it so that women are told."});
}

void add_thin_weeks(const scheduler::Service& service, scheduler::Interval within,
                    std::vector<ServiceWarning>& found) {
    for (const auto& week : scheduler::thin_holiday_weeks(service, within))
        found.push_back({ServiceWarning::Kind::fewer_in_holidays,
                         week.monday,
                         {},
                         "Schools are closed and " + in_hours(week.hours) +
                             " welcome children; in a usual week of term it is " + in_hours(week.in_term) +
                             ". Add a session that runs in holidays."});
}

void add_weeks_without_women_only(const scheduler::Service& service, scheduler::Interval within, Date first,
                                  int weeks, std::vector<ServiceWarning>& found) {
    const bool has_any = std::ranges::any_of(
        service.clinics, [](const auto& clinic) { return clinic.audience != scheduler::Audience::everyone; });
    std::set<Date> with;
    for (const auto& session : scheduler::sessions_of(service, within))
        if (session.clinic->audience != scheduler::Audience::everyone) with.insert(monday_of(session.date));
    for (int week = 0; week < weeks; ++week) {
        const Date monday = first + days{7 * week};
        if (with.contains(monday)) continue;
        found.push_back({ServiceWarning::Kind::no_women_only,
                         monday,
                         {},
                         has_any ? "No hour of this week is for women only. Add a session, or open one again."
                                 : "No clinic is for women only. Add one, at least an hour a week."});
    }
}

}  // namespace

std::string_view spell(ServiceWarning::Kind kind) { return kinds.at(static_cast<std::size_t>(kind)); }

std::vector<ServiceWarning> warnings_of(const scheduler::Service& service, Date today, int weeks) {
    std::vector<ServiceWarning> found;
    const auto zone = scheduler::Zone::find(service.zone);
    if (!zone) return found;
    const Date first = monday_of(today);
    const auto within = scheduler::Interval::make(zone->to_instant_or_later(first),
                                                  zone->to_instant_or_later(first + days{7 * weeks}));
    if (!within) return found;
    add_unstaffed(service, *within, found);
    add_thin_weeks(service, *within, found);
    add_weeks_without_women_only(service, *within, first, weeks, found);
    std::erase_if(found, [&](const auto& each) {
        return each.kind == ServiceWarning::Kind::unstaffed && each.date < today;
    });
    std::ranges::sort(found, {},
                      [](const auto& each) { return std::tuple{each.date, each.kind, each.clinic}; });
    return found;
}

}  // namespace offing::service
