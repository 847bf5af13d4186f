// What needs a person, in the order of when it is due.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/base/clock.hpp"
#include "gateway/storage/database.hpp"

namespace offing::storage {

struct Task {
    std::string id;
    std::string kind;
    std::optional<std::string> contact;
    std::optional<std::string> inbound;
    std::string meaning = "{}";  ///< what was understood; no words of hers
    Timestamp opened;
    Timestamp due;
};

void open_task(Transaction& transaction, const Task& task);
std::vector<Task> open_tasks(Transaction& transaction, int most);
/// Ids, the oldest first.
std::vector<std::string> open_tasks_of(Transaction& transaction, std::string_view contact,
                                       std::string_view kind);
bool has_open_task(Transaction& transaction, std::string_view contact, std::string_view kind);
/// False when it was done already.
bool finish_task(Transaction& transaction, std::string_view id, std::string_view by, Timestamp now);
/// All of hers that are open, but for a crisis, which people see through to its end. Returns how many.
int finish_tasks_of(Transaction& transaction, std::string_view contact, std::string_view by, Timestamp now);

}  // namespace offing::storage
