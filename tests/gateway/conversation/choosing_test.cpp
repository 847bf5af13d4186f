// Which offer she means by where it stands, and when nothing may be booked or freed for her words.

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "gateway/cli/meaning_json.hpp"
#include "tests/gateway/conversation/lexicon_here.hpp"

namespace offing::conversation {

namespace {

namespace json = boost::json;

const Lexicon& words() { return lexicon_here(); }

LocalTime tuesday() { return *cli::moment_from("2026-06-09T10:40:00+01:00"); }

State with(std::string_view context) { return cli::state_from(json::parse(context).as_object()); }

State three_on_offer() {
    return with(R"({"context": {"known": true, "offered": [
        {"n": 1, "start": "2026-06-11T09:30", "with": "Nell"},
        {"n": 2, "start": "2026-06-12T12:00", "with": "Priya"},
        {"n": 3, "start": "2026-06-15T13:30", "with": "Nell"}]}})");
}

State two_on_offer() {
    return with(R"({"context": {"known": true, "offered": [
        {"n": 1, "start": "2026-06-11T09:30", "with": "Nell"},
        {"n": 2, "start": "2026-06-12T12:00", "with": "Priya"}]}})");
}

State thursday_booked() {
    return with(R"({"context": {"known": true, "booked": [{"start": "2026-06-11T13:30", "with": "Nell"}]}})");
}

struct Outcome {
    bool books = false, cancels = false;
    std::vector<int> options;
};

Outcome outcome_of(const State& state, std::string_view text) {
    const Meaning meaning = understand(text, state, tuesday(), words());
    Outcome outcome;
    outcome.options = meaning.constraints.options.value_or(std::vector<int>{});
    for (const json::value& effect : cli::effects_of(state, meaning, tuesday())) {
        outcome.books = outcome.books || effect.as_string() == "book";
        outcome.cancels = outcome.cancels || effect.as_string() == "cancel";
    }
    return outcome;
}

}  // namespace

TEST(Choosing, OneNamedByItsRankIsBooked) {
    const std::pair<const char*, int> cases[] = {{"second please", 2},
                                                 {"the first one is fine", 1},
                                                 {"last one", 3},
                                                 {"3rd", 3},
                                                 {"sorry but the first one please", 1}};
    for (const auto& [text, option] : cases) {
        const Outcome outcome = outcome_of(three_on_offer(), text);
        EXPECT_TRUE(outcome.books) << text;
        EXPECT_EQ(outcome.options, std::vector{option}) << text;
    }
}

TEST(Choosing, SeveralNamedByTheirRanksAreAskedBack) {
    const std::pair<const char*, std::vector<int>> cases[] = {
        {"either of the first two", {1, 2}}, {"first two are fine", {1, 2}}, {"last 2 are good", {2, 3}},
        {"the first or last", {1, 3}},       {"second or third", {2, 3}},    {"any but the first", {2, 3}}};
    for (const auto& [text, options] : cases) {
        const Outcome outcome = outcome_of(three_on_offer(), text);
        EXPECT_FALSE(outcome.books) << text;
        EXPECT_EQ(outcome.options, options) << text;
    }
}

TEST(Choosing, TheOneLeftOverIsNotPickedByTurningTheOtherDown) {
    for (const char* text : {"not the first one", "not 1", "not the friday one", "not thursday"})
        EXPECT_FALSE(outcome_of(two_on_offer(), text).books) << text;
    for (const char* text : {"not 1 so it will have to be 2", "not the first, the second one is fine"})
        EXPECT_TRUE(outcome_of(two_on_offer(), text).books) << text;
}

TEST(Choosing, WordsAboutComingAreNeverACancel) {
    for (const char* text : {"scratch that i can make it after all", "cancel that im still coming",
                             "scrap that ill be there", "scratch thursday, i can do it after all"})
        EXPECT_FALSE(outcome_of(thursday_booked(), text).cancels) << text;
    EXPECT_TRUE(outcome_of(thursday_booked(), "cancel thursday").cancels);
}

}  // namespace offing::conversation
