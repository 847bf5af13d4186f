#include "gateway/storage/bookings.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "gateway/storage/booking_row.hpp"
#include "gateway/storage/columns.hpp"
#include "gateway/storage/json_values.hpp"

namespace offing::storage {

namespace json = boost::json;
using scheduler::PlaceKey;

namespace {

BookingStatus parse_status(std::string_view text) {
    for (const auto status :
         {BookingStatus::booked, BookingStatus::moved, BookingStatus::arrived, BookingStatus::missed})
        if (spell(status) == text) return status;
    return BookingStatus::freed;
}

std::vector<Booking> bookings_from(const Rows& rows) {
    std::vector<Booking> bookings;
    bookings.reserve(rows.size());
    for (const Row& row : rows) bookings.push_back(booking_from(row));
    return bookings;
}

std::vector<PlaceKey> keys_from(const Rows& rows) {
    std::vector<PlaceKey> keys;
    keys.reserve(rows.size());
    for (const Row& row : rows) keys.push_back(place_key_from(row));
    return keys;
}

Timestamp at(scheduler::Instant instant) { return instant; }

}  // namespace

PlaceKey place_key_from(const Row& row, std::size_t first) {
    return {row.text(first), scheduler::parse_date(row.text(first + 1)).value_or(scheduler::Date{}),
            static_cast<int>(row.integer(first + 2))};
}

Booking booking_from(const Row& row) {
    return {.id = row.text(0),
            .contact = row.text(1),
            .key = place_key_from(row, 2),
            .starts = to_minutes(time_of(row, 5)),
            .ends = to_minutes(time_of(row, 6)),
            .worker = row.text(7),
            .mode = scheduler::parse_mode(row.text(8)).value_or(scheduler::Mode::in_person),
            .status = parse_status(row.text(9)),
            .confirmed = row.integer(10) != 0,
            .created = time_of(row, 11)};
}

std::string_view spell(BookingStatus status) {
    switch (status) {
        case BookingStatus::booked:
            return "booked";
        case BookingStatus::moved:
            return "moved";
        case BookingStatus::freed:
            return "freed";
        case BookingStatus::arrived:
            return "arrived";
        case BookingStatus::missed:
            return "missed";
    }
    return "freed";
}

std::vector<Booking> bookings_ahead(Transaction& transaction, std::string_view contact, Timestamp now) {
    return bookings_from(
        transaction.run("SELECT " OFFING_BOOKING_COLUMNS
                        " FROM booking b WHERE contact = $1 AND starts_at > $2 AND ends_at > $3 AND "
                        "status = 'booked' ORDER BY starts_at",
                        {std::string{contact}, millis(now - std::chrono::hours{24}), millis(now)}));
}

std::vector<Booking> standing_bookings(Transaction& transaction, Timestamp now) {
    return bookings_from(transaction.run(
        "SELECT " OFFING_BOOKING_COLUMNS
        " FROM booking b WHERE status = 'booked' AND starts_at > $1 AND ends_at > $2 ORDER BY starts_at, id",
        {millis(now - std::chrono::hours{24}), millis(now)}));
}

std::vector<Booking> bookings_of_worker(Transaction& transaction, std::string_view worker, Timestamp from,
                                        Timestamp to) {
    return bookings_from(
        transaction.run("SELECT " OFFING_BOOKING_COLUMNS
                        " FROM booking b WHERE worker = $1 AND starts_at >= $2 AND starts_at < $3 AND "
                        "status IN ('booked', 'arrived') ORDER BY starts_at, id",
                        {std::string{worker}, millis(from), millis(to)}));
}

bool is_open_set(Transaction& transaction, std::string_view set) {
    return !transaction.run("SELECT id FROM offer_set WHERE id = $1 AND open = 1", {std::string{set}})
                .empty();
}

std::vector<Booking> missed_since(Transaction& transaction, std::string_view contact, Timestamp since) {
    return bookings_from(
        transaction.run("SELECT " OFFING_BOOKING_COLUMNS
                        " FROM booking b WHERE contact = $1 AND starts_at >= $2 AND status = 'missed' "
                        "ORDER BY starts_at DESC LIMIT 10",
                        {std::string{contact}, millis(since)}));
}

std::optional<Booking> find_booking(Transaction& transaction, std::string_view id) {
    auto found = bookings_from(
        transaction.run("SELECT " OFFING_BOOKING_COLUMNS " FROM booking b WHERE id = $1", {std::string{id}}));
    return found.empty() ? std::nullopt : std::optional{std::move(found.front())};
}

void add_booking(Transaction& transaction, const Booking& booking, Timestamp now) {
    transaction.run(
        "INSERT INTO booking (id, contact, clinic, date, place, starts_at, ends_at, worker, mode, status, "
        "confirmed, "
        "created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        {booking.id, booking.contact, booking.key.clinic, scheduler::spell(booking.key.date),
         std::int64_t{booking.key.place}, millis(at(booking.starts)), millis(at(booking.ends)),
         booking.worker, std::string{scheduler::spell(booking.mode)}, std::string{spell(booking.status)},
         std::int64_t{booking.confirmed}, millis(now)});
}

