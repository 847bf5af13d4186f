#include "scheduler/clear_of.hpp"

#include <gtest/gtest.h>

namespace offing::scheduler {
namespace {

using namespace std::chrono_literals;

Interval at(std::string_view begin, std::chrono::minutes length) {
    const auto start = Zone::find("Europe/London")->to_instant_or_later(parse_local(begin).value());
    return *Interval::make(start, start + length);
}

Preferences woman_with(BusyWindow window, std::chrono::minutes travel = 0min) {
    Preferences woman;
    woman.busy = {window};
    woman.travel = travel;
    return woman;
}

TEST(ClearOf, KeepsHerWindowsAndTheWayOnBothSides) {
    const auto woman = woman_with({.from = 12h, .to = 13h}, 15min);
    EXPECT_TRUE(is_clear_of_busy({}, woman, at("2026-03-17T11:00", 45min)));
    EXPECT_FALSE(is_clear_of_busy({}, woman, at("2026-03-17T11:00", 46min)));
    EXPECT_FALSE(is_clear_of_busy({}, woman, at("2026-03-17T13:10", 30min)));
    EXPECT_TRUE(is_clear_of_busy({}, woman, at("2026-03-17T13:15", 30min)));
}

TEST(ClearOf, KnowsDaysDatesAndNightsThatReachIntoTheMorning) {
    const auto tuesdays = woman_with({.days = Weekdays::of(std::chrono::Tuesday), .from = 9h, .to = 10h});
    EXPECT_FALSE(is_clear_of_busy({}, tuesdays, at("2026-03-17T09:30", 30min)));
    EXPECT_TRUE(is_clear_of_busy({}, tuesdays, at("2026-03-18T09:30", 30min)));
    const auto nights = woman_with({.days = Weekdays::of(std::chrono::Monday), .from = 22h, .to = 7h});
    EXPECT_FALSE(is_clear_of_busy({}, nights, at("2026-03-17T06:30", 30min)));
    EXPECT_TRUE(is_clear_of_busy({}, nights, at("2026-03-18T06:30", 30min)));
    const auto once = woman_with(
        {.from = 9h, .to = 10h, .dates = DateRange{*parse_date("2026-03-17"), *parse_date("2026-03-17")}});
    EXPECT_FALSE(is_clear_of_busy({}, once, at("2026-03-17T09:30", 30min)));
    EXPECT_TRUE(is_clear_of_busy({}, once, at("2026-03-24T09:30", 30min)));
}

TEST(ClearOf, LetsASchoolRunGoWhenTheSchoolIsClosed) {
    Service service;
    service.council = "saltmere";
    SchoolCalendar calendar{.id = "saltmere"};
    calendar.terms = {{*parse_date("2026-01-05"), *parse_date("2026-07-21")}};
    calendar.inset_days = {*parse_date("2026-03-18")};
    service.schools.add(calendar);
    const auto run = woman_with({.from = 15h, .to = 16h, .school_days_only = true});
    EXPECT_FALSE(is_clear_of_busy(service, run, at("2026-03-17T15:30", 30min)));
    EXPECT_TRUE(is_clear_of_busy(service, run, at("2026-03-18T15:30", 30min))) << "an INSET day";
    EXPECT_TRUE(is_clear_of_busy(service, run, at("2026-03-21T15:30", 30min))) << "a Saturday";
    EXPECT_TRUE(is_clear_of_busy(service, run, at("2026-04-03T15:30", 30min))) << "Good Friday";
}

}  // namespace
}  // namespace offing::scheduler
