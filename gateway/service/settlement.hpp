// What follows from what a company said about a text: it is settled, put back or left to a person, and the
// ledger says so.

#pragma once

#include <string>
#include <string_view>

#include "gateway/service/turn.hpp"
#include "gateway/storage/outbox.hpp"

namespace offing::service {

/// How long a text is leased for: its attempt was made this long before `lease_until`.
constexpr std::chrono::minutes lease_length{2};

/// `next_account`, when not empty, is who shall try what certainly didn't go by the last one.
void settle_outcome(storage::Transaction& transaction, const Desk& desk, const storage::DueText& due,
                    const provider::SendOutcome& outcome, std::string_view next_account, Timestamp now);

/// `hours`: of a text that went out, whether that was inside her safe times.
void record_settled(storage::Transaction& transaction, const storage::DueText& due, std::string_view outcome,
                    Timestamp now, std::string_view hours = {});
void open_task_about(storage::Transaction& transaction, std::string_view contact, std::string_view text,
                     std::string_view kind, Timestamp now);

/// The company sends her nothing more by this account: kept, and one task for staff however often it says so.
void note_block(storage::Transaction& transaction, std::string_view contact, std::string_view account,
                std::string_view text, Timestamp now);

}  // namespace offing::service