bool close_booking(Transaction& transaction, std::string_view id, BookingStatus status) {
    return transaction.change(
               "UPDATE booking SET status = $2, version = version + 1 WHERE id = $1 AND status = 'booked'",
               {std::string{id}, std::string{spell(status)}}) > 0;
}

void renumber_booking(Transaction& transaction, std::string_view id, const PlaceKey& key,
                      scheduler::Instant ends) {
    transaction.run(
        "UPDATE booking SET clinic = $2, date = $3, place = $4, ends_at = $5, version = version + 1 "
        "WHERE id = $1",
        {std::string{id}, key.clinic, scheduler::spell(key.date), std::int64_t{key.place}, millis(at(ends))});
}

void confirm_booking(Transaction& transaction, std::string_view id) {
    transaction.run(
        "UPDATE booking SET confirmed = 1, version = version + 1 WHERE id = $1 AND status = 'booked'",
        {std::string{id}});
}

void note_eta(Transaction& transaction, std::string_view id, Timestamp eta) {
    transaction.run("UPDATE booking SET eta = $2 WHERE id = $1", {std::string{id}, millis(eta)});
}

bool take_place(Transaction& transaction, const PlaceKey& key, std::string_view contact,
                std::optional<Timestamp> until, Timestamp now) {
    const auto taken = transaction.change(
        "INSERT INTO place (clinic, date, place, contact, held_until) VALUES ($1, $2, $3, $4, $5) "
        "ON CONFLICT (clinic, date, place) DO UPDATE SET contact = excluded.contact, held_until = "
        "excluded.held_until "
        "WHERE place.held_until IS NOT NULL AND (place.held_until <= $6 OR place.contact = excluded.contact)",
        {key.clinic, scheduler::spell(key.date), std::int64_t{key.place}, std::string{contact},
         until ? Value{millis(*until)} : Value{}, millis(now)});
    return taken > 0;
}

bool place_is_open_to(Transaction& transaction, const PlaceKey& key, std::string_view contact,
                      Timestamp now) {
    return transaction
        .run(
            "SELECT clinic FROM place WHERE clinic = $1 AND date = $2 AND place = $3 AND contact <> $4 AND "
            "(held_until IS NULL OR held_until > $5)",
            {key.clinic, scheduler::spell(key.date), std::int64_t{key.place}, std::string{contact},
             millis(now)})
        .empty();
}

void free_place(Transaction& transaction, const PlaceKey& key, std::string_view contact) {
    transaction.run("DELETE FROM place WHERE clinic = $1 AND date = $2 AND place = $3 AND contact = $4",
                    {key.clinic, scheduler::spell(key.date), std::int64_t{key.place}, std::string{contact}});
}

std::vector<TakenPlace> taken_places(Transaction& transaction, scheduler::Date from, Timestamp now) {
    std::vector<TakenPlace> taken;
    for (const Row& row :
         transaction.run("SELECT clinic, date, place, held_until FROM place WHERE date >= $1 AND "
                         "(held_until IS NULL OR held_until > $2)",
                         {scheduler::spell(from), millis(now)}))
        taken.push_back(
            {place_key_from(row), !row.is_null(3), row.is_null(3) ? Timestamp{} : time_of(row, 3)});
    return taken;
}

void drop_hold(Transaction& transaction, const PlaceKey& key) {
    transaction.run(
        "DELETE FROM place WHERE clinic = $1 AND date = $2 AND place = $3 AND held_until IS NOT NULL",
        {key.clinic, scheduler::spell(key.date), std::int64_t{key.place}});
}

std::vector<PlaceKey> drop_expired_holds(Transaction& transaction, Timestamp now, int most) {
    return keys_from(transaction.run(
        "DELETE FROM place WHERE held_until IS NOT NULL AND held_until <= $1 AND (clinic, date, place) IN "
        "(SELECT clinic, date, place FROM place WHERE held_until IS NOT NULL AND held_until <= $1 LIMIT $2) "
        "RETURNING clinic, date, place",
        {millis(now), std::int64_t{most}}));
}

