// From events to counts, figure by figure, on ledgers of a few lines.

#include "gateway/figures/counting.hpp"

#include <gtest/gtest.h>

namespace offing::figures {
namespace {

using namespace std::chrono_literals;

const scheduler::Zone zone = *scheduler::Zone::find("Europe/London");
constexpr Quarter spring{2026, 1};

/// 2026-01-05 was a Monday; "10 09:30" is the tenth day of that January.
Timestamp at(std::string_view when) {
    const auto local = scheduler::parse_local("2026-01-" + std::string{when.substr(0, 2)} + "T" +
                                              std::string{when.substr(3)});
    return zone.to_instant_or_later(local.value());
}

std::string minutes(std::string_view when) {
    return std::to_string(to_minutes(at(when)).time_since_epoch().count());
}

scheduler::Service small_service() {
    scheduler::Service service;
    service.zone = "Europe/London";
    service.workers = {{.id = "jo"}, {.id = "sam"}};
    service.clinics = {{.id = "chat",
                        .workers = {"jo"},
                        .rrule = "FREQ=WEEKLY;BYDAY=TU",
                        .first_date = scheduler::parse_date("2025-01-07").value(),
                        .opens = 10h,
                        .closes = 12h,
                        .run_over = 10min},
                       {.id = "women",
                        .audience = scheduler::Audience::women_only,
                        .children_welcome = true,
                        .workers = {"jo"},
                        .rrule = "FREQ=WEEKLY;BYDAY=TH",
                        .first_date = scheduler::parse_date("2025-01-02").value(),
                        .opens = 10h,
                        .closes = 13h},
                       {.id = "call",
                        .mode = scheduler::Mode::phone,
                        .workers = {"sam"},
                        .rrule = "FREQ=WEEKLY;BYDAY=FR",
                        .first_date = scheduler::parse_date("2025-01-03").value(),
                        .opens = 10h,
                        .closes = 12h},
                       {.id = "door",
                        .kind = scheduler::Kind::drop_in,
                        .workers = {"sam"},
                        .rrule = "FREQ=WEEKLY;BYDAY=MO",
                        .first_date = scheduler::parse_date("2025-01-06").value(),
                        .opens = 10h,
                        .closes = 14h,
                        .exceptions = {{.date = scheduler::parse_date("2026-01-19").value(),
                                        .change = scheduler::ClinicException::Change::cancelled}}}};
    return service;
}

class Counts : public ::testing::Test {
protected:
    void SetUp() override { say("01 00:00", "service_imported", "", R"({"version":1})"); }

    void say(std::string_view when, std::string_view kind, std::string_view who, std::string body) {
        ledger::LedgerEvent event;
        event.seq = static_cast<std::int64_t>(events_.size());
        event.at = at(when);
        event.kind = kind;
        event.subject = who;
        event.body = std::move(body);
        events_.push_back(std::move(event));
    }
    void add_woman(std::string_view who, std::string_view since) {
        say(since, "person_added", who,
            R"({"waiting_since":)" + std::to_string(at(since).time_since_epoch().count()) + "}");
    }
    void ask(std::string_view when, std::string_view who, std::string_view inbound,
             std::string_view intents) {
        say(when, "asked", who,
            R"({"inbound":")" + std::string{inbound} + R"(","intents":[)" + std::string{intents} + "]}");
    }
    void offer(std::string_view when, std::string_view who, std::string_view inbound,
               std::string_view offers) {
        say(when, "offered", who,
            R"({"set":"s)" + std::string{inbound} + R"(","inbound":")" + std::string{inbound} +
                R"(","offers":[)" + std::string{offers} + "]}");
    }
    std::string offered(std::string_view clinic, std::string_view begins) {
        return R"([")" + std::string{clinic} + R"(","2026-01-01",0,)" + minutes(begins) + "," +
               minutes(begins) + R"(,"jo",[]])";
    }
    void book(std::string_view when, std::string_view who, std::string_view booking, std::string_view begins,
              std::string_view worker = "jo") {
        say(when, "booked", who,
            R"({"booking":")" + std::string{booking} + R"(","worker":")" + std::string{worker} +
                R"(","begin":)" + minutes(begins) + "}");
    }
    void mark(std::string_view when, std::string_view kind, std::string_view who, std::string_view booking) {
        say(when, kind, who, R"({"booking":")" + std::string{booking} + R"("})");
    }
    void send(std::string_view decided, std::string_view sent, std::string_view who, std::string_view text,
              const std::string& more) {
        say(decided, "text_decided", who,
            R"({"text":")" + std::string{text} + R"(","language":"en-GB",)" + more + "}");
        say(sent, "text_settled", who, R"({"text":")" + std::string{text} + R"(","outcome":"accepted"})");
    }

    const QuarterCounts& counts(Quarter quarter = spring, std::string_view now = "31 12:00") {
        counting_ = std::make_unique<Counting>(
            zone, [](std::int64_t) { return std::make_shared<const scheduler::Service>(small_service()); });
        for (const auto& event : events_) counting_->take(event);
        return counting_->finish(at(now)).at(quarter);
    }

