#include "gateway/staff/accounts.hpp"

#include <algorithm>
#include <boost/json/object.hpp>

#include "gateway/base/ids.hpp"
#include "gateway/ledger/event.hpp"
#include "gateway/staff/one_time_code.hpp"
#include "gateway/storage/staff_sessions.hpp"

namespace offing::staff {

using storage::StaffAccount;
using storage::Transaction;

namespace {

constexpr std::string_view code_field = "staff code";

Bytes recovery_lookup(const storage::Vault& vault, std::string_view id, std::string_view code) {
    return vault.lookup("recovery:" + std::string{id} + ":" + plain_code(code));
}

}  // namespace

void record_act(Transaction& transaction, const Act& act, std::string_view subject, Timestamp now) {
    ledger::record(transaction, ledger::Kind::staff_act, subject,
                   {{"staff", act.staff}, {"right", spell(act.right)}, {"act", act.what}}, now);
}

std::string lower_case(std::string_view text) {
    std::string lower{text};
    std::ranges::transform(lower, lower.begin(), [](char letter) {
        return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
    });
    return lower;
}

std::optional<std::string> account_problem(std::string_view account) {
    constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyz0123456789.-_";
    if (account.size() < 2 || account.size() > 40) return "An account name has 2 to 40 letters.";
    if (account.find_first_not_of(allowed) != std::string_view::npos)
        return "An account name has small letters, digits, dots and dashes only, like sam.okoye";
    return std::nullopt;
}

std::optional<std::string> add(Transaction& transaction, const NewStaff& staff,
                               const std::string& password_hash, Timestamp now) {
    StaffAccount account{.id = new_id(now),
                         .account = staff.account,
                         .name = staff.name,
                         .roles = staff.roles.spelled(),
                         .worker = staff.worker,
                         .password = password_hash,
                         .password_until = now + given_password_lasts,
                         .code_secret_sealed = {}};
    if (!storage::add_staff(transaction, account, now)) return std::nullopt;
    return account.id;
}

void reset(Transaction& transaction, std::string_view id, const std::string& password_hash, Timestamp now) {
    storage::set_staff_password(transaction, id, password_hash, now + given_password_lasts);
    storage::set_code_secret(transaction, id, {}, {});
    storage::sign_out_everywhere(transaction, id, {});
}

bool remove(Transaction& transaction, std::string_view id, Timestamp now) {
    storage::sign_out_everywhere(transaction, id, {});
    return storage::remove_staff(transaction, id, now);
}

bool is_last_administrator(Transaction& transaction, std::string_view id) {
    bool is_one = false;
    int others = 0;
    for (const StaffAccount& staff : storage::all_staff(transaction, most_staff)) {
        if (!Roles::parse(staff.roles).has(Role::administrator)) continue;
        if (staff.id == id) {
            is_one = true;
        } else {
            ++others;
        }
    }
    return is_one && others == 0;
}

std::vector<std::string> set_codes(Transaction& transaction, const storage::Vault& vault, std::string_view id,
                                   std::string_view secret) {
    auto codes = new_recovery_codes();
    std::vector<Bytes> lookups;
    for (const std::string& code : codes) lookups.push_back(recovery_lookup(vault, id, code));
    storage::set_code_secret(transaction, id, vault.seal(secret, code_field), lookups);
    return codes;
}

bool take_code(Transaction& transaction, const storage::Vault& vault, const StaffAccount& staff,
               std::string_view code, Timestamp now) {
    const auto secret = vault.open(staff.code_secret_sealed, code_field);
    if (!secret || code.size() > 40) return false;
    if (const auto step = step_of_code(*secret, code, now))
        return storage::use_code_step(transaction, staff.id, *step);
    return storage::use_recovery_code(transaction, staff.id, recovery_lookup(vault, staff.id, code));
}

}  // namespace offing::staff
