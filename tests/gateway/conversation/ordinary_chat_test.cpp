// Texts that were meant for somebody else: none of them may cancel, opt out, book, move or confirm.

#include <gtest/gtest.h>

#include <array>
#include <boost/json.hpp>
#include <random>

#include "gateway/cli/meaning_json.hpp"

namespace offing::conversation {

namespace {

namespace json = boost::json;
using Words = std::vector<std::string>;

/// Builds chat from parts; the same seed gives the same texts.
class Chat {
public:
    explicit Chat(unsigned seed) : random_{seed} {}

    std::string next() {
        static const Words opening{"",      "",      "lol ", "omg ",     "hiya ", "alright mate ",
                                   "babe ", "haha ", "aw ",  "hey hun ", "right "};
        static const Words ending{"",    "",     " x",    " lol", " xx", " haha",
                                  " 😂", " ffs", " mate", " tbh", "!!",  " ❤"};
        static const Words core{"did you see {telly} last night",
                                "the {thing} is broken again",
                                "can you pick up some {food} on the way home",
                                "{who} is doing my head in today",
                                "whats for tea",
                                "im at {place} with {who}",
                                "cancel the {order} for me will you",
                                "dont cancel {telly} on the box",
                                "i cancelled my {order} yesterday",
                                "stop sending me photos of {who}",
                                "stop eating all the {food}",
                                "{who} said yes to the party",
                                "yes i told {who} about the {thing}",
                                "ok ill get the {food} then",
                                "no {who} never rang me",
                                "see you at {place} at {hour}",
                                "be at {place} for {hour}",
                                "shall we go {place} on {day}",
                                "i booked the {order} for {day}",
                                "book us a table at {place} for {hour}",
                                "can you book the {order}",
                                "move your car its blocking {who}",
                                "{who} moved house on {day}",
                                "happy birthday {who} hope you have a lovely day",
                                "was meant to be at {place} for {hour} but {who} is late",
                                "running to catch the bus after {place}",
                                "that {food} was killing me last night",
                                "im dying of laughing at {who}",
                                "{who} cant come to the party on {day}",
                                "wont be at {place} till {hour}",
                                "take me off that group chat {who} made",
                                "did {who} get the {thing} fixed",
                                "my {thing} died so use {who} phone",
                                "{number} {food} please and a can of coke",
                                "i want {number} of them {food}",
                                "yeah {who} got the {thing}",
                                "good luck with the {order} on {day}",
                                "confirm the {order} with {who}",
                                "we won {number} {number} at the match",
                                "delete that photo of {who}",
                                "call {who} back shes at {place}",
                                "the {order} costs {number} quid",
                                "yes please get {number} {food}",
                                "no the {thing} is at {place}",
                                "keep the {food} ill give it {who}",
                                "swap you the {food} for the {thing}",
                                "put {number} on the {order} for me",
                                "that one at {place} is better",
                                "either {food} or {food} im not fussed"};
        std::string text = pick(opening) + pick(core) + pick(ending);
        for (std::size_t at = text.find('{'); at != std::string::npos; at = text.find('{', at)) {
            const std::size_t end = text.find('}', at);
            text.replace(at, end - at + 1, part(text.substr(at + 1, end - at - 1)));
        }
        return text;
    }

private:
    const std::string& pick(const Words& words) { return words[random_() % words.size()]; }
    std::string part(const std::string& kind) {
        static const Words telly{"corrie", "strictly", "the match", "love island", "bake off", "that film"};
        static const Words thing{"telly",  "washing machine", "car",    "boiler",
                                 "laptop", "charger",         "hoover", "sofa"};
        static const Words food{"milk",  "bread", "nuggets", "chips", "crisps",
                                "pizza", "wine",  "beans",   "eggs"};
        static const Words who{"dave", "our kelly", "your mam",  "the dog", "grandad",
                               "shaz", "mikey",     "next door", "the cat"};
        static const Words place{"tesco", "the pub",   "nandos", "town",     "the gym",
                                 "asda",  "the beach", "bingo",  "mcdonalds"};
        static const Words order{"netflix", "gym",      "taxi", "dentist", "holiday",
                                 "plumber", "delivery", "sky",  "parcel"};
        static const Words hour{"7", "half 8", "12", "2", "6ish", "10.30", "3"};
        static const Words day{"friday", "saturday", "tomorrow", "monday", "sunday", "tuesday night"};
        static const Words number{"1", "2", "3", "4", "10"};
        const Words& from = kind == "telly"   ? telly
                            : kind == "thing" ? thing
                            : kind == "food"  ? food
                            : kind == "who"   ? who
                            : kind == "place" ? place
                            : kind == "order" ? order
                            : kind == "hour"  ? hour
                            : kind == "day"   ? day
                                              : number;
        return pick(from);
    }

    std::mt19937 random_;
};

}  // namespace

TEST(OrdinaryChat, NeverActsOnFiftyThousandTexts) {
    auto read = Lexicon::load(OFFING_ROOT "/gateway/conversation/lexicon");
    ASSERT_TRUE(read);
    const Lexicon& lexicon = *read;
    const std::array states{
        cli::state_from(json::parse(R"({"context": {"known": true}})").as_object()),
        cli::state_from(
            json::parse(R"({"context": {"known": true, "booked": [{"start": "2026-06-12T10:30"}]}})")
                .as_object()),
        cli::state_from(json::parse(R"({"context": {"known": true, "booked": [{"start": "2026-06-09T10:30"}],
            "last_sent": {"type": "reminder", "at": "2026-06-08T09:35", "for": "2026-06-09T10:30",
                          "menu": {"1": "yes", "2": "other_times", "3": "drop_in"}}}})")
                            .as_object()),
        cli::state_from(
            json::parse(R"({"context": {"known": true, "offered": [{"n": 1, "start": "2026-06-10T10:00"},
            {"n": 2, "start": "2026-06-12T13:30"}], "last_sent": {"type": "offer", "at": "2026-06-08T09:40"}}})")
                .as_object())};
    const auto now = *cli::moment_from("2026-06-08T09:40");
    Chat chat{20260608};
    std::map<std::string, int> acts;
    std::string first;
    for (int n = 0; n < 50000; ++n) {
        const std::string text = chat.next();
        const State& state = states[static_cast<std::size_t>(n) % states.size()];
        const Meaning meaning = understand(text, state, now, lexicon);
        if (!meaning.sure) continue;
        for (const json::value& effect : cli::effects_of(state, meaning, now)) {
            const std::string word{effect.as_string()};
            if (word != "cancel" && word != "confirm" && word != "book" && word != "move" &&
                word != "opt_out")
                continue;
            ++acts[word];
            if (acts[word] <= 12) first += "\n  " + word + ": " + text;
        }
    }
    EXPECT_TRUE(acts.empty()) << first;
}

}  // namespace offing::conversation