private:
    std::vector<ledger::LedgerEvent> events_;
    std::unique_ptr<Counting> counting_;
};

TEST_F(Counts, AFirstAnswerToAChangeWithTwoTimesIsAChoice) {
    ask("05 10:00", "ann", "i1", R"("reschedule")");
    offer("05 10:00", "ann", "i1", offered("chat", "06 10:00") + "," + offered("chat", "13 10:00"));
    ask("05 11:00", "bea", "i2", R"("cannot_attend")");
    offer("05 11:00", "bea", "i2", offered("chat", "06 11:00"));
    EXPECT_EQ(counts().all.changes, 2);
    EXPECT_EQ(counts().all.with_choice, 1);
}

TEST_F(Counts, AnAskWaitsUntilATimeIsFoundAndUntilTheTextWithItIsOut) {
    ask("05 10:00", "ann", "i1", R"("request_slots")");
    offer("05 10:20", "ann", "i1", offered("chat", "06 10:00"));
    send("05 10:20", "05 12:00", "ann", "t1", R"("template":"offers","version":1,"answers":"i1")");
    ask("05 10:00", "bea", "i2", R"("request_slots")");
    EXPECT_EQ(counts().all.asks, 2);
    EXPECT_EQ(counts().all.asks_offered, 1);
    EXPECT_EQ(counts().all.ready_min.at(50), 20);
    EXPECT_EQ(counts().all.sent_min.at(50), 120);
    EXPECT_EQ(counts().by_language.at("en-GB").asks_offered, 0) << "her language was not known yet";
}

TEST_F(Counts, ATimeThatCouldNotBeIsKeptWhenItLedToAnother) {
    book("05 09:00", "ann", "b1", "06 10:00");
    mark("06 12:00", "missed", "ann", "b1");
    book("08 09:00", "ann", "b2", "13 10:00");
    ask("05 10:00", "bea", "i1", R"("cannot_attend")");
    ask("05 10:05", "cat", "i2", R"("cannot_attend","drop_in_query")");
    EXPECT_EQ(counts().all.given_up, 3);
    EXPECT_EQ(counts().all.kept, 2);
}

TEST_F(Counts, AnOfferAfterAMissedTimeCountsFromItsBeingMarkedAndWhenItIsOut) {
    for (const auto& [who, sent] : {std::pair{"ann", "12 11:59"}, {"bea", "12 12:01"}}) {
        book("05 09:00", who, std::string{"b"} + who, "09 10:00");
        mark("09 12:00", "missed", who, std::string{"b"} + who);  // a Friday: one working day is Monday noon
        offer("09 12:05", who, "", offered("chat", "13 10:00"));
        send("09 12:05", sent, who, std::string{"t"} + who,
             R"("template":"missed","version":1,"booking":"b")");
    }
    EXPECT_EQ(counts().missed, 2);
    EXPECT_EQ(counts().all.wanting_offer, 2);
    EXPECT_EQ(counts().all.offer_hours.size(), 2);
    EXPECT_EQ(counts().all.offered_in_day, 1);
}

TEST_F(Counts, WhoHasAnotherTimeOrIsInTouchWaitsForNoOffer) {
    book("05 09:00", "ann", "b1", "06 10:00");
    book("05 09:00", "ann", "b2", "20 10:00");
    mark("06 12:00", "missed", "ann", "b1");
    book("05 09:00", "bea", "b3", "06 10:00");
    ask("06 11:00", "bea", "i1", R"("missed_reentry")");
    mark("06 12:00", "missed", "bea", "b3");
    EXPECT_EQ(counts().missed_had_time, 1);
    EXPECT_EQ(counts().missed_in_touch, 1);
    EXPECT_EQ(counts().all.wanting_offer, 0);
}

