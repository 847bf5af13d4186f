// Putting times before a woman, and settling what became of a booked time that couldn't be held.

#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string_view>
#include <vector>

#include "gateway/service/turn.hpp"
#include "gateway/storage/bookings.hpp"

namespace offing::service {

struct PutOffers {
    std::vector<scheduler::Offer> offers;  ///< number n is offers[n - 1]
    std::optional<std::string> moving;     ///< the booking they would replace
    Timestamp held_until;
};

/// Closes what she was offered before, holds these places for her and writes both down. Throws a conflict
/// when one of them went to somebody else in this moment. The diary is the caller's to put right.
storage::OfferSet put_offers(storage::Transaction& transaction, const storage::Contact& contact,
                             const PutOffers& put, Timestamp now);

/// She, or a person with her, has decided what comes instead: the task is done. Nothing for a booking that
/// was never displaced.
void settle_displaced(storage::Transaction& transaction, std::string_view booking, std::string_view by,
                      Timestamp now);

/// A place as the ledger writes it, and a booking.
boost::json::object place_json(const scheduler::PlaceKey& key);
boost::json::object booking_json(const storage::Booking& booking);

}  // namespace offing::service
