#include "gateway/storage/diary_rows.hpp"

#include <utility>

#include "gateway/storage/booking_row.hpp"
#include "gateway/storage/columns.hpp"

namespace offing::storage {

namespace {

DiaryBooking diary_booking_from(const Row& row) { return {booking_from(row), row.integer(booking_columns)}; }

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
        "SELECT " OFFING_BOOKING_COLUMNS
        ", b.version"
        " FROM booking b WHERE status IN ('booked', 'arrived') AND starts_at >= $1 AND starts_at < $2 "
        "ORDER BY starts_at, id LIMIT $3",
        {millis(from), millis(to), std::int64_t{most} + 1});
    found.is_cut_off = std::cmp_greater(rows.size(), most);
    for (const Row& row : rows)
        if (std::cmp_less(found.bookings.size(), most)) found.bookings.push_back(diary_booking_from(row));
    for (const Row& row :
         transaction.run("SELECT clinic, date, place FROM place WHERE date >= $1 AND date <= $2 "
                         "AND held_until > $3 ORDER BY date, clinic, place LIMIT $4",
                         {date_near(from, -1), date_near(to, 1), millis(now), std::int64_t{most}}))
        found.held.push_back(place_key_from(row));
    return found;
}

std::optional<DiaryBooking> diary_booking(Transaction& transaction, std::string_view id) {
    const Rows rows = transaction.run("SELECT " OFFING_BOOKING_COLUMNS
                                      ", b.version"
                                      " FROM booking b WHERE id = $1 AND status IN ('booked', 'arrived')",
                                      {std::string{id}});
    if (rows.empty()) return std::nullopt;
    return diary_booking_from(rows.front());
}

}  // namespace offing::storage
