#include "gateway/storage/drop_ins.hpp"

#include "gateway/base/ids.hpp"
#include "gateway/storage/columns.hpp"

namespace offing::storage {

namespace {

Value day_of(const SessionDay& session) { return scheduler::spell(session.date); }

}  // namespace

void add_arrival(Transaction& transaction, const SessionDay& session, Timestamp now) {
    transaction.run("INSERT INTO drop_in_visit (id, clinic, date, came_at) VALUES ($1, $2, $3, $4)",
                    {new_id(now), session.clinic, day_of(session), millis(now)});
}

bool begin_visit(Transaction& transaction, const SessionDay& session, Timestamp now) {
    return !transaction
                .run(
                    "UPDATE drop_in_visit SET began_at = $3 WHERE id = (SELECT id FROM drop_in_visit WHERE "
                    "clinic = "
                    "$1 AND date = $2 AND began_at IS NULL ORDER BY came_at, id LIMIT 1) RETURNING id",
                    {session.clinic, day_of(session), millis(now)})
                .empty();
}

bool end_visit(Transaction& transaction, const SessionDay& session, Timestamp now) {
    return !transaction
                .run(
                    "UPDATE drop_in_visit SET ended_at = $3 WHERE id = (SELECT id FROM drop_in_visit WHERE "
                    "clinic = "
                    "$1 AND date = $2 AND began_at IS NOT NULL AND ended_at IS NULL ORDER BY began_at, id "
                    "LIMIT 1) "
                    "RETURNING id",
                    {session.clinic, day_of(session), millis(now)})
                .empty();
}

bool drop_arrival(Transaction& transaction, const SessionDay& session) {
    return !transaction
                .run(
                    "DELETE FROM drop_in_visit WHERE id = (SELECT id FROM drop_in_visit WHERE clinic = $1 "
                    "AND date = "
                    "$2 AND began_at IS NULL ORDER BY came_at DESC, id DESC LIMIT 1) RETURNING id",
                    {session.clinic, day_of(session)})
                .empty();
}

void set_closed(Transaction& transaction, const SessionDay& session, std::optional<Timestamp> at) {
    if (!at) {
        transaction.run("DELETE FROM drop_in_closed WHERE clinic = $1 AND date = $2",
                        {session.clinic, day_of(session)});
        return;
    }
    transaction.run(
        "INSERT INTO drop_in_closed (clinic, date, closed_at) VALUES ($1, $2, $3) "
        "ON CONFLICT (clinic, date) DO NOTHING",
        {session.clinic, day_of(session), millis(*at)});
}

DropInCounts count_drop_in(Transaction& transaction, const SessionDay& session) {
    DropInCounts counts;
    for (const Row& row : transaction.run("SELECT began_at FROM drop_in_visit WHERE clinic = $1 AND date = "
                                          "$2 AND ended_at IS NULL ORDER BY "
                                          "came_at, id",
                                          {session.clinic, day_of(session)})) {
        if (row.is_null(0))
            ++counts.waiting;
        else
            counts.running_since.push_back(time_of(row, 0));
    }
    const Rows closed =
        transaction.run("SELECT closed_at FROM drop_in_closed WHERE clinic = $1 AND date = $2",
                        {session.clinic, day_of(session)});
    if (!closed.empty()) counts.closed = time_of(closed.front(), 0);
    return counts;
}

std::vector<std::chrono::minutes> past_visit_lengths(Transaction& transaction, std::string_view clinic,
                                                     int most) {
    std::vector<std::chrono::minutes> lengths;
    for (const Row& row : transaction.run("SELECT began_at, ended_at FROM drop_in_visit WHERE clinic = $1 "
                                          "AND ended_at IS NOT NULL ORDER BY "
                                          "ended_at DESC LIMIT $2",
                                          {std::string{clinic}, std::int64_t{most}}))
        lengths.push_back(std::chrono::ceil<std::chrono::minutes>(time_of(row, 1) - time_of(row, 0)));
    return lengths;
}

void forget_visits(Transaction& transaction, Timestamp before) {
    transaction.run("DELETE FROM drop_in_visit WHERE came_at < $1", {millis(before)});
    transaction.run("DELETE FROM drop_in_closed WHERE closed_at < $1", {millis(before)});
}

}  // namespace offing::storage
