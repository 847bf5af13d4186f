// What the store knows of a stretch of the diary: who is booked, by pseudonym, and what is held. Read only.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gateway/storage/bookings.hpp"

namespace offing::storage {

/// A time that stands, or at which she came. What became of others is shown nowhere.
struct DiaryBooking : Booking {
    std::int64_t version = 1;
};

struct DiaryRows {
    std::vector<DiaryBooking> bookings;  ///< in order of their beginning
    std::vector<scheduler::PlaceKey> held;
    bool is_cut_off = false;  ///< there were more than `most`
};

/// Times that begin in [from, to), and holds on dates from that of `from` to that of `to`.
DiaryRows diary_rows(Transaction& transaction, scheduler::Instant from, scheduler::Instant to, Timestamp now,
                     int most = 20'000);
/// Empty unless it stands or she came.
std::optional<DiaryBooking> diary_booking(Transaction& transaction, std::string_view id);

}  // namespace offing::storage