TEST_F(Counts, TurningTextsOffAfterAMissedTimeIsSeenWhenItWasTheService) {
    book("05 09:00", "ann", "b1", "06 10:00");
    mark("06 12:00", "missed", "ann", "b1");
    say("20 12:00", "texts_changed", "ann", R"({"to":"pending_check","why":"a long silence"})");
    say("21 12:00", "texts_changed", "ann", R"({"to":"off","why":"she asked"})");
    EXPECT_EQ(counts().off_after_missed, 1);
}

TEST_F(Counts, ChangesOfAPlaceAreCountedByReasonRoleAndNearnessToAMissedTime) {
    add_woman("ann", "02 09:00");
    mark("06 12:00", "missed", "ann", "b1");
    say("08 12:00", "place_changed", "ann", R"({"reason":"came_from_elsewhere","by":"x"})");
    EXPECT_EQ(counts().place_edits, 1);
    EXPECT_EQ(counts().place_edits_near_missed, 1);
    EXPECT_EQ(counts().place_edits_by_reason.at("came_from_elsewhere"), 1);
    EXPECT_EQ(counts().place_edits_by_role.at("staff"), 1);
}

TEST_F(Counts, TheWaitRunsFromHerPlaceInLineAndTheTimeThatWasHersIsTakenOut) {
    add_woman("ann", "02 09:00");
    offer("03 09:00", "ann", "", offered("chat", "06 10:00"));
    ask("10 09:00", "ann", "i1", R"("choose_option")");  // seven days in which the next step was hers
    book("10 09:00", "ann", "b1", "13 10:00");
    mark("13 12:00", "arrived", "ann", "b1");
    add_woman("bea", "02 09:00");
    book("02 10:00", "bea", "b2", "06 10:00");
    mark("06 12:00", "missed", "bea", "b2");
    book("07 10:00", "bea", "b3", "13 10:00");
    mark("13 12:00", "arrived", "bea", "b3");
    EXPECT_EQ(counts().without_missed.full_days.at(50), 11);
    EXPECT_EQ(counts().without_missed.ours_days.at(50), 4);
    EXPECT_EQ(counts().with_missed.full_days.at(50), 11);
    EXPECT_EQ(counts().with_missed.full_days.size(), 1);
}

TEST_F(Counts, AskingForWomenOnlyOrACallIsMetByAnOfferOfOne) {
    ask("05 10:00", "ann", "i1", R"("women_only_query")");
    offer("05 10:00", "ann", "i1", offered("women", "08 10:00"));
    ask("05 10:00", "bea", "i2", R"("women_only_query")");
    offer("05 10:00", "bea", "i2", offered("women", "15 10:00"));  // ten days on
    ask("05 10:00", "cat", "i3", R"("remote_request")");
    offer("05 10:00", "cat", "i3", offered("chat", "06 10:00"));
    ask("05 10:00", "dot", "i4", R"("remote_request")");
    offer("05 10:00", "dot", "i4", offered("call", "09 10:00"));
    EXPECT_EQ(counts().women_only_asked, 2);
    EXPECT_EQ(counts().women_only_met, 1);
    EXPECT_EQ(counts().remote_asked, 2);
    EXPECT_EQ(counts().remote_met, 1);
}

TEST_F(Counts, SupplyIsWhatWasOpenByTheServiceOfTheDay) {
    say("26 09:00", "drop_in_changed", "", R"({"clinic":"door","date":"2026-01-26","to":"closed","by":"x"})");
    const Supply& supply = counts().supply;
    EXPECT_EQ(supply.days, 30);
    EXPECT_EQ(supply.women_only, 4 * 180);  // the 1st is a bank holiday
    EXPECT_EQ(supply.open_sessions, 4);
    EXPECT_EQ(supply.open_sessions_run, 2) << "one was cancelled, one closed early";
    EXPECT_GT(supply.sessions_with_room, 0);
    EXPECT_LT(supply.sessions_with_room, supply.booked_sessions);
}

