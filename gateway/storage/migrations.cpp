#include "gateway/storage/migrations.hpp"

namespace offing::storage {

namespace {

constexpr const char* create_record =
    "CREATE TABLE IF NOT EXISTS schema_migration (version BIGINT PRIMARY KEY, name TEXT NOT NULL, "
    "sha256 TEXT NOT NULL, applied_at BIGINT NOT NULL)";

bool is_postgres(const Database& database) { return database.engine() == "postgres"; }

/// Holds other processes off until the transaction ends. SQLite's transactions do so from the start.
void take_turn(Transaction& transaction, bool postgres) {
    if (!postgres) return;
    transaction.run("SET LOCAL statement_timeout = '15min'");
    // Any number will do that no other program takes on this database.
    transaction.run("SELECT CAST(pg_advisory_xact_lock(5747621860254921031) AS TEXT)");
}

bool has_record(Transaction& transaction, bool postgres) {
    const Rows found = postgres
                           ? transaction.run(
                                 "SELECT 1 FROM information_schema.tables WHERE table_schema = "
                                 "current_schema() AND table_name = 'schema_migration'")
                           : transaction.run("SELECT 1 FROM sqlite_master WHERE name = 'schema_migration'");
    return !found.empty();
}

Result<int> check(const Rows& recorded, std::span<const Migration> known) {
    for (std::size_t i = 0; i < recorded.size(); ++i) {
        const Row& row = recorded[i];
        if (i >= known.size()) {
            return fail(Error::Kind::refused, "the store is at schema " + recorded.back().text(1) +
                                                  ", this Offing knows up to " +
                                                  std::to_string(known.size()) +
                                                  ": run a newer Offing, or restore a backup from before");
        }
        if (row.integer(0) != known[i].version || row.text(2) != known[i].sha256) {
            return fail(Error::Kind::refused, "the store was shaped by another " + row.text(1) +
                                                  " than this Offing's " + std::string{known[i].name} +
                                                  ": run the Offing that made it, or restore a backup");
        }
    }
    return static_cast<int>(recorded.size());
}

Result<void> apply(Database& database, const Migration& migration, Timestamp now) {
    const bool postgres = is_postgres(database);
    return database.transact_now([&](Transaction& transaction) {
        take_turn(transaction, postgres);
        // The record comes first: of two processes that got here at once, one stops at its primary key.
        transaction.run(
            "INSERT INTO schema_migration (version, name, sha256, applied_at) VALUES ($1, $2, $3, $4)",
            {std::int64_t{migration.version}, std::string{migration.name}, std::string{migration.sha256},
             std::int64_t{now.time_since_epoch().count()}});
        for (const std::string& statement : split_statements(migration.sql)) transaction.run(statement);
    });
}

/// Where the token that begins at `at` ends: a quoted string, a comment, or a single character.
std::size_t end_of_token(std::string_view sql, std::size_t at) {
    const auto after = [&](std::string_view closing, std::size_t from) {
        const std::size_t found = sql.find(closing, from);
        return found == std::string_view::npos ? sql.size() : found + closing.size();
    };
    const std::string_view rest = sql.substr(at);
    if (rest.starts_with("--")) return after("\n", at);
    if (rest.starts_with("/*")) return after("*/", at + 2);
    if (rest.starts_with("$$")) return after("$$", at + 2);
    if (rest.front() == '\'' || rest.front() == '"') return after(rest.substr(0, 1), at + 1);
    return at + 1;
}

}  // namespace

std::vector<std::string> split_statements(std::string_view sql) {
    std::vector<std::string> statements;
    std::string current;
    const auto finish = [&] {
        if (current.find_first_not_of(" \t\r\n") != std::string::npos) statements.push_back(current);
        current.clear();
    };
    for (std::size_t at = 0; at < sql.size();) {
        const std::size_t end = end_of_token(sql, at);
        const std::string_view token = sql.substr(at, end - at);
        if (token == ";") {
            finish();
        } else if (!token.starts_with("--") && !token.starts_with("/*")) {
            if (!current.empty() || token.find_first_of(" \t\r\n") != 0) current += token;
        }
        at = end;
    }
    finish();
    return statements;
}

Result<int> schema_version(Database& database, std::span<const Migration> known) {
    const bool postgres = is_postgres(database);
    const auto recorded = database.read_now([&](Transaction& transaction) {
        if (!has_record(transaction, postgres)) return Rows{};
        return transaction.run("SELECT version, name, sha256 FROM schema_migration ORDER BY version");
    });
    if (!recorded) return std::unexpected(recorded.error());
    return check(*recorded, known);
}

Result<int> migrate(Database& database, Timestamp now, std::span<const Migration> known) {
    auto reached = schema_version(database, known);
    if (!reached || *reached == static_cast<int>(known.size())) return reached;
    const bool postgres = is_postgres(database);
    const auto recorded = database.transact_now([&](Transaction& transaction) {
        take_turn(transaction, postgres);
        transaction.run(create_record);
    });
    if (!recorded) return std::unexpected(recorded.error());
    while (*reached < static_cast<int>(known.size())) {
        const int before = *reached;
        const Migration& next = known[static_cast<std::size_t>(before)];
        const auto applied = apply(database, next, now);
        reached = schema_version(database, known);
        if (!reached) return reached;
        // Another process may have been first; then ours failed and the store is further on all the same.
        if (*reached == before) {
            return fail(applied ? Error::Kind::io : applied.error().kind,
                        "migration " + std::string{next.name} +
                            " failed: " + (applied ? "its record is missing" : applied.error().what));
        }
    }
    return reached;
}

}  // namespace offing::storage
