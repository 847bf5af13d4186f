// "Six Tuesdays with Jo": several times booked at once by staff, as she asked. Each is a booking of its own
// and can move alone.

#pragma once

#include <string_view>
#include <vector>

#include "gateway/service/turn.hpp"
#include "scheduler/series.hpp"

namespace offing::service {

/// The best for each worker, the one she asked for first. Empty for whoever is not in touch, or when none
/// fits.
std::vector<scheduler::Series> propose_series(storage::Transaction& transaction, const Desk& desk,
                                              std::string_view contact, const scheduler::Wish& wish,
                                              const scheduler::SeriesWish& series, Timestamp now);

/// Books every one of them and tells her once, in her safe times; her open wish for a series is done. Throws
/// a conflict, and books none, when one has gone. Returns the bookings in order of time.
std::vector<storage::Booking> book_series(storage::Transaction& transaction, const Desk& desk,
                                          std::string_view contact, const scheduler::Series& series,
                                          std::string_view by, Timestamp now);

}  // namespace offing::service
