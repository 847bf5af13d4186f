#include "scheduler/changes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "scheduler/series.hpp"
#include "tests/scheduler/a_service.hpp"

namespace offing::scheduler {
namespace {

using std::chrono::days;
using std::chrono::minutes;
using testing::ElementsAre;
using testing::HasSubstr;

const Instant monday_noon = london("2026-03-16T12:00");

Booked booked(std::string person, int waited, std::string_view start, std::string worker, int at) {
    Booked one{.time = *Interval::make(london(start), london(start) + minutes{30})};
    one.who.person = std::move(person);
    one.who.woman.waiting_since = monday_noon - days{waited};
    one.worker = std::move(worker);
    const Instant midnight = london(std::string{start.substr(0, 10)} + "T00:00");
    one.key = {"tue", on(start.substr(0, 10)),
               static_cast<int>((one.time.begin() - midnight) / minutes{5}) * places_per_step + at};
    return one;
}

TEST(WorkerAway, SheMayHaveCoverOrWaitOrDropIn) {
    Service service = harbour();
    const Interval away = between("2026-03-17T00:00", "2026-03-25T00:00");
    service.workers[0].away = {away};
    Availability availability = six_weeks(service);
    const auto choices = choices_while_away(
        availability, "w-jo", away,
        {booked("b", 1, "2026-03-17T10:00", "w-jo", 0), booked("a", 2, "2026-03-17T09:30", "w-jo", 0),
         booked("not hers", 3, "2026-03-17T09:30", "w-sam", 1),
         booked("after", 4, "2026-03-31T09:30", "w-jo", 0)},
        monday_noon);
    ASSERT_EQ(choices.size(), 2U);
    EXPECT_EQ(choices[0].person, "a");
    EXPECT_EQ(choices[0].cover->worker, "w-sam");
    EXPECT_EQ(choices[0].cover->time, between("2026-03-17T09:30", "2026-03-17T10:00"));
    EXPECT_EQ(choices[0].wait->worker, "w-jo");
    EXPECT_GE(choices[0].wait->time.begin(), away.end());
    EXPECT_EQ(choices[0].drop_in->key.clinic, "drop");
}

TEST(WorkerAway, NobodyIsCoveredByAWorkerSheSaidNoToOrOneWhoIsTaken) {
    Service service = harbour();
    const Interval away = between("2026-03-17T00:00", "2026-03-18T00:00");
    Availability availability = six_weeks(service);
    availability.take(booked("", 0, "2026-03-17T10:00", "w-sam", 1).key);
    Booked refuses = booked("a", 1, "2026-03-17T09:30", "w-jo", 0);
    refuses.who.woman.workers_not = {"w-sam"};
    const auto choices = choices_while_away(
        availability, "w-jo", away, {refuses, booked("b", 1, "2026-03-17T10:00", "w-jo", 0)}, monday_noon);
    EXPECT_FALSE(choices[0].cover);
    EXPECT_FALSE(choices[1].cover);
}

TEST(CancelledClinic, MovesThirtyWomenTheLongestWaitFirst) {
    Service service = harbour();
    service.clinics[0].exceptions = {{on("2026-03-17"), ClinicException::Change::cancelled, {}, {}}};
    Availability availability = six_weeks(service);
    std::vector<Booked> women;
    for (int woman = 0; woman < 30; ++woman)
        women.push_back(booked("w" + std::to_string(woman), woman, "2026-03-17T09:00",
                               woman % 2 == 0 ? "w-jo" : "w-sam", 0));
    women.back().who.woman.busy = {{}};  // from 00:00 to 00:00: nothing at all
    women[3].who.woman.women_only = true;
    const auto plan = plan_for_cancelled(availability, women, monday_noon);
    ASSERT_TRUE(plan);
    for (const auto& [problem, placement] : plan->rounds) EXPECT_TRUE(check(problem, placement).empty());
    EXPECT_EQ(plan->moves.size(), 30U);
    EXPECT_EQ(plan->moves[0].person, "w29");
    std::vector<Offer> given;
    for (const PlannedMove& move : plan->moves) {
        ASSERT_TRUE(move.to) << move.person;
        for (const Offer& other : given)
            EXPECT_FALSE(other.worker == move.to->worker && other.time.overlaps(move.to->time));
        given.push_back(*move.to);
        if (move.person == "w3") {
            EXPECT_EQ(move.to->audience, Audience::women_only);
        }
    }
    const auto lines = spell_plan(availability, *plan);
    EXPECT_THAT(lines[0], HasSubstr("w29: "));
}

TEST(CancelledClinic, CallsWhoeverHasNoPlace) {
    Service service = harbour();
    service.clinics.resize(1);
    service.clinics[0].rrule = "FREQ=WEEKLY;BYDAY=TU;UNTIL=20260324";
    service.clinics[0].workers = {"w-jo"};
    service.clinics[0].closes = clock("09:30");  // one place a week
    service.clinics[0].exceptions = {{on("2026-03-17"), ClinicException::Change::cancelled, {}, {}}};
    Availability availability = six_weeks(service);
    const auto plan = plan_for_cancelled(
        availability,
        {booked("new", 1, "2026-03-17T09:00", "w-jo", 0), booked("old", 50, "2026-03-17T09:00", "w-jo", 0)},
        monday_noon);
    EXPECT_THAT(spell_plan(availability, *plan),
                ElementsAre("old: move to 2026-03-24T09:00, tue, with Jo", "new: call her, no place fits"));
}

TEST(RunOver, MovesTheNextOnesUntilTheRoomHasTakenItUp) {
    const std::vector<Booked> visits{
        booked("c", 1, "2026-03-17T10:40", "w-jo", 0), booked("a", 1, "2026-03-17T09:00", "w-jo", 0),
        booked("b", 1, "2026-03-17T09:40", "w-jo", 0), booked("d", 1, "2026-03-17T11:20", "w-jo", 0)};
    const auto delays = delays_after(visits[1].key, london("2026-03-17T10:05"), visits);
    ASSERT_EQ(delays.size(), 1U);  // b ends at 10:35, before c
    EXPECT_EQ(delays[0].key, visits[2].key);
    EXPECT_EQ(delays[0].late, minutes{25});
    EXPECT_TRUE(delays[0].is_told);
    EXPECT_FALSE(delays_after(visits[1].key, london("2026-03-17T09:50"), visits)[0].is_told);
    EXPECT_TRUE(delays_after(visits[1].key, london("2026-03-17T09:35"), visits).empty());
}

TEST(Series, SixTuesdaysWithJo) {
    const Service service = harbour();
    Availability availability = six_weeks(service);
    availability.take({"tue", on("2026-03-24"), 9 * 12 * places_per_step});  // Jo at nine is gone once
    Wish wish;
    wish.prefer_worker = "Jo";
    wish.days_ok = Weekdays::of(std::chrono::Tuesday);
    const auto found =
        find_series(availability, {}, wish, monday_noon, {.times = 6, .every = days{7}, .slack = days{0}});
    ASSERT_FALSE(found.empty());
    EXPECT_EQ(found[0].worker, "w-jo");
    ASSERT_EQ(found[0].times.size(), 6U);
    for (std::size_t i = 0; i < 6; ++i) {
        EXPECT_EQ(found[0].times[i].key.date, on("2026-03-17") + days{7 * static_cast<int>(i)});
        EXPECT_EQ(found[0].times[i].worker, "w-jo");
    }
    // The same time of day each week, since nine o'clock can't be had every time.
    EXPECT_EQ(found[0].times[0].time.begin() + days{7}, found[0].times[1].time.begin());
}

TEST(Series, InTermTimeTheHolidayWeeksAreSteppedOver) {
    const Availability availability = six_weeks(harbour());
    Wish wish;
    wish.days_ok = Weekdays::of(std::chrono::Tuesday);
    const auto found =
        find_series(availability, {}, wish, monday_noon,
                    {.times = 4, .every = days{7}, .slack = days{0}, .term_time_only = true}, 1);
    ASSERT_EQ(found.size(), 1U);
    std::vector<std::string> dates;
    for (const Offer& offer : found[0].times) dates.push_back(spell(offer.key.date));
    EXPECT_THAT(dates, ElementsAre("2026-03-17", "2026-03-24", "2026-04-14", "2026-04-21"));
}

TEST(Series, ThereIsNoneWhereNoneFits) {
    const Availability availability = six_weeks(harbour());
    EXPECT_TRUE(find_series(availability, {}, {}, monday_noon, {.times = 7, .slack = days{0}}).empty());
    EXPECT_TRUE(find_series(availability, {}, {}, monday_noon, {.times = 0}).empty());
    EXPECT_TRUE(find_series(availability, {}, {}, monday_noon, {.times = 2, .every = days{0}}).empty());
}

}  // namespace
}  // namespace offing::scheduler
