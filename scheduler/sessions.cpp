// From clinics to sessions: pattern, terms, bank holidays, exceptions, closed sites, and who is there.

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "scheduler/recurrence.hpp"
#include "scheduler/service.hpp"

namespace offing::scheduler {

namespace {

using std::chrono::days;
using std::chrono::minutes;

constexpr minutes grid{5};

template <typename Duration>
Duration up_to_grid(Duration time) {
    return (time + grid - minutes{1}) / grid * grid;
}

/// A weekend belongs to the week before it: what Friday was, it is.
bool is_in_term(const Service& service, const Clinic& clinic, Date date) {
    const unsigned day = weekday_of(date).iso_encoding();
    if (day > 5) date -= days{day - 5};
    return service.schools.runs_on(clinic.school.empty() ? service.council : clinic.school, date);
}

bool pattern_holds(const Service& service, const Clinic& clinic, Date date) {
    if (!clinic.open_on_bank_holidays && bank_holiday(service.division, date)) return false;
    switch (clinic.runs) {
        case Clinic::Runs::always:
            return true;
        case Clinic::Runs::term_only:
            return is_in_term(service, clinic, date);
        case Clinic::Runs::holidays_only:
            return !is_in_term(service, clinic, date);
    }
    return false;
}

const ClinicException* exception_on(const Clinic& clinic, Date date) {
    const auto found =
        std::ranges::find(clinic.exceptions.rbegin(), clinic.exceptions.rend(), date, &ClinicException::date);
    return found == clinic.exceptions.rend() ? nullptr : &*found;
}

std::set<Date> dates_within(const Service& service, const Clinic& clinic, Date from, Date to) {
    std::set<Date> dates;
    if (const auto rule = parse_rule(clinic.rrule))
        for (const Date date : dates_of(*rule, clinic.first_date, from, to))
            if (pattern_holds(service, clinic, date)) dates.insert(date);
    for (const ClinicException& exception : clinic.exceptions) {
        if (exception.date < from || exception.date >= to) continue;
        // "changed" stands for a date of the pattern: it brings back none that the pattern left out.
        if (exception.change == ClinicException::Change::added) dates.insert(exception.date);
        if (exception.change == ClinicException::Change::cancelled) dates.erase(exception.date);
    }
    if (const Site* site = service.find_site(clinic.site))
        for (const Date closed : site->closed) dates.erase(closed);
    return dates;
}

std::vector<std::string> present(const Service& service, const Clinic& clinic, Interval time) {
    std::vector<std::string> there;
    for (const std::string& id : clinic.workers) {
        const Worker* worker = service.find_worker(id);
        if (worker != nullptr && is_present(*worker, time)) there.push_back(id);
    }
    return there;
}

bool has_staff(const Service& service, const Session& session) {
    const auto enough = [&](Interval time) {
        return std::cmp_greater_equal(present(service, *session.clinic, time).size(),
                                      session.clinic->minimum_staff);
    };
    if (session.clinic->kind != Kind::booked) return enough(session.open);
    return std::ranges::any_of(visits_of(session), enough);
}

std::optional<Interval> opening(const Clinic& clinic, Date date, const Zone& zone) {
    const ClinicException* exception = exception_on(clinic, date);
    const bool moved = exception != nullptr && exception->change != ClinicException::Change::cancelled;
    const LocalTime midnight{date};
    return Interval::make(zone.to_instant_or_later(midnight + (moved ? exception->opens : clinic.opens)),
                          zone.to_instant_or_later(midnight + (moved ? exception->closes : clinic.closes)));
}

}  // namespace

bool is_present(const Worker& worker, Interval time) {
    return std::ranges::none_of(worker.away, [&](const Interval& away) { return away.overlaps(time); });
}

std::vector<Interval> visits_of(const Session& session) {
    const Clinic& clinic = *session.clinic;
    std::vector<Interval> visits;
    if (clinic.kind != Kind::booked || clinic.length <= minutes{0}) return visits;
    const minutes taken = clinic.length + std::max(clinic.run_over, minutes{0});
    Instant start{up_to_grid(session.open.begin().time_since_epoch())};
    for (; start + taken <= session.open.end(); start += up_to_grid(taken))
        visits.push_back(*Interval::make(start, start + clinic.length));
    return visits;
}

std::vector<Session> sessions_of(const Service& service, Interval within) {
    std::vector<Session> sessions;
    const auto zone = Zone::find(service.zone);
    if (!zone) return sessions;
    const Date from = date_of(zone->to_local(within.begin())) - days{1};
    const Date to = date_of(zone->to_local(within.end())) + days{1};
    for (const Clinic& clinic : service.clinics) {
        for (const Date date : dates_within(service, clinic, from, to)) {
            const auto open = opening(clinic, date, *zone);
            if (!open || !open->overlaps(within)) continue;
            Session session{&clinic, date, *open, present(service, clinic, *open)};
            if (has_staff(service, session)) sessions.push_back(std::move(session));
        }
    }
    std::ranges::sort(sessions, {}, [](const Session& session) {
        return std::tuple{session.open.begin(), session.clinic};
    });
    return sessions;
}

}  // namespace offing::scheduler
