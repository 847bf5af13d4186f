// Texts with what they mean: invented examples, slips of the thumb, texts that are not for us, random bytes.

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <chrono>
#include <fstream>
#include <random>
#include <set>

#include "gateway/cli/meaning_json.hpp"
#include "tests/gateway/conversation/lexicon_here.hpp"

namespace offing::conversation {

namespace {

namespace json = boost::json;

const Lexicon& lexicon() { return lexicon_here(); }

struct Example {
    std::string id, text;
    LocalTime now;
    State state;
    std::set<std::string> intents;
};

void add_examples(const std::string& name, std::vector<Example>& all) {
    std::ifstream file{OFFING_ROOT "/tests/messages/" + name};
    for (std::string line; std::getline(file, line);) {
        const json::object row = json::parse(line).as_object();
        Example one;
        one.id = row.at("id").as_string();
        one.text = row.at("text").as_string();
        one.now = *cli::moment_from(row.at("now").as_string());
        one.state = cli::state_from(row);
        for (const json::value& intent : row.at("intents").as_array())
            one.intents.emplace(intent.as_string());
        all.push_back(std::move(one));
    }
}

std::vector<Example> examples() {
    std::vector<Example> all;
    for (const char* name : {"examples.jsonl", "dialects.jsonl", "everyday.jsonl"}) add_examples(name, all);
    return all;
}

std::set<std::string> intents_of(const Meaning& meaning) {
    std::set<std::string> words;
    for (const Intent intent : meaning.intents) words.emplace(spell(intent));
    return words;
}

/// What this meaning would do to her times or her texts, as step() carries it out.
std::set<std::string> acts_of(const State& state, const Meaning& meaning, LocalTime now) {
    std::set<std::string> acts;
    for (const json::value& effect : cli::effects_of(state, meaning, now)) {
        const std::string word{effect.as_string()};
        if (word == "cancel" || word == "confirm" || word == "book" || word == "move" || word == "opt_out")
            acts.insert(word);
    }
    return acts;
}

State busy_state() {
    return cli::state_from(json::parse(R"({"context": {"known": true,
        "booked": [{"start": "2026-06-12T10:30", "with": "Tess"}],
        "offered": [{"n": 1, "start": "2026-06-10T10:00"}, {"n": 2, "start": "2026-06-11T13:30"}],
        "last_sent": {"type": "reminder", "at": "2026-06-08T09:35", "for": "2026-06-12T10:30",
                      "menu": {"1": "yes", "2": "other_times", "3": "drop_in"}}}})")
                               .as_object());
}

}  // namespace

TEST(Understand, ReadsNineInTenExamplesExactly) {
    int exact = 0, all = 0;
    for (const Example& one : examples()) {
        const Meaning meaning = understand(one.text, one.state, one.now, lexicon());
        ++all;
        exact += intents_of(meaning) == one.intents ? 1 : 0;
    }
    ASSERT_GE(all, 800);
    EXPECT_GE(exact * 100, all * 95) << exact << " of " << all;
}

TEST(Understand, ReadsNineInTenEverydayTurnsOfPhraseExactly) {
    std::vector<Example> everyday;
    add_examples("everyday.jsonl", everyday);
    int exact = 0;
    for (const Example& one : everyday)
        exact += intents_of(understand(one.text, one.state, one.now, lexicon())) == one.intents ? 1 : 0;
    ASSERT_GE(everyday.size(), 60U);
    EXPECT_GE(exact * 100, static_cast<int>(everyday.size()) * 90) << exact << " of " << everyday.size();
}

TEST(Understand, NeverActsOnAnExampleThatAsksForNoAct) {
    for (const Example& one : examples()) {
        const Meaning meaning = understand(one.text, one.state, one.now, lexicon());
        for (const std::string& act : acts_of(one.state, meaning, one.now)) {
            const bool asked = (act == "cancel" && one.intents.contains("cancel")) ||
                               (act == "confirm" && one.intents.contains("confirm")) ||
                               ((act == "book" || act == "move") && one.intents.contains("choose_option")) ||
                               (act == "opt_out" && one.intents.contains("opt_out"));
            EXPECT_TRUE(asked) << one.id << " " << act;
        }
    }
}

TEST(Understand, OneSlipPerWordTurnsNoActIntoAnother) {
    std::mt19937 random{20260608};
    int texts = 0;
    for (int round = 0; round < 4; ++round) {
        for (const Example& one : examples()) {
            const auto before =
                acts_of(one.state, understand(one.text, one.state, one.now, lexicon()), one.now);
            std::string slipped;
            std::string word;
            const auto flush = [&] {
                if (word.size() > 2) {
                    const std::size_t at = random() % (word.size() - 1);
                    switch (random() % 4) {
                        case 0:
                            std::swap(word[at], word[at + 1]);
                            break;
                        case 1:
                            word.erase(at, 1);
                            break;
                        case 2:
                            word.insert(at, 1, word[at]);
                            break;
                        default:
                            word[at] = static_cast<char>('a' + random() % 26);
                    }
                }
                slipped += word;
                word.clear();
            };
            for (const char c : one.text) {
                if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))
                    word += c;
                else
                    flush(), slipped += c;
            }
            flush();
            const auto after =
                acts_of(one.state, understand(slipped, one.state, one.now, lexicon()), one.now);
            ++texts;
            for (const std::string& act : after)
                EXPECT_TRUE(before.contains(act)) << one.id << " round " << round << " " << act;
        }
    }
    EXPECT_GE(texts, 1000);
}

TEST(Understand, BearsAnyBytesAndStaysLinear) {
    std::mt19937 random{7};
    const State state = busy_state();
    const auto now = *cli::moment_from("2026-06-08T09:40");
    for (int round = 0; round < 3000; ++round) {
        std::string bytes(random() % 400, ' ');
        for (char& byte : bytes)
            byte = static_cast<char>(random() % (round % 2 == 0 ? 256 : 96) + (round % 2 == 0 ? 0 : 32));
        const Meaning meaning = understand(bytes, state, now, lexicon());
        EXPECT_FALSE(meaning.intents.empty());
        (void)read_time(bytes, now, lexicon());
    }
    for (const std::string& unit :
         {std::string{"1 "}, std::string{"not "}, std::string{"monday or "}, std::string{"if "}}) {
        std::string long_text;
        while (long_text.size() < 20000) long_text += unit;
        const auto begin = std::chrono::steady_clock::now();
        (void)understand(long_text, state, now, lexicon());
        EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::milliseconds{500}) << unit;
    }
}

}  // namespace offing::conversation
