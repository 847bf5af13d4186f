// Which days she asks for where she refuses others in the same breath.

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "gateway/cli/meaning_json.hpp"
#include "tests/gateway/conversation/lexicon_here.hpp"

namespace offing::conversation {

namespace {

namespace json = boost::json;
using std::chrono::days;

const Lexicon& words() { return lexicon_here(); }

/// Wednesday 10 June 2026; she holds Friday the 12th.
scheduler::Wish wish_of(std::string_view text) {
    const State state = cli::state_from(
        json::parse(
            R"({"context": {"known": true, "booked": [{"start": "2026-06-12T11:00", "with": "Nell"}]}})")
            .as_object());
    return understand(text, state, *cli::moment_from("2026-06-10T10:40:00+01:00"), words()).constraints.wish;
}

scheduler::Date june(int day) {
    return std::chrono::local_days{std::chrono::year{2026} / std::chrono::June / day};
}

}  // namespace

TEST(WishedDays, AreNotTheOnesRefusedBehind) {
    for (const char* text :
         {"can u move me to monday as cant make friday", "make it monday instead i cant do friday",
          "swap my appointment to monday, cant do this one", "monday would be better, i cant make friday"})
        EXPECT_EQ(wish_of(text).dates_ok, std::vector{june(15)}) << text;
}

TEST(WishedDays, StandBehindAnyOther) {
    const std::vector<scheduler::Date> week{june(15), june(16), june(17), june(18), june(19)};
    EXPECT_EQ(wish_of("cant do fri. any other day next week").dates_ok, week);
    const scheduler::Wish early = wish_of("any other day next week before 2");
    EXPECT_EQ(early.dates_ok, week);
    EXPECT_EQ(early.before, scheduler::ClockTime{14 * 60});
    EXPECT_FALSE(early.after);
}

TEST(WishedDays, OfAnotherWeekAreTheSameWeekday) {
    EXPECT_EQ(wish_of("swap mine to the week after same day same time").dates_ok, std::vector{june(19)});
    EXPECT_EQ(wish_of("same day but later on").dates_ok, std::vector{june(12)});
}

TEST(WishedDays, StayRefusedWhenNothingElseIs) {
    for (const char* text : {"monday i cant do", "not monday any other day", "cant make monday or tuesday"})
        EXPECT_TRUE(wish_of(text).dates_ok.empty()) << text;
}

}  // namespace offing::conversation
