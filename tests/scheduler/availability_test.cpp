#include "scheduler/availability.hpp"

#include <gtest/gtest.h>

#include "tests/scheduler/a_service.hpp"

namespace offing::scheduler {
namespace {

using std::chrono::minutes;

/// Jo is the first of the Tuesday clinic, Sam the second.
PlaceKey tuesday(int hour, int minute, int worker) {
    return {"tue", on("2026-03-17"), (hour * 12 + minute / 5) * places_per_step + worker};
}

TEST(Availability, TurnsAKeyIntoATimeAndAWorker) {
    const Availability availability = six_weeks(harbour());
    const auto place = availability.find(tuesday(10, 30, 1));
    ASSERT_TRUE(place);
    EXPECT_EQ(place->time, between("2026-03-17T10:30", "2026-03-17T11:00"));
    EXPECT_EQ(place->worker, "w-sam");
    EXPECT_EQ(place->clinic->id, "tue");
}

TEST(Availability, KnowsNoPlaceThatItsSessionDoesNotOffer) {
    const Availability availability = six_weeks(harbour());
    for (const PlaceKey& key :
         {tuesday(8, 30, 0), tuesday(9, 5, 0), tuesday(9, 0, 2), tuesday(12, 0, 0), tuesday(23, 55, 99),
          PlaceKey{"tue", on("2026-03-17"), -1}, PlaceKey{"tue", on("2026-03-17"), 2'000'000'000},
          PlaceKey{"tue", on("2026-03-18"), 12000}, PlaceKey{"tue", on("2031-03-18"), 12000},
          PlaceKey{"nowhere", on("2026-03-17"), 12000}, PlaceKey{"drop", on("2026-03-18"), 0}}) {
        EXPECT_FALSE(availability.find(key)) << key.clinic << ' ' << key.place;
        EXPECT_FALSE(availability.is_free(key));
    }
    EXPECT_TRUE(availability.find({"drop", on("2026-03-18"), -1}));
}

TEST(Availability, GivesAPlaceOnce) {
    Availability availability = six_weeks(harbour());
    EXPECT_TRUE(availability.take(tuesday(9, 0, 0)));
    EXPECT_FALSE(availability.take(tuesday(9, 0, 0)));
    EXPECT_FALSE(availability.is_free(tuesday(9, 0, 0)));
    EXPECT_TRUE(availability.is_free(tuesday(9, 0, 1)));
    availability.release(tuesday(9, 0, 0));
    EXPECT_TRUE(availability.is_free(tuesday(9, 0, 0)));
}

TEST(Availability, AHoldBecomesABookingButNotTheOtherWayRound) {
    Availability availability = six_weeks(harbour());
    EXPECT_TRUE(availability.take(tuesday(9, 0, 0), Availability::Use::held));
    EXPECT_FALSE(availability.take(tuesday(9, 0, 0), Availability::Use::held));
    EXPECT_TRUE(availability.take(tuesday(9, 0, 0), Availability::Use::booked));
    EXPECT_FALSE(availability.take(tuesday(9, 0, 0), Availability::Use::held));
}

TEST(Availability, AWorkerIsInOnePlaceAtATime) {
    Service service = harbour();
    Clinic other = service.clinics[0];
    other.id = "other";
    other.workers = {"w-sam", "w-jo"};
    other.opens = clock("09:15");
    service.clinics.push_back(other);
    Availability availability = six_weeks(service);
    const PlaceKey jo_at_quarter_past{"other", on("2026-03-17"), (9 * 12 + 3) * places_per_step + 1};
    ASSERT_TRUE(availability.is_free(jo_at_quarter_past));
    availability.take(tuesday(9, 0, 0));
    EXPECT_FALSE(availability.is_free(jo_at_quarter_past));
    availability.take(tuesday(9, 30, 0));
    availability.release(tuesday(9, 0, 0));
    EXPECT_FALSE(availability.is_free(jo_at_quarter_past));  // 09:15-09:45 still meets 09:30
    availability.release(tuesday(9, 30, 0));
    EXPECT_TRUE(availability.is_free(jo_at_quarter_past));
}

TEST(Availability, TwoTimesInOneRoomNeverOverlap) {
    Service service = harbour();
    service.clinics[0].room = "1";
    Availability availability = six_weeks(service);
    availability.take(tuesday(9, 0, 0));
    EXPECT_FALSE(availability.is_free(tuesday(9, 0, 1)));
    EXPECT_TRUE(availability.is_free(tuesday(9, 30, 1)));
}

TEST(Availability, TheRoomToRunOverStaysFree) {
    Service service = harbour();
    service.clinics[0].run_over = minutes{15};
    const Availability availability = six_weeks(service);
    EXPECT_TRUE(availability.find(tuesday(9, 45, 0)));
    EXPECT_FALSE(availability.find(tuesday(9, 30, 0)));
    EXPECT_TRUE(availability.find(tuesday(11, 15, 0)));  // over at 11:45, with a quarter of an hour to spare
    EXPECT_FALSE(availability.find(tuesday(11, 30, 0)));
}

TEST(Availability, BelowSafeStaffingNothingIsOffered) {
    Service service = harbour();
    service.clinics[0].minimum_staff = 2;
    service.workers[0].away = {between("2026-03-17T10:00", "2026-03-17T11:00")};
    const Availability availability = six_weeks(service);
    EXPECT_TRUE(availability.find(tuesday(9, 30, 1)));
    EXPECT_FALSE(availability.find(tuesday(10, 0, 1)));
    EXPECT_FALSE(availability.find(tuesday(10, 30, 1)));
    EXPECT_TRUE(availability.find(tuesday(11, 0, 1)));
}

TEST(Availability, APlaceStaysItselfWhenHoursAndAbsencesChange) {
    Service service = harbour();
    const auto before = six_weeks(service).find(tuesday(10, 30, 1));
    service.clinics[0].exceptions = {
        {on("2026-03-17"), ClinicException::Change::changed, clock("10:00"), clock("13:00")}};
    service.workers[0].away = {between("2026-03-17T00:00", "2026-03-18T00:00")};
    const auto after = six_weeks(service).find(tuesday(10, 30, 1));
    EXPECT_EQ(before->time, after->time);
    EXPECT_EQ(before->worker, after->worker);
}

TEST(Availability, NoMoreThanAShareOfASessionIsOnHold) {
    Service service = harbour();
    service.clinics.resize(1);
    service.clinics[0].rrule = "FREQ=WEEKLY;BYDAY=TU;COUNT=11";  // 17 March is the last
    service.clinics[0].closes = clock("10:00");                  // four places
    Availability availability = six_weeks(service);
    const Instant now = london("2026-03-16T12:00");
    availability.take(tuesday(9, 0, 0), Availability::Use::held);
    EXPECT_FALSE(find_offers(availability, {}, {}, now).offers.empty());
    availability.take(tuesday(9, 0, 1), Availability::Use::held);
    EXPECT_TRUE(find_offers(availability, {}, {}, now).offers.empty());
    availability.take(tuesday(9, 0, 1), Availability::Use::booked);
    EXPECT_FALSE(find_offers(availability, {}, {}, now).offers.empty());
}

TEST(Availability, AGroupsPlacesAreCounted) {
    Service service = harbour();
    service.clinics = {{.id = "circle",
                        .kind = Kind::group,
                        .workers = {"w-jo"},
                        .rrule = "FREQ=DAILY;COUNT=1",
                        .first_date = on("2026-03-17"),
                        .opens = clock("10:00"),
                        .closes = clock("11:00"),
                        .places = 2}};
    Availability availability = six_weeks(service);
    Wish wish;
    wish.kind = Kind::group;
    const Instant now = london("2026-03-16T12:00");
    for (const int place : {0, 1}) {
        const auto answer = find_offers(availability, {}, wish, now);
        ASSERT_EQ(answer.offers.size(), 1U);
        EXPECT_EQ(answer.offers[0].key.place, place);
        EXPECT_TRUE(still_fits(availability, answer.offers[0]));
        EXPECT_TRUE(availability.take(answer.offers[0].key));
        EXPECT_FALSE(still_fits(availability, answer.offers[0]));
    }
    EXPECT_TRUE(find_offers(availability, {}, wish, now).offers.empty());
}

TEST(Availability, ListsDropInsThatAreNotOver) {
    const Availability availability = six_weeks(harbour());
    const auto windows = availability.open_windows(london("2026-03-18T15:59"), 2);
    ASSERT_EQ(windows.size(), 2U);
    EXPECT_EQ(windows[0].open, between("2026-03-18T13:00", "2026-03-18T16:00"));
    EXPECT_EQ(availability.open_windows(london("2026-03-18T16:00"), 1)[0].date, on("2026-03-25"));
}

TEST(Availability, RefusesAZoneNobodyKnows) {
    Service service = harbour();
    service.zone = "Europe/Atlantis";
    EXPECT_THROW(six_weeks(service), std::invalid_argument);
}

TEST(Sessions, FollowPatternTermsHolidaysExceptionsAndClosedSites) {
    Service service = harbour();
    service.clinics.resize(1);
    Clinic& clinic = service.clinics[0];
    clinic.exceptions = {{on("2026-03-24"), ClinicException::Change::cancelled, {}, {}},
                         {on("2026-03-25"), ClinicException::Change::added, clock("14:00"), clock("15:00")}};
    service.sites[0].closed = {on("2026-04-14")};
    const auto dates = [&] {
        std::string texts;
        for (const Session& session : sessions_of(service, between("2026-03-16T00:00", "2026-04-27T00:00")))
            texts += spell(session.date).substr(5) + ' ';
        return texts;
    };
    EXPECT_EQ(dates(), "03-17 03-25 03-31 04-07 04-21 ");
    clinic.runs = Clinic::Runs::term_only;
    EXPECT_EQ(dates(), "03-17 03-25 04-21 ");
    clinic.runs = Clinic::Runs::holidays_only;
    EXPECT_EQ(dates(), "03-25 03-31 04-07 ");
    clinic.runs = Clinic::Runs::always;
    clinic.rrule = "FREQ=DAILY";
    EXPECT_FALSE(dates().contains("04-03"));  // Good Friday
    clinic.open_on_bank_holidays = true;
    EXPECT_TRUE(dates().contains("04-03"));
    clinic.minimum_staff = 3;
    EXPECT_EQ(dates(), "");
}

TEST(Sessions, ARuleNobodyCanReadOpensNothing) {
    Service service = harbour();
    for (Clinic& clinic : service.clinics) clinic.rrule = "FREQ=NEVER";
    EXPECT_TRUE(sessions_of(service, between("2026-03-16T00:00", "2026-04-27T00:00")).empty());
}

}  // namespace
}  // namespace offing::scheduler