TEST_F(Counts, ContinuityIsTheShareOfTheWorkerSeenMost) {
    for (const auto& [booking, day, worker] :
         {std::tuple{"b1", "06", "jo"}, {"b2", "13", "jo"}, {"b3", "20", "sam"}}) {
        book("05 09:00", "ann", booking, std::string{day} + " 10:00", worker);
        mark(std::string{day} + " 12:00", "arrived", "ann", booking);
    }
    book("05 09:00", "bea", "b4", "06 10:00");
    mark("06 12:00", "arrived", "bea", "b4");
    EXPECT_EQ(counts().contacts, 3) << "who was here once says nothing";
    EXPECT_EQ(counts().contacts_most_seen, 2);
    EXPECT_EQ(counts().workers_seen.at(50), 2);
}

TEST_F(Counts, ErasingHerLeavesTheCountsAsTheyWere) {
    add_woman("ann", "02 09:00");
    for (const auto& [booking, day] : {std::pair{"b1", "06"}, {"b2", "13"}}) {
        book("05 09:00", "ann", booking, std::string{day} + " 10:00");
        mark(std::string{day} + " 12:00", "arrived", "ann", booking);
    }
    say("20 12:00", "erased", "ann", R"({"by":"her wish"})");
    EXPECT_EQ(counts().contacts, 2);
    EXPECT_EQ(counts().without_missed.full_days.size(), 1);
}

TEST_F(Counts, AWorkerAwayIsToldBeforeWithAChoice) {
    book("05 09:00", "ann", "b1", "13 10:00");
    offer("06 09:00", "ann", "", offered("chat", "13 11:00") + "," + offered("chat", "20 10:00"));
    say("06 09:00", "worker_away", "ann", R"({"booking":"b1","set":"s"})");
    send("06 09:00", "06 10:00", "ann", "t1", R"("template":"worker_away","version":1,"booking":"b1")");
    book("05 09:00", "bea", "b2", "13 10:00");
    say("06 09:00", "worker_away", "bea", R"({"booking":"b2"})");
    EXPECT_EQ(counts().away, 2);
    EXPECT_EQ(counts().away_told, 1);
    EXPECT_EQ(counts().all.with_choice, 1);
}

TEST_F(Counts, ATextFromWordsThatAreNotLiveIsSeen) {
    say("02 09:00", "wording_changed", "",
        R"({"act":"shipped","texts":[["en-GB","offers",1,"aa","live"],["en-GB","missed",1,"bb","paused"]]})");
    send("05 10:00", "05 10:01", "ann", "t1", R"("template":"offers","version":1)");
    send("05 10:00", "05 10:01", "ann", "t2", R"("template":"missed","version":1)");
    EXPECT_EQ(counts().sent, 2);
    EXPECT_EQ(counts().sent_not_live, 1);
}

TEST_F(Counts, EveryTextOfHersIsUnderstoodAskedBackToAPersonOrMetWithSilence) {
    ask("05 10:00", "ann", "i1", R"("confirm")");
    send("05 10:00", "05 10:01", "ann", "t1", R"("template":"confirmed","version":1,"answers":"i1")");
    ask("05 11:00", "ann", "i2", R"("unknown")");
    send("05 11:00", "05 11:01", "ann", "t2", R"("template":"not_understood","version":1,"answers":"i2")");
    ask("05 12:00", "ann", "i3", R"("human_please")");
    say("05 12:00", "task_opened", "ann", R"({"task":"k1","kind":"call_her"})");
    ask("05 13:00", "ann", "i4", R"("ask")");
    ask("05 14:00", "ann", "i5", R"("wrong_number")");
    const auto& seen = counts();
    EXPECT_EQ(seen.texts_in, 5);
    EXPECT_EQ(seen.understood, 2);
    EXPECT_EQ(seen.asked_back, 1);
    EXPECT_EQ(seen.to_person, 1);
    EXPECT_EQ(seen.nothing_said, 1);
    EXPECT_EQ(seen.wrong_numbers, 1);
}

