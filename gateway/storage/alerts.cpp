#include "gateway/storage/alerts.hpp"

#include "gateway/storage/columns.hpp"

namespace offing::storage {

namespace {

#define OFFING_ALERT_COLUMNS \
    "id, kind, contact, task, code, step, opened_at, next_at, acknowledged_at, acknowledged_by"

Alert alert_from(const Row& row) {
    Alert alert{.id = row.text(0),
                .kind = row.text(1),
                .contact = row.text(2),
                .task = row.text(3),
                .code = row.text(4),
                .step = static_cast<int>(row.integer(5)),
                .opened = time_of(row, 6),
                .next = time_of(row, 7)};
    alert.acknowledged = maybe_time(row, 8);
    alert.acknowledged_by = row.maybe_text(9).value_or("");
    return alert;
}

std::vector<Alert> alerts_from(const Rows& rows) {
    std::vector<Alert> alerts;
    alerts.reserve(rows.size());
    for (const Row& row : rows) alerts.push_back(alert_from(row));
    return alerts;
}

}  // namespace

void add_alert(Transaction& transaction, const Alert& alert) {
    transaction.run(
        "INSERT INTO alert (id, kind, contact, task, code, opened_at, next_at) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7)",
        {alert.id, alert.kind, alert.contact, alert.task, alert.code, millis(alert.opened),
         millis(alert.next)});
}

std::optional<Alert> find_alert(Transaction& transaction, std::string_view id) {
    const Rows rows =
        transaction.run("SELECT " OFFING_ALERT_COLUMNS " FROM alert WHERE id = $1", {std::string{id}});
    return rows.empty() ? std::nullopt : std::optional{alert_from(rows.front())};
}

std::vector<Alert> open_alerts(Transaction& transaction, int most) {
    return alerts_from(
        transaction.run("SELECT " OFFING_ALERT_COLUMNS
                        " FROM alert WHERE acknowledged_at IS NULL ORDER BY opened_at LIMIT $1",
                        {std::int64_t{most}}));
}

std::vector<Alert> alerts_since(Transaction& transaction, Timestamp since, int most) {
    return alerts_from(transaction.run("SELECT " OFFING_ALERT_COLUMNS
                                       " FROM alert WHERE opened_at >= $1 ORDER BY opened_at DESC LIMIT $2",
                                       {millis(since), std::int64_t{most}}));
}

std::vector<Alert> alerts_due(Transaction& transaction, Timestamp now, int most) {
    return alerts_from(transaction.run("SELECT " OFFING_ALERT_COLUMNS
                                       " FROM alert WHERE acknowledged_at IS NULL AND next_at <= $1 "
                                       "ORDER BY next_at LIMIT $2",
                                       {millis(now), std::int64_t{most}}));
}

bool advance_alert(Transaction& transaction, std::string_view id, int step, Timestamp next) {
    return !transaction
                .run(
                    "UPDATE alert SET step = $3, next_at = $4 WHERE id = $1 AND step = $2 AND "
                    "acknowledged_at IS NULL RETURNING id",
                    {std::string{id}, std::int64_t{step - 1}, std::int64_t{step}, millis(next)})
                .empty();
}

void hasten_alert(Transaction& transaction, std::string_view id, Timestamp at) {
    transaction.run("UPDATE alert SET next_at = $2 WHERE id = $1 AND next_at > $2",
                    {std::string{id}, millis(at)});
}

bool acknowledge_alert(Transaction& transaction, std::string_view id, std::string_view by, Timestamp now) {
    return !transaction
                .run(
                    "UPDATE alert SET acknowledged_at = $2, acknowledged_by = $3 WHERE id = $1 AND "
                    "acknowledged_at IS NULL RETURNING id",
                    {std::string{id}, millis(now), std::string{by}})
                .empty();
}

std::optional<std::string> finished_by(Transaction& transaction, std::string_view task) {
    const Rows rows = transaction.run("SELECT done_by FROM task WHERE id = $1 AND done_at IS NOT NULL",
                                      {std::string{task}});
    if (rows.empty()) return std::nullopt;
    return rows.front().maybe_text(0).value_or("");
}

void add_notice(Transaction& transaction, const Notice& notice, Timestamp now) {
    transaction.run(
        "INSERT INTO alert_notice (id, alert, words, route, step, due_at, created_at) "
        "VALUES ($1, $2, $3, $4, $5, $6, $6) ON CONFLICT DO NOTHING",
        {notice.id, notice.alert, notice.words, notice.route, std::int64_t{notice.step}, millis(now)});
}

std::vector<Notice> lease_notices(Transaction& transaction, Timestamp now, Timestamp lease_until, int most) {
    const std::string sql =
        std::string{
            "UPDATE alert_notice SET attempts = attempts + 1, due_at = $1 WHERE id IN (SELECT id FROM "
            "alert_notice WHERE outcome IS NULL AND due_at <= $2 ORDER BY due_at LIMIT $3"} +
        std::string{transaction.skip_locked()} + ") RETURNING id, alert, words, route, step, attempts";
    std::vector<Notice> notices;
    for (const Row& row : transaction.run(sql, {millis(lease_until), millis(now), std::int64_t{most}}))
        notices.push_back({.id = row.text(0),
                           .alert = row.text(1),
                           .words = row.text(2),
                           .route = row.text(3),
                           .step = static_cast<int>(row.integer(4)),
                           .attempts = static_cast<int>(row.integer(5))});
    return notices;
}

void settle_notice(Transaction& transaction, std::string_view id, std::string_view outcome) {
    transaction.run("UPDATE alert_notice SET outcome = $2 WHERE id = $1 AND outcome IS NULL",
                    {std::string{id}, std::string{outcome}});
}

void retry_notice(Transaction& transaction, std::string_view id, Timestamp due) {
    transaction.run("UPDATE alert_notice SET due_at = $2 WHERE id = $1 AND outcome IS NULL",
                    {std::string{id}, millis(due)});
}

void drop_notices_of(Transaction& transaction, std::string_view alert) {
    transaction.run(
        "UPDATE alert_notice SET outcome = 'dropped' WHERE alert = $1 AND outcome IS NULL AND words IN "
        "('alert', 'test')",
        {std::string{alert}});
}

int answers_by_route(Transaction& transaction, std::string_view route, Timestamp since) {
    return static_cast<int>(
        transaction
            .run("SELECT COUNT(*) FROM alert_notice WHERE route = $1 AND created_at >= $2 "
                 "AND words NOT IN ('alert', 'test')",
                 {std::string{route}, millis(since)})
            .front()
            .integer(0));
}

}  // namespace offing::storage
