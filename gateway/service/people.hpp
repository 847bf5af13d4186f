// A woman as each part may see her: the scheduler without any history of missed times, the outbox by her safe
// times, the conversation by first names and clock times.

#pragma once

#include "gateway/service/safe_time.hpp"
#include "gateway/service/turn.hpp"
#include "gateway/storage/bookings.hpp"

namespace offing::service {

/// Hers, or the service's usual school run where she has named none.
std::vector<scheduler::BusyWindow> busy_windows(const storage::Person& person,
                                                const scheduler::Service& service);

/// `ahead`: her booked times; `moving` is the one that may be replaced and so doesn't stand in its own way.
scheduler::Preferences preferences_of(const storage::Person& person, const scheduler::Service& service,
                                      const std::vector<storage::Booking>& ahead,
                                      const std::optional<std::string>& moving);

SafeTimes safe_times_of(const storage::Contact& contact, const scheduler::Service& service);

/// An offer under the number she is shown.
conversation::OfferedTime shown(const scheduler::Offer& offer, int number, const scheduler::Service& service,
                                const scheduler::Zone& zone);
conversation::OfferedTime shown(const scheduler::Offer& offer, int number, const Desk& desk,
                                const scheduler::Zone& zone);

templates::Level level_of(const storage::Contact& contact);

}  // namespace offing::service
