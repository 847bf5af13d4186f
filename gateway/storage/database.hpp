// Where everything is remembered. One call of transact() is one transaction; SqliteDatabase and
// PostgresDatabase keep this promise, and database_contract_test.cpp checks it on both.

#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "gateway/base/bytes.hpp"
#include "gateway/base/error.hpp"
#include "gateway/base/task.hpp"

namespace offing::storage {

using Value = std::variant<std::monostate, std::int64_t, std::string, Bytes>;

class Row {
public:
    explicit Row(std::vector<Value> values) : values_{std::move(values)} {}
    bool is_null(std::size_t column) const {
        return std::holds_alternative<std::monostate>(values_.at(column));
    }
    std::int64_t integer(std::size_t column) const;
    const std::string& text(std::size_t column) const;
    const Bytes& bytes(std::size_t column) const;
    std::optional<std::int64_t> maybe_integer(std::size_t column) const;
    std::optional<std::string> maybe_text(std::size_t column) const;
    std::size_t size() const { return values_.size(); }

private:
    std::vector<Value> values_;
};
using Rows = std::vector<Row>;

/// Unwinds a unit of work; transact() turns it into an Error. Nothing outside storage/ catches it. What it
/// says may be logged: it names constraints and codes, never values. Work throws it with Why::conflict
/// itself to leave nothing written and have its caller told Error::conflict.
class StatementFailed : public std::runtime_error {
public:
    enum class Why { conflict, unique, unavailable, full, sealed, other };
    StatementFailed(Why why, const std::string& what) : std::runtime_error{what}, why_{why} {}
    Why why() const { return why_; }

private:
    Why why_;
};

/// Statements inside one transaction. SQL as both engines accept it: $1 parameters, ON CONFLICT, RETURNING;
/// times are milliseconds since 1970 (BIGINT), dates and JSON are TEXT, bytes are BYTEA. A parameter takes
/// its type from the column it meets (elsewhere: CAST($1 AS BIGINT)). Text is UTF-8 without NULs; anything
/// else goes into bytes. Answers are integers, text, bytes or null.
class Transaction {
public:
    virtual ~Transaction() = default;
    /// Statements are prepared once per connection and kept by their text, so pass literals. Throws
    /// StatementFailed.
    virtual Rows run(std::string_view sql, std::span<const Value> values) = 0;
    Rows run(std::string_view sql, std::initializer_list<Value> values = {}) {
        return run(sql, std::span<const Value>{values.begin(), values.size()});
    }
    /// As run() for INSERT, UPDATE and DELETE without RETURNING, which costs SQLite a table of its own: the
    /// number of rows it touched.
    virtual std::int64_t change(std::string_view sql, std::span<const Value> values) = 0;
    std::int64_t change(std::string_view sql, std::initializer_list<Value> values) {
        return change(sql, std::span<const Value>{values.begin(), values.size()});
    }
    /// " FOR UPDATE SKIP LOCKED" where the engine has it, nothing where one writer makes it needless.
    virtual std::string_view skip_locked() const = 0;
};

enum class Access { read_write, read_only };

/// A unit of work with its answer's type taken off.
using ErasedWork = std::move_only_function<void(Transaction&)>;

/// Outlived by the executors that wait on it: destroying it finishes the work it has taken and resumes every
/// waiter.
class Database {
public:
    virtual ~Database() = default;

    /// Runs `work` on a database thread and resumes, on the caller's executor, when what it wrote is durable.
    /// `work` may run more than once (a conflict is retried), so it changes nothing outside and returns its
    /// answer. Fails with Error::unavailable when the store can't be reached or is full; then nothing was
    /// written.
    template <typename Work>
    auto transact(Work work) -> Task<Result<std::invoke_result_t<Work&, Transaction&>>> {
        return run<Work>(Access::read_write, std::move(work));
    }
    /// As transact, for questions only: may run beside others and see a snapshot.
    template <typename Work>
    auto read(Work work) -> Task<Result<std::invoke_result_t<Work&, Transaction&>>> {
        return run<Work>(Access::read_only, std::move(work));
    }

    /// For command lines and tests: waits on this thread. Never from within a unit of work.
    template <typename Work>
    auto transact_now(Work work) -> Result<std::invoke_result_t<Work&, Transaction&>>;
    template <typename Work>
    auto read_now(Work work) -> Result<std::invoke_result_t<Work&, Transaction&>>;

    virtual std::string_view engine() const = 0;  ///< "sqlite" or "postgres"

protected:
    virtual Task<Result<void>> transact_erased(Access access, ErasedWork work) = 0;
    virtual Result<void> transact_erased_now(Access access, ErasedWork work) = 0;

private:
    template <typename Work>
    auto run(Access access, Work work) -> Task<Result<std::invoke_result_t<Work&, Transaction&>>>;
    template <typename Work>
    auto run_now(Access access, Work& work) -> Result<std::invoke_result_t<Work&, Transaction&>>;
};

}  // namespace offing::storage

#include "gateway/storage/database_inline.hpp"
