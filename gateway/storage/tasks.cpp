#include "gateway/storage/tasks.hpp"

#include "gateway/storage/columns.hpp"

namespace offing::storage {

void open_task(Transaction& transaction, const Task& task) {
    const auto text = [](const std::optional<std::string>& value) { return value ? Value{*value} : Value{}; };
    transaction.run(
        "INSERT INTO task (id, kind, contact, inbound, meaning, opened_at, due_at) VALUES ($1, $2, $3, $4, "
        "$5, $6, $7)",
        {task.id, task.kind, text(task.contact), text(task.inbound), task.meaning, millis(task.opened),
         millis(task.due)});
}

std::vector<Task> open_tasks(Transaction& transaction, int most) {
    std::vector<Task> tasks;
    for (const Row& row :
         transaction.run("SELECT id, kind, contact, inbound, meaning, opened_at, due_at FROM task "
                         "WHERE done_at IS NULL ORDER BY due_at LIMIT $1",
                         {std::int64_t{most}}))
        tasks.push_back({.id = row.text(0),
                         .kind = row.text(1),
                         .contact = row.maybe_text(2),
                         .inbound = row.maybe_text(3),
                         .meaning = row.text(4),
                         .opened = time_of(row, 5),
                         .due = time_of(row, 6)});
    return tasks;
}

std::vector<std::string> open_tasks_of(Transaction& transaction, std::string_view contact,
                                       std::string_view kind) {
    std::vector<std::string> tasks;
    for (const Row& row : transaction.run("SELECT id FROM task WHERE contact = $1 AND kind = $2 AND done_at "
                                          "IS NULL ORDER BY opened_at, id",
                                          {std::string{contact}, std::string{kind}}))
        tasks.push_back(row.text(0));
    return tasks;
}

bool has_open_task(Transaction& transaction, std::string_view contact, std::string_view kind) {
    return !transaction
                .run("SELECT id FROM task WHERE contact = $1 AND kind = $2 AND done_at IS NULL LIMIT 1",
                     {std::string{contact}, std::string{kind}})
                .empty();
}

bool finish_task(Transaction& transaction, std::string_view id, std::string_view by, Timestamp now) {
    return !transaction
                .run(
                    "UPDATE task SET done_at = $2, done_by = $3 WHERE id = $1 AND done_at IS NULL RETURNING "
                    "id",
                    {std::string{id}, millis(now), std::string{by}})
                .empty();
}

int finish_tasks_of(Transaction& transaction, std::string_view contact, std::string_view by, Timestamp now) {
    return static_cast<int>(transaction
                                .run("UPDATE task SET done_at = $2, done_by = $3 WHERE contact = $1 AND kind "
                                     "<> 'crisis' AND done_at IS "
                                     "NULL RETURNING id",
                                     {std::string{contact}, millis(now), std::string{by}})
                                .size());
}

}  // namespace offing::storage
