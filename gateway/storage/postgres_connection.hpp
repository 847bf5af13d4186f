// One connection to a PostgreSQL server, for one thread. It is the Transaction its thread's work sees, and it
// connects by itself when it has to.

#pragma once

#include <libpq-fe.h>

#include <memory>
#include <string>
#include <unordered_map>

#include "gateway/storage/database.hpp"
#include "gateway/storage/postgres_database.hpp"

namespace offing::storage {

class PostgresConnection final : public Transaction {
public:
    PostgresConnection(std::string url, const PostgresOptions& options)
        : url_{std::move(url)}, options_{options} {}

    using Transaction::change;
    using Transaction::run;
    Rows run(std::string_view sql, std::span<const Value> values) override;
    std::int64_t change(std::string_view sql, std::span<const Value> values) override;
    std::string_view skip_locked() const override { return " FOR UPDATE SKIP LOCKED"; }

    bool is_connected() const { return connection_ != nullptr; }
    /// Throws StatementFailed when the server can't be reached.
    void connect();
    /// Throws StatementFailed, as run() does.
    void begin(Access access);
    void commit();
    /// Never throws; a connection that can't go back is dropped.
    void rollback() noexcept;
    /// Whether the work since begin() failed for a reason that may be gone when it is run again, and is known
    /// not to have been written.
    bool may_run_again() const { return may_run_again_; }
    void forget_failure() { may_run_again_ = false; }

private:
    struct Finish {
        void operator()(PGconn* connection) const { PQfinish(connection); }
        void operator()(PGresult* result) const { PQclear(result); }
    };
    using Answer = std::unique_ptr<PGresult, Finish>;
    struct TextHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };

    const std::string& prepare(std::string_view sql);
    Answer execute(const char* sql);
    Answer execute(std::string_view sql, std::span<const Value> values);
    void check(const PGresult* answer);
    [[noreturn]] void lose_connection();

    std::string url_;
    const PostgresOptions options_;
    std::unique_ptr<PGconn, Finish> connection_;
    std::unordered_map<std::string, std::string, TextHash, std::equal_to<>> prepared_;  ///< text to name
    std::size_t names_given_ = 0;
    bool may_run_again_ = false;
    bool is_committing_ = false;
};

}  // namespace offing::storage
