#include "gateway/storage/sqlite_backup.hpp"

#include <SQLiteCpp/Backup.h>
#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

#include "gateway/storage/database_text.hpp"
#include "gateway/storage/private_file.hpp"
#include "gateway/storage/sqlite_connection.hpp"

namespace offing::storage {

namespace {

constexpr int wait_ms = 5000;

}  // namespace

Result<void> copy_sqlite(const std::filesystem::path& from, const std::filesystem::path& to) {
    make_private_file(to);
    try {
        SQLite::Database source{from.string(), SQLite::OPEN_READWRITE, wait_ms};
        SQLite::Database copy{to.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE};
        // All in one step: a writer goes on beside it in the log, and the copy is of one moment.
        SQLite::Backup{copy, source}.executeStep(-1);
        copy.exec("PRAGMA journal_mode=DELETE");
        return {};
    } catch (const SQLite::Exception& error) {
        return std::unexpected(as_error(sqlite_failure(error.getExtendedErrorCode(), error.what())));
    }
}

Result<bool> is_unused_sqlite(const std::filesystem::path& file) {
    try {
        SQLite::Database database{file.string(), SQLite::OPEN_READWRITE};
        // Leaving the log needs the file for oneself.
        database.exec("PRAGMA journal_mode=DELETE");
        return true;
    } catch (const SQLite::Exception& error) {
        const int code = error.getErrorCode() & 0xFF;
        return code != SQLITE_BUSY && code != SQLITE_LOCKED;
    }
}

}  // namespace offing::storage
