// Place in line, earlier times when a place frees, and that nothing about missing can bear on any of it.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "scheduler/place_in_line.hpp"
#include "tests/scheduler/a_service.hpp"

namespace offing::scheduler {
namespace {

using std::chrono::days;
using std::chrono::minutes;
using testing::ElementsAre;

const Instant monday_noon = london("2026-03-16T12:00");

// A rank is made of these types. Whoever adds a member has to come here, since this no longer compiles, and
// must not add a history of missed, late or cancelled times (docs/decisions, "no penalty").
TEST(RankingInput, HasNoRoomForMissedLateOrCancelledTimes) {
    [[maybe_unused]] const auto& [person, woman, wish, has] = RankingInput{};
    [[maybe_unused]] const auto& [waiting_since, busy, travel, school, engaged, sites, notice, usual_worker,
                                  workers_not, women_only, not_before, taken_before] = woman;
    [[maybe_unused]] const auto& [dates_ok, days_ok, days_not, after, before, around, not_windows, mode, kind,
                                  purpose, only_women, children_welcome, prefer_worker, not_worker,
                                  also_worker] = wish;
    EXPECT_TRUE(person.empty());
}

TEST(PlaceInLine, StartsWhenSheFirstAsksAndIsMovedByHerAlone) {
    PlaceInLine place{london("2026-01-05T10:00")};
    place.later_please(monday_noon, monday_noon + days{14});
    EXPECT_EQ(place.since(), london("2026-01-05T10:00") + days{14});
    place.later_please(monday_noon, monday_noon - days{3});
    EXPECT_EQ(place.edits().size(), 1U);
}

TEST(PlaceInLine, StaffCorrectItWithAReasonThatIsWrittenDown) {
    PlaceInLine place{london("2026-01-05T10:00")};
    EXPECT_FALSE(place.correct(monday_noon, monday_noon, LineEditReason::asked_for_later));
    EXPECT_TRUE(place.correct(monday_noon, london("2025-11-01T10:00"), LineEditReason::asked_before));
    EXPECT_EQ(place.since(), london("2025-11-01T10:00"));
    EXPECT_EQ(place.edits()[0].before, london("2026-01-05T10:00"));
}

RankingInput waiting(std::string person, int waited, std::optional<Instant> has = {}) {
    RankingInput one{.person = std::move(person), .has = has};
    one.woman.waiting_since = monday_noon - days{waited};
    return one;
}

const PlaceKey jo_at_ten{"tue", on("2026-03-17"), 10 * 12 * places_per_step};

TEST(Line, APlaceThatFreesGoesToTheLongestWaitItFits) {
    const Availability availability = six_weeks(harbour());
    RankingInput busy = waiting("busy", 90);
    busy.woman.busy = {{.from = clock("09:50"), .to = clock("10:10")}};
    RankingInput women_only = waiting("women only", 80);
    women_only.woman.women_only = true;
    RankingInput not_jo = waiting("not Jo", 70);
    not_jo.woman.workers_not = {"w-jo"};
    const auto told = line_for(availability, jo_at_ten,
                               {waiting("new", 1), busy, waiting("old", 60), women_only, not_jo,
                                waiting("has sooner", 50, london("2026-03-17T09:00")),
                                waiting("has later", 40, london("2026-03-24T09:00"))},
                               monday_noon, 3);
    EXPECT_THAT(told, ElementsAre("old", "has later", "new"));
}

TEST(Line, NobodyIsToldOfAPlaceThatIsTaken) {
    Availability availability = six_weeks(harbour());
    availability.take(jo_at_ten);
    EXPECT_TRUE(line_for(availability, jo_at_ten, {waiting("a", 1)}, monday_noon, 3).empty());
    EXPECT_TRUE(
        line_for(availability, {"nowhere", on("2026-03-17"), 0}, {waiting("a", 1)}, monday_noon, 3).empty());
}

TEST(Hold, IsShorterWhenFewPlacesAreLeft) {
    Availability availability = six_weeks(harbour());
    EXPECT_EQ(hold_for(availability, jo_at_ten, minutes{240}), minutes{240});
    for (int step = 9 * 12; step < 12 * 12; step += 6)
        for (const int worker : {0, 1})
            if (step < 11 * 12 + 6 || worker == 0)
                availability.take({"tue", on("2026-03-17"), step * places_per_step + worker});
    EXPECT_EQ(hold_for(availability, jo_at_ten, minutes{240}), minutes{60});
}

}  // namespace
}  // namespace offing::scheduler
