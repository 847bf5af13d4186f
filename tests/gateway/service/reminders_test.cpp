// Reminders into safe times, and the offer after a missed time.

#include "gateway/service/reminders.hpp"

#include <gtest/gtest.h>

#include "tests/support/rig.hpp"

namespace offing::service {
namespace {

using support::Rig;
using namespace std::chrono_literals;

constexpr std::string_view her = "+447700900123";

class RemindersTest : public ::testing::TestWithParam<const char*> {
protected:
    Rig rig{GetParam()};

    void book() {
        rig.say(her, "can i come thurs 3 dec");
        rig.say(her, "1");
        ASSERT_EQ(rig.number_of("SELECT COUNT(*) FROM booking WHERE status = 'booked'"), 1);
        rig.network.sent.clear();
    }
    void round() {
        rig.run(rig.reminders.round());
        rig.deliver();
    }
    /// Her booking's start, as wall time.
    scheduler::LocalTime start() {
        const auto at = rig.number_of("SELECT starts_at FROM booking");
        return rig.diary->zone().to_local(to_minutes(Timestamp{std::chrono::milliseconds{at}}));
    }
    std::string booking() { return rig.column("SELECT id FROM booking").front(); }
};

TEST_P(RemindersTest, ComesSevenDaysAndTwoDaysAndThreeHoursAheadAndNoOftener) {
    rig.add_woman(her);
    book();
    for (auto at = rig.now(); at < start(); at += 30min) {
        rig.set_time(scheduler::spell(at));
        round();
    }
    EXPECT_EQ(rig.texts_to(her).size(), 2U) << "three are planned, and two a week are the most";
}

TEST_P(RemindersTest, IsAnsweredByItsMenu) {
    rig.add_woman(her);
    book();
    rig.set_time("2026-11-26T12:00");
    round();
    rig.set_time("2026-11-27T12:00");
    round();
    ASSERT_EQ(rig.texts_to(her).size(), 1U);
    EXPECT_NE(rig.last_text_to(her).find("Thu 3 Dec"), std::string::npos) << rig.last_text_to(her);
    rig.say(her, "1");
    EXPECT_EQ(rig.number_of("SELECT confirmed FROM booking"), 1);
}

TEST_P(RemindersTest, WaitsForHerSafeTimes) {
    rig.add_woman(her, [](storage::Person& person) {
        person.safe = {
            {.days = scheduler::Weekdays::monday_to_friday(), .from = 10h, .to = 11h, .dates = {}}};
    });
    book();
    for (auto at = rig.now(); at < start(); at += 30min) {
        rig.set_time(scheduler::spell(at));
        const std::size_t before = rig.network.sent.size();
        round();
        if (rig.network.sent.size() == before) continue;
        const auto clock = scheduler::clock_of(rig.now());
        EXPECT_TRUE(clock >= 10h && clock < 11h) << scheduler::spell(rig.now());
    }
    EXPECT_GE(rig.network.sent.size(), 1U);
}

TEST_P(RemindersTest, AreNotSentForATimeThatWasFreed) {
    rig.add_woman(her);
    book();
    rig.run(rig.reminders.round());
    rig.say(her, "please cancel my appointment on 3 dec, i dont need it");
    rig.network.sent.clear();
    rig.set_time("2026-12-02T12:00");
    round();
    EXPECT_TRUE(rig.network.sent.empty());
}

TEST_P(RemindersTest, PlansEachOfManyThatBeginTogetherOnce) {
    const auto contact = rig.add_woman(her);
    const scheduler::Instant starts =
        rig.diary->zone().to_instant_or_later(scheduler::parse_local("2026-12-03T10:00").value());
    constexpr int many = 130;  // more than are planned in one go
    rig.database
        ->transact_now([&](storage::Transaction& transaction) {
            for (int place = 0; place < many; ++place)
                storage::add_booking(
                    transaction,
                    {.id = "booking-" + std::to_string(place),
                     .contact = contact,
                     .key = {"thursday-group", scheduler::parse_date("2026-12-03").value(), place},
                     .starts = starts,
                     .ends = starts + 30min,
                     .worker = "priya"},
                    rig.clock.now());
            return 0;
        })
        .value();
    rig.set_time("2026-12-01T08:00");
    rig.run(rig.reminders.round());
    rig.run(rig.reminders.round());
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM reminder WHERE ahead_min = 2880"), many);
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM (SELECT booking FROM outbound WHERE priority = 2 GROUP BY "
                            "booking HAVING COUNT(*) > 2) AS twice"),
              0);
}

TEST_P(RemindersTest, ARoundEndsWhenTheDaemonStops) {
    rig.add_woman(her);
    book();
    rig.set_time("2026-12-01T12:00");
    rig.reminders.stop();
    rig.run(rig.reminders.round());
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM reminder WHERE ahead_min = 2880"), 0);
}

TEST_P(RemindersTest, AMissedTimeBringsAnOfferWithinAWorkingDayAndKeepsHerPlace) {
    rig.add_woman(her);
    const auto before = rig.number_of("SELECT waiting_since FROM person");
    book();
    rig.set_time("2026-12-03T18:00");
    const std::string id = booking();
    ASSERT_TRUE(rig.database
                    ->transact_now([&](storage::Transaction& transaction) {
                        return mark_missed(transaction, rig.desk, id, rig.clock.now());
                    })
                    .value());
    rig.run(rig.rebooking.round());
    rig.deliver();
    rig.set_time("2026-12-04T10:00");
    rig.deliver();
    ASSERT_EQ(rig.texts_to(her).size(), 1U);
    EXPECT_NE(rig.last_text_to(her).find("keep your place"), std::string::npos) << rig.last_text_to(her);
    EXPECT_EQ(rig.number_of("SELECT waiting_since FROM person"), before);
    rig.run(rig.rebooking.round());
    rig.deliver();
    EXPECT_EQ(rig.texts_to(her).size(), 1U) << "once";
    rig.say(her, "1");
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM booking WHERE status = 'booked'"), 1);
}

INSTANTIATE_TEST_SUITE_P(Stores, RemindersTest, ::testing::Values("sqlite", "postgres"),
                         [](const auto& each) { return std::string{each.param}; });

}  // namespace
}  // namespace offing::service
