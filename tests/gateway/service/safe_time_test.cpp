#include "gateway/service/safe_time.hpp"

#include <gtest/gtest.h>

namespace offing::service {
namespace {

using namespace std::chrono_literals;

class SafeTime : public ::testing::Test {
protected:
    scheduler::Zone zone = *scheduler::Zone::find("Europe/London");
    SafeTimes usual;

    Timestamp at(std::string_view local) { return *zone.to_instant(*scheduler::parse_local(local)); }
    std::string spelt(std::optional<Timestamp> time) {
        return time ? scheduler::spell(zone.to_local(to_minutes(*time))) : "never";
    }
};

TEST_F(SafeTime, IsWeekdaysInSchoolHoursUnlessSheSaysOtherwise) {
    EXPECT_TRUE(is_safe(usual, zone, at("2026-11-18T10:00")));
    EXPECT_FALSE(is_safe(usual, zone, at("2026-11-18T09:29")));
    EXPECT_FALSE(is_safe(usual, zone, at("2026-11-18T14:30")));
    EXPECT_FALSE(is_safe(usual, zone, at("2026-11-21T10:00"))) << "Saturday";
}

TEST_F(SafeTime, WaitsOverTheWeekendAndTheClockChange) {
    EXPECT_EQ(spelt(next_safe(usual, zone, at("2026-03-27T15:00"))), "2026-03-30T09:30");
    EXPECT_EQ(spelt(next_safe(usual, zone, at("2026-10-23T14:30"))), "2026-10-26T09:30");
}

TEST_F(SafeTime, NeverFallsInHerBusyWindows) {
    SafeTimes hers = usual;
    hers.busy = {{.days = scheduler::Weekdays::all(), .from = 9h, .to = 12h, .dates = {}}};
    EXPECT_EQ(spelt(next_safe(hers, zone, at("2026-11-18T09:30"))), "2026-11-18T12:00");
}

TEST_F(SafeTime, SaysNeverWhenNothingIsSafe) {
    SafeTimes never = usual;
    never.busy = {{.days = scheduler::Weekdays::all(), .from = 0h, .to = 24h, .dates = {}}};
    EXPECT_EQ(next_safe(never, zone, at("2026-11-18T10:00")), std::nullopt);
}

TEST_F(SafeTime, FindsTheLastSafeMinuteBefore) {
    EXPECT_EQ(spelt(last_safe(usual, zone, at("2026-11-17T00:00"), at("2026-11-18T06:45"))),
              "2026-11-17T14:29");
    EXPECT_EQ(spelt(last_safe(usual, zone, at("2026-11-18T00:00"), at("2026-11-18T06:45"))), "never");
}

TEST_F(SafeTime, AHoldMadeAtNightIsThereInTheMorning) {
    EXPECT_EQ(spelt(after_waking(4h, zone, at("2026-11-18T22:00"))), "2026-11-19T12:00");
    EXPECT_EQ(spelt(after_waking(4h, zone, at("2026-11-18T18:00"))), "2026-11-19T10:00");
    EXPECT_EQ(spelt(after_waking(4h, zone, at("2026-11-18T10:00"))), "2026-11-18T14:00");
}

TEST_F(SafeTime, AWorkingHourSkipsWeekendsAndBankHolidays) {
    const auto division = scheduler::Division::england_and_wales;
    EXPECT_EQ(spelt(next_working_hour(12, zone, division, at("2026-12-24T13:00"))), "2026-12-29T12:00");
}

}  // namespace
}  // namespace offing::service
