// The store for several nodes: a PostgreSQL server and a pool of connections, each with a thread of its own.
// Work that another transaction's success made stale is run again, a bounded number of times.

#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "gateway/storage/database.hpp"

namespace offing::storage {

struct PostgresOptions {
    /// Repeatable read: a unit sees one moment, and of two that change the same row one runs again. What two
    /// units only read and then both act on is guarded by a unique key, or by a row that both change.
    /// Serializable guards that too, but takes two inserts into one index page for a conflict: measured on
    /// keys that grow with time, most units run several times and some give up.
    enum class Isolation { repeatable_read, serializable };

    std::size_t connections = 4;
    std::size_t longest_queue = 8192;
    std::chrono::milliseconds statement_timeout{5000};
    int most_attempts = 12;
    Isolation isolation = Isolation::repeatable_read;
};

/// `url` as libpq has it: "postgresql://..." or "host=... dbname=...". Fails with Error::unavailable when the
/// server can't be reached now; later losses are mended by connecting again.
Result<std::unique_ptr<Database>> open_postgres(const std::string& url, PostgresOptions options = {});

}  // namespace offing::storage
