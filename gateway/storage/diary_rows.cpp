#include "gateway/storage/diary_rows.hpp"

#include <utility>

#include "gateway/storage/columns.hpp"

namespace offing::storage {

namespace {

#define OFFING_DIARY_COLUMNS \
    "id, contact, clinic, date, place, starts_at, ends_at, worker, mode, status, confirmed, version"

scheduler::PlaceKey key_from(const Row& row, std::size_t first) {
    return {row.text(first), scheduler::parse_date(row.text(first + 1)).value_or(scheduler::Date{}),
            static_cast<int>(row.integer(first + 2))};
}

DiaryBooking booking_from(const Row& row) {
    return {.id = row.text(0),
            .contact = row.text(1),
            .key = key_from(row, 2),
            .starts = to_minutes(time_of(row, 5)),
            .ends = to_minutes(time_of(row, 6)),
            .worker = row.text(7),
            .mode = scheduler::parse_mode(row.text(8)).value_or(scheduler::Mode::in_person),
            .status =
                row.text(9) == spell(BookingStatus::arrived) ? BookingStatus::arrived : BookingStatus::booked,
            .confirmed = row.integer(10) != 0,
            .version = row.integer(11)};
}

/// A day more on either side: a date is one of the service's zone, whichever that is.
std::string date_near(scheduler::Instant instant, int days) {
    const auto day = std::chrono::floor<std::chrono::days>(instant) + std::chrono::days{days};
    return scheduler::spell(scheduler::Date{day.time_since_epoch()});
}

}  // namespace

DiaryRows diary_rows(Transaction& transaction, scheduler::Instant from, scheduler::Instant to, Timestamp now,
                     int most) {
    DiaryRows found;
    const Rows rows = transaction.run(
        "SELECT " OFFING_DIARY_COLUMNS
        " FROM booking WHERE status IN ('booked', 'arrived') AND starts_at >= $1 AND starts_at < $2 "
        "ORDER BY starts_at, id LIMIT $3",
        {millis(from), millis(to), std::int64_t{most} + 1});
    found.is_cut_off = std::cmp_greater(rows.size(), most);
    for (const Row& row : rows)
        if (std::cmp_less(found.bookings.size(), most)) found.bookings.push_back(booking_from(row));
    for (const Row& row :
         transaction.run("SELECT clinic, date, place FROM place WHERE date >= $1 AND date <= $2 "
                         "AND held_until > $3 ORDER BY date, clinic, place LIMIT $4",
                         {date_near(from, -1), date_near(to, 1), millis(now), std::int64_t{most}}))
        found.held.push_back(key_from(row, 0));
    return found;
}

std::optional<DiaryBooking> diary_booking(Transaction& transaction, std::string_view id) {
    const Rows rows = transaction.run("SELECT " OFFING_DIARY_COLUMNS
                                      " FROM booking WHERE id = $1 AND status IN ('booked', 'arrived')",
                                      {std::string{id}});
    if (rows.empty()) return std::nullopt;
    return booking_from(rows.front());
}

}  // namespace offing::storage
