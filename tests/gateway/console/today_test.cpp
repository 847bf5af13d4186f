// The day at the desk, as the front desk taps it; on both stores.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/gateway/service/diary_hand.hpp"
#include "tests/support/console.hpp"
#include "tests/support/page_form.hpp"

namespace offing::console {
namespace {

using service::book;
using service::booking_at;
using staff::Role;
using staff::Roles;
using support::Answer;
using support::Browser;
using support::ConsoleRig;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

constexpr std::string_view her = "+447700900123";

class TodayTest : public ::testing::TestWithParam<const char*> {
protected:
    TodayTest() { at("2026-11-19T09:00"); }

    /// She who sits there has unlocked her screen.
    void at(std::string_view time) {
        rig.rig.set_time(time);
        desk.cookies = rig.signed_in(staff).cookies;
    }

    std::string woman_at(std::string_view number, std::string_view start,
                         std::function<void(storage::Person&)> change = {}) {
        const auto contact = rig.rig.add_woman(number, std::move(change));
        return book(rig.rig, booking_at(rig.rig, contact, "one-to-one-mornings", start, "jo", 0));
    }
    std::string status_of(const std::string& booking) {
        return rig.rig.column("SELECT status FROM booking WHERE id = '" + booking + "'").at(0);
    }
    /// The page after a tap.
    std::string tap(const std::string& booking, std::string_view what, support::Fields fields = {}) {
        const Answer answer = desk.post("/today/" + booking + "/" + std::string{what}, std::move(fields));
        EXPECT_EQ(answer.status, 303) << answer.body;
        return desk.get(answer.location).body;
    }

