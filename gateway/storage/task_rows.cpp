#include "gateway/storage/task_rows.hpp"

#include <algorithm>

#include "gateway/storage/columns.hpp"

namespace offing::storage {

namespace {

#define OFFING_TASK_COLUMNS                                                                          \
    "t.id, t.kind, t.contact, t.inbound, t.meaning, t.opened_at, t.due_at, t.done_at, t.done_by, "   \
    "t.outcome, a.id, a.kind, a.acknowledged_by FROM task t LEFT JOIN alert a ON a.task = t.id AND " \
    "t.kind = 'crisis' "

TaskRow row_from(const Row& row) {
    return {.task = {.id = row.text(0),
                     .kind = row.text(1),
                     .contact = row.maybe_text(2),
                     .inbound = row.maybe_text(3),
                     .meaning = row.text(4),
                     .opened = time_of(row, 5),
                     .due = time_of(row, 6)},
            .done = maybe_time(row, 7),
            .done_by = row.maybe_text(8).value_or(""),
            .outcome = row.maybe_text(9).value_or(""),
            .alert = row.maybe_text(10).value_or(""),
            .alert_kind = row.maybe_text(11).value_or(""),
            .alert_taken_by = row.maybe_text(12).value_or("")};
}

Bytes maybe_bytes(const Row& row, std::size_t column) {
    return row.is_null(column) ? Bytes{} : row.bytes(column);
}

}  // namespace

std::vector<TaskRow> open_task_rows(Transaction& transaction, std::string_view contact, int most) {
    const std::string order =
        "ORDER BY CASE WHEN t.kind = 'crisis' THEN 0 ELSE 1 END, t.due_at, t.id LIMIT $1";
    const Rows rows =
        contact.empty()
            ? transaction.run("SELECT " OFFING_TASK_COLUMNS "WHERE t.done_at IS NULL " + order,
                              {std::int64_t{most}})
            : transaction.run(
                  "SELECT " OFFING_TASK_COLUMNS "WHERE t.contact = $2 AND t.done_at IS NULL " + order,
                  {std::int64_t{most}, std::string{contact}});
    std::vector<TaskRow> tasks;
    for (const Row& row : rows) tasks.push_back(row_from(row));
    return tasks;
}

std::optional<TaskRow> find_task_row(Transaction& transaction, std::string_view id) {
    const Rows rows = transaction.run("SELECT " OFFING_TASK_COLUMNS "WHERE t.id = $1", {std::string{id}});
    if (rows.empty()) return std::nullopt;
    return row_from(rows.front());
}

bool close_task(Transaction& transaction, std::string_view id, std::string_view by, std::string_view outcome,
                Timestamp now) {
    return transaction.change(
               "UPDATE task SET done_at = $2, done_by = $3, outcome = $4 WHERE id = $1 AND done_at IS NULL",
               {std::string{id}, millis(now), std::string{by}, std::string{outcome}}) > 0;
}

std::vector<ThreadText> thread_with(Transaction& transaction, std::string_view contact, int most) {
    std::vector<ThreadText> thread;
    for (const Row& row :
         transaction.run("SELECT id, received_at, body_enc FROM inbound WHERE contact = $1 ORDER BY "
                         "received_at DESC LIMIT $2",
                         {std::string{contact}, std::int64_t{most}}))
        thread.push_back(
            {.id = row.text(0), .at = time_of(row, 1), .is_hers = true, .body_sealed = maybe_bytes(row, 2)});
    for (const Row& row : transaction.run(
             "SELECT id, COALESCE(settled_at, due_at), body_enc, status FROM outbound WHERE contact = $1 "
             "ORDER BY created_at DESC LIMIT $2",
             {std::string{contact}, std::int64_t{most}}))
        thread.push_back({.id = row.text(0),
                          .at = time_of(row, 1),
                          .body_sealed = maybe_bytes(row, 2),
                          .status = row.text(3)});
    std::ranges::sort(thread, {}, [](const ThreadText& text) { return std::pair{text.at, text.id}; });
    if (std::cmp_greater(thread.size(), most)) thread.erase(thread.begin(), thread.end() - most);
    return thread;
}

std::string latest_inbound(Transaction& transaction, std::string_view contact) {
    const Rows rows = transaction.run(
        "SELECT id FROM inbound WHERE contact = $1 ORDER BY received_at DESC, id DESC LIMIT 1",
        {std::string{contact}});
    return rows.empty() ? std::string{} : rows.front().text(0);
}

}  // namespace offing::storage
