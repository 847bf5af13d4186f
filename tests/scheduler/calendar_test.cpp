#include "scheduler/calendar.hpp"

#include <gtest/gtest.h>

namespace offing::scheduler {
namespace {

using namespace std::chrono_literals;

Zone london() { return Zone::find("Europe/London").value(); }

LocalTime wall(std::string_view text) { return parse_local(text).value(); }

TEST(Zone, KnowsNoZoneOfAnInventedOrUnsafeName) {
    EXPECT_FALSE(Zone::find("Europe/Atlantis"));
    EXPECT_FALSE(Zone::find(""));
    EXPECT_FALSE(Zone::find("/etc/passwd"));
    EXPECT_FALSE(Zone::find("../../etc/passwd"));
}

TEST(Zone, TenOnTheWallStaysTenAcrossTheSpringChange) {
    const Instant before = london().to_instant(wall("2026-03-28T10:00")).value();
    const Instant after = london().to_instant(wall("2026-03-29T10:00")).value();
    EXPECT_EQ(after - before, 23h);
    EXPECT_EQ(spell(london().to_local(after)), "2026-03-29T10:00");
}

TEST(Zone, ASkippedWallTimeIsNoInstantAndTheNextOneIsTheChange) {
    EXPECT_FALSE(london().to_instant(wall("2026-03-29T01:30")));
    EXPECT_EQ(spell(london().to_local(london().to_instant_or_later(wall("2026-03-29T01:30")))),
              "2026-03-29T02:00");
}

TEST(Zone, ARepeatedWallTimeIsTheEarlierOfTheTwo) {
    const Instant first = london().to_instant(wall("2026-10-25T01:30")).value();
    EXPECT_EQ(london().to_local(first), wall("2026-10-25T01:30"));
    EXPECT_EQ(london().to_local(first + 1h), wall("2026-10-25T01:30"));
    EXPECT_EQ(first, std::chrono::sys_days{std::chrono::year{2026} / 10 / 25} + 30min);
}

TEST(Zone, ADayOfTheChangesHas23Or25Hours) {
    const auto length = [](std::string_view day, std::string_view next) {
        return london().to_instant(wall(next)).value() - london().to_instant(wall(day)).value();
    };
    EXPECT_EQ(length("2026-03-29T00:00", "2026-03-30T00:00"), 23h);
    EXPECT_EQ(length("2026-10-25T00:00", "2026-10-26T00:00"), 25h);
}

TEST(Spelling, ReadsBackWhatItWrites) {
    EXPECT_EQ(spell(parse_date("2028-02-29").value()), "2028-02-29");
    EXPECT_EQ(spell_clock(parse_clock("24:00").value()), "24:00");
    EXPECT_EQ(spell(wall("2026-03-19T09:45:30")), "2026-03-19T09:45");
    EXPECT_EQ(spell(parse_weekday("sun").value()), "sun");
    EXPECT_EQ(spell(parse_weekday("mon").value()), "mon");
}

TEST(Spelling, RefusesWhatIsNoDateOrTime) {
    for (const std::string_view text : {"2026-02-29", "2026-13-01", "26-01-01", "2026-1-1", "2026-01-0a", ""})
        EXPECT_FALSE(parse_date(text)) << text;
    for (const std::string_view text : {"24:01", "9:00", "12:60", "-1:00", "1200", ""})
        EXPECT_FALSE(parse_clock(text)) << text;
    for (const std::string_view text : {"2026-03-19 10:00", "2026-03-19T24:00", "2026-03-19T10:00:61", ""})
        EXPECT_FALSE(parse_local(text)) << text;
    EXPECT_FALSE(parse_weekday("Mon"));
}

TEST(Weekdays, HoldWhatWasPutIn) {
    const Weekdays days = Weekdays::of(std::chrono::Tuesday) | Weekdays::of(std::chrono::Sunday);
    EXPECT_TRUE(days.contains(std::chrono::Sunday));
    EXPECT_FALSE(days.contains(std::chrono::Monday));
    EXPECT_EQ(Weekdays::all().without(days) & days, Weekdays{});
}

}  // namespace
}  // namespace offing::scheduler
