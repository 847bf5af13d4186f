// What only the embedded engine can meet: a full disk, a full queue, a damaged file.

#include "gateway/storage/sqlite_database.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <semaphore>
#include <thread>

#include "tests/support/scratch_folder.hpp"

namespace offing::storage {
namespace {

using Kind = Error::Kind;

Result<void> add(Database& database, std::int64_t id, std::size_t size = 10) {
    return database.transact_now(
        [&](Transaction& t) { t.run("INSERT INTO note (id, body) VALUES ($1, $2)", {id, Bytes(size)}); });
}

class SqliteStore : public testing::Test {
protected:
    std::unique_ptr<Database> open(const SqliteOptions& options = {}) {
        auto database = open_sqlite(folder_ / "offing.db", options).value();
        EXPECT_TRUE(database->transact_now([](Transaction& t) {
            t.run("CREATE TABLE IF NOT EXISTS note (id BIGINT PRIMARY KEY, body BYTEA)");
        }));
        return database;
    }
    support::ScratchFolder folder_;
};

TEST_F(SqliteStore, ThatIsFullSaysSoAndKeepsWhatItHas) {
    const auto database = open({.most_pages = 40});
    ASSERT_TRUE(add(*database, 1));
    const auto refused = add(*database, 2, 400'000);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, Kind::unavailable);
    EXPECT_TRUE(add(*database, 3));
    const auto count = database->read_now(
        [](Transaction& t) { return t.run("SELECT count(*) FROM note").front().integer(0); });
    EXPECT_EQ(count, 2);
}

TEST_F(SqliteStore, RefusesAtOnceWhatItsQueueDoesNotHold) {
    const auto database = open({.longest_queue = 1});
    std::binary_semaphore started{0}, go_on{0};
    std::jthread blocker{[&] {
        EXPECT_TRUE(database->transact_now([&](Transaction&) {
            started.release();
            go_on.acquire();
        }));
    }};
    started.acquire();
    // Of these two one fits into the queue; the other is told so and doesn't wait.
    std::counting_semaphore<2> told{0};
    std::array<Result<void>, 2> outcomes;
    std::vector<std::jthread> writers;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        writers.emplace_back([&, i] {
            outcomes[i] = add(*database, static_cast<std::int64_t>(i));
            told.release();
        });
    }
    told.acquire();
    go_on.release();
    writers.clear();
    EXPECT_NE(outcomes[0].has_value(), outcomes[1].has_value());
    const auto& refused = outcomes[0] ? outcomes[1] : outcomes[0];
    EXPECT_EQ(refused.error().kind, Kind::unavailable);
}

TEST_F(SqliteStore, MovesItsLogIntoTheFileWhileItIsWritten) {
    const auto database = open({.checkpoint_pages = 50});
    for (std::int64_t i = 0; i < 200; ++i) ASSERT_TRUE(add(*database, i, 100'000));
    // 200 commits of 25 pages each would be 20 MB of log.
    EXPECT_LT(std::filesystem::file_size(folder_ / "offing.db-wal"), 8U << 20);
}

TEST_F(SqliteStore, DoesNotOpenWhatIsNoStore) {
    std::ofstream{folder_ / "offing.db"} << std::string(10'000, 'x');
    const auto opened = open_sqlite(folder_ / "offing.db");
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().kind, Kind::unavailable);
    EXPECT_FALSE(open_sqlite(folder_ / "no folder" / "offing.db"));
}

}  // namespace
}  // namespace offing::storage
