// The store for several nodes: a PostgreSQL server and a pool of connections, each with a thread of its own.
// Work that another transaction's success made stale is run again, a bounded number of times.

#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "gateway/storage/database.hpp"

namespace offing::storage {

struct PostgresOptions {
    /// Serializable gives units of work SQLite's promise: each as if it were alone. Repeatable read notices
    /// only that two changed the same row.
    enum class Isolation { serializable, repeatable_read };

    std::size_t connections = 4;
    std::size_t longest_queue = 8192;
    std::chrono::milliseconds statement_timeout{5000};
    int most_attempts = 12;
    Isolation isolation = Isolation::serializable;
};

/// `url` as libpq has it: "postgresql://..." or "host=... dbname=...". Fails with Error::unavailable when the
/// server can't be reached now; later losses are mended by connecting again.
Result<std::unique_ptr<Database>> open_postgres(const std::string& url, PostgresOptions options = {});

}  // namespace offing::storage
