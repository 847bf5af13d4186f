#include "gateway/storage/desk_rows.hpp"

#include "gateway/storage/booking_row.hpp"
#include "gateway/storage/columns.hpp"

namespace offing::storage {

namespace {

DeskVisit visit_from(const Row& row) {
    constexpr std::size_t more = booking_columns;
    return {.booking = booking_from(row),
            .eta = maybe_time(row, more),
            .here = maybe_time(row, more + 1),
            .runs_until = maybe_time(row, more + 2),
            .name_sealed = row.is_null(more + 3) ? Bytes{} : row.bytes(more + 3),
            .key_wrapped = row.is_null(more + 4) ? Bytes{} : row.bytes(more + 4),
            .after = {},
            .text_due = {},
            .text_sent = {}};
}

void add_what_follows(Transaction& transaction, DeskVisit& visit) {
    for (const Row& row :
         transaction.run("SELECT outcome FROM reminder WHERE booking = $1 AND ahead_min = $2",
                         {visit.booking.id, std::int64_t{ahead_of_missed.count()}}))
        visit.after = row.text(0);
    for (const Row& row : transaction.run(
             "SELECT status, due_at, settled_at FROM outbound WHERE contact = $1 AND booking = $2 AND "
             "template = 'missed' ORDER BY created_at DESC LIMIT 1",
             {visit.booking.contact, visit.booking.id})) {
        if (row.text(0) == "waiting" || row.text(0) == "sending") visit.text_due = time_of(row, 1);
        if (row.text(0) == "sent") visit.text_sent = maybe_time(row, 2);
    }
}

}  // namespace

std::vector<DeskVisit> desk_visits(Transaction& transaction, Timestamp from, Timestamp to, int most) {
    std::vector<DeskVisit> visits;
    for (const Row& row : transaction.run(
             "SELECT " OFFING_BOOKING_COLUMNS ", b.eta, b.here_at, b.runs_until, p.name_enc, c.key_wrapped "
             "FROM booking b JOIN contact c ON c.id = b.contact LEFT JOIN person p ON p.id = b.contact "
             "WHERE b.starts_at >= $1 AND b.starts_at < $2 AND b.status IN ('booked', 'arrived', 'missed') "
             "ORDER BY b.starts_at, b.id LIMIT $3",
             {millis(from), millis(to), std::int64_t{most}})) {
        visits.push_back(visit_from(row));
        if (visits.back().booking.status == BookingStatus::missed)
            add_what_follows(transaction, visits.back());
    }
    return visits;
}

void note_here(Transaction& transaction, std::string_view booking, Timestamp at) {
    transaction.run("UPDATE booking SET here_at = COALESCE(here_at, $2) WHERE id = $1",
                    {std::string{booking}, millis(at)});
}

void note_runs_until(Transaction& transaction, std::string_view booking, std::optional<Timestamp> until) {
    transaction.run("UPDATE booking SET runs_until = $2 WHERE id = $1",
                    {std::string{booking}, until ? Value{millis(*until)} : Value{}});
}

std::optional<Timestamp> runs_until(Transaction& transaction, std::string_view booking) {
    const Rows rows = transaction.run("SELECT runs_until FROM booking WHERE id = $1", {std::string{booking}});
    return rows.empty() ? std::nullopt : maybe_time(rows.front(), 0);
}

bool reopen_booking(Transaction& transaction, std::string_view id, BookingStatus status) {
    const auto back = transaction.change(
        "UPDATE booking SET status = 'booked', runs_until = NULL, version = version + 1 WHERE id = $1 AND "
        "status = $2",
        {std::string{id}, std::string{spell(status)}});
    if (back == 0) return false;
    transaction.run("DELETE FROM reminder WHERE booking = $1 AND ahead_min = $2",
                    {std::string{id}, std::int64_t{ahead_of_missed.count()}});
    return true;
}

bool has_waiting_about(Transaction& transaction, std::string_view booking) {
    return !transaction
                .run("SELECT id FROM outbound WHERE booking = $1 AND status = 'waiting' LIMIT 1",
                     {std::string{booking}})
                .empty();
}

void set_last_seen(Transaction& transaction, std::string_view contact, scheduler::Date date) {
    transaction.run("UPDATE person SET last_seen = $2 WHERE id = $1",
                    {std::string{contact}, scheduler::spell(date)});
}

void set_number_checked(Transaction& transaction, std::string_view contact, scheduler::Date date) {
    transaction.run("UPDATE person SET number_checked = $2 WHERE id = $1",
                    {std::string{contact}, scheduler::spell(date)});
}

}  // namespace offing::storage