std::vector<Booking> missed_without_offer(Transaction& transaction, Timestamp since, int most) {
    return bookings_from(transaction.run(
        "SELECT " OFFING_BOOKING_COLUMNS
        " FROM booking b WHERE b.status = 'missed' AND b.starts_at > $1 AND NOT EXISTS (SELECT 1 FROM "
        "reminder r WHERE r.booking = b.id AND r.ahead_min = $2) ORDER BY b.starts_at LIMIT $3",
        {millis(since), std::int64_t{ahead_of_missed.count()}, std::int64_t{most}}));
}

void record_missed_offer(Transaction& transaction, std::string_view booking, std::string_view outcome,
                         Timestamp now) {
    record_reminder(transaction, booking, ahead_of_missed, outcome, now);
}

std::optional<OfferSet> open_offers(Transaction& transaction, std::string_view contact) {
    const Rows rows = transaction.run(
        "SELECT id, made_at, held_until, moving_booking, offers FROM offer_set WHERE contact = $1 AND open = "
        "1 "
        "ORDER BY made_at DESC LIMIT 1",
        {std::string{contact}});
    if (rows.empty()) return std::nullopt;
    const Row& row = rows.front();
    OfferSet set{.id = row.text(0),
                 .made_at = time_of(row, 1),
                 .held_until = time_of(row, 2),
                 .moving_booking = row.maybe_text(3),
                 .offers = {}};
    const json::value offers = read_json(row.text(4));
    if (offers.is_array())
        for (const json::value& offer : offers.get_array()) set.offers.push_back(offer_from(offer));
    return set;
}

void add_offers(Transaction& transaction, std::string_view contact, const OfferSet& offers) {
    json::array all;
    for (const auto& offer : offers.offers) all.push_back(to_json(offer));
    transaction.run(
        "INSERT INTO offer_set (id, contact, made_at, held_until, moving_booking, offers) VALUES ($1, $2, "
        "$3, $4, $5, $6)",
        {offers.id, std::string{contact}, millis(offers.made_at), millis(offers.held_until),
         offers.moving_booking ? Value{*offers.moving_booking} : Value{}, json::serialize(all)});
}

void retarget_offers(Transaction& transaction, std::string_view contact, std::string_view from,
                     std::string_view to) {
    transaction.run(
        "UPDATE offer_set SET moving_booking = $3 WHERE contact = $1 AND moving_booking = $2 AND open = 1",
        {std::string{contact}, std::string{from}, std::string{to}});
}

std::vector<PlaceKey> close_offers(Transaction& transaction, std::string_view contact, const OfferSet& offers,
                                   std::span<const PlaceKey> keep) {
    transaction.run("UPDATE offer_set SET open = 0 WHERE id = $1", {offers.id});
    std::vector<PlaceKey> freed;
    for (const auto& offer : offers.offers) {
        if (offer.key.place < 0 || std::ranges::find(keep, offer.key) != keep.end()) continue;
        const auto gone = transaction.change(
            "DELETE FROM place WHERE clinic = $1 AND date = $2 AND place = $3 AND contact = $4 AND "
            "held_until IS NOT NULL",
            {offer.key.clinic, scheduler::spell(offer.key.date), std::int64_t{offer.key.place},
             std::string{contact}});
        if (gone > 0) freed.push_back(offer.key);
    }
    return freed;
}

std::vector<Booking> without_reminder(Transaction& transaction, const BookingMark& mark, Timestamp until,
                                      std::chrono::minutes ahead, int most) {
    return bookings_from(transaction.run(
        "SELECT " OFFING_BOOKING_COLUMNS
        " FROM booking b WHERE b.status = 'booked' AND b.starts_at >= $1 AND b.starts_at <= $2 AND "
        "(b.starts_at > $1 OR b.id > $5) AND NOT EXISTS (SELECT 1 FROM reminder r WHERE r.booking = b.id AND "
        "r.ahead_min = $3) AND NOT EXISTS (SELECT 1 FROM displaced d WHERE d.booking = b.id) "
        "ORDER BY b.starts_at, b.id LIMIT $4",
        {millis(mark.starts), millis(until), std::int64_t{ahead.count()}, std::int64_t{most}, mark.id}));
}

void record_reminder(Transaction& transaction, std::string_view booking, std::chrono::minutes ahead,
                     std::string_view outcome, Timestamp now) {
    transaction.run(
        "INSERT INTO reminder (booking, ahead_min, decided_at, outcome) VALUES ($1, $2, $3, $4) "
        "ON CONFLICT (booking, ahead_min) DO NOTHING",
        {std::string{booking}, std::int64_t{ahead.count()}, millis(now), std::string{outcome}});
}

}  // namespace offing::storage
