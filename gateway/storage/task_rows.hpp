// What needs a person, as staff work through it: how it ended and by whom, and the alarm behind it. And the
// texts between her and us, still sealed.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/storage/tasks.hpp"

namespace offing::storage {

struct TaskRow {
    Task task;
    std::optional<Timestamp> done{};
    std::string done_by{};
    std::string outcome{};
    std::string alert{};  ///< of a crisis
    std::string alert_kind{};
    std::string alert_taken_by{};  ///< empty: nobody has it yet
};
/// Open ones: crisis first, then by when they are due. An empty `contact` is anybody.
std::vector<TaskRow> open_task_rows(Transaction& transaction, std::string_view contact, int most);
std::optional<TaskRow> find_task_row(Transaction& transaction, std::string_view id);
/// False when it was done already: what is on record stays.
bool close_task(Transaction& transaction, std::string_view id, std::string_view by, std::string_view outcome,
                Timestamp now);

struct ThreadText {
    std::string id;
    Timestamp at;
    bool is_hers = false;
    Bytes body_sealed{};  ///< empty: forgotten, as they all are after a while
    std::string status{};
};
/// The latest texts between her and us, in order of time.
std::vector<ThreadText> thread_with(Transaction& transaction, std::string_view contact, int most);
/// Of her latest text; empty when there is none.
std::string latest_inbound(Transaction& transaction, std::string_view contact);

}  // namespace offing::storage
