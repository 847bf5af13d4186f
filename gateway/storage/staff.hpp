// The accounts of people who work here, as they are stored. What may be done with them is gateway/staff's.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/base/clock.hpp"
#include "gateway/storage/database.hpp"

namespace offing::storage {

struct StaffAccount {
    std::string id;
    std::string account;  ///< what she signs in with, lower case
    std::string name;
    std::string roles;                        ///< "worker,manager"
    std::optional<std::string> worker;        ///< of the service file, when she sees women herself
    std::string password;                     ///< Argon2id, with its own salt and cost
    std::optional<Timestamp> password_until;  ///< a password given by others: to be changed before then
    Bytes code_secret_sealed;                 ///< empty: no one-time codes
    std::int64_t code_used = 0;               ///< the time step of the last code: none is taken twice
    std::int64_t version = 1;
};

std::optional<StaffAccount> find_staff(Transaction& transaction, std::string_view id);
std::optional<StaffAccount> find_staff_by_account(Transaction& transaction, std::string_view account);
/// By name; those removed are left out.
std::vector<StaffAccount> all_staff(Transaction& transaction, int most);

/// False when somebody has that account already.
bool add_staff(Transaction& transaction, const StaffAccount& staff, Timestamp now);
/// Name, roles and worker. False when `staff.version` is no longer the stored one: somebody else was first.
bool change_staff(Transaction& transaction, const StaffAccount& staff);
/// She can't sign in any more; her id stays readable in the ledger. False when she was removed before.
bool remove_staff(Transaction& transaction, std::string_view id, Timestamp now);

void set_staff_password(Transaction& transaction, std::string_view id, std::string_view password,
                        std::optional<Timestamp> until);
/// Empty bytes turn codes off. The recovery codes of before go.
void set_code_secret(Transaction& transaction, std::string_view id, const Bytes& sealed,
                     const std::vector<Bytes>& recovery_lookups);
/// False when that step or a later one was used: the code is not taken twice, by two machines neither.
bool use_code_step(Transaction& transaction, std::string_view id, std::int64_t step);
/// False when it isn't one of hers, or was used.
bool use_recovery_code(Transaction& transaction, std::string_view id, const Bytes& lookup);
int recovery_codes_left(Transaction& transaction, std::string_view id);

}  // namespace offing::storage
