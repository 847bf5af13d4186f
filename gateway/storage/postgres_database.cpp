#include "gateway/storage/postgres_database.hpp"

#include <algorithm>
#include <atomic>
#include <random>
#include <thread>

#include "gateway/storage/database_queue.hpp"
#include "gateway/storage/database_text.hpp"
#include "gateway/storage/postgres_connection.hpp"

namespace offing::storage {

namespace {

using SteadyClock = std::chrono::steady_clock;
using std::chrono::milliseconds;

/// After a server couldn't be reached, callers are told so at once for this long.
constexpr milliseconds time_between_connects{250};
constexpr milliseconds longest_pause{64};

class PostgresDatabase final : public Database {
public:
    /// The first connection is made before this is.
    PostgresDatabase(const std::string& url, const PostgresOptions& options,
                     std::unique_ptr<PostgresConnection> first)
        : options_{options}, queue_{options.longest_queue} {
        connections_.push_back(std::move(first));
        while (connections_.size() < options.connections) {
            connections_.push_back(std::make_unique<PostgresConnection>(url, options));
        }
        for (const auto& connection : connections_) {
            threads_.emplace_back([this, own = connection.get()] { serve(*own); });
        }
    }

    ~PostgresDatabase() override {
        queue_.close();
        for (std::jthread& thread : threads_) thread.join();
    }
    PostgresDatabase(const PostgresDatabase&) = delete;
    PostgresDatabase& operator=(const PostgresDatabase&) = delete;

    std::string_view engine() const override { return "postgres"; }

protected:
    Task<Result<void>> transact_erased(Access access, ErasedWork work) override {
        return submit(queue_, std::move(work), access);
    }
    Result<void> transact_erased_now(Access access, ErasedWork work) override {
        return submit_and_wait(queue_, std::move(work), access);
    }

private:
    void serve(PostgresConnection& connection) {
        std::vector<PendingUnit> taken;
        std::minstd_rand random{std::random_device{}()};
        while (queue_.take(taken, 1)) {
            PendingUnit& unit = taken.front();
            for (int attempt = 1;; ++attempt) {
                unit.outcome = attempt_once(connection, unit);
                if (unit.outcome || !connection.may_run_again()) break;
                if (attempt == options_.most_attempts) {
                    unit.outcome = fail(Error::Kind::unavailable, "others kept getting in first");
                    break;
                }
                pause(attempt, random);
            }
            resume_all(taken);
        }
    }

    Result<void> attempt_once(PostgresConnection& connection, PendingUnit& unit) {
        try {
            if (!connection.is_connected()) connect(connection);
            connection.begin(unit.access);
            unit.work(connection);
            connection.commit();
            return {};
        } catch (const StatementFailed& failed) {
            connection.rollback();
            return std::unexpected(as_error(failed));
        } catch (...) {
            connection.rollback();
            return std::unexpected(broken_off());
        }
    }

    void connect(PostgresConnection& connection) {
        connection.forget_failure();
        if (SteadyClock::now().time_since_epoch() < not_before_.load()) {
            throw StatementFailed{StatementFailed::Why::unavailable,
                                  "the PostgreSQL server can't be reached"};
        }
        try {
            connection.connect();
        } catch (const StatementFailed&) {
            not_before_ = (SteadyClock::now() + time_between_connects).time_since_epoch();
            throw;
        }
    }

    /// Full jitter: two that collided don't meet again.
    static void pause(int attempt, std::minstd_rand& random) {
        const auto most = std::min<milliseconds::rep>(longest_pause.count(), milliseconds::rep{1} << attempt);
        std::uniform_int_distribution<std::chrono::microseconds::rep> pick{0, most * 1000};
        std::this_thread::sleep_for(std::chrono::microseconds{pick(random)});
    }

    const PostgresOptions options_;
    UnitQueue queue_;
    std::atomic<SteadyClock::duration> not_before_{SteadyClock::duration::min()};
    std::vector<std::unique_ptr<PostgresConnection>> connections_;
    std::vector<std::jthread> threads_;
};

}  // namespace

Result<std::unique_ptr<Database>> open_postgres(const std::string& url, PostgresOptions options) {
    options.connections = std::max<std::size_t>(options.connections, 1);
    auto first = std::make_unique<PostgresConnection>(url, options);
    try {
        first->connect();
    } catch (const StatementFailed& failed) {
        return fail(Error::Kind::unavailable, failed.what());
    }
    return std::make_unique<PostgresDatabase>(url, options, std::move(first));
}

}  // namespace offing::storage
