// The embedded store: one file, one writer thread that gives all waiting units of work one commit (a
// savepoint each), a few reader threads that see snapshots, and a thread that moves the log into the file.

#pragma once

#include <chrono>
#include <filesystem>
#include <memory>

#include "gateway/storage/database.hpp"

namespace offing::storage {

struct SqliteOptions {
    std::size_t readers = 2;
    std::size_t longest_queue = 8192;                 ///< for writing; as much again for reading
    std::size_t largest_group = 256;                  ///< units that share one commit
    std::chrono::milliseconds wait_for_others{5000};  ///< other processes that write the same file
    int checkpoint_pages = 4000;                      ///< of log, before it is moved into the file
    int most_pages = 0;                               ///< the file's largest size; 0: the disk's
};

/// Opens the file, or creates it. Fails with Error::unavailable, saying why.
Result<std::unique_ptr<Database>> open_sqlite(const std::filesystem::path& file, SqliteOptions options = {});

}  // namespace offing::storage
