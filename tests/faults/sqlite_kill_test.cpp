// A writer is killed at random moments in the middle of group commits. Whatever it had been told is durable
// is there afterwards, whole, and the file is sound. OFFING_KILLS sets how often (default 12); the seed is
// printed.

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <csignal>
#include <cstdlib>
#include <random>

#include "gateway/storage/sqlite_database.hpp"
#include "tests/support/scratch_folder.hpp"

namespace offing::storage {
namespace {

constexpr int waiters = 32;

std::unique_ptr<Database> open(const std::filesystem::path& file) {
    return open_sqlite(file, {.checkpoint_pages = 200}).value();
}

/// Writes pairs of rows for ever, and each number to `told` once it is durable.
Task<void> write_for_ever(Database& database, std::int64_t number, int told) {
    for (;; number += waiters) {
        const auto done = co_await database.transact([number](Transaction& t) {
            t.run("INSERT INTO pair (number, half) VALUES ($1, $2)", {number, std::int64_t{1}});
            t.run("INSERT INTO pair (number, half) VALUES ($1, $2)", {number, std::int64_t{2}});
        });
        if (!done || ::write(told, &number, sizeof number) != sizeof number) ::_exit(1);
    }
}

[[noreturn]] void write_until_killed(const std::filesystem::path& file, std::int64_t from, int told) {
    const auto database = open(file);
    boost::asio::io_context io;
    for (int i = 0; i < waiters; ++i) {
        boost::asio::co_spawn(io, write_for_ever(*database, from + i, told), boost::asio::detached);
    }
    io.run();
    ::_exit(1);
}

/// The numbers the writer was told are durable; it is killed once it has reported `reports` of them.
std::vector<std::int64_t> kill_after(const std::filesystem::path& file, std::int64_t from,
                                     std::size_t reports) {
    int ends[2];
    if (::pipe(ends) != 0) throw std::runtime_error{"pipe"};
    const pid_t writer = ::fork();
    if (writer == 0) {
        ::close(ends[0]);
        write_until_killed(file, from, ends[1]);
    }
    ::close(ends[1]);
    std::vector<std::int64_t> told;
    std::int64_t number = 0;
    while (::read(ends[0], &number, sizeof number) == sizeof number) {
        told.push_back(number);
        if (told.size() == reports) ::kill(writer, SIGKILL);
    }
    ::close(ends[0]);
    int status = 0;
    ::waitpid(writer, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status)) << "the writer stopped by itself";
    return told;
}

int kills_wanted() {
    const char* wanted = std::getenv("OFFING_KILLS");
    return wanted == nullptr ? 12 : std::max(1, std::atoi(wanted));
}

TEST(SqliteKill, LosesNothingThatWasAcknowledgedAndKeepsUnitsWhole) {
    const support::ScratchFolder folder;
    const auto file = folder / "offing.db";
    ASSERT_TRUE(open(file)->transact_now([](Transaction& t) {
        t.run("CREATE TABLE pair (number BIGINT NOT NULL, half BIGINT NOT NULL, PRIMARY KEY (number, half))");
    }));
    const auto seed = std::random_device{}();
    RecordProperty("seed", std::to_string(seed));
    std::mt19937 random{seed};
    std::int64_t from = 0;
    for (int kill = 0; kill < kills_wanted(); ++kill) {
        SCOPED_TRACE("seed " + std::to_string(seed) + ", kill " + std::to_string(kill));
        const std::size_t reports = std::uniform_int_distribution<std::size_t>{1, 3000}(random);
        const auto told = kill_after(file, from, reports);
        ASSERT_GE(told.size(), reports);
        const auto database = open(file);
        const auto checked = database->read_now([&](Transaction& t) {
            for (const std::int64_t number : told) {
                const Rows halves = t.run("SELECT half FROM pair WHERE number = $1", {number});
                if (halves.size() != 2)
                    ADD_FAILURE() << "number " << number << " was told durable and is lost";
            }
            EXPECT_TRUE(t.run("SELECT number FROM pair GROUP BY number HAVING count(*) <> 2").empty());
            EXPECT_EQ(t.run("PRAGMA integrity_check").front().text(0), "ok");
            return t.run("SELECT coalesce(max(number), 0) FROM pair").front().integer(0);
        });
        ASSERT_TRUE(checked) << checked.error().what;
        from = *checked + 1;
    }
}

}  // namespace
}  // namespace offing::storage