    ConsoleRig rig{GetParam()};
    std::string staff = rig.add_staff("desk", Roles{{Role::front_desk}});
    Browser desk = rig.browser();
};

TEST_P(TodayTest, OneTapSaysThatSheIsHere) {
    const auto booking = woman_at(her, "2026-11-19T09:30");
    EXPECT_THAT(desk.get("/today").body, HasSubstr("Expected"));
    at("2026-11-19T09:31");
    const auto page = tap(booking, "arrived");
    EXPECT_THAT(page, HasSubstr("The 9:30am is marked: she is here."));
    EXPECT_THAT(page, HasSubstr("Here now"));
    EXPECT_EQ(status_of(booking), "arrived");
    EXPECT_THAT(rig.rig.ledger_kinds(), Contains("arrived"));
    EXPECT_EQ(rig.rig.column("SELECT last_seen FROM person").at(0), "2026-11-19");
    EXPECT_EQ(rig.rig.number_of("SELECT COUNT(*) FROM ledger_event WHERE kind = 'staff_act' AND body LIKE "
                                "'%marked_arrived%'"),
              1);
}

TEST_P(TodayTest, SheTextsHereAndStandsAtTheTop) {
    woman_at(her, "2026-11-19T09:30");
    at("2026-11-19T09:25");
    rig.rig.say(her, "here");
    const auto page = desk.get("/today").body;
    EXPECT_THAT(page, HasSubstr("Waiting outside since 9:25am"));
    EXPECT_THAT(page, Not(HasSubstr("id=\"expected\"")));
}

TEST_P(TodayTest, WhoRunsLateIsNotOutsideYet) {
    woman_at(her, "2026-11-19T09:30");
    at("2026-11-19T09:25");
    rig.rig.say(her, "running 20 mins late");
    at("2026-11-19T09:50");
    const auto page = desk.get("/today").body;
    EXPECT_THAT(page, HasSubstr("Said she comes about 9:50am"));
    EXPECT_THAT(page, Not(HasSubstr("Waiting outside")));
}

TEST_P(TodayTest, AMissedTimeSaysWhatHappensNextAndKeepsHerPlace) {
    const auto booking = woman_at(her, "2026-11-19T09:30");
    const auto line = rig.rig.number_of("SELECT waiting_since FROM person");
    at("2026-11-19T10:20");
    const auto page = tap(booking, "missed");
    EXPECT_THAT(page, HasSubstr("Her place is kept. Other times go to her at 10:20am."));
    EXPECT_EQ(rig.rig.number_of("SELECT waiting_since FROM person"), line);
    rig.rig.run(rig.rig.rebooking.round());
    EXPECT_THAT(desk.get("/today").body, HasSubstr("Other times go to her at 10:20am."));
    rig.rig.deliver();
    EXPECT_THAT(desk.get("/today").body, HasSubstr("Other times were sent to her at 10:20am."));
}

TEST_P(TodayTest, AMissedTimeOutsideHerSafeTimesSaysWhenTheOfferGoes) {
    const auto booking = woman_at(her, "2026-11-19T09:30", [](storage::Person& person) {
        person.safe = {{.days = scheduler::Weekdays::monday_to_friday(),
                        .from = std::chrono::minutes{13 * 60},
                        .to = std::chrono::minutes{14 * 60},
                        .dates = {}}};
    });
    at("2026-11-19T15:00");
    EXPECT_THAT(tap(booking, "missed"), HasSubstr("Other times go to her tomorrow at 1pm."));
}

TEST_P(TodayTest, NobodyIsMissedBeforeHerTime) {
    const auto booking = woman_at(her, "2026-11-19T09:30");
    EXPECT_THAT(desk.get("/today").body, Not(HasSubstr("/missed")));
    EXPECT_THAT(tap(booking, "missed"), HasSubstr("Her time has not begun yet"));
    EXPECT_EQ(status_of(booking), "booked");
}

TEST_P(TodayTest, AWrongTapIsTakenBackAndNoTextGoes) {
    const auto booking = woman_at(her, "2026-11-19T09:30");
    at("2026-11-19T09:40");
    tap(booking, "missed");
    rig.rig.run(rig.rig.rebooking.round());
    EXPECT_GT(rig.rig.number_of("SELECT COUNT(*) FROM place WHERE held_until IS NOT NULL"), 0);
    EXPECT_THAT(tap(booking, "undo"), HasSubstr("Taken back: it stands as booked."));
    rig.rig.deliver();
    EXPECT_EQ(status_of(booking), "booked");
    EXPECT_TRUE(rig.rig.texts_to(her).empty());
    EXPECT_EQ(rig.rig.number_of("SELECT COUNT(*) FROM place WHERE held_until IS NOT NULL"), 0);
    EXPECT_THAT(rig.rig.ledger_kinds(), Contains("mark_taken_back"));
    tap(booking, "arrived");
    EXPECT_EQ(status_of(booking), "arrived");
    tap(booking, "undo");
    EXPECT_EQ(status_of(booking), "booked");
}

TEST_P(TodayTest, AnOfferThatHasGoneIsSaidWhenTheTapIsTakenBack) {
    const auto booking = woman_at(her, "2026-11-19T09:30");
    at("2026-11-19T10:20");
    tap(booking, "missed");
    rig.rig.run(rig.rig.rebooking.round());
    rig.rig.deliver();
    EXPECT_THAT(tap(booking, "undo"), HasSubstr("Other times had been sent to her already."));
    EXPECT_EQ(status_of(booking), "booked");
}

TEST_P(TodayTest, TheSecondTapOfTwoChangesNothing) {
    const auto booking = woman_at(her, "2026-11-19T09:30");
    at("2026-11-19T10:20");
    tap(booking, "arrived");
    EXPECT_THAT(tap(booking, "missed"), HasSubstr("Somebody was first"));
    EXPECT_EQ(status_of(booking), "arrived");
}

TEST_P(TodayTest, AVisitThatRunsOverIsNotedAndTheNextIsTold) {
    const auto booking = woman_at("+447700900120", "2026-11-19T09:30");
    woman_at(her, "2026-11-19T10:30");
    at("2026-11-19T10:10");
    EXPECT_THAT(tap(booking, "over", {{"minutes", "15"}}), HasSubstr("Somebody was first"))
        << "who isn't here can't run over";
    tap(booking, "arrived");
    tap(booking, "over", {{"minutes", "15"}});
    const auto page = tap(booking, "over", {{"minutes", "30"}});
    EXPECT_THAT(page, HasSubstr("Runs over, until 11am"));
    EXPECT_THAT(page, HasSubstr("The next one is told"));
    rig.rig.deliver();
    EXPECT_THAT(rig.rig.last_text_to(her), HasSubstr("minutes late at our end"));
}

TEST_P(TodayTest, OnlyVisitsOfTodayAreMarkedHere) {
    const auto booking = woman_at(her, "2026-11-20T09:30");
    EXPECT_EQ(desk.post("/today/" + booking + "/arrived").status, 404);
    EXPECT_EQ(status_of(booking), "booked");
}

TEST_P(TodayTest, NamesAreHiddenUntilSomebodyAsksAndThatIsOnRecord) {
    woman_at(her, "2026-11-19T09:30");
    const auto id = rig.rig.column("SELECT id FROM contact").at(0);
    service::in_store(rig.rig, [&](storage::Transaction& transaction) {
        const auto contact = storage::find_contact(transaction, rig.rig.vault, id);
        transaction.run("UPDATE person SET name_enc = $1", {contact->key.seal("Amy", "name")});
        return true;
    });
    EXPECT_THAT(desk.get("/today").body, Not(HasSubstr("Amy")));
    const Answer shown = desk.post("/today/names");
    EXPECT_THAT(shown.body, HasSubstr("<strong>Amy</strong>"));
    EXPECT_THAT(shown.body, HasSubstr("hx-trigger=\"never\""))
        << "what was asked for stays until the next tap";
    EXPECT_THAT(desk.get("/today").body, Not(HasSubstr("Amy")));
    EXPECT_EQ(
        rig.rig.number_of(
            "SELECT COUNT(*) FROM ledger_event WHERE kind = 'staff_act' AND body LIKE '%names_of_today%'"),
        1);
}

TEST_P(TodayTest, NothingIsCountedAboutHer) {
    const auto booking = woman_at(her, "2026-11-19T09:30");
    at("2026-11-19T10:20");
    const auto page = tap(booking, "missed");
    EXPECT_THAT(page, Not(testing::ContainsRegex("[0-9]+ missed|missed [0-9]+|times missed")));
}

TEST_P(TodayTest, AnOpenSessionIsCountedByTaps) {
    at("2026-11-18T10:30");
    const auto note = [&](std::string_view act) {
        const Answer answer = desk.post("/today/drop-in/women-only", {{"act", std::string{act}}});
        return desk.get(answer.location).body;
    };
    EXPECT_THAT(note("came"), HasSubstr("1 waiting, 0 being seen"));
    EXPECT_THAT(note("began"), HasSubstr("0 waiting, 1 being seen"));
    EXPECT_THAT(note("left"), HasSubstr("Nothing was changed: nobody is waiting."));
    EXPECT_THAT(note("closed"), HasSubstr("closed: nobody is sent here"));
    EXPECT_THAT(note("opened_again"), HasSubstr("Open again."));
    EXPECT_EQ(desk.post("/today/drop-in/women-only", {{"act", "danced"}}).status, 404);
}

INSTANTIATE_TEST_SUITE_P(Stores, TodayTest, ::testing::Values("sqlite", "postgres"),
                         [](const auto& each) { return std::string{each.param}; });

}  // namespace
}  // namespace offing::console
