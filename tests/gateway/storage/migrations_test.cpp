#include "gateway/storage/migrations.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "tests/support/test_store.hpp"

namespace offing::storage {
namespace {

using Kind = Error::Kind;

constexpr Timestamp now{std::chrono::milliseconds{1'767'225'600'000}};
constexpr Migration first{1, "0001_first", "aa",
                          "CREATE TABLE one (id TEXT PRIMARY KEY); INSERT INTO one VALUES ('a;b')"};
constexpr Migration second{2, "0002_second", "bb",
                           "ALTER TABLE one ADD COLUMN more BIGINT NOT NULL DEFAULT 5;"};
constexpr Migration broken{2, "0002_broken", "cc", "CREATE TABLE two (id TEXT); CREATE TABLE one (id TEXT);"};

class Migrations : public testing::TestWithParam<const char*> {
protected:
    support::TestStore store_{GetParam()};
    std::unique_ptr<Database> database_ = store_.open();
};

TEST_P(Migrations, ShapeAnEmptyStoreAndThenChangeNothing) {
    EXPECT_EQ(schema_version(*database_), 0);
    const auto reached = migrate(*database_, now);
    ASSERT_TRUE(reached) << reached.error().what;
    EXPECT_EQ(*reached, static_cast<int>(known_migrations().size()));
    EXPECT_EQ(migrate(*database_, now), *reached);
    EXPECT_EQ(schema_version(*store_.open()), *reached);
}

TEST_P(Migrations, LeadFromEveryEarlierVersionToTheNewest) {
    const auto all = known_migrations();
    for (std::size_t from = 0; from <= all.size(); ++from) {
        const support::TestStore store{GetParam()};
        const auto database = store.open();
        ASSERT_EQ(migrate(*database, now, all.first(from)), static_cast<int>(from));
        ASSERT_EQ(migrate(*database, now, all), static_cast<int>(all.size()));
    }
}

TEST_P(Migrations, KeepWhatIsInTheStore) {
    const Migration known[] = {first, second};
    ASSERT_EQ(migrate(*database_, now, std::span{known}.first(1)), 1);
    ASSERT_EQ(migrate(*database_, now, known), 2);
    const auto row =
        database_->read_now([](Transaction& t) { return t.run("SELECT id, more FROM one").front(); });
    ASSERT_TRUE(row) << row.error().what;
    EXPECT_EQ(row->text(0), "a;b");
    EXPECT_EQ(row->integer(1), 5);
}

TEST_P(Migrations, RefuseAStoreThatIsNewer) {
    const Migration known[] = {first, second};
    ASSERT_EQ(migrate(*database_, now, known), 2);
    const auto refused = migrate(*database_, now, std::span{known}.first(1));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, Kind::refused);
    EXPECT_NE(refused.error().what.find("0002_second"), std::string::npos);
}

TEST_P(Migrations, RefuseAStoreThatOtherFilesShaped) {
    const Migration known[] = {first, second};
    ASSERT_EQ(migrate(*database_, now, std::span{known}.first(1)), 1);
    Migration changed[] = {first, second};
    changed[0].sha256 = "dd";
    const auto refused = migrate(*database_, now, changed);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, Kind::refused);
    EXPECT_EQ(schema_version(*database_, known), 1);
}

TEST_P(Migrations, LeaveNothingOfAFileThatFails) {
    const Migration known[] = {first, broken};
    const auto failed = migrate(*database_, now, known);
    ASSERT_FALSE(failed);
    EXPECT_NE(failed.error().what.find("0002_broken"), std::string::npos);
    EXPECT_EQ(schema_version(*database_, known), 1);
    const auto left_over = database_->read_now([](Transaction& t) { t.run("SELECT id FROM two"); });
    EXPECT_FALSE(left_over);
}

TEST_P(Migrations, AreAppliedOnceByProcessesThatStartTogether) {
    std::vector<Result<int>> reached(4);
    {
        std::vector<std::jthread> starters;
        for (auto& one : reached) {
            starters.emplace_back([&] { one = migrate(*store_.open(), now); });
        }
    }
    for (const auto& one : reached) {
        ASSERT_TRUE(one) << one.error().what;
        EXPECT_EQ(*one, static_cast<int>(known_migrations().size()));
    }
}

INSTANTIATE_TEST_SUITE_P(Engines, Migrations, testing::Values("sqlite", "postgres"),
                         [](const auto& engine) { return std::string{engine.param}; });

TEST(KnownMigrations, AreNumberedFromOneWithoutGaps) {
    int expected = 0;
    for (const Migration& migration : known_migrations()) {
        EXPECT_EQ(migration.version, ++expected);
        EXPECT_EQ(migration.sha256.size(), 64U);
    }
    EXPECT_GE(expected, 1);
}

TEST(SplitStatements, CutsAtSemicolonsOutsideQuotesAndComments) {
    EXPECT_EQ(split_statements("-- a; b\nCREATE x (';', \";\" /* ; */);\n\nSELECT $$;$$ ; -- end"),
              (std::vector<std::string>{"CREATE x (';', \";\" )", "SELECT $$;$$ "}));
    EXPECT_TRUE(split_statements(" \n-- nothing\n").empty());
    EXPECT_EQ(split_statements("SELECT 'open"), (std::vector<std::string>{"SELECT 'open"}));
}

}  // namespace
}  // namespace offing::storage
