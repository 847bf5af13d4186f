// Where staff are signed in, and how often signing in failed. Tokens are stored as their hash.

#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "gateway/base/clock.hpp"
#include "gateway/storage/database.hpp"

namespace offing::storage {

struct StaffSession {
    Bytes token_hash;
    std::string staff;
    std::string form_key;  ///< what forms of this session are signed with; outlives a new token
    std::string stage;     ///< "code": the password was right, her code is awaited; "in"; "locked"; "out"
    Timestamp opened{};
    Timestamp seen{};
    Timestamp ends{};
};

std::optional<StaffSession> find_session(Transaction& transaction, const Bytes& token_hash);
void add_session(Transaction& transaction, const StaffSession& session);
void note_seen(Transaction& transaction, const Bytes& token_hash, Timestamp now);
void set_stage(Transaction& transaction, const Bytes& token_hash, std::string_view stage);
void drop_session(Transaction& transaction, const Bytes& token_hash);
/// Everywhere she is signed in, but for `kept`: those sessions are "out" from now on. How many.
int sign_out_everywhere(Transaction& transaction, std::string_view staff, const Bytes& kept);
/// Sessions that ended before `before`, and failures older than that.
void forget_sessions(Transaction& transaction, Timestamp before);

struct SignInFailures {
    std::int64_t failures = 0;
    Timestamp last{};
};
SignInFailures sign_in_failures(Transaction& transaction, const Bytes& subject);
/// Counts from one again when the last was before `since`.
void note_sign_in_failure(Transaction& transaction, const Bytes& subject, Timestamp since, Timestamp now);
void forget_sign_in_failures(Transaction& transaction, const Bytes& subject);

}  // namespace offing::storage
