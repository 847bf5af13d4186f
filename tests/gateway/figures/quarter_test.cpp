#include "gateway/figures/quarter.hpp"

#include <gtest/gtest.h>

#include "gateway/figures/tally.hpp"

namespace offing::figures {
namespace {

scheduler::Date date(std::string_view text) { return scheduler::parse_date(text).value(); }

TEST(Quarter, IsThreeMonthsOfTheCalendar) {
    EXPECT_EQ(spell(quarter_of(date("2026-09-30"))), "2026-Q3");
    EXPECT_EQ(spell(quarter_of(date("2026-10-01"))), "2026-Q4");
    EXPECT_EQ(scheduler::spell(Quarter{2026, 1}.first()), "2026-01-01");
    EXPECT_EQ(scheduler::spell(Quarter{2026, 4}.end()), "2027-01-01");
    EXPECT_EQ(Quarter(2026, 1).back(5), Quarter(2024, 4));
}

TEST(Quarter, IsReadAsItIsSpeltAndNotOtherwise) {
    EXPECT_EQ(parse_quarter("2026-Q3"), Quarter(2026, 3));
    for (const char* wrong : {"2026-Q0", "2026-Q5", "2026Q3", "26-Q3", "2026-Q3 ", "20x6-Q3", "", "0000-Q1"})
        EXPECT_EQ(parse_quarter(wrong), std::nullopt) << wrong;
}

TEST(Quarter, IsOutThirtyFiveDaysAfterItsEndAndNotBefore) {
    EXPECT_FALSE(is_out({2026, 3}, date("2026-11-04")));
    EXPECT_TRUE(is_out({2026, 3}, date("2026-11-05")));
    EXPECT_EQ(newest_out(date("2026-11-04")), Quarter(2026, 2));
    EXPECT_EQ(newest_out(date("2026-11-05")), Quarter(2026, 3));
}

TEST(Tally, KnowsTheMiddleAndTheHighEnd) {
    Tally tally;
    for (int number = 1; number <= 10; ++number) tally.add(number, 100);
    EXPECT_EQ(tally.at(50), 5);
    EXPECT_EQ(tally.at(90), 9);
    EXPECT_EQ(tally.up_to(3), 3);
    tally.add(5000, 100);
    EXPECT_EQ(tally.at(100), 100);
}

}  // namespace
}  // namespace offing::figures
