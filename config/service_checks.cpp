// What only shows once the rules are rolled out.

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "config/service_reading.hpp"
#include "scheduler/recurrence.hpp"

namespace offing::config {

namespace {

using scheduler::Clinic;
using scheduler::ClinicException;
using scheduler::Service;
using scheduler::Session;

constexpr std::chrono::days a_year{366};
constexpr std::chrono::days longest_look{3660};

class SessionChecks {
public:
    SessionChecks(const Service& service, const std::map<std::string, int>& lines, Mistakes& mistakes)
        : service_{service}, lines_{lines}, mistakes_{mistakes} {}

    void check_all();

private:
    void note(const Clinic& clinic, std::string_view key, std::string what, std::string remedy);
    void check_exceptions(const Clinic& clinic);
    void check_opens(const Clinic& clinic, const std::vector<Session>& sessions);
    void check_workers(const std::vector<Session>& sessions);

    const Service& service_;
    const std::map<std::string, int>& lines_;
    Mistakes& mistakes_;
};

void SessionChecks::note(const Clinic& clinic, std::string_view key, std::string what, std::string remedy) {
    const auto line = lines_.find(clinic.id);
    mistakes_.add(line == lines_.end() ? 0 : line->second, "clinic \"" + clinic.id + "\" " + std::string{key},
                  std::move(what), std::move(remedy));
}

void SessionChecks::check_exceptions(const Clinic& clinic) {
    const auto rule = scheduler::parse_rule(clinic.rrule);
    if (!rule) return;
    for (const ClinicException& exception : clinic.exceptions) {
        const bool in_pattern = exception.date >= clinic.first_date &&
                                !scheduler::dates_of(*rule, clinic.first_date, exception.date,
                                                     exception.date + std::chrono::days{1})
                                     .empty();
        const bool added = exception.change == ClinicException::Change::added;
        if (in_pattern == added)
            note(clinic, "exception",
                 added ? "adds " + scheduler::spell(exception.date) + ", when it runs anyway"
                       : "speaks of " + scheduler::spell(exception.date) + ", when it doesn't run",
                 added ? "write change = \"changed\"" : "check the date, or write change = \"added\"");
    }
}

void SessionChecks::check_opens(const Clinic& clinic, const std::vector<Session>& sessions) {
    const bool opens =
        std::ranges::any_of(sessions, [&](const Session& session) { return session.clinic == &clinic; });
    if (!opens)
        note(clinic, "rrule", "opens on no day of its first year",
             "check rrule, runs with its school's calendar, and when its workers are away");
}

void SessionChecks::check_workers(const std::vector<Session>& sessions) {
    std::map<std::string, std::vector<const Session*>> by_worker;
    for (const Session& session : sessions)
        for (const std::string& worker : session.workers) by_worker[worker].push_back(&session);
    std::set<std::tuple<std::string, const Clinic*, const Clinic*>> told;
    for (auto& [worker, hers] : by_worker) {
        std::ranges::sort(hers, {}, [](const Session* session) {
            return std::pair{session->open.begin(), session->clinic};
        });
        const Session* longest = hers.front();
        for (const Session* next : hers) {
            if (next != longest && next->open.overlaps(longest->open) &&
                told.emplace(worker, next->clinic, longest->clinic).second)
                note(*next->clinic, "workers",
                     shown(worker) + " is in \"" + longest->clinic->id + "\" at the same time on " +
                         scheduler::spell(next->date),
                     "write another worker or other hours for one of them");
            if (next->open.end() > longest->open.end()) longest = next;
        }
    }
}

void SessionChecks::check_all() {
    const auto zone = scheduler::Zone::find(service_.zone);
    if (service_.clinics.empty() || !zone) return;
    const auto [first, last] = std::ranges::minmax(service_.clinics, {}, &Clinic::first_date);
    const scheduler::Date end = std::min(last.first_date + a_year, first.first_date + longest_look);
    const auto look = scheduler::Interval::make(zone->to_instant_or_later(first.first_date),
                                                zone->to_instant_or_later(end));
    if (!look) return;
    const std::vector<Session> sessions = sessions_of(service_, *look);
    for (const Clinic& clinic : service_.clinics) {
        check_exceptions(clinic);
        check_opens(clinic, sessions);
    }
    check_workers(sessions);
}

}  // namespace

void check_sessions(const Service& service, const std::map<std::string, int>& lines, Mistakes& mistakes) {
    SessionChecks{service, lines, mistakes}.check_all();
}

}  // namespace offing::config
