#include "gateway/service/people.hpp"

#include <algorithm>

namespace offing::service {

std::vector<scheduler::BusyWindow> busy_windows(const storage::Person& person,
                                                const scheduler::Service& service) {
    return person.busy.empty() ? service.usual_school_run : person.busy;
}

scheduler::Preferences preferences_of(const storage::Person& person, const scheduler::Service& service,
                                      const std::vector<storage::Booking>& ahead,
                                      const std::optional<std::string>& moving) {
    scheduler::Preferences woman;
    woman.waiting_since = to_minutes(person.waiting_since);
    woman.busy = busy_windows(person, service);
    woman.travel = person.travel;
    woman.school = person.school;
    woman.usual_worker = person.usual_worker;
    woman.workers_not = person.workers_not;
    woman.women_only = person.women_only;
    woman.not_before = person.not_before;
    woman.taken_before = person.taken_before;
    for (const auto& booking : ahead)
        if (booking.id != moving)
            if (const auto time = scheduler::Interval::make(booking.starts, booking.ends))
                woman.engaged.push_back(*time);
    return woman;
}

SafeTimes safe_times_of(const storage::Contact& contact, const scheduler::Service& service) {
    if (!contact.person) return {};
    return {contact.person->safe, busy_windows(*contact.person, service)};
}

conversation::OfferedTime shown(const scheduler::Offer& offer, int number, const scheduler::Service& service,
                                const scheduler::Zone& zone) {
    const scheduler::Worker* worker = service.find_worker(offer.worker);
    return {.n = number,
            .start = zone.to_local(offer.time.begin()),
            .end = zone.to_local(offer.time.end()),
            .with = worker != nullptr ? worker->first_name : std::string{},
            .mode = offer.mode,
            .kind = offer.kind,
            .audience = offer.audience,
            .children_welcome = offer.children_welcome,
            .label = offer.label};
}

conversation::OfferedTime shown(const scheduler::Offer& offer, int number, const Desk& desk,
                                const scheduler::Zone& zone) {
    return shown(offer, number, *desk.diary.service(), zone);
}

templates::Level level_of(const storage::Contact& contact) {
    if (!contact.person) return templates::Level::discreet;
    return static_cast<templates::Level>(std::clamp(contact.person->discreet_level, 0, 3));
}

}  // namespace offing::service
