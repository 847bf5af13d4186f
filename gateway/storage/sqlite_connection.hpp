// One connection to an SQLite file, for one thread. It is the Transaction its thread's work sees.

#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "gateway/storage/database.hpp"
#include "gateway/storage/sqlite_database.hpp"

namespace offing::storage {

class SqliteConnection final : public Transaction {
public:
    enum class Role { writer, reader, checkpointer };

    /// Throws StatementFailed.
    SqliteConnection(const std::filesystem::path& file, const SqliteOptions& options, Role role);
    SqliteConnection(const SqliteConnection&) = delete;
    SqliteConnection& operator=(const SqliteConnection&) = delete;

    using Transaction::change;
    using Transaction::run;
    Rows run(std::string_view sql, std::span<const Value> values) override;
    std::int64_t change(std::string_view sql, std::span<const Value> values) override;
    std::string_view skip_locked() const override { return {}; }

    /// False when SQLite itself has rolled everything back, as it does on a full disk.
    bool is_in_transaction();
    /// After a failure; never throws.
    void rollback() noexcept;
    /// Moves what it can of the log into the file without waiting for anyone. Pages still in the log.
    int checkpoint();
    /// Pages the log held after this connection's last commit.
    int log_pages() const { return log_pages_; }

private:
    struct Prepared {
        SQLite::Statement statement;
        std::vector<int> places;  ///< of $1, $2, ... in SQLite's own numbering
    };
    struct TextHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };

    Prepared& prepare(std::string_view sql);
    Rows step_through(SQLite::Statement& statement);
    [[noreturn]] void fail_with(const char* what);

    SQLite::Database database_;
    std::unordered_map<std::string, Prepared, TextHash, std::equal_to<>> prepared_;
    int log_pages_ = 0;
};

/// What an SQLite failure means to a unit of work. Holds codes and constraint names, never values.
StatementFailed sqlite_failure(int extended_code, const char* message);

}  // namespace offing::storage
