#include "gateway/storage/sqlite_connection.hpp"

#include <sqlite3.h>

#include "gateway/storage/database_text.hpp"

namespace offing::storage {

namespace {

/// Statement texts are literals, so there are a few hundred; beyond that something builds them.
constexpr std::size_t most_prepared = 1024;
constexpr std::int64_t log_size_kept = 64LL << 20;

void bind(SQLite::Statement& statement, int place, const Value& value) {
    if (const auto* integer = std::get_if<std::int64_t>(&value)) {
        statement.bind(place, *integer);
    } else if (const auto* text = std::get_if<std::string>(&value)) {
        if (!is_storable_text(*text)) {
            throw StatementFailed{StatementFailed::Why::other, "text isn't UTF-8 without NULs"};
        }
        statement.bindNoCopy(place, *text);
    } else if (const auto* bytes = std::get_if<Bytes>(&value)) {
        // A null pointer would bind NULL.
        const void* data = bytes->empty() ? static_cast<const void*>("") : bytes->data();
        statement.bindNoCopy(place, data, static_cast<int>(bytes->size()));
    } else {
        statement.bind(place);
    }
}

Value read_column(const SQLite::Column& column) {
    switch (column.getType()) {
        case SQLITE_INTEGER:
            return column.getInt64();
        case SQLITE_NULL:
            return std::monostate{};
        case SQLITE_TEXT: {
            const char* text = column.getText();
            return std::string{text, static_cast<std::size_t>(column.getBytes())};
        }
        case SQLITE_BLOB: {
            const auto* data = static_cast<const std::uint8_t*>(column.getBlob());
            return Bytes{data, data + column.getBytes()};
        }
        default:
            throw StatementFailed{StatementFailed::Why::other,
                                  "a column is a fraction; the store keeps integers, text and bytes"};
    }
}

/// SQLite counts every allocation under one lock for all its connections; nobody reads the count.
void leave_memory_uncounted() {
    [[maybe_unused]] static const int done = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

/// For SQLiteCpp's constructor, which opens the file before anything of ours could run.
std::string opened_as(const std::filesystem::path& file) {
    leave_memory_uncounted();
    return file.string();
}

/// Resets a statement whichever way its use ends, so that it holds no lock.
class Use {
public:
    explicit Use(SQLite::Statement& statement) : statement_{statement} {}
    ~Use() { statement_.tryReset(); }
    Use(const Use&) = delete;
    Use& operator=(const Use&) = delete;

private:
    SQLite::Statement& statement_;
};

}  // namespace

StatementFailed sqlite_failure(int extended_code, const char* message) {
    using Why = StatementFailed::Why;
    const auto said = [&](const char* kind) { return std::string{kind} + " (SQLite: " + message + ")"; };
    switch (extended_code) {
        case SQLITE_CONSTRAINT_UNIQUE:
        case SQLITE_CONSTRAINT_PRIMARYKEY:
        case SQLITE_CONSTRAINT_ROWID:
            return {Why::unique, said("it is there already")};
        default:
            break;
    }
    switch (extended_code & 0xFF) {
        case SQLITE_FULL:
            return {Why::full, said("the store is full")};
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return {Why::unavailable, said("the store is busy")};
        case SQLITE_IOERR:
        case SQLITE_CANTOPEN:
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
        case SQLITE_NOMEM:
        case SQLITE_PERM:
        case SQLITE_PROTOCOL:
            return {Why::unavailable, said("the store can't be used")};
        default:
            return {Why::other, said("a statement was refused")};
    }
}

SqliteConnection::SqliteConnection(const std::filesystem::path& file, const SqliteOptions& options,
                                   Role role) try
    : database_{opened_as(file), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE | SQLite::OPEN_NOMUTEX,
                static_cast<int>(options.wait_for_others.count())} {
    sqlite3_extended_result_codes(database_.getHandle(), 1);
    database_.exec(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
        "PRAGMA wal_autocheckpoint=0; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-8192; "
        "PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON");
    database_.exec("PRAGMA journal_size_limit=" + std::to_string(log_size_kept));
    if (options.most_pages > 0) database_.exec("PRAGMA max_page_count=" + std::to_string(options.most_pages));
    if (role == Role::reader) database_.exec("PRAGMA query_only=ON");
    const auto note_log = [](void* self, sqlite3*, const char*, int pages) {
        static_cast<SqliteConnection*>(self)->log_pages_ = pages;
        return SQLITE_OK;
    };
    sqlite3_wal_hook(database_.getHandle(), note_log, this);
} catch (const SQLite::Exception& error) {
    throw sqlite_failure(error.getExtendedErrorCode(), error.what());
}

void SqliteConnection::fail_with(const char* what) {
    throw sqlite_failure(database_.getExtendedErrorCode(), what);
}

SqliteConnection::Prepared& SqliteConnection::prepare(std::string_view sql) {
    if (const auto known = prepared_.find(sql); known != prepared_.end()) return known->second;
    if (prepared_.size() >= most_prepared) prepared_.clear();
    Prepared fresh{SQLite::Statement{database_, std::string{sql}}, {}};
    const int count = fresh.statement.getBindParameterCount();
    for (int number = 1; number <= count; ++number) {
        const int place = fresh.statement.getIndex(("$" + std::to_string(number)).c_str());
        if (place == 0) {
            throw StatementFailed{StatementFailed::Why::other, "parameters aren't $1, $2 and so on"};
        }
        fresh.places.push_back(place);
    }
    return prepared_.emplace(std::string{sql}, std::move(fresh)).first->second;
}

Rows SqliteConnection::step_through(SQLite::Statement& statement) {
    Rows rows;
    const int columns = statement.getColumnCount();
    int code = statement.tryExecuteStep();
    for (; code == SQLITE_ROW; code = statement.tryExecuteStep()) {
        std::vector<Value> values;
        values.reserve(static_cast<std::size_t>(columns));
        for (int i = 0; i < columns; ++i) values.push_back(read_column(statement.getColumn(i)));
        rows.emplace_back(std::move(values));
    }
    if (code != SQLITE_DONE) fail_with(database_.getErrorMsg());
    return rows;
}

Rows SqliteConnection::run(std::string_view sql, std::span<const Value> values) {
    try {
        Prepared& prepared = prepare(sql);
        if (values.size() != prepared.places.size()) {
            throw StatementFailed{StatementFailed::Why::other,
                                  "a statement has other parameters than values"};
        }
        const Use use{prepared.statement};
        for (std::size_t i = 0; i < values.size(); ++i) {
            bind(prepared.statement, prepared.places[i], values[i]);
        }
        return step_through(prepared.statement);
    } catch (const SQLite::Exception& error) {
        throw sqlite_failure(error.getExtendedErrorCode(), error.what());
    }
}

std::int64_t SqliteConnection::change(std::string_view sql, std::span<const Value> values) {
    run(sql, values);
    return sqlite3_changes64(database_.getHandle());
}

bool SqliteConnection::is_in_transaction() { return sqlite3_get_autocommit(database_.getHandle()) == 0; }

void SqliteConnection::rollback() noexcept {
    try {
        if (is_in_transaction()) run("ROLLBACK");
    } catch (...) {
        // SQLite rolls back by itself before the next BEGIN can succeed; until then BEGIN fails and says so.
        return;
    }
}

int SqliteConnection::checkpoint() {
    int log = 0;
    int moved = 0;
    const int code =
        sqlite3_wal_checkpoint_v2(database_.getHandle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, &log, &moved);
    if (code != SQLITE_OK && (code & 0xFF) != SQLITE_BUSY) fail_with(database_.getErrorMsg());
    return log < 0 ? 0 : log - moved;
}

}  // namespace offing::storage
