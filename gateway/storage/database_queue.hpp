// Units of work on their way to the database threads, and their outcomes on the way back. The queue is
// bounded: what doesn't fit is refused at once as Error::unavailable. Safe from any thread.

#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <vector>

#include "gateway/storage/database.hpp"

namespace offing::storage {

struct PendingUnit {
    ErasedWork work;
    std::move_only_function<void(Result<void>)> resume;
    /// Where `resume` runs, kept from running dry meanwhile. Empty: on the database thread.
    boost::asio::any_io_executor home;
    Access access = Access::read_write;
    Result<void> outcome;
};

class UnitQueue {
public:
    explicit UnitQueue(std::size_t longest) : longest_{longest} {}

    /// False, and `unit` untouched, when the queue is full or closed.
    bool push(PendingUnit& unit);
    /// Waits for work and moves up to `most` units, oldest first, into `units`. False when closed and empty.
    bool take(std::vector<PendingUnit>& units, std::size_t most);
    /// Nothing more is let in; what is in is still handed out.
    void close();

private:
    const std::size_t longest_;
    std::mutex mutex_;
    std::condition_variable arrived_;
    std::deque<PendingUnit> waiting_;
    std::size_t idle_threads_ = 0;
    bool closed_ = false;
};

/// Hands each unit its outcome on its own executor, with one post for those that share one. Leaves `units`
/// empty.
void resume_all(std::vector<PendingUnit>& units);

Task<Result<void>> submit(UnitQueue& queue, ErasedWork work, Access access);
Result<void> submit_and_wait(UnitQueue& queue, ErasedWork work, Access access);

}  // namespace offing::storage
