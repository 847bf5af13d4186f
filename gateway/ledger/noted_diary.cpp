#include "gateway/ledger/noted_diary.hpp"

#include <boost/json.hpp>

#include "gateway/ledger/event.hpp"
#include "gateway/storage/columns.hpp"
#include "gateway/storage/json_values.hpp"

namespace offing::ledger {

namespace json = boost::json;
using storage::Row;

void note_diary(storage::Transaction& transaction, Timestamp now) {
    json::array places;
    for (const Row& row : transaction.run(
             "SELECT clinic, date, place, held_until FROM place WHERE held_until IS NULL OR held_until > $1 "
             "ORDER BY date, clinic, place",
             {storage::millis(now)})) {
        json::array place{row.text(0), row.text(1), row.integer(2)};
        if (!row.is_null(3)) place.emplace_back(row.integer(3));
        places.push_back(std::move(place));
    }
    json::array bookings;
    for (const Row& row : transaction.run(
             "SELECT id, contact, clinic, date, place, starts_at, ends_at FROM booking WHERE status = "
             "'booked' AND ends_at > $1 ORDER BY id",
             {storage::millis(now)}))
        bookings.push_back(json::array{row.text(0), row.text(1), row.text(2), row.text(3), row.integer(4),
                                       row.integer(5) / 60'000, row.integer(6) / 60'000});
    json::array sets;
    for (const Row& row : transaction.run(
             "SELECT id, contact, held_until, offers FROM offer_set WHERE open = 1 AND held_until > $1 ORDER "
             "BY id",
             {storage::millis(now)})) {
        json::array keys;
        const json::value offers = storage::read_json(row.text(3));
        if (offers.is_array())
            for (const json::value& offer : offers.get_array()) {
                const auto key = storage::offer_from(offer).key;
                keys.push_back(json::array{key.clinic, scheduler::spell(key.date), key.place});
            }
        sets.push_back(json::array{row.text(0), row.text(1), row.integer(2), std::move(keys)});
    }
    record(transaction, Kind::diary_noted, "",
           {{"places", std::move(places)}, {"bookings", std::move(bookings)}, {"sets", std::move(sets)}},
           now);
}

}  // namespace offing::ledger
