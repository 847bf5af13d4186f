// Booked times that the service can no longer hold as agreed: they stand until she, or a person with her, has
// settled what comes instead.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/base/clock.hpp"
#include "gateway/storage/database.hpp"

namespace offing::storage {

struct Displaced {
    std::string booking;
    std::string cause;  ///< as service::spell(Cause) writes it
    std::string task;   ///< what a person settles by its due time, whatever she answers
    Timestamp since;
};

/// Once for a booking: a second change of the service keeps the first entry.
void add_displaced(Transaction& transaction, const Displaced& displaced);
std::optional<Displaced> find_displaced(Transaction& transaction, std::string_view booking);
/// Those whose booking still stands, by booking.
std::vector<Displaced> all_displaced(Transaction& transaction, Timestamp now);
/// Settled: by her choice, by a person, or because it stands again.
void drop_displaced(Transaction& transaction, std::string_view booking);

}  // namespace offing::storage
