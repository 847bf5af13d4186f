#include "gateway/service/replan_ground.hpp"

#include <algorithm>

#include "scheduler/place_number.hpp"

namespace offing::service {

using scheduler::Availability;
using scheduler::Clinic;
using scheduler::Kind;
using scheduler::Service;
using storage::Booking;

namespace {

template <typename T>
bool holds(const std::vector<T>& all, const T& one) {
    return std::ranges::find(all, one) != all.end();
}

scheduler::Interval horizon_of(const Service& service, Timestamp now) {
    return horizon_at(scheduler::Zone::find(service.zone).value(), now);
}

}  // namespace

Ground::Ground(const Service& before, const Service& changed, Timestamp now)
    : before_{before}, changed_{changed}, now_{now}, free_{changed, horizon_of(changed, now)} {}

std::optional<Renumbered> Ground::place_in(const Availability& availability, const Booking& booking) const {
    const Clinic* clinic = availability.service().find_clinic(booking.key.clinic);
    if (clinic == nullptr) return std::nullopt;
    scheduler::PlaceKey key = booking.key;
    if (clinic->kind == Kind::booked) {
        const auto worker = std::ranges::find(clinic->workers, booking.worker);
        if (worker == clinic->workers.end()) return std::nullopt;
        key = scheduler::with_worker(key, static_cast<int>(worker - clinic->workers.begin()));
    }
    const auto place = availability.find(key);
    if (!place || place->time.begin() != booking.starts || place->worker != booking.worker)
        return std::nullopt;
    return Renumbered{booking, key, place->time.end()};
}

std::optional<Renumbered> Ground::place_for(const Booking& booking) const {
    const Clinic* before = clinic_before(booking);
    const Clinic* after = changed_.find_clinic(booking.key.clinic);
    if (before == nullptr || after == nullptr) return place_in(free_, booking);
    const bool opened_to_all =
        before->audience != scheduler::Audience::everyone && after->audience == scheduler::Audience::everyone;
    if (before->site != after->site || before->mode != after->mode || opened_to_all) return std::nullopt;
    return place_in(free_, booking);
}

bool Ground::is_out_of_sight(const Booking& booking) const {
    return booking.starts <= now_ || booking.starts >= free_.horizon().end();
}

bool Ground::is_only_elsewhere(const Booking& booking) const {
    const Clinic* before = clinic_before(booking);
    const Clinic* after = changed_.find_clinic(booking.key.clinic);
    return before != nullptr && after != nullptr && before->site != after->site &&
           before->mode == after->mode && place_in(free_, booking).has_value();
}

bool Ground::is_there(const Booking& booking) const {
    const Clinic* clinic = changed_.find_clinic(booking.key.clinic);
    const auto* worker = changed_.find_worker(booking.worker);
    const auto time = scheduler::Interval::make(booking.starts, booking.ends);
    return clinic != nullptr && worker != nullptr && holds(clinic->workers, booking.worker) &&
           (!time || scheduler::is_present(*worker, *time));
}

bool Ground::has_session_on(const Availability& availability, const Booking& booking) const {
    const Service& service = availability.service();
    const auto day = scheduler::Interval::make(
        availability.zone().to_instant_or_later(scheduler::LocalTime{booking.key.date}),
        availability.zone().to_instant_or_later(
            scheduler::LocalTime{booking.key.date + std::chrono::days{1}}));
    return day && std::ranges::any_of(scheduler::sessions_of(service, *day), [&](const auto& session) {
               return session.clinic->id == booking.key.clinic && session.date == booking.key.date;
           });
}

Cause Ground::cause_of(const Booking& booking) {
    const Clinic* clinic = changed_.find_clinic(booking.key.clinic);
    if (clinic == nullptr) return Cause::clinic_ended;
    const scheduler::Site* site = changed_.find_site(clinic->site);
    if (site != nullptr && holds(site->closed, booking.key.date)) return Cause::site_closed;
    if (!if_all_there_) {
        all_there_ = std::make_unique<Service>(changed_);
        for (auto& worker : all_there_->workers) worker.away.clear();
        if_all_there_.emplace(*all_there_, free_.horizon());
    }
    if (!has_session_on(*if_all_there_, booking)) return Cause::session_off;
    if (booking.worker.empty())
        return has_session_on(free_, booking) ? Cause::session_changed : Cause::session_off;
    if (!is_there(booking)) return Cause::worker_away;
    if (place_in(*if_all_there_, booking) && !place_in(free_, booking))
        return Cause::session_off;  // too few staff
    return Cause::session_changed;
}

scheduler::Interval Ground::absence(const Booking& booking) const {
    const auto* worker = changed_.find_worker(booking.worker);
    const Clinic* clinic = changed_.find_clinic(booking.key.clinic);
    if (worker != nullptr && clinic != nullptr && holds(clinic->workers, booking.worker))
        for (const auto& away : worker->away)
            if (away.begin() < booking.ends && booking.starts < away.end()) return away;
    return scheduler::Interval::make(booking.starts, std::max(free_.horizon().end(), booking.ends)).value();
}

}  // namespace offing::service
