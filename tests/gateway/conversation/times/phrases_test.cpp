// Times in words, phrase by phrase.

#include <gtest/gtest.h>

#include <algorithm>

#include "times.hpp"

namespace offing::conversation::test {

namespace {

using Kind = TimeReading::Kind;

bool right(const Phrase& phrase, const TimeReading& told) {
    return std::ranges::any_of(phrase.right, [&](const TimeReading& one) { return same(told, one); });
}

TEST(Times, AreReadAsTheyAreMeant) {
    int exact = 0, all = 0;
    for (const Phrase& phrase : phrases()) {
        const TimeReading told = read_time(phrase.text, phrase.now, lexicon());
        ++all;
        exact += right(phrase, told) ? 1 : 0;
        // Asking back is no fault; nothing, or another time than hers, is.
        EXPECT_TRUE(right(phrase, told) || told.kind == Kind::ask)
            << "times.txt:" << phrase.line << ": \"" << phrase.text << "\" is " << shown(told) << ", not "
            << shown(phrase.right.front());
    }
    EXPECT_GE(all, 300);
    EXPECT_GE(exact * 100, all * 97) << exact << " of " << all;
}

State with_windows() {
    using scheduler::ClockTime;
    State state;
    state.school_run.push_back(
        {scheduler::Weekdays::monday_to_friday(), ClockTime{8 * 60 + 15}, ClockTime{9 * 60 + 30}});
    state.school_run.push_back(
        {scheduler::Weekdays::monday_to_friday(), ClockTime{14 * 60 + 30}, ClockTime{15 * 60 + 30}});
    BookedTime booked;
    booked.start = moment("2026-12-03T11:00");
    state.booked.push_back(booked);
    return state;
}

std::string told(std::string_view text, const State& state) {
    return read_time(text, moment("2026-11-25T10:00"), lexicon(), state).said_back;
}

TEST(Times, HangOnHerSchoolRunWhereItIsKnown) {
    const State state = with_windows();
    EXPECT_EQ(told("after drop off tomorrow", state), "from Thu 26 Nov 9.30am");
    EXPECT_EQ(told("before pick up on friday", state), "before Fri 27 Nov 2.30pm");
    EXPECT_EQ(told("friday after school", state), "from Fri 27 Nov 3.30pm");
    EXPECT_EQ(told("after drop off tomorrow", State{}), "");
}

TEST(Times, HangOnTheOneTimeSheHas) {
    State state = with_windows();
    EXPECT_EQ(told("an hour later", state), "Thu 3 Dec 12pm");
    EXPECT_EQ(told("30 mins earlier", state), "Thu 3 Dec 10.30am");
    EXPECT_EQ(told("same time the next week", state), "Thu 3 Dec 11am");
    EXPECT_EQ(told("same time on friday", state), "Fri 27 Nov 11am");
    state.booked.push_back(state.booked.front());
    EXPECT_EQ(told("an hour later", state), "") << "of which of the two?";
}

}  // namespace

}  // namespace offing::conversation::test
