// A place that came free, down the line, on both stores.

#include "gateway/service/earlier.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/gateway/service/diary_hand.hpp"

namespace offing::service {
namespace {

using support::Rig;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::string_view gives_up = "+447700900120";
constexpr std::string_view first = "+447700900121";
constexpr std::string_view second = "+447700900122";

class EarlierTimes : public ::testing::TestWithParam<const char*> {
protected:
    Rig rig{GetParam()};  // Wednesday 18 November 2026, 10:00

    std::string woman(std::string_view number, int waited, std::string_view start, int index) {
        const auto contact = rig.add_woman(
            number, [&](storage::Person& person) { person.waiting_since -= std::chrono::days{waited}; });
        book(rig, booking_at(rig, contact, "one-to-one-mornings", start, index == 0 ? "jo" : "sam", index));
        return contact;
    }
    void three_women() {
        woman(gives_up, 1, "2026-11-26T09:30", 0);
        woman(first, 30, "2026-12-10T09:30", 0);
        woman(second, 10, "2026-12-09T10:30", 1);
    }
    void free_one() {
        rig.say(gives_up, "please cancel my appointment on thursday");
        rig.run(rig.earlier.round());
        rig.deliver();
    }
    std::string booked_at(std::string_view number) {
        const auto contact = in_store(rig, [&](storage::Transaction& transaction) {
            return storage::find_by_number(transaction, rig.vault, number)->id;
        });
        const auto times =
            rig.column("SELECT date FROM booking WHERE status = 'booked' AND contact = '" + contact + "'");
        return times.empty() ? "" : times.front();
    }
};

TEST_P(EarlierTimes, GoToWhoeverHasWaitedLongest) {
    three_women();
    free_one();
    EXPECT_THAT(rig.last_text_to(first),
                HasSubstr("A sooner time has come free, if you like:\n1 Thu 26 Nov 9:30am"));
    EXPECT_THAT(rig.last_text_to(first), HasSubstr("Thu 10 Dec 9:30am stays yours if not"));
    EXPECT_THAT(rig.texts_to(second), IsEmpty()) << "one woman at a time";
    rig.say(first, "1");
    EXPECT_EQ(booked_at(first), "2026-11-26");
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM ledger_event WHERE kind = 'moved'"), 1);
}

TEST_P(EarlierTimes, GoOnToTheNextOneAfterANoThatCostsNothing) {
    three_women();
    const auto waited = rig.column("SELECT CAST(waiting_since AS TEXT) FROM person ORDER BY id");
    free_one();
    EXPECT_THAT(rig.say(first, "no ta"), HasSubstr("Thu 10 Dec 9:30am stays yours"));
    EXPECT_EQ(booked_at(first), "2026-12-10");
    rig.clock.set(rig.clock.now() + std::chrono::hours{6});
    rig.run(rig.earlier.round());
    rig.deliver();
    EXPECT_THAT(rig.last_text_to(second), HasSubstr("Thu 26 Nov 9:30am"));
    EXPECT_EQ(rig.column("SELECT CAST(waiting_since AS TEXT) FROM person ORDER BY id"), waited);
    EXPECT_EQ(rig.texts_to(first).size(), 2U) << "she is not asked about it again";
}

TEST_P(EarlierTimes, GoOnToTheNextOneAfterSilence) {
    three_women();
    free_one();
    rig.clock.set(rig.clock.now() + std::chrono::hours{6});
    rig.run(rig.keeper.free_holds());
    rig.run(rig.earlier.round());
    rig.deliver();
    EXPECT_THAT(rig.last_text_to(second), HasSubstr("Thu 26 Nov 9:30am"));
    EXPECT_EQ(booked_at(first), "2026-12-10");
}

TEST_P(EarlierTimes, TextNobodyOftenerThanOnceADay) {
    three_women();
    woman("+447700900123", 2, "2026-11-30T11:30", 1);
    free_one();
    rig.say(first, "no thanks");
    rig.say("+447700900123", "please cancel my appointment on monday");
    rig.clock.set(rig.clock.now() + std::chrono::hours{1});
    rig.run(rig.earlier.round());
    rig.deliver();
    EXPECT_EQ(rig.texts_to(first).size(), 2U);
    EXPECT_THAT(rig.last_text_to(second), HasSubstr("Mon 30 Nov 11:30am"));
}

TEST_P(EarlierTimes, LeaveAloneWhoeverHasOneSoonerOrCantComeOrWantsNoTexts) {
    woman(gives_up, 1, "2026-11-26T09:30", 0);
    woman(first, 30, "2026-11-19T09:30", 0);
    const auto at_work = rig.add_woman(second, [](storage::Person& person) {
        person.waiting_since -= std::chrono::days{40};
        person.busy = {{.days = scheduler::Weekdays::all(),
                        .from = std::chrono::hours{9},
                        .to = std::chrono::hours{12},
                        .dates = {}}};
    });
    book(rig, booking_at(rig, at_work, "evening", "2026-12-08T17:00", "sam", 0));
    const auto stopped = woman("+447700900124", 50, "2026-12-09T09:30", 0);
    in_store(rig, [&](storage::Transaction& transaction) {
        storage::set_texts(transaction, stopped, storage::TextsState::off);
        return true;
    });
    free_one();
    EXPECT_EQ(rig.network.sent.size(), 1U) << "only the answer to her who gave it up";
}

TEST_P(EarlierTimes, ComeAtASafeTime) {
    three_women();
    in_store(rig, [&](storage::Transaction& transaction) {
        transaction.run("UPDATE person SET safe = $1",
                        {std::string{R"([{"days":["wed"],"from":"13:00","to":"14:00"}])"}});
        return true;
    });
    free_one();
    EXPECT_THAT(rig.texts_to(first), IsEmpty());
    rig.set_time("2026-11-18T13:00");
    rig.deliver();
    EXPECT_THAT(rig.last_text_to(first), HasSubstr("A sooner time"));
}

TEST_P(EarlierTimes, AreNotSentWhenSheHasMovedOnMeanwhile) {
    three_women();
    in_store(rig, [&](storage::Transaction& transaction) {
        transaction.run("UPDATE person SET safe = $1",
                        {std::string{R"([{"days":["wed"],"from":"13:00","to":"14:00"}])"}});
        return true;
    });
    free_one();
    rig.say(first, "cant make thurs 10 dec, anything friday or monday?");
    rig.set_time("2026-11-18T13:00");
    rig.deliver();
    EXPECT_EQ(rig.texts_to(first).size(), 1U) << "its 1 would mean another time by now";
}

INSTANTIATE_TEST_SUITE_P(Stores, EarlierTimes, ::testing::Values("sqlite", "postgres"),
                         [](const auto& each) { return std::string{each.param}; });

}  // namespace
}  // namespace offing::service
