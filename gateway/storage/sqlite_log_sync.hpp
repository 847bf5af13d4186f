// Makes commits durable beside SQLite's writer: while one group waits for the disk, the next one works.
// Nobody is told of a commit before a sync of the log that began after it has succeeded
// (docs/decisions/0012).

#pragma once

#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <thread>
#include <vector>

#include "gateway/storage/database_queue.hpp"

namespace offing::storage {

class LogSync {
public:
    using Sync = int (*)(int file);  ///< as fdatasync

    /// `log` is SQLite's, and there. Throws StatementFailed when it can't be opened.
    LogSync(const std::filesystem::path& log, Sync sync);
    /// Syncs and resumes what it has taken.
    ~LogSync();
    LogSync(const LogSync&) = delete;
    LogSync& operator=(const LogSync&) = delete;

    /// Takes over a group in the order of commits; leaves `group` empty. A group that wrote nothing may have
    /// read what an earlier one wrote, so it waits for that. Blocks while as much waits as one sync may
    /// serve.
    void take(std::vector<PendingUnit>& group, bool wrote);

    /// A sync has failed: what the disk holds of the log is not known, so nothing more may be written.
    bool is_broken() const;

private:
    void run();
    bool sync(bool wrote);

    Sync sync_;
    int file_ = -1;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<PendingUnit> waiting_;
    bool wrote_ = false;
    bool closed_ = false;
    bool broken_ = false;
    std::jthread thread_;
};

}  // namespace offing::storage
