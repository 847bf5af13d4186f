// What only a server can do: go away, come back, and find that another transaction was first.

#include "gateway/storage/postgres_database.hpp"

#include <gtest/gtest.h>

#include "tests/support/postgres_cluster.hpp"

namespace offing::storage {
namespace {

using Kind = Error::Kind;
using support::PostgresCluster;

Result<void> add(Database& database, std::int64_t id) {
    return database.transact_now([&](Transaction& t) { t.run("INSERT INTO note (id) VALUES ($1)", {id}); });
}

Result<void> make_table(Database& database) {
    return database.transact_now([](Transaction& t) { t.run("CREATE TABLE note (id BIGINT PRIMARY KEY)"); });
}

TEST(PostgresStore, ThatCannotBeReachedSaysSoWithoutItsAddress) {
    const auto opened = open_postgres("host=/nonexistent user=offing password=hunter2 dbname=x");
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().kind, Kind::unavailable);
    EXPECT_EQ(opened.error().what.find("hunter2"), std::string::npos);
}

TEST(PostgresStore, ServesAgainWhenItsServerIsBack) {
    PostgresCluster cluster;
    const auto database = open_postgres(cluster.new_database(), {.connections = 1}).value();
    ASSERT_TRUE(make_table(*database));
    cluster.crash();
    const auto meanwhile = add(*database, 1);
    ASSERT_FALSE(meanwhile);
    EXPECT_EQ(meanwhile.error().kind, Kind::unavailable);
    cluster.start();
    // The first calls may still fall into the pause between two attempts to connect.
    const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds{20};
    Result<void> later = add(*database, 2);
    while (!later && std::chrono::steady_clock::now() < give_up) later = add(*database, 2);
    EXPECT_TRUE(later) << later.error().what;
}

TEST(PostgresStore, DoesNotFailOneCallWhenAnIdleConnectionHasDied) {
    PostgresCluster cluster;
    const auto database = open_postgres(cluster.new_database(), {.connections = 1}).value();
    ASSERT_TRUE(make_table(*database));
    cluster.crash();
    cluster.start();
    const auto added = add(*database, 1);
    EXPECT_TRUE(added) << added.error().what;
}

TEST(PostgresStore, RunsAUnitAgainWhoseRowAnotherChangedFirst) {
    const auto database = open_postgres(PostgresCluster::shared().new_database()).value();
    ASSERT_TRUE(make_table(*database));
    ASSERT_TRUE(add(*database, 1));
    int runs = 0;
    const auto outcome = database->transact_now([&](Transaction& t) {
        const Rows seen = t.run("SELECT id FROM note");
        if (++runs == 1) {
            EXPECT_TRUE(database->transact_now(
                [](Transaction& other) { other.run("UPDATE note SET id = id + 10"); }));
        }
        t.run("UPDATE note SET id = id + 100");
        return seen.front().integer(0);
    });
    ASSERT_TRUE(outcome) << outcome.error().what;
    EXPECT_EQ(runs, 2);
    EXPECT_EQ(*outcome, 11);
}

TEST(PostgresStore, GivesUpOnAUnitThatOthersKeepBeating) {
    const auto database =
        open_postgres(PostgresCluster::shared().new_database(), {.most_attempts = 3}).value();
    ASSERT_TRUE(make_table(*database));
    ASSERT_TRUE(add(*database, 1));
    int runs = 0;
    const auto outcome = database->transact_now([&](Transaction& t) {
        t.run("SELECT id FROM note");
        ++runs;
        EXPECT_TRUE(
            database->transact_now([](Transaction& other) { other.run("UPDATE note SET id = id + 10"); }));
        t.run("UPDATE note SET id = id + 100");
    });
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().kind, Kind::unavailable);
    EXPECT_EQ(runs, 3);
}

TEST(PostgresStore, NoticesWorkThatWentOnAfterAFailedStatement) {
    const auto database = open_postgres(PostgresCluster::shared().new_database()).value();
    ASSERT_TRUE(make_table(*database));
    const auto outcome = database->transact_now([](Transaction& t) {
        t.run("INSERT INTO note (id) VALUES ($1)", {std::int64_t{1}});
        try {
            t.run("SELECT nothing FROM note");
        } catch (const StatementFailed&) {
            return;
        }
    });
    EXPECT_FALSE(outcome);
}

TEST(PostgresStore, StopsAStatementThatTakesTooLong) {
    const auto database = open_postgres(PostgresCluster::shared().new_database(),
                                        {.statement_timeout = std::chrono::milliseconds{50}})
                              .value();
    const auto outcome =
        database->transact_now([](Transaction& t) { t.run("SELECT CAST(pg_sleep(20) AS TEXT)"); });
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().kind, Kind::unavailable);
}

}  // namespace
}  // namespace offing::storage
