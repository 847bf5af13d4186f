#include "gateway/storage/store_check.hpp"

#include "gateway/storage/migrations.hpp"

namespace offing::storage {

namespace {

std::vector<std::string> check_sqlite(Transaction& transaction) {
    std::vector<std::string> findings;
    for (const Row& row : transaction.run("PRAGMA integrity_check(20)")) {
        if (row.text(0) != "ok") findings.push_back("the file is damaged: " + row.text(0));
    }
    for (const Row& row : transaction.run("PRAGMA foreign_key_check")) {
        findings.push_back("a row of " + row.text(0) + " points to a row of " + row.text(2) +
                           " that isn't there");
        if (findings.size() >= 20) break;
    }
    return findings;
}

std::vector<std::string> check_postgres(Transaction& transaction) {
    std::vector<std::string> findings;
    for (const Row& row :
         transaction.run("SELECT CAST(indexrelid AS regclass)::text FROM pg_index WHERE NOT indisvalid")) {
        findings.push_back("the index " + row.text(0) + " isn't valid: REINDEX it");
    }
    for (const Row& row : transaction.run("SELECT conname FROM pg_constraint WHERE NOT convalidated")) {
        findings.push_back("the constraint " + row.text(0) + " was never validated");
    }
    const Rows failures = transaction.run(
        "SELECT coalesce(checksum_failures, 0) FROM pg_stat_database WHERE datname = current_database()");
    if (!failures.empty() && failures.front().integer(0) > 0) {
        findings.emplace_back("the server has counted pages with wrong checksums");
    }
    return findings;
}

/// The newest contacts' keys: a wrong master key shows at once.
Rows newest_keys(Transaction& transaction) {
    return transaction.run(
        "SELECT key_wrapped FROM contact WHERE key_wrapped IS NOT NULL ORDER BY id DESC LIMIT 20");
}

}  // namespace

Result<StoreCheck> check_store(Database& database, const Vault* vault) {
    StoreCheck result;
    const auto schema = schema_version(database);
    if (!schema && schema.error().kind != Error::Kind::refused) return std::unexpected(schema.error());
    if (schema) {
        result.schema = *schema;
        if (*schema < static_cast<int>(known_migrations().size())) {
            result.findings.emplace_back("the schema is older than this Offing: run offing db migrate");
        }
    } else {
        result.findings.push_back(schema.error().what);
    }
    const bool postgres = database.engine() == "postgres";
    auto engine = database.read_now([&](Transaction& transaction) {
        return postgres ? check_postgres(transaction) : check_sqlite(transaction);
    });
    if (!engine) return std::unexpected(engine.error());
    result.findings.insert(result.findings.end(), engine->begin(), engine->end());
    if (vault == nullptr || result.schema == 0) return result;
    const auto keys = database.read_now(newest_keys);
    if (!keys) return std::unexpected(keys.error());
    for (const Row& row : *keys) {
        if (vault->unwrap(row.bytes(0))) ++result.keys_opened;
    }
    if (result.keys_opened < static_cast<int>(keys->size())) {
        result.findings.emplace_back(
            "the master key doesn't open what is stored: it belongs to another store");
    }
    return result;
}

}  // namespace offing::storage
