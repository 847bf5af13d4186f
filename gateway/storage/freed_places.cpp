#include "gateway/storage/freed_places.hpp"

#include "gateway/storage/columns.hpp"

namespace offing::storage {

using scheduler::PlaceKey;

namespace {

Value date_of(const PlaceKey& key) { return scheduler::spell(key.date); }
Value place_of(const PlaceKey& key) { return std::int64_t{key.place}; }

}  // namespace

void add_freed(Transaction& transaction, const FreedPlace& freed, std::string_view by, Timestamp now) {
    transaction.run(
        "INSERT INTO freed_place (clinic, date, place, starts_at, next_look) VALUES ($1, $2, $3, $4, $5) "
        "ON CONFLICT (clinic, date, place) DO UPDATE SET next_look = excluded.next_look",
        {freed.key.clinic, date_of(freed.key), place_of(freed.key), millis(freed.starts), millis(now)});
    if (!by.empty()) note_asked(transaction, freed, by);
}

std::vector<FreedPlace> freed_to_look_at(Transaction& transaction, Timestamp now, int most) {
    std::vector<FreedPlace> freed;
    for (const Row& row :
         transaction.run("SELECT clinic, date, place, starts_at FROM freed_place WHERE next_look <= $1 "
                         "ORDER BY starts_at, clinic, place LIMIT $2",
                         {millis(now), std::int64_t{most}}))
        freed.push_back({{row.text(0), scheduler::parse_date(row.text(1)).value_or(scheduler::Date{}),
                          static_cast<int>(row.integer(2))},
                         to_minutes(time_of(row, 3))});
    return freed;
}

void look_later(Transaction& transaction, const PlaceKey& key, Timestamp at) {
    transaction.run("UPDATE freed_place SET next_look = $4 WHERE clinic = $1 AND date = $2 AND place = $3",
                    {key.clinic, date_of(key), place_of(key), millis(at)});
}

void drop_freed(Transaction& transaction, const PlaceKey& key) {
    transaction.run("DELETE FROM freed_place WHERE clinic = $1 AND date = $2 AND place = $3",
                    {key.clinic, date_of(key), place_of(key)});
}

void note_asked(Transaction& transaction, const FreedPlace& freed, std::string_view contact) {
    transaction.run(
        "INSERT INTO freed_place_asked (clinic, date, place, contact, starts_at) VALUES ($1, $2, $3, $4, $5) "
        "ON CONFLICT (clinic, date, place, contact) DO NOTHING",
        {freed.key.clinic, date_of(freed.key), place_of(freed.key), std::string{contact},
         millis(freed.starts)});
}

int times_asked(Transaction& transaction, const PlaceKey& key) {
    return static_cast<int>(
        transaction
            .run("SELECT COUNT(*) FROM freed_place_asked WHERE clinic = $1 AND date = $2 AND place = $3",
                 {key.clinic, date_of(key), place_of(key)})
            .front()
            .integer(0));
}

std::vector<std::string> line_for_freed(Transaction& transaction, const PlaceKey& key, Timestamp after,
                                        Timestamp now, int most) {
    std::vector<std::string> line;
    for (const Row& row : transaction.run(
             "SELECT p.id FROM person p JOIN contact c ON c.id = p.id LEFT JOIN (SELECT contact, "
             "MIN(starts_at) AS "
             "first FROM booking WHERE status = 'booked' AND ends_at > $1 GROUP BY contact) b ON b.contact = "
             "p.id "
             "WHERE c.texts = 'on' AND (b.first > $2 OR (b.first IS NULL AND EXISTS (SELECT 1 FROM task t "
             "WHERE "
             "t.contact = p.id AND t.kind = 'nothing_fits' AND t.done_at IS NULL))) AND NOT EXISTS (SELECT 1 "
             "FROM "
             "freed_place_asked a WHERE a.clinic = $3 AND a.date = $4 AND a.place = $5 AND a.contact = p.id) "
             "ORDER BY p.waiting_since, p.id LIMIT $6",
             {millis(now), millis(after), key.clinic, date_of(key), place_of(key), std::int64_t{most}}))
        line.push_back(row.text(0));
    return line;
}

void forget_freed(Transaction& transaction, Timestamp before) {
    transaction.run("DELETE FROM freed_place WHERE starts_at < $1", {millis(before)});
    transaction.run("DELETE FROM freed_place_asked WHERE starts_at < $1", {millis(before)});
}

}  // namespace offing::storage
