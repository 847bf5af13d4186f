#include "gateway/storage/postgres_connection.hpp"

#include <array>
#include <charconv>

#include "gateway/storage/postgres_values.hpp"

namespace offing::storage {

namespace {

/// Statement texts are literals, so there are a few hundred; beyond that something builds them.
constexpr std::size_t most_prepared = 1024;

std::string session_settings(const PostgresOptions& options) {
    const auto in_ms = [](std::chrono::milliseconds time) { return std::to_string(time.count()); };
    return "SET client_encoding = 'UTF8'; SET bytea_output = 'hex'; SET timezone = 'UTC'; "
           "SET statement_timeout = " +
           in_ms(options.statement_timeout) +
           "; SET idle_in_transaction_session_timeout = " + in_ms(4 * options.statement_timeout) +
           // A scan of a whole small table makes every writer of it a conflict.
           "; SET enable_seqscan = off";
}

/// The server ended the session (class 57P), or libpq alone speaks: nobody answered.
bool is_end_of_session(const PGresult* answer) {
    const char* state = PQresultErrorField(answer, PG_DIAG_SQLSTATE);
    return state == nullptr || std::string_view{state}.starts_with("57P");
}

/// A plan that a migration made stale, or a prepared statement the server no longer knows.
bool is_stale_statement(const PGresult* answer) {
    const char* state = PQresultErrorField(answer, PG_DIAG_SQLSTATE);
    if (state == nullptr) return false;
    const std::string_view code{state};
    return code == "26000" || code == "0A000";
}

}  // namespace

void PostgresConnection::connect() {
    prepared_.clear();
    // What stands after dbname would overrule the operator's own settings.
    const std::array<const char*, 7> keywords{"connect_timeout",
                                              "keepalives_idle",
                                              "keepalives_interval",
                                              "tcp_user_timeout",
                                              "fallback_application_name",
                                              "dbname",
                                              nullptr};
    const std::array<const char*, 7> values{"5", "10", "5", "10000", "offing", url_.c_str(), nullptr};
    connection_.reset(PQconnectdbParams(keywords.data(), values.data(), 1));
    if (PQstatus(connection_.get()) != CONNECTION_OK) {
        connection_.reset();
        throw StatementFailed{StatementFailed::Why::unavailable, "the PostgreSQL server can't be reached"};
    }
    PQsetNoticeProcessor(connection_.get(), [](void*, const char*) {}, nullptr);
    try {
        execute(session_settings(options_).c_str());
    } catch (const StatementFailed&) {
        connection_.reset();
        throw;
    }
}

void PostgresConnection::lose_connection() {
    connection_.reset();
    // A COMMIT whose answer is lost may have been carried out.
    may_run_again_ = !is_committing_;
    throw StatementFailed{StatementFailed::Why::unavailable,
                          "the connection to the PostgreSQL server was lost"};
}

void PostgresConnection::check(const PGresult* answer) {
    const ExecStatusType status = PQresultStatus(answer);
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) return;
    if (PQstatus(connection_.get()) != CONNECTION_OK || is_end_of_session(answer)) lose_connection();
    if (is_stale_statement(answer)) {
        may_run_again_ = true;
        prepared_.clear();
    }
    const StatementFailed failure = postgres_failure(answer);
    if (failure.why() == StatementFailed::Why::conflict) may_run_again_ = true;
    throw StatementFailed{failure};
}

PostgresConnection::Answer PostgresConnection::execute(const char* sql) {
    Answer answer{PQexec(connection_.get(), sql)};
    check(answer.get());
    return answer;
}

void PostgresConnection::begin(Access access) {
    may_run_again_ = false;
    if (!connection_) connect();
    const bool serializable = options_.isolation == PostgresOptions::Isolation::serializable;
    execute(access == Access::read_only ? "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY"
            : serializable              ? "BEGIN ISOLATION LEVEL SERIALIZABLE"
                                        : "BEGIN ISOLATION LEVEL REPEATABLE READ");
}

void PostgresConnection::commit() {
    is_committing_ = true;
    struct Reset {
        bool& flag;
        ~Reset() { flag = false; }
    } const reset{is_committing_};
    const Answer answer = execute("COMMIT");
    // COMMIT of a transaction that had failed before is answered, quietly, with ROLLBACK.
    if (std::string_view{PQcmdStatus(answer.get())} != "COMMIT") {
        throw StatementFailed{StatementFailed::Why::other, "a statement had failed and the work went on"};
    }
}

void PostgresConnection::rollback() noexcept {
    if (!connection_ || PQtransactionStatus(connection_.get()) == PQTRANS_IDLE) return;
    const Answer answer{PQexec(connection_.get(), "ROLLBACK")};
    if (PQresultStatus(answer.get()) != PGRES_COMMAND_OK) connection_.reset();
}

const std::string& PostgresConnection::prepare(std::string_view sql) {
    if (const auto known = prepared_.find(sql); known != prepared_.end()) return known->second;
    if (prepared_.size() >= most_prepared) {
        execute("DEALLOCATE ALL");
        prepared_.clear();
    }
    // Names are never used twice, so a statement that was forgotten here and not there does no harm.
    const std::string name = "s" + std::to_string(names_given_++);
    const Answer answer{PQprepare(connection_.get(), name.c_str(), std::string{sql}.c_str(), 0, nullptr)};
    check(answer.get());
    return prepared_.emplace(std::string{sql}, name).first->second;
}

PostgresConnection::Answer PostgresConnection::execute(std::string_view sql, std::span<const Value> values) {
    if (!connection_) lose_connection();
    const PostgresParameters parameters{values};
    const std::string& name = prepare(sql);
    Answer answer{PQexecPrepared(connection_.get(), name.c_str(), parameters.count(), parameters.pointers(),
                                 parameters.lengths(), parameters.formats(), 0)};
    check(answer.get());
    return answer;
}

Rows PostgresConnection::run(std::string_view sql, std::span<const Value> values) {
    return read_rows(execute(sql, values).get());
}

std::int64_t PostgresConnection::change(std::string_view sql, std::span<const Value> values) {
    const Answer answer = execute(sql, values);
    std::int64_t rows = 0;
    const std::string_view said = PQcmdTuples(answer.get());
    std::from_chars(said.data(), said.data() + said.size(), rows);
    return rows;
}

}  // namespace offing::storage
