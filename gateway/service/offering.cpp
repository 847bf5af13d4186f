#include "gateway/service/offering.hpp"

#include <boost/json.hpp>

#include "gateway/base/ids.hpp"
#include "gateway/ledger/event.hpp"
#include "gateway/service/decision_record.hpp"
#include "gateway/storage/displaced.hpp"
#include "gateway/storage/json_values.hpp"
#include "gateway/storage/tasks.hpp"

namespace offing::service {

namespace json = boost::json;
using storage::StatementFailed;

storage::OfferSet put_offers(storage::Transaction& transaction, const storage::Contact& contact,
                             const PutOffers& put, Timestamp now) {
    if (const auto open = storage::open_offers(transaction, contact.id))
        storage::close_offers(transaction, contact.id, *open, {});
    for (const auto& offer : put.offers) {
        if (offer.key.place < 0) continue;  // a drop-in needs no place
        if (!storage::take_place(transaction, offer.key, contact.id, put.held_until, now))
            throw StatementFailed(StatementFailed::Why::conflict,
                                  "the place went to somebody else in this moment");
    }
    storage::OfferSet set{.id = new_id(now),
                          .made_at = now,
                          .held_until = put.held_until,
                          .moving_booking = put.moving,
                          .offers = put.offers};
    storage::add_offers(transaction, contact.id, set);
    ledger::record(transaction, ledger::Kind::offered, contact.id,
                   {{"set", set.id},
                    {"inbound", ""},
                    {"held_until", set.held_until.time_since_epoch().count()},
                    {"offers", offers_json(put.offers)}},
                   now);
    return set;
}

void settle_displaced(storage::Transaction& transaction, std::string_view booking, std::string_view by,
                      Timestamp now) {
    const auto displaced = storage::find_displaced(transaction, booking);
    if (!displaced) return;
    storage::drop_displaced(transaction, booking);
    if (!storage::finish_task(transaction, displaced->task, by, now)) return;
    const auto about = storage::find_booking(transaction, booking);
    ledger::record(transaction, ledger::Kind::task_done, about ? about->contact : std::string{},
                   {{"task", displaced->task}, {"kind", displaced->cause}}, now);
}

json::object place_json(const scheduler::PlaceKey& key) {
    return {{"clinic", key.clinic}, {"date", scheduler::spell(key.date)}, {"place", key.place}};
}

json::object booking_json(const storage::Booking& booking) {
    json::object body = place_json(booking.key);
    body["booking"] = booking.id;
    body["begin"] = booking.starts.time_since_epoch().count();
    body["end"] = booking.ends.time_since_epoch().count();
    body["worker"] = booking.worker;
    return body;
}

}  // namespace offing::service
