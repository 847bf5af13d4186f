#include "gateway/staff/sign_in.hpp"

#include <algorithm>

#include "gateway/base/crypto.hpp"

namespace offing::staff {

using storage::StaffSession;
using storage::Transaction;
using namespace std::chrono_literals;

namespace {

constexpr auto note_seen_every = 15s;
constexpr auto failures_count_for = 15min;
constexpr std::int64_t free_failures_of_account = 5;
constexpr std::int64_t free_failures_of_address = 20;

Bytes hash_of(std::string_view token) {
    const auto hash = crypto::sha256(token);
    return {hash.begin(), hash.end()};
}

Standing standing_of(const StaffSession& session, Timestamp now) {
    if (session.stage == "out" || now >= session.ends) return Standing::ended;
    if (session.stage == "code") {
        return now - session.opened < longest_wait_for_code ? Standing::code_awaited : Standing::ended;
    }
    if (session.stage == "locked" || now - session.seen >= idle_until_locked) return Standing::locked;
    return Standing::in;
}

std::optional<std::chrono::minutes> wait_of(const storage::SignInFailures& failed, std::int64_t free,
                                            Timestamp now) {
    if (failed.failures < free || now - failed.last >= failures_count_for) return std::nullopt;
    const auto wait = std::min<std::chrono::milliseconds>(
        std::chrono::minutes{1LL << std::min<std::int64_t>(failed.failures - free, 4)}, failures_count_for);
    const auto until = failed.last + wait;
    if (now >= until) return std::nullopt;
    return std::chrono::ceil<std::chrono::minutes>(until - now);
}

}  // namespace

Signed peek(Transaction& transaction, std::string_view token, Timestamp now) {
    Signed found;
    if (token.empty() || token.size() > 64) return found;
    auto session = storage::find_session(transaction, hash_of(token));
    if (!session) return found;
    auto account = storage::find_staff(transaction, session->staff);
    if (!account) return found;
    found.standing = standing_of(*session, now);
    found.roles = Roles::parse(account->roles);
    found.account = std::move(*account);
    found.session = std::move(*session);
    return found;
}

Signed look_up(Transaction& transaction, std::string_view token, bool quiet, Timestamp now) {
    Signed found = peek(transaction, token, now);
    const StaffSession& session = found.session;
    if (found.standing == Standing::in && !quiet && now - session.seen >= note_seen_every)
        storage::note_seen(transaction, session.token_hash, now);
    // Once locked it stays so, whatever a page left open asks for next.
    if (found.standing == Standing::locked && session.stage == "in")
        storage::set_stage(transaction, session.token_hash, "locked");
    return found;
}

std::string open_session(Transaction& transaction, std::string_view staff, std::string_view stage,
                         const Signed& before, Timestamp now) {
    const std::string token = crypto::to_base64url(crypto::random_bytes(32));
    const bool is_same = before.session.staff == staff;
    storage::add_session(transaction, {.token_hash = hash_of(token),
                                       .staff = std::string{staff},
                                       .form_key = is_same ? before.session.form_key
                                                           : crypto::to_base64url(crypto::random_bytes(32)),
                                       .stage = std::string{stage},
                                       .opened = now,
                                       .seen = now,
                                       .ends = now + longest_session});
    if (!before.session.token_hash.empty()) storage::drop_session(transaction, before.session.token_hash);
    return token;
}

Attempt attempt_of(const storage::Vault& vault, std::string_view account, std::string_view address) {
    return {.by_account = vault.lookup("account:" + std::string{account}),
            .by_address = vault.lookup("address:" + std::string{address})};
}

std::optional<std::chrono::minutes> wait_before(Transaction& transaction, const Attempt& attempt,
                                                Timestamp now) {
    const auto by_account =
        wait_of(storage::sign_in_failures(transaction, attempt.by_account), free_failures_of_account, now);
    const auto by_address =
        wait_of(storage::sign_in_failures(transaction, attempt.by_address), free_failures_of_address, now);
    return std::max(by_account, by_address);
}

void note_failure(Transaction& transaction, const Attempt& attempt, Timestamp now) {
    storage::note_sign_in_failure(transaction, attempt.by_account, now - failures_count_for, now);
    storage::note_sign_in_failure(transaction, attempt.by_address, now - failures_count_for, now);
}

void note_success(Transaction& transaction, const Attempt& attempt) {
    storage::forget_sign_in_failures(transaction, attempt.by_account);
}

}  // namespace offing::staff
