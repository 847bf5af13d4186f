#include "scheduler/offer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/scheduler/a_service.hpp"

namespace offing::scheduler {
namespace {

using std::chrono::minutes;
using testing::ElementsAre;

const Instant monday_noon = london("2026-03-16T12:00");

/// "2026-03-17T09:00 tue w-jo"
std::vector<std::string> spelt(const OfferAnswer& answer) {
    std::vector<std::string> texts;
    for (const Offer& offer : answer.offers)
        texts.push_back(spell_local(offer.time.begin()) + ' ' + offer.key.clinic +
                        (offer.worker.empty() ? "" : ' ' + offer.worker));
    return texts;
}

bool has(const Offer& offer, Reason reason) {
    return std::ranges::find(offer.reasons, reason) != offer.reasons.end();
}

OfferAnswer ask(const Service& service, const Preferences& woman, const Wish& wish = {}) {
    return find_offers(six_weeks(service), woman, wish, monday_noon);
}

TEST(Offer, GivesTheSoonestThenOtherDaysAndKinds) {
    const OfferAnswer answer = ask(harbour(), {});
    EXPECT_THAT(spelt(answer), ElementsAre("2026-03-17T09:00 tue w-jo", "2026-03-18T13:00 drop",
                                           "2026-03-19T09:00 thu w-sam"));
    EXPECT_TRUE(has(answer.offers[0], Reason::soonest));
    EXPECT_TRUE(has(answer.offers[1], Reason::no_place_needed));
    EXPECT_EQ(answer.offers[1].key.place, -1);
}

TEST(Offer, MissesTheSchoolRunWithTheWayThereAndBack) {
    Preferences woman{.busy = school_run(), .travel = minutes{20}};
    Wish wish;
    wish.dates_ok = {on("2026-03-26")};
    wish.mode = Mode::in_person;
    const Availability availability = six_weeks(harbour());
    const OfferAnswer answer = find_offers(availability, woman, wish, monday_noon, 10);
    ASSERT_FALSE(answer.offers.empty());
    // Home again by 09:35 and off at 14:25; starts are on the half hour.
    for (const Offer& offer : answer.offers) {
        EXPECT_GE(offer.time.begin(), london("2026-03-26T09:35"));
        EXPECT_LE(offer.time.end(), london("2026-03-26T14:25"));
    }
}

TEST(Offer, OnAnInsetDayTheRunIsGoneButWhereChildrenMayComeIsFirst) {
    Service service = harbour();
    service.clinics[2].exceptions = {
        {on("2026-03-19"), ClinicException::Change::added, clock("13:00"), clock("15:00")}};
    Preferences woman{.busy = school_run(), .school = "hill"};
    Wish wish;
    wish.dates_ok = {on("2026-03-19")};
    const OfferAnswer answer = ask(service, woman, wish);
    EXPECT_THAT(spelt(answer), ElementsAre("2026-03-19T10:00 phone w-nell", "2026-03-19T13:00 women w-jo",
                                           "2026-03-19T10:30 phone w-nell"));
    EXPECT_TRUE(has(answer.offers[1], Reason::children_welcome_today));
    wish.mode = Mode::in_person;
    wish.women_only = true;
    EXPECT_THAT(spelt(ask(service, woman, wish)).size(), 3);
}

TEST(Offer, UnknownDatesCountAsSchoolDays) {
    Preferences woman{.busy = school_run(), .school = "a school nobody entered"};
    Wish wish;
    wish.dates_ok = {on("2026-04-07")};  // the Easter holidays everywhere else
    for (const Offer& offer : ask(harbour(), woman, wish).offers)
        EXPECT_GE(offer.time.begin(), london("2026-04-07T09:15"));
}

TEST(Offer, WomenOnlyNeverMeetsAMixedSession) {
    Wish wish;
    wish.women_only = true;
    EXPECT_THAT(spelt(ask(harbour(), {}, wish)),
                ElementsAre("2026-03-20T10:00 women w-jo", "2026-03-27T10:00 women w-jo",
                            "2026-04-10T10:00 women w-jo"));  // 3 April is Good Friday
}

TEST(Offer, TheUsualWorkerComesFirstAndTheSoonestIsStillThere) {
    Service service = harbour();
    service.workers[0].away = {between("2026-03-16T00:00", "2026-03-28T00:00")};
    Preferences woman{.usual_worker = "w-jo"};
    const OfferAnswer answer = ask(service, woman);
    EXPECT_THAT(spelt(answer), ElementsAre("2026-03-31T09:00 tue w-jo", "2026-04-07T09:00 tue w-jo",
                                           "2026-03-17T09:00 tue w-sam"));
    EXPECT_TRUE(has(answer.offers[0], Reason::usual_worker));
    EXPECT_TRUE(has(answer.offers[2], Reason::soonest));
}

TEST(Offer, KnowsAWorkerByFirstNameAndNeverOffersOneSheSaidNoTo) {
    Wish wish;
    wish.prefer_worker = "JO";
    EXPECT_EQ(ask(harbour(), {}, wish).offers[0].worker, "w-jo");
    wish = {};
    wish.not_worker = "sam";
    for (const Offer& offer : ask(harbour(), {}, wish).offers) {
        EXPECT_NE(offer.worker, "w-sam");
        EXPECT_NE(offer.key.clinic, "drop");
    }
}

TEST(Offer, AroundIsNearestFirstAndHerOrderOfDatesIsKept) {
    Wish wish;
    wish.dates_ok = {on("2026-03-26"), on("2026-03-19")};
    wish.around = {clock("13:10")};
    wish.mode = Mode::in_person;
    const OfferAnswer answer = ask(harbour(), {}, wish);
    EXPECT_EQ(spell_local(answer.offers[0].time.begin()), "2026-03-26T13:00");
    EXPECT_EQ(spell_local(answer.offers[1].time.begin()), "2026-03-19T13:00");
    EXPECT_TRUE(has(answer.offers[0], Reason::asked_time));
}

TEST(Offer, ADropInIsTheStretchInWhichSheIsFree) {
    Preferences woman{.busy = {{.from = clock("12:00"), .to = clock("13:30")}}, .travel = minutes{15}};
    Wish wish;
    wish.kind = Kind::drop_in;
    const OfferAnswer answer = ask(harbour(), woman, wish);
    EXPECT_EQ(answer.offers[0].time, between("2026-03-18T13:45", "2026-03-18T16:00"));
}

TEST(Offer, NeedsNoNoticeForADropInThatIsRunning) {
    Wish wish;
    wish.kind = Kind::drop_in;
    const auto answer = find_offers(six_weeks(harbour()), {}, wish, london("2026-03-18T14:02"));
    EXPECT_EQ(answer.offers[0].time, between("2026-03-18T14:05", "2026-03-18T16:00"));
    const auto later = find_offers(six_weeks(harbour()), {}, wish, london("2026-03-18T15:40"));
    EXPECT_EQ(later.offers[0].key.date, on("2026-03-25"));
}

TEST(Offer, GivesNoBookedTimeWithinTheNoticeSheNeeds) {
    const auto answer =
        find_offers(six_weeks(harbour()), {.notice = minutes{120}}, {}, london("2026-03-17T08:01"));
    EXPECT_EQ(spell_local(answer.offers[0].time.begin()), "2026-03-17T10:30");
}

TEST(Offer, KeepsOutOfTimesSheHasBooked) {
    Preferences woman{.engaged = {between("2026-03-17T09:00", "2026-03-17T11:45")}};
    EXPECT_NE(ask(harbour(), woman).offers[0].key.date, on("2026-03-17"));
}

TEST(Offer, SaysWhatToLoosenWhenNothingFits) {
    Wish wish;
    wish.days_ok = Weekdays::of(std::chrono::Friday);
    wish.after = clock("15:00");
    const OfferAnswer answer = ask(harbour(), {}, wish);
    EXPECT_TRUE(answer.offers.empty());
    ASSERT_EQ(answer.relaxations.size(), 2U);
    EXPECT_EQ(answer.relaxations[0].what, Relaxation::What::time_of_day);
    EXPECT_EQ(answer.relaxations[0].opens, 5 * 4);  // five Fridays that are no bank holiday, four starts each
    EXPECT_EQ(answer.relaxations[1].what, Relaxation::What::days);
}

TEST(Offer, LoosensTwoConditionsTogetherWhenNoneAloneHelps) {
    Wish wish;
    wish.days_ok = Weekdays::of(std::chrono::Monday);
    wish.after = clock("19:00");
    const OfferAnswer answer = ask(harbour(), {}, wish);
    ASSERT_EQ(answer.relaxations.size(), 1U);
    EXPECT_TRUE(answer.relaxations[0].together_with);
}

TEST(Offer, OffersGroupsAndOffsiteOnlyToWhoeverAsks) {
    Service service = harbour();
    service.clinics = {{.id = "circle",
                        .kind = Kind::group,
                        .workers = {"w-jo"},
                        .rrule = "FREQ=DAILY",
                        .first_date = on("2026-03-16"),
                        .opens = clock("10:00"),
                        .closes = clock("11:00"),
                        .places = 2},
                       {.id = "park",
                        .mode = Mode::offsite,
                        .workers = {"w-jo"},
                        .rrule = "FREQ=DAILY",
                        .first_date = on("2026-03-16"),
                        .opens = clock("10:00"),
                        .closes = clock("11:00")}};
    EXPECT_TRUE(ask(service, {}).offers.empty());
    Wish wish;
    wish.kind = Kind::group;
    EXPECT_EQ(ask(service, {}, wish).offers[0].key.clinic, "circle");
    wish = {};
    wish.mode = Mode::offsite;
    EXPECT_EQ(ask(service, {}, wish).offers[0].key.clinic, "park");
}

TEST(Offer, FindsTimesAtWhichTheSecondPersonIsFreeToo) {
    Availability availability = six_weeks(harbour());
    Wish wish;
    wish.also_worker = "Sam";
    wish.dates_ok = {on("2026-03-17")};
    Offer first = find_offers(availability, {}, wish, monday_noon).offers[0];
    EXPECT_EQ(first.worker, "w-jo");
    ASSERT_TRUE(first.second);
    EXPECT_EQ(availability.find(*first.second)->worker, "w-sam");
    availability.take(*first.second);
    EXPECT_FALSE(still_fits(availability, first));
    EXPECT_GT(find_offers(availability, {}, wish, monday_noon).offers[0].time, first.time);
}

TEST(Offer, LongTimesAndOddGridsStayInside) {
    Service service = harbour();
    service.clinics = {{.id = "odd",
                        .workers = {"w-jo"},
                        .rrule = "FREQ=DAILY",
                        .first_date = on("2026-03-16"),
                        .opens = clock("09:02"),
                        .closes = clock("12:00"),
                        .length = minutes{47},
                        .run_over = minutes{8}}};
    const auto answer = find_offers(six_weeks(service), {}, {}, monday_noon, 3);
    EXPECT_EQ(answer.offers[0].time, between("2026-03-17T09:05", "2026-03-17T09:52"));
}

}  // namespace
}  // namespace offing::scheduler
