// A simulated year, counted: from the daemon's own services to figures, quickly and twice the same.

#include <gtest/gtest.h>

#include <chrono>

#include "gateway/figures/files.hpp"
#include "tests/gateway/ledger/year_ledger.hpp"

namespace offing::figures {
namespace {

Task<bool> take_down(Shelf& shelf, Timestamp now, std::shared_ptr<const Counted>& counted) {
    const auto taken = co_await shelf.counted(now);
    if (taken) counted = *taken;
    co_return taken.has_value();
}

class CountedYear : public ::testing::TestWithParam<const char*> {};

TEST_P(CountedYear, SaysTheSameInTheDaemonAndOnTheCommandLine) {
    ledger::YearLedger year{GetParam(), {.women = 60, .clinics = 12, .days = 150, .decisions = 700}};
    year.rig.clock.advance(std::chrono::days{60});
    const Timestamp now = year.rig.clock.now();
    const auto services = year.rig.database->read_now(
        [](storage::Transaction& transaction) { return services_in(transaction); });
    ledger::StoreSource source{*year.rig.database};
    const auto begin = std::chrono::steady_clock::now();
    const auto counted = count(source, services.value(), now);
    const auto took = std::chrono::steady_clock::now() - begin;
    ASSERT_TRUE(counted) << counted.error().what;
    RecordProperty("ms",
                   static_cast<int>(std::chrono::duration_cast<std::chrono::milliseconds>(took).count()));
    RecordProperty("events", static_cast<int>(year.verified.events));

    Shelf shelf{*year.rig.database};
    std::shared_ptr<const Counted> shelved;
    ASSERT_TRUE(year.rig.run(take_down(shelf, now, shelved)));
    ASSERT_FALSE(counted->out.empty());
    for (const Quarter quarter : counted->out)
        EXPECT_EQ(csv_of(publish(*counted, quarter, {}, {})), csv_of(publish(*shelved, quarter, {}, {})));

    const QuarterCounts& counts = counted->quarters.at(counted->out.front());
    EXPECT_GT(counts.decisions, 0);
    EXPECT_GT(counts.missed, 0);
    EXPECT_GT(counts.all.asks_offered, 0);
    EXPECT_GT(counts.sent, 0);
    EXPECT_EQ(counts.sent_hours_known, counts.sent);
    EXPECT_EQ(counts.sent_in_hours, counts.sent) << "every text went out inside her hours";
    EXPECT_EQ(counts.offers_in_busy, 0) << "the search and the check agree";
    EXPECT_GT(counts.offers_checked, 0);
    EXPECT_GT(counts.supply.women_only, 0);
}

INSTANTIATE_TEST_SUITE_P(Engines, CountedYear, ::testing::Values("sqlite", "postgres"));

}  // namespace
}  // namespace offing::figures
