#include "gateway/storage/staff_sessions.hpp"

#include "gateway/storage/columns.hpp"

namespace offing::storage {

std::optional<StaffSession> find_session(Transaction& transaction, const Bytes& token_hash) {
    const Rows rows = transaction.run(
        "SELECT staff, form_key, stage, opened_at, seen_at, ends_at FROM staff_session WHERE token_hash = $1",
        {token_hash});
    if (rows.empty()) return std::nullopt;
    const Row& row = rows.front();
    return StaffSession{.token_hash = token_hash,
                        .staff = row.text(0),
                        .form_key = row.text(1),
                        .stage = row.text(2),
                        .opened = time_of(row, 3),
                        .seen = time_of(row, 4),
                        .ends = time_of(row, 5)};
}

void add_session(Transaction& transaction, const StaffSession& session) {
    transaction.run(
        "INSERT INTO staff_session (token_hash, staff, form_key, stage, opened_at, seen_at, ends_at) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7)",
        {session.token_hash, session.staff, session.form_key, session.stage, millis(session.opened),
         millis(session.seen), millis(session.ends)});
}

void note_seen(Transaction& transaction, const Bytes& token_hash, Timestamp now) {
    transaction.run("UPDATE staff_session SET seen_at = $2 WHERE token_hash = $1", {token_hash, millis(now)});
}

void set_stage(Transaction& transaction, const Bytes& token_hash, std::string_view stage) {
    transaction.run("UPDATE staff_session SET stage = $2 WHERE token_hash = $1",
                    {token_hash, std::string{stage}});
}

void drop_session(Transaction& transaction, const Bytes& token_hash) {
    transaction.run("DELETE FROM staff_session WHERE token_hash = $1", {token_hash});
}

int sign_out_everywhere(Transaction& transaction, std::string_view staff, const Bytes& kept) {
    return static_cast<int>(
        transaction
            .run("UPDATE staff_session SET stage = 'out' WHERE staff = $1 AND token_hash <> $2 AND stage <> "
                 "'out' RETURNING staff",
                 {std::string{staff}, kept})
            .size());
}

void forget_sessions(Transaction& transaction, Timestamp before) {
    transaction.run("DELETE FROM staff_session WHERE ends_at < $1", {millis(before)});
    transaction.run("DELETE FROM sign_in_failure WHERE last_at < $1", {millis(before)});
}

SignInFailures sign_in_failures(Transaction& transaction, const Bytes& subject) {
    const Rows rows =
        transaction.run("SELECT failures, last_at FROM sign_in_failure WHERE subject = $1", {subject});
    if (rows.empty()) return {};
    return {.failures = rows.front().integer(0), .last = time_of(rows.front(), 1)};
}

void note_sign_in_failure(Transaction& transaction, const Bytes& subject, Timestamp since, Timestamp now) {
    transaction.run(
        "INSERT INTO sign_in_failure (subject, failures, last_at) VALUES ($1, 1, $3) "
        "ON CONFLICT (subject) DO UPDATE SET failures = CASE WHEN sign_in_failure.last_at < $2 THEN 1 "
        "ELSE sign_in_failure.failures + 1 END, last_at = $3",
        {subject, millis(since), millis(now)});
}

void forget_sign_in_failures(Transaction& transaction, const Bytes& subject) {
    transaction.run("DELETE FROM sign_in_failure WHERE subject = $1", {subject});
}

}  // namespace offing::storage