TEST_F(Counts, AnAlarmIsLateWhenNobodyHasItAfterAQuarterOfAnHour) {
    say("05 10:00", "alert_opened", "ann", R"({"alert":"a1","kind":"danger"})");
    say("05 10:14", "alert_acknowledged", "ann", R"({"alert":"a1"})");
    say("05 11:00", "alert_opened", "ann", R"({"alert":"a2","kind":"danger"})");
    say("05 11:16", "alert_acknowledged", "ann", R"({"alert":"a2"})");
    say("05 12:00", "alert_opened", "", R"({"alert":"a3","kind":"test"})");
    EXPECT_EQ(counts().alerts, 2);
    EXPECT_EQ(counts().alerts_late, 1);
    EXPECT_EQ(counts().alert_min.at(50), 14);
}

TEST_F(Counts, TheFixedTextIsTimedFromHerWords) {
    ask("05 10:00", "ann", "i1", R"("danger_now")");
    say("05 10:00", "crisis_alert", "ann", R"({"kind":"danger","inbound":"i1"})");
    send("05 10:00", "05 10:01", "ann", "t1", R"("template":"crisis_danger","version":1,"answers":"i1")");
    EXPECT_EQ(counts().crisis_seconds.at(50), 60);
}

TEST_F(Counts, TextsTurnedOffAreLaidToTheTextBefore) {
    send("05 10:00", "05 10:01", "ann", "t1", R"("template":"missed","version":3)");
    say("05 12:00", "texts_changed", "ann", R"({"to":"off","why":"she asked"})");
    send("05 10:00", "05 10:01", "bea", "t2", R"("template":"missed","version":3)");
    say("07 12:00", "texts_changed", "bea", R"({"to":"off","why":"she asked"})");
    EXPECT_EQ(counts().by_version.at("missed 3").texts_off, 1);
}

TEST_F(Counts, FlaggedWordsAreChangedWhenTheyAreWrittenAnew) {
    say("05 10:00", "wording_flagged", "ann", R"({"language":"en-GB","template":"missed","version":3})");
    say("06 10:00", "wording_changed", "",
        R"({"language":"en-GB","template":"missed","version":3,"act":"flagged","status":"paused"})");
    say("09 10:00", "wording_changed", "",
        R"({"language":"en-GB","template":"missed","version":4,"act":"written","status":"draft"})");
    EXPECT_EQ(counts().words_flagged, 1);
    EXPECT_EQ(counts().changed_days.at(50), 4);
}

TEST_F(Counts, WhoOnlyAskedIsForgottenInTime) {
    ask("01 10:00", "unknown-1", "i1", R"("ask_info")");
    say("31 10:00", "erased", "unknown-1", R"({"by":"the time for questions"})");
    ask("01 10:00", "unknown-2", "i2", R"("ask_info")");
    EXPECT_EQ(counts().enquirers, 2);
    EXPECT_EQ(counts().enquirers_gone, 1);
}

TEST_F(Counts, ABodyThatCanNotBeReadIsNamed) {
    say("05 10:00", "asked", "ann", "{\"inbound\":");
    try {
        counts();
        FAIL();
    } catch (const BadEvent& bad) {
        EXPECT_TRUE(bad.what.contains("event 1 (asked, 2026-01-05T10:00")) << bad.what;
    }
}

TEST_F(Counts, AMarkThatWasTakenBackIsNotCounted) {
    book("05 09:00", "ann", "b1", "06 10:00");
    mark("06 12:00", "missed", "ann", "b1");
    say("06 12:01", "mark_taken_back", "ann", R"({"booking":"b1","was":"missed"})");
    mark("06 12:02", "arrived", "ann", "b1");
    EXPECT_EQ(counts().missed, 0);
    EXPECT_EQ(counts().all.given_up, 0);
}

TEST_F(Counts, AnOfferIsCheckedWhenItSaysSo) {
    say("05 10:00", "offered", "ann",
        R"({"set":"s","inbound":"i","inside":1,"offers":[["chat","2026-01-06",0,29461080,29461110,"jo",[]],)"
        R"(["door","2026-01-12",-1,29461080,29461110,"",[]]]})");
    offer("05 11:00", "bea", "i2", offered("chat", "06 10:00"));
    EXPECT_EQ(counts().offers, 3);
    EXPECT_EQ(counts().offers_checked, 1) << "an open session needs no place";
    EXPECT_EQ(counts().offers_in_busy, 1);
}

}  // namespace
}  // namespace offing::figures
