// Texts out as an operator sees them: how many wait, which need a person, and what a person decides about
// one. No number and no word of a text is among it.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/storage/texts.hpp"

namespace offing::storage {

/// How many texts of one priority are due now, how many later, and since when the oldest has been due.
struct QueueDepth {
    Priority priority = Priority::answer;
    std::int64_t due = 0;
    std::int64_t later = 0;
    std::optional<Timestamp> oldest{};
};
std::vector<QueueDepth> queue_depths(Transaction& transaction, Timestamp now);

struct QueuedText {
    std::string id;
    std::string contact;
    std::string template_id;
    Priority priority = Priority::answer;
    std::string status;  ///< as the column spells it
    std::string account;
    std::string delivery;
    std::string why;
    int attempts = 0;
    Timestamp due{};
    Timestamp expires{};
};
/// Texts of one status, those due first at the top. `unknown` leaves out what the company is still asked
/// about.
std::vector<QueuedText> texts_of_status(Transaction& transaction, OutboundStatus status, int most);
std::optional<QueuedText> find_queued(Transaction& transaction, std::string_view id);
std::int64_t count_of_status(Transaction& transaction, OutboundStatus status);
/// Texts that a company took more than a day ago and has said nothing more about, of the last week.
std::int64_t count_without_receipt(Transaction& transaction, Timestamp now);

/// Waiting again, from unknown or failed, with its attempts forgotten. False when it is neither.
bool make_wait_again(Transaction& transaction, std::string_view id, Timestamp due);
/// Never to be sent, from waiting, unknown or failed. False when it is none of them.
bool park(Transaction& transaction, std::string_view id, Timestamp now);

}  // namespace offing::storage
