#include "gateway/storage/queue.hpp"

#include "gateway/storage/columns.hpp"

namespace offing::storage {

namespace {

#define OFFING_QUEUED_COLUMNS                                                                      \
    "id, contact, template, priority, status, COALESCE(provider, route), COALESCE(delivery, ''), " \
    "COALESCE(why, ''), attempts, due_at, expires_at"

QueuedText queued_from(const Row& row) {
    return {.id = row.text(0),
            .contact = row.text(1),
            .template_id = row.text(2),
            .priority = static_cast<Priority>(row.integer(3)),
            .status = row.text(4),
            .account = row.text(5),
            .delivery = row.text(6),
            .why = row.text(7),
            .attempts = static_cast<int>(row.integer(8)),
            .due = time_of(row, 9),
            .expires = time_of(row, 10)};
}

std::int64_t one_number(const Rows& rows) { return rows.front().integer(0); }

}  // namespace

std::vector<QueueDepth> queue_depths(Transaction& transaction, Timestamp now) {
    std::vector<QueueDepth> depths{
        {.priority = Priority::crisis}, {.priority = Priority::answer}, {.priority = Priority::reminder}};
    for (const Row& row :
         transaction.run("SELECT priority, COUNT(*), SUM(CASE WHEN due_at <= $1 THEN 1 ELSE 0 END), "
                         "MIN(due_at) FROM outbound WHERE status = 'waiting' GROUP BY priority",
                         {millis(now)})) {
        QueueDepth& depth = depths.at(static_cast<std::size_t>(row.integer(0)));
        depth.due = row.integer(2);
        depth.later = row.integer(1) - depth.due;
        if (depth.due > 0) depth.oldest = time_of(row, 3);
    }
    return depths;
}

std::vector<QueuedText> texts_of_status(Transaction& transaction, OutboundStatus status, int most) {
    std::vector<QueuedText> texts;
    for (const Row& row :
         transaction.run("SELECT " OFFING_QUEUED_COLUMNS
                         " FROM outbound WHERE status = $1 AND (status <> 'unknown' OR asked = 1) "
                         "ORDER BY due_at LIMIT $2",
                         {std::string{spell(status)}, std::int64_t{most}}))
        texts.push_back(queued_from(row));
    return texts;
}

std::optional<QueuedText> find_queued(Transaction& transaction, std::string_view id) {
    const Rows rows =
        transaction.run("SELECT " OFFING_QUEUED_COLUMNS " FROM outbound WHERE id = $1", {std::string{id}});
    if (rows.empty()) return std::nullopt;
    return queued_from(rows.front());
}

std::int64_t count_of_status(Transaction& transaction, OutboundStatus status) {
    return one_number(
        transaction.run("SELECT COUNT(*) FROM outbound WHERE status = $1", {std::string{spell(status)}}));
}

std::int64_t count_without_receipt(Transaction& transaction, Timestamp now) {
    return one_number(transaction.run(
        "SELECT COUNT(*) FROM outbound WHERE status = 'sent' AND COALESCE(delivery_rank, 0) < 3 AND "
        "settled_at BETWEEN $1 AND $2",
        {millis(now - std::chrono::days{7}), millis(now - std::chrono::days{1})}));
}

bool make_wait_again(Transaction& transaction, std::string_view id, Timestamp due) {
    return !transaction
                .run(
                    "UPDATE outbound SET status = 'waiting', due_at = $2, attempts = 0, asked = 0, route = "
                    "'', "
                    "why = 'a person decided to send it', settled_at = NULL WHERE id = $1 AND status IN "
                    "('unknown', 'failed') RETURNING id",
                    {std::string{id}, millis(due)})
                .empty();
}

bool park(Transaction& transaction, std::string_view id, Timestamp now) {
    return !transaction
                .run(
                    "UPDATE outbound SET status = 'dropped', why = 'a person parked it', settled_at = $2 "
                    "WHERE "
                    "id = $1 AND status IN ('waiting', 'unknown', 'failed') RETURNING id",
                    {std::string{id}, millis(now)})
                .empty();
}

}  // namespace offing::storage
