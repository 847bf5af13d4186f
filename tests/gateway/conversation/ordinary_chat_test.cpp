// Texts that were meant for somebody else: none of them may cancel, opt out, book, move or confirm,
// and none raises an alarm.

#include <gtest/gtest.h>

#include <array>
#include <boost/json.hpp>
#include <map>

#include "gateway/cli/meaning_json.hpp"
#include "tests/gateway/conversation/chatter.hpp"
#include "tests/gateway/conversation/lexicon_here.hpp"

namespace offing::conversation {

namespace {

namespace json = boost::json;

State state_of(const char* context) { return cli::state_from(json::parse(context).as_object()); }

/// What would be done about her times or texts on this text; empty when nothing is.
std::vector<std::string> acts_on(const std::string& text, const State& state, LocalTime now,
                                 const Lexicon& lexicon) {
    std::vector<std::string> acts;
    const Meaning meaning = understand(text, state, now, lexicon);
    for (const json::value& effect : cli::effects_of(state, meaning, now)) {
        const std::string word{effect.as_string()};
        for (const std::string_view act :
             {"cancel", "release_place", "confirm", "book", "move", "opt_out", "crisis_alert"})
            if (word == act) acts.push_back(word);
    }
    return acts;
}

}  // namespace

TEST(OrdinaryChat, NeverActsOnFiftyThousandTexts) {
    const Lexicon& lexicon = lexicon_here();
    const std::array states{
        state_of(R"({"context": {"known": true}})"),
        state_of(R"({"context": {"known": false}})"),
        state_of(R"({"context": {"known": true, "booked": [{"start": "2026-06-12T10:30", "with": "Jo"}]}})"),
        state_of(R"({"context": {"known": true, "booked": [{"start": "2026-06-09T10:30"}],
            "last_sent": {"type": "reminder", "at": "2026-06-08T09:35", "for": "2026-06-09T10:30",
                          "menu": {"1": "yes", "2": "other_times", "3": "drop_in"}}}})"),
        state_of(R"({"context": {"known": true, "offered": [{"n": 1, "start": "2026-06-10T10:00"},
            {"n": 2, "start": "2026-06-12T13:30"}], "last_sent": {"type": "offer", "at": "2026-06-08T09:40"}}})"),
        state_of(
            R"({"context": {"known": true, "moving": "2026-06-12T10:30", "booked": [{"start": "2026-06-12T10:30"}],
            "offered": [{"n": 1, "start": "2026-06-15T10:00", "with": "Jo"}, {"n": 2, "start": "2026-06-16T14:00"}],
            "last_sent": {"type": "offer", "at": "2026-06-08T09:39"}}})"),
        state_of(
            R"({"context": {"known": true, "texts": "off", "booked": [{"start": "2026-06-12T10:30"}]}})")};
    const auto now = *cli::moment_from("2026-06-08T09:40");
    Chatter chatter{20260608};
    std::map<std::string, int> acts;
    std::string first;
    for (int n = 0; n < 50000; ++n) {
        const std::string text = chatter.next();
        for (const std::string& act :
             acts_on(text, states[static_cast<std::size_t>(n) % states.size()], now, lexicon))
            if (++acts[act] <= 25) first += "\n  " + act + ": " + text;
    }
    EXPECT_TRUE(acts.empty()) << first;
}

TEST(OrdinaryChat, MeansNothingWhereNothingWasAsked) {
    auto read = Lexicon::load(OFFING_ROOT "/gateway/conversation/lexicon");
    ASSERT_TRUE(read);
    const auto now = *cli::moment_from("2026-06-08T09:40");
    Chatter chatter{7};
    for (int n = 0; n < 500; ++n) {
        const std::string text = chatter.bare();
        for (const char* context : {R"({"context": {"known": true}})", R"({"context": {"known": false}})"})
            EXPECT_TRUE(acts_on(text, state_of(context), now, *read).empty()) << text;
    }
}

}  // namespace offing::conversation
