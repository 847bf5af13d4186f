// Puts bookings into a rig's store and diary by hand, where a conversation would only be a detour.

#pragma once

#include <stdexcept>

#include "gateway/base/ids.hpp"
#include "gateway/storage/bookings.hpp"
#include "tests/support/rig.hpp"

namespace offing::service {

template <typename Work>
auto in_store(support::Rig& rig, Work work) {
    auto done = rig.database->transact_now(std::move(work));
    if (!done) throw std::runtime_error(done.error().what);
    return std::move(*done);
}

inline storage::Booking booking_at(support::Rig& rig, const std::string& contact, std::string clinic,
                                   std::string_view start, std::string worker, int index,
                                   std::chrono::minutes length = std::chrono::minutes{45}) {
    const auto local = scheduler::parse_local(start).value();
    const auto begins = rig.diary->zone().to_instant_or_later(local);
    const auto step = static_cast<int>(scheduler::clock_of(local) / std::chrono::minutes{5});
    return {.id = new_id(rig.clock.now()),
            .contact = contact,
            .key = {std::move(clinic), scheduler::date_of(local), step * scheduler::places_per_step + index},
            .starts = begins,
            .ends = begins + length,
            .worker = std::move(worker)};
}

/// Its id.
inline std::string book(support::Rig& rig, const storage::Booking& booking) {
    const Timestamp now = rig.clock.now();
    in_store(rig, [&](storage::Transaction& transaction) {
        if (!storage::take_place(transaction, booking.key, booking.contact, std::nullopt, now))
            throw std::runtime_error("the place is taken");
        storage::add_booking(transaction, booking, now);
        return true;
    });
    rig.diary->book(booking.key);
    return booking.id;
}

}  // namespace offing::service
