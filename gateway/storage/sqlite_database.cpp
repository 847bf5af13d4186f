#include "gateway/storage/sqlite_database.hpp"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "gateway/storage/database_queue.hpp"
#include "gateway/storage/database_text.hpp"
#include "gateway/storage/private_file.hpp"
#include "gateway/storage/sqlite_connection.hpp"

namespace offing::storage {

namespace {

/// The whole group is lost: the store failed, not one unit's statement.
bool dooms_the_group(const StatementFailed& failed) {
    return failed.why() == StatementFailed::Why::unavailable || failed.why() == StatementFailed::Why::full;
}

/// Moves the log into the file beside the writer, so that no commit waits for more than its last pages.
class Checkpointer {
public:
    Checkpointer(const std::filesystem::path& file, const SqliteOptions& options)
        : connection_{file, options, SqliteConnection::Role::checkpointer},
          thread_{[this](const std::stop_token& stop) { run(stop); }} {}

    void wake() {
        const std::lock_guard lock{mutex_};
        if (wanted_) return;
        wanted_ = true;
        changed_.notify_one();
    }
    /// True once after each round: what is left is little, and only the writer can move it and start the log
    /// anew.
    bool take_turn() { return turn_.exchange(false); }

private:
    void run(const std::stop_token& stop) {
        std::unique_lock lock{mutex_};
        while (changed_.wait(lock, stop, [this] { return wanted_; })) {
            lock.unlock();
            try {
                connection_.checkpoint();
            } catch (const StatementFailed&) {
                // The log stays longer; the writer meets the same fault and reports it.
            }
            turn_ = true;
            lock.lock();
            wanted_ = false;
        }
    }

    SqliteConnection connection_;
    std::mutex mutex_;
    std::condition_variable_any changed_;
    bool wanted_ = false;
    std::atomic<bool> turn_{false};
    std::jthread thread_;
};

class SqliteDatabase final : public Database {
public:
    SqliteDatabase(const std::filesystem::path& file, const SqliteOptions& options)
        : options_{options},
          to_write_{options.longest_queue},
          to_read_{options.longest_queue},
          writer_{file, options, SqliteConnection::Role::writer},
          checkpointer_{file, options} {
        for (std::size_t i = 0; i < options.readers; ++i) {
            readers_.push_back(
                std::make_unique<SqliteConnection>(file, options, SqliteConnection::Role::reader));
        }
        for (const auto& reader : readers_) {
            threads_.emplace_back([this, connection = reader.get()] { read_until_closed(*connection); });
        }
        threads_.emplace_back([this] { write_until_closed(); });
    }

    ~SqliteDatabase() override {
        to_write_.close();
        to_read_.close();
        for (std::jthread& thread : threads_) thread.join();
    }
    SqliteDatabase(const SqliteDatabase&) = delete;
    SqliteDatabase& operator=(const SqliteDatabase&) = delete;

    std::string_view engine() const override { return "sqlite"; }

protected:
    Task<Result<void>> transact_erased(Access access, ErasedWork work) override {
        return submit(queue_for(access), std::move(work), access);
    }
    Result<void> transact_erased_now(Access access, ErasedWork work) override {
        return submit_and_wait(queue_for(access), std::move(work), access);
    }

private:
    UnitQueue& queue_for(Access access) {
        return access == Access::read_only && !readers_.empty() ? to_read_ : to_write_;
    }

    void write_until_closed() {
        std::vector<PendingUnit> group;
        while (to_write_.take(group, options_.largest_group)) {
            commit(group);
            resume_all(group);
            keep_log_short();
        }
    }

    void commit(std::vector<PendingUnit>& group) {
        try {
            writer_.run("BEGIN IMMEDIATE");
            for (PendingUnit& unit : group) unit.outcome = run_unit(unit.work);
            writer_.run("COMMIT");
        } catch (const StatementFailed& failed) {
            writer_.rollback();
            const Error error = Error::make(Error::Kind::unavailable, failed.what());
            for (PendingUnit& unit : group) unit.outcome = std::unexpected(error);
        }
    }

    /// Throws StatementFailed when the whole group has to fail.
    Result<void> run_unit(ErasedWork& work) {
        writer_.run("SAVEPOINT unit");
        Result<void> outcome = attempt(work, writer_);
        if (!writer_.is_in_transaction()) {
            throw StatementFailed{StatementFailed::Why::unavailable, "the store took the transaction back"};
        }
        if (!outcome) writer_.run("ROLLBACK TO unit");
        writer_.run("RELEASE unit");
        return outcome;
    }

    static Result<void> attempt(ErasedWork& work, SqliteConnection& connection) {
        try {
            work(connection);
            return {};
        } catch (const StatementFailed& failed) {
            if (dooms_the_group(failed)) throw;
            return std::unexpected(as_error(failed));
        } catch (...) {
            return std::unexpected(broken_off());
        }
    }

    void keep_log_short() {
        try {
            if (checkpointer_.take_turn()) {
                writer_.checkpoint();
            } else if (writer_.log_pages() >= options_.checkpoint_pages) {
                checkpointer_.wake();
            }
        } catch (const StatementFailed&) {
            // A checkpoint that fails loses nothing; the next commit meets the same fault and reports it.
            return;
        }
    }

    void read_until_closed(SqliteConnection& reader) {
        std::vector<PendingUnit> taken;
        while (to_read_.take(taken, 1)) {
            taken.front().outcome = read_snapshot(reader, taken.front().work);
            resume_all(taken);
        }
    }

    static Result<void> read_snapshot(SqliteConnection& reader, ErasedWork& work) {
        Result<void> outcome;
        try {
            reader.run("BEGIN");
            outcome = attempt(work, reader);
        } catch (const StatementFailed& failed) {
            outcome = std::unexpected(as_error(failed));
        }
        reader.rollback();
        return outcome;
    }

    const SqliteOptions options_;
    UnitQueue to_write_, to_read_;
    SqliteConnection writer_;
    Checkpointer checkpointer_;
    std::vector<std::unique_ptr<SqliteConnection>> readers_;
    std::vector<std::jthread> threads_;
};

}  // namespace

Result<std::unique_ptr<Database>> open_sqlite(const std::filesystem::path& file, SqliteOptions options) {
    make_private_file(file);
    try {
        return std::make_unique<SqliteDatabase>(file, options);
    } catch (const StatementFailed& failed) {
        return fail(Error::Kind::unavailable, "can't open the store " + file.string() + ": " + failed.what());
    }
}

}  // namespace offing::storage
