#include "gateway/storage/sqlite_log_sync.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <iterator>
#include <utility>

namespace offing::storage {

namespace {

constexpr std::size_t most_waiting = 512;

int open_log(const std::filesystem::path& log) {
    const int file = ::open(log.c_str(), O_RDWR | O_CLOEXEC);
    if (file < 0) throw StatementFailed{StatementFailed::Why::unavailable, "the store's log can't be opened"};
    // The log may be new: its name has to last as well.
    const int folder = ::open(log.parent_path().empty() ? "." : log.parent_path().c_str(),
                              O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool lasts = folder >= 0 && ::fsync(folder) == 0;
    if (folder >= 0) ::close(folder);
    if (lasts) return file;
    ::close(file);
    throw StatementFailed{StatementFailed::Why::unavailable, "the store's folder can't be synced"};
}

}  // namespace

LogSync::LogSync(const std::filesystem::path& log, Sync sync)
    : sync_{sync}, file_{open_log(log)}, thread_{[this] { run(); }} {}

LogSync::~LogSync() {
    {
        const std::lock_guard lock{mutex_};
        closed_ = true;
    }
    changed_.notify_all();
    thread_.join();
    ::close(file_);
}

void LogSync::take(std::vector<PendingUnit>& group, bool wrote) {
    {
        std::unique_lock lock{mutex_};
        changed_.wait(lock, [this] { return waiting_.size() < most_waiting; });
        std::move(group.begin(), group.end(), std::back_inserter(waiting_));
        wrote_ = wrote_ || wrote;
    }
    group.clear();
    changed_.notify_all();
}

bool LogSync::is_broken() const {
    const std::lock_guard lock{mutex_};
    return broken_;
}

bool LogSync::sync(bool wrote) {
    if (is_broken()) return false;
    if (!wrote || sync_(file_) == 0) return true;
    const std::lock_guard lock{mutex_};
    broken_ = true;
    return false;
}

void LogSync::run() {
    std::vector<PendingUnit> group;
    for (;;) {
        bool wrote = false;
        {
            std::unique_lock lock{mutex_};
            changed_.wait(lock, [this] { return closed_ || !waiting_.empty(); });
            if (waiting_.empty()) return;
            group.swap(waiting_);
            wrote = std::exchange(wrote_, false);
        }
        changed_.notify_all();
        if (!sync(wrote))
            for (PendingUnit& unit : group)
                unit.outcome = fail(Error::Kind::unavailable,
                                    "the disk did not keep the store's log: start offing again");
        resume_all(group);
    }
}

}  // namespace offing::storage
