// What can be done with accounts of staff, by the command line and the console alike; and the record of every
// act.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/staff/rights.hpp"
#include "gateway/storage/staff.hpp"
#include "gateway/storage/vault.hpp"

namespace offing::staff {

/// A password that was given to somebody must be changed within this time.
constexpr std::chrono::days given_password_lasts{7};
constexpr int most_staff = 500;

/// Somebody who acts: her account, and by which right.
struct Act {
    std::string staff;  ///< id, or "command line"
    Right right = Right::signed_in;
    std::string what;  ///< a code: "marked_arrived"
};
/// In the transaction of what was done. `subject` is a contact's id or empty.
void record_act(storage::Transaction& transaction, const Act& act, std::string_view subject, Timestamp now);

/// What is wrong with an account's name, or empty. It is lower case: letters, digits, . - _
std::optional<std::string> account_problem(std::string_view account);
std::string lower_case(std::string_view text);

struct NewStaff {
    std::string account, name;
    Roles roles;
    std::optional<std::string> worker{};
};
/// The new id; empty when that account is taken. `password_hash` is of a password given to her, to be
/// changed.
std::optional<std::string> add(storage::Transaction& transaction, const NewStaff& staff,
                               const std::string& password_hash, Timestamp now);
/// A new password from others; one-time codes are off and she is signed out everywhere.
void reset(storage::Transaction& transaction, std::string_view id, const std::string& password_hash,
           Timestamp now);
/// False when she was removed already.
bool remove(storage::Transaction& transaction, std::string_view id, Timestamp now);
/// Somebody has to be able to let others in.
bool is_last_administrator(storage::Transaction& transaction, std::string_view id);

/// Eight fresh recovery codes are returned; they are stored as keyed hashes.
std::vector<std::string> set_codes(storage::Transaction& transaction, const storage::Vault& vault,
                                   std::string_view id, std::string_view secret);
/// Takes a code of her app or a recovery code, once.
bool take_code(storage::Transaction& transaction, const storage::Vault& vault,
               const storage::StaffAccount& staff, std::string_view code, Timestamp now);

}  // namespace offing::staff
