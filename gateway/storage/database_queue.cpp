#include "gateway/storage/database_queue.hpp"

#include <algorithm>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <future>
#include <iterator>

namespace offing::storage {

namespace {

namespace asio = boost::asio;

/// As many coroutines as one post resumes: enough to save the wake-ups, few enough to share the threads.
constexpr std::size_t resumed_together = 32;

class Resumption {
public:
    explicit Resumption(asio::any_io_executor home) : home_{std::move(home)} {}

    bool takes(const asio::any_io_executor& home) const {
        return units_.size() < resumed_together && home == home_;
    }
    void add(PendingUnit&& unit) { units_.push_back(std::move(unit)); }
    static void post(Resumption&& resumption) {
        const asio::any_io_executor home = resumption.home_;
        asio::post(home, [resumption = std::move(resumption)]() mutable { resumption.run(); });
    }

private:
    void run() {
        while (next_ < units_.size()) {
            PendingUnit unit = std::move(units_[next_++]);
            try {
                unit.resume(std::move(unit.outcome));
            } catch (...) {
                // A coroutine's own exception goes to whoever runs the executor; its neighbours still resume.
                if (next_ < units_.size()) post(std::move(*this));
                throw;
            }
        }
    }

    asio::any_io_executor home_;
    std::vector<PendingUnit> units_;
    std::size_t next_ = 0;
};

Result<void> refused() {
    return fail(Error::Kind::unavailable, "the store has more work waiting than it takes, or is stopping");
}

}  // namespace

bool UnitQueue::push(PendingUnit& unit) {
    const std::lock_guard lock{mutex_};
    if (closed_ || waiting_.size() >= longest_) return false;
    waiting_.push_back(std::move(unit));
    // Under the lock: once the unit has run, whoever waits for it may destroy the queue.
    if (idle_threads_ > 0) arrived_.notify_one();
    return true;
}

bool UnitQueue::take(std::vector<PendingUnit>& units, std::size_t most) {
    std::unique_lock lock{mutex_};
    while (waiting_.empty()) {
        if (closed_) return false;
        ++idle_threads_;
        arrived_.wait(lock);
        --idle_threads_;
    }
    const auto end = waiting_.begin() + static_cast<std::ptrdiff_t>(std::min(most, waiting_.size()));
    std::move(waiting_.begin(), end, std::back_inserter(units));
    waiting_.erase(waiting_.begin(), end);
    return true;
}

void UnitQueue::close() {
    {
        const std::lock_guard lock{mutex_};
        closed_ = true;
    }
    arrived_.notify_all();
}

void resume_all(std::vector<PendingUnit>& units) {
    constexpr std::size_t looked_back = 4;
    std::vector<Resumption> resumptions;
    for (PendingUnit& unit : units) {
        if (!unit.home) {
            unit.resume(std::move(unit.outcome));
            continue;
        }
        const auto recent =
            resumptions.end() - static_cast<std::ptrdiff_t>(std::min(looked_back, resumptions.size()));
        auto same =
            std::find_if(recent, resumptions.end(), [&](const Resumption& r) { return r.takes(unit.home); });
        if (same == resumptions.end()) same = resumptions.insert(same, Resumption{unit.home});
        same->add(std::move(unit));
    }
    units.clear();
    for (Resumption& resumption : resumptions) Resumption::post(std::move(resumption));
}

Task<Result<void>> submit(UnitQueue& queue, ErasedWork work, Access access) {
    const auto initiate = [&queue, access](auto handler, ErasedWork moved_work) {
        const auto executor = asio::get_associated_executor(handler);
        PendingUnit unit{.work = std::move(moved_work),
                         .resume = std::move(handler),
                         .home = asio::prefer(executor, asio::execution::outstanding_work.tracked),
                         .access = access,
                         .outcome = {}};
        if (queue.push(unit)) return;
        unit.outcome = refused();
        std::vector<PendingUnit> turned_away;
        turned_away.push_back(std::move(unit));
        resume_all(turned_away);
    };
    co_return co_await asio::async_initiate<const asio::use_awaitable_t<>&, void(Result<void>)>(
        initiate, asio::use_awaitable, std::move(work));
}

Result<void> submit_and_wait(UnitQueue& queue, ErasedWork work, Access access) {
    std::promise<Result<void>> told;
    std::future<Result<void>> outcome = told.get_future();
    PendingUnit unit{.work = std::move(work),
                     .resume = [told = std::move(told)](
                                   Result<void> result) mutable { told.set_value(std::move(result)); },
                     .home = {},
                     .access = access,
                     .outcome = {}};
    if (!queue.push(unit)) return refused();
    return outcome.get();
}

}  // namespace offing::storage
