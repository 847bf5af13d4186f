#include "gateway/console/pattern.hpp"

#include <gtest/gtest.h>

namespace offing::console {
namespace {

TEST(Pattern, SaysPlainRulesInPlainWordsAndWritesThemAsTheyWere) {
    const std::pair<const char*, const char*> rows[] = {
        {"FREQ=WEEKLY;BYDAY=MO,WE,TH", "Every Monday, Wednesday and Thursday"},
        {"FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", "Every 2 weeks on Thursday"},
        {"FREQ=MONTHLY;BYDAY=2TH", "2nd Thursday of the month"},
        {"FREQ=MONTHLY;BYDAY=2TU,4TU", "2nd and 4th Tuesday of the month"},
        {"FREQ=MONTHLY;BYDAY=-1FR", "Last Friday of the month"},
        {"FREQ=WEEKLY;BYDAY=TU;UNTIL=20270112", "Every Tuesday until 12 January 2027"},
    };
    for (const auto& [rule, words] : rows) {
        EXPECT_EQ(in_words(pattern_of(rule)), words);
        EXPECT_EQ(rrule_of(pattern_of(rule)), rule);
    }
}

TEST(Pattern, LeavesARuleOfItsOwnAsItIs) {
    for (const char* rule : {"FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO;COUNT=6", "FREQ=MONTHLY;BYMONTHDAY=15",
                             "FREQ=MONTHLY;BYDAY=2TU,3WE", "FREQ=WEEKLY;WKST=SU;INTERVAL=2;BYDAY=MO",
                             "FREQ=WEEKLY;INTERVAL=12;BYDAY=MO", "no rule at all"}) {
        const Pattern pattern = pattern_of(rule);
        EXPECT_EQ(pattern.every, Pattern::Every::own) << rule;
        EXPECT_EQ(rrule_of(pattern), rule);
    }
}

TEST(Pattern, SaysDatesAndTimesAsPeopleDo) {
    const auto date = scheduler::parse_date("2026-12-03").value();
    EXPECT_EQ(in_words(date), "Thursday 3 December 2026");
    EXPECT_EQ(short_words(date), "Thu 3 Dec 2026");
    for (const auto& [clock, words] : {std::pair{"09:30", "9:30am"},
                                       {"12:00", "12 noon"},
                                       {"12:05", "12:05pm"},
                                       {"00:00", "midnight"},
                                       {"17:00", "5pm"}})
        EXPECT_EQ(in_words(scheduler::parse_clock(clock).value()), words);
    EXPECT_EQ(joined({"Jo", "Sam", "Nell"}), "Jo, Sam and Nell");
}

}  // namespace
}  // namespace offing::console
