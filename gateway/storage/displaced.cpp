#include "gateway/storage/displaced.hpp"

#include "gateway/storage/columns.hpp"

namespace offing::storage {

namespace {

Displaced displaced_from(const Row& row) { return {row.text(0), row.text(1), row.text(2), time_of(row, 3)}; }

}  // namespace

void add_displaced(Transaction& transaction, const Displaced& displaced) {
    transaction.run(
        "INSERT INTO displaced (booking, cause, task, since) VALUES ($1, $2, $3, $4) "
        "ON CONFLICT (booking) DO NOTHING",
        {displaced.booking, displaced.cause, displaced.task, millis(displaced.since)});
}

std::optional<Displaced> find_displaced(Transaction& transaction, std::string_view booking) {
    const Rows rows = transaction.run("SELECT booking, cause, task, since FROM displaced WHERE booking = $1",
                                      {std::string{booking}});
    return rows.empty() ? std::nullopt : std::optional{displaced_from(rows.front())};
}

std::vector<Displaced> all_displaced(Transaction& transaction, Timestamp now) {
    std::vector<Displaced> all;
    for (const Row& row : transaction.run(
             "SELECT d.booking, d.cause, d.task, d.since FROM displaced d JOIN booking b ON b.id = d.booking "
             "WHERE b.status = 'booked' AND b.ends_at > $1 ORDER BY d.booking",
             {millis(now)}))
        all.push_back(displaced_from(row));
    return all;
}

void drop_displaced(Transaction& transaction, std::string_view booking) {
    transaction.run("DELETE FROM displaced WHERE booking = $1", {std::string{booking}});
}

}  // namespace offing::storage
