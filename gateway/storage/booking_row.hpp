// A row of the table of bookings, for the repositories that read it.

#pragma once

#include "gateway/storage/bookings.hpp"
#include "gateway/storage/database.hpp"

namespace offing::storage {

/// What booking_from() reads, in its order, of `booking b`.
#define OFFING_BOOKING_COLUMNS                                                                         \
    "b.id, b.contact, b.clinic, b.date, b.place, b.starts_at, b.ends_at, b.worker, b.mode, b.status, " \
    "b.confirmed, b.created_at"
inline constexpr std::size_t booking_columns = 12;

Booking booking_from(const Row& row);
/// Of clinic, date and place, from `first` on.
scheduler::PlaceKey place_key_from(const Row& row, std::size_t first = 0);

/// The reminder table also holds the decision about the offer after a missed time: minus one day "ahead".
inline constexpr std::chrono::minutes ahead_of_missed{-24 * 60};

}  // namespace offing::storage
