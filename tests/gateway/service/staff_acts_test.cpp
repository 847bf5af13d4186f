// What staff do at the desk: open sessions, a visit that runs over, a series; on both stores.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gateway/service/drop_ins.hpp"
#include "gateway/service/person_record.hpp"
#include "gateway/service/ran_over.hpp"
#include "gateway/service/series.hpp"
#include "gateway/storage/tasks.hpp"
#include "tests/gateway/service/diary_hand.hpp"

namespace offing::service {
namespace {

using support::Rig;
using testing::HasSubstr;
using testing::Not;
using namespace std::chrono_literals;

constexpr std::string_view her = "+447700900123";

class StaffActs : public ::testing::TestWithParam<const char*> {
protected:
    Rig rig{GetParam()};  // Wednesday 18 November 2026, 10:00

    std::optional<std::string_view> note(DropInAct act, std::string_view clinic = "women-only") {
        const auto service = rig.diary->service();
        const auto wrong = in_store(rig, [&](storage::Transaction& transaction) {
            return note_drop_in(transaction, *service, clinic, act, "lead", rig.clock.now());
        });
        rig.run(rig.keeper.refresh_diary());
        return wrong;
    }
    LiveDropIn live(std::string_view clinic = "women-only") {
        const auto service = rig.diary->service();
        const auto all = in_store(rig, [&](storage::Transaction& transaction) {
            return live_drop_ins(transaction, *service, rig.clock.now());
        });
        return *std::ranges::find(all, clinic, [](const auto& one) { return one.session.clinic; });
    }
    std::string woman_with_jo(std::string_view number, std::string_view start) {
        return book(rig, booking_at(rig, rig.add_woman(number), "one-to-one-mornings", start, "jo", 0));
    }
    std::vector<LateVisit> run_over(const std::string& booking, std::string_view ends) {
        const auto until = rig.diary->zone().to_instant_or_later(scheduler::parse_local(ends).value());
        auto late = in_store(rig, [&](storage::Transaction& transaction) {
            return ran_over(transaction, rig.desk, booking, until, rig.clock.now());
        });
        rig.deliver();
        return late;
    }
};

TEST_P(StaffActs, ToldTheWaitAsItIs) {
    rig.add_woman(her);
    rig.set_time("2026-11-18T10:30");
    note(DropInAct::came);
    EXPECT_THAT(rig.say(her, "can i just drop in now"), HasSubstr("No wait just now"));
    for (int more = 0; more < 3; ++more) note(DropInAct::came);
    note(DropInAct::began);
    note(DropInAct::began);
    const LiveDropIn now = live();
    EXPECT_EQ(now.running, 2);
    EXPECT_EQ(now.waiting, 2);
    ASSERT_TRUE(now.now.wait);
    EXPECT_EQ(now.now.state, scheduler::DropInState::State::filling);
    EXPECT_THAT(rig.say(her, "can i just drop in now"),
                HasSubstr("You may wait " + std::to_string(now.now.wait->from.count()) + " to " +
                          std::to_string(now.now.wait->to.count()) + " minutes"));
}

TEST_P(StaffActs, NobodyIsSentToASessionThatHasClosedOrIsFull) {
    rig.add_woman(her);
    rig.set_time("2026-11-18T10:30");
    EXPECT_FALSE(note(DropInAct::closed));
    EXPECT_EQ(live().now.state, scheduler::DropInState::State::closed_early);
    EXPECT_THAT(rig.say(her, "can i just drop in today"), Not(HasSubstr("Wed 18 Nov 10am to 1pm")));
    EXPECT_FALSE(note(DropInAct::opened_again));
    EXPECT_THAT(rig.say(her, "can i just drop in today"), HasSubstr("Wed 18 Nov 10am to 1pm"));
    for (int came = 0; came < 60; ++came) note(DropInAct::came);
    EXPECT_EQ(live().now.state, scheduler::DropInState::State::full);
    EXPECT_THAT(rig.say(her, "can i just drop in today"), Not(HasSubstr("Wed 18 Nov 10am to 1pm")));
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM ledger_event WHERE kind = 'drop_in_changed'"), 2);
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM booking"), 0) << "nothing booked, so nothing to miss";
}

TEST_P(StaffActs, ASlipOfTheFingerIsSaid) {
    rig.set_time("2026-11-18T10:30");
    EXPECT_EQ(note(DropInAct::began), "nobody is waiting");
    EXPECT_EQ(note(DropInAct::ended), "nobody is being seen");
    EXPECT_EQ(note(DropInAct::left), "nobody is waiting");
    EXPECT_EQ(note(DropInAct::came, "thursday-group"), "this clinic is not open today");
    note(DropInAct::came);
    EXPECT_FALSE(note(DropInAct::left));
    EXPECT_EQ(live().waiting, 0);
}

TEST_P(StaffActs, TheNextOneIsToldOfAVisitThatRunsOverWithAnApologyThatIsOurs) {
    const auto running = woman_with_jo("+447700900120", "2026-11-19T09:30");
    woman_with_jo(her, "2026-11-19T10:30");
    woman_with_jo("+447700900124", "2026-11-19T11:30");
    rig.set_time("2026-11-19T10:15");
    const auto late = run_over(running, "2026-11-19T10:50");
    ASSERT_EQ(late.size(), 2U) << "the room to run over takes up the rest";
    EXPECT_EQ(late[0].late, 20min);
    EXPECT_TRUE(late[0].told);
    EXPECT_THAT(rig.last_text_to(her), HasSubstr("Sorry, things run about 20 minutes late at our end"));
    EXPECT_EQ(late[1].late, 5min);
    EXPECT_EQ(late[1].why, "a few minutes only");
    EXPECT_TRUE(rig.texts_to("+447700900124").empty());
    EXPECT_EQ(run_over(running, "2026-11-19T10:55")[0].why, "she was told before");
    EXPECT_EQ(rig.texts_to(her).size(), 1U);
    EXPECT_EQ(
        rig.number_of("SELECT COUNT(*) FROM ledger_event WHERE kind = 'ran_over' AND body LIKE '%true%'"), 1);
    EXPECT_THAT(rig.say(her, "1"), Not(HasSubstr("Great"))) << "its text asked nothing";
}

TEST_P(StaffActs, NobodyIsToldOfALateStartAtAnUnsafeTime) {
    const auto running = woman_with_jo("+447700900120", "2026-11-19T09:30");
    const auto contact = rig.add_woman(her, [](storage::Person& person) {
        person.safe = {{.days = scheduler::Weekdays::all(), .from = 13h, .to = 14h, .dates = {}}};
    });
    book(rig, booking_at(rig, contact, "one-to-one-mornings", "2026-11-19T10:30", "jo", 0));
    rig.set_time("2026-11-19T10:15");
    const auto late = run_over(running, "2026-11-19T10:50");
    ASSERT_EQ(late.size(), 1U);
    EXPECT_EQ(late[0].why, "no safe time just now");
    EXPECT_TRUE(rig.network.sent.empty());
}

TEST_P(StaffActs, SixMorningsWithJoAreBookedAtOnceAndEachCanMoveAlone) {
    const auto contact = rig.add_woman(her);
    EXPECT_THAT(rig.say(her, "can i have jo every thursday morning for six weeks"),
                HasSubstr("A person will find those times for you"));
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM task WHERE kind = 'series' AND done_at IS NULL"), 1);
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM place"), 0) << "nothing is held for what a person finds";
    const auto now = rig.clock.now();
    const auto found = in_store(rig, [&](storage::Transaction& transaction) {
        scheduler::Wish wish;
        wish.prefer_worker = "Jo";
        wish.days_ok = scheduler::Weekdays::of(std::chrono::Thursday);
        return propose_series(transaction, rig.desk, contact, wish, {.times = 4}, now);
    });
    ASSERT_FALSE(found.empty());
    EXPECT_EQ(found.front().worker, "jo");
    const auto booked = in_store(rig, [&](storage::Transaction& transaction) {
        return book_series(transaction, rig.desk, contact, found.front(), "lead", now);
    });
    for (const auto& one : booked) rig.diary->book(one.key);
    ASSERT_EQ(booked.size(), 4U);
    rig.deliver();
    EXPECT_THAT(rig.last_text_to(her), HasSubstr("4 times are yours"));
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM booking WHERE status = 'booked'"), 4);
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM task WHERE kind = 'series' AND done_at IS NULL"), 0);
    rig.set_time("2026-11-18T12:00");
    EXPECT_THAT(rig.say(her, "can i move thurs 26 nov to mon 30 nov"), HasSubstr("Which one?"));
    EXPECT_THAT(rig.say(her, "2"), HasSubstr("stays yours till you pick"));
    rig.say(her, "1");
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM booking WHERE status = 'booked'"), 4);
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM booking WHERE status = 'moved'"), 1);
}

TEST_P(StaffActs, ASeriesIsBookedWholeOrNotAtAll) {
    const auto contact = rig.add_woman(her);
    const auto now = rig.clock.now();
    const auto found = in_store(rig, [&](storage::Transaction& transaction) {
        return propose_series(transaction, rig.desk, contact, {}, {.times = 3}, now);
    });
    ASSERT_FALSE(found.empty());
    const auto other = rig.add_woman("+447700900124");
    in_store(rig, [&](storage::Transaction& transaction) {
        return storage::take_place(transaction, found.front().times.back().key, other, std::nullopt, now);
    });
    const auto refused = rig.database->transact_now([&](storage::Transaction& transaction) {
        return book_series(transaction, rig.desk, contact, found.front(), "lead", now).size();
    });
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, Error::Kind::conflict);
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM booking"), 0);
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM place"), 1);
}

TEST_P(StaffActs, NeverMoreThanItsShareOfASessionIsOnHold) {
    for (int woman = 0; woman < 12; ++woman) {
        const std::string number = "+4477009002" + std::to_string(10 + woman);
        rig.add_woman(number);
        rig.say(number, "can i come thurs 26 nov in the morning");
    }
    const auto places = rig.number_of(
        "SELECT COUNT(*) FROM place WHERE held_until IS NOT NULL AND clinic = 'one-to-one-mornings' AND date "
        "= "
        "'2026-11-26'");
    EXPECT_GT(places, 0);
    EXPECT_LE(places, 3) << "half of its six";
}

TEST_P(StaffActs, ANewNumberTakesTextsUpAgainUnlessSheTurnedThemOff) {
    using storage::TextsState;
    const auto contact = rig.add_woman(her);
    const auto texts_after = [&](TextsState before, std::string_view number) {
        return in_store(rig, [&](storage::Transaction& transaction) {
            storage::set_texts(transaction, contact, before);
            EXPECT_TRUE(change_number(transaction, rig.desk, contact, number, "lead", rig.clock.now()));
            return storage::find_contact(transaction, rig.vault, contact)->texts;
        });
    };
    EXPECT_EQ(texts_after(TextsState::suspended, "+447700900771"), TextsState::on);
    EXPECT_EQ(texts_after(TextsState::pending_check, "+447700900772"), TextsState::on);
    EXPECT_EQ(texts_after(TextsState::off, "+447700900773"), TextsState::off);
}

INSTANTIATE_TEST_SUITE_P(Stores, StaffActs, ::testing::Values("sqlite", "postgres"),
                         [](const auto& each) { return std::string{each.param}; });

}  // namespace
}  // namespace offing::service
