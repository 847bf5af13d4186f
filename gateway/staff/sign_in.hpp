// Signing in and being signed in: throttling, sessions, the lock after two idle minutes. Rules over the
// store; the pages are gateway/console's.

#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "gateway/staff/rights.hpp"
#include "gateway/storage/staff.hpp"
#include "gateway/storage/staff_sessions.hpp"
#include "gateway/storage/vault.hpp"

namespace offing::staff {

constexpr std::chrono::minutes idle_until_locked{2};
constexpr std::chrono::hours longest_session{12};
constexpr std::chrono::minutes longest_wait_for_code{10};

/// How the one who sent a request stands.
enum class Standing {
    nobody,        ///< no session, or one that nothing is known of
    ended,         ///< signed out, or too long ago: `account` says who it was
    code_awaited,  ///< the password was right, her one-time code is missing
    locked,        ///< idle for two minutes: her password or a code unlocks
    in
};

struct Signed {
    Standing standing = Standing::nobody;
    storage::StaffAccount account{};
    Roles roles{};
    storage::StaffSession session{};
};

/// `token` is the cookie's. Marks the session as seen (every few seconds at most) unless `quiet`: a page that
/// asks for news by itself keeps nobody signed in.
Signed look_up(storage::Transaction& transaction, std::string_view token, bool quiet, Timestamp now);
/// The same for reading only.
Signed peek(storage::Transaction& transaction, std::string_view token, Timestamp now);

/// A session with a fresh token, which is returned; nothing else knows it. The old session of this browser,
/// if any, ends; its forms stay good when it was the same person's.
std::string open_session(storage::Transaction& transaction, std::string_view staff, std::string_view stage,
                         const Signed& before, Timestamp now);

/// Where she tries from: too many failures make her wait. Empty when she may try.
struct Attempt {
    Bytes by_account, by_address;
};
Attempt attempt_of(const storage::Vault& vault, std::string_view account, std::string_view address);
std::optional<std::chrono::minutes> wait_before(storage::Transaction& transaction, const Attempt& attempt,
                                                Timestamp now);
void note_failure(storage::Transaction& transaction, const Attempt& attempt, Timestamp now);
void note_success(storage::Transaction& transaction, const Attempt& attempt);

}  // namespace offing::staff
