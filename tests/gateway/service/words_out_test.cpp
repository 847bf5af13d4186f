// Days of women texting the whole service at random, by dice that can be thrown again: whatever they write
// and whenever it happens, what goes out holds no word that may not be said, no link, no more than two parts,
// and no more than each woman's discreet level allows.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <fstream>
#include <iostream>
#include <random>
#include <set>

#include "templates/lint.hpp"
#include "templates/segments.hpp"
#include "tests/support/rig.hpp"

namespace offing::service {
namespace {

using support::Rig;
using support::SentText;
using templates::Level;
using namespace std::chrono_literals;

constexpr int texts_in = 500;
constexpr std::array levels{0, 1, 2, 3};

bool holds(std::string_view body, std::string_view word) {
    const bool capitals_count = word.starts_with('=');
    if (capitals_count) return body.contains(word.substr(1));
    const auto same = [](char a, char b) { return std::tolower(a) == std::tolower(b); };
    return !std::ranges::search(body, word, same).empty();
}

/// Words written down apart from lint's.
std::vector<std::string> never_said() {
    std::ifstream in{OFFING_ROOT "/tests/templates/never.txt"};
    std::vector<std::string> words;
    for (std::string line; std::getline(in, line);)
        if (!line.starts_with('#')) words.push_back(line);
    return words;
}

bool is_urgent(std::string_view body) {
    return body.starts_with("Call 999 now.") || body.starts_with("999.") ||
           body.starts_with("If you are in danger");
}

std::vector<std::string> texts_of(const std::string& file) {
    std::ifstream in{std::string{OFFING_ROOT} + "/tests/messages/" + file};
    std::vector<std::string> texts;
    for (std::string line; std::getline(in, line);)
        texts.emplace_back(boost::json::parse(line).at("text").as_string());
    return texts;
}

class Dice {
public:
    explicit Dice(unsigned seed) : random_{seed} {}
    int below(int limit) { return std::uniform_int_distribution{0, limit - 1}(random_); }
    bool one_in(int n) { return below(n) == 0; }
    template <typename List>
    const auto& of(const List& list) {
        return list[static_cast<std::size_t>(below(static_cast<int>(list.size())))];
    }
    std::string noise() {
        std::string bytes;
        for (int i = below(60); i >= 0; --i) bytes += static_cast<char>(' ' + below(95));
        return bytes;
    }

private:
    std::mt19937 random_;
};

struct Woman {
    std::string number;
    int level = 1;
};

class WordsOut : public ::testing::TestWithParam<std::pair<const char*, unsigned>> {
protected:
    void add_women() {
        int nth = 0;
        for (const int level : levels)
            for (int i = 0; i < 3; ++i) {
                Woman woman{"+4477009001" + std::to_string(10 + nth++), level};
                rig.add_woman(woman.number,
                              [level](storage::Person& person) { person.discreet_level = level; });
                women.push_back(std::move(woman));
            }
        women.push_back({"+447700900190", 1});  // nobody knows her yet
        women.push_back({"+447700900191", 1});
    }

    std::string words(Dice& dice) {
        static const std::vector<std::string> short_ones{"1",
                                                         "2",
                                                         "3",
                                                         "4",
                                                         "yes",
                                                         "no",
                                                         "ok",
                                                         "either",
                                                         "none of them",
                                                         "STOP",
                                                         "CANCEL",
                                                         "START",
                                                         "HELP",
                                                         "here",
                                                         "im outside",
                                                         "running late",
                                                         "cant make it",
                                                         "who is this",
                                                         "wrong number",
                                                         "sorry i missed it",
                                                         "can i come thurs",
                                                         "any day next week",
                                                         "something sooner",
                                                         "is jo in",
                                                         "by phone?",
                                                         "drop in today?",
                                                         "can i bring my sister",
                                                         "delete everything",
                                                         "that text was rude",
                                                         "a person please",
                                                         "undo",
                                                         "keep it",
                                                         "move it to friday",
                                                         "fri 4 dec 2pm?",
                                                         "after 1 pls",
                                                         "not mornings",
                                                         "do you tell social",
                                                         "a bag please"};
        const int kind = dice.below(10);
        if (kind < 5) return dice.of(short_ones);
        if (kind < 8) return dice.of(examples);
        if (kind < 9) return dice.of(dialects);
        return dice.noise();
    }

    /// What happens besides: time goes by, reminders come due, somebody doesn't come.
    void something_else(Dice& dice) {
        rig.clock.advance(std::chrono::minutes{1 + dice.below(dice.one_in(6) ? 3 * 24 * 60 : 90)});
        if (!dice.one_in(4)) return;
        if (dice.one_in(2)) miss_one(dice);
        rig.run(rig.keeper.free_holds());
        rig.run(rig.reminders.round());
        rig.run(rig.rebooking.round());
        rig.run(rig.earlier.round());
        rig.deliver();
    }

    void miss_one(Dice& dice) {
        const auto booked = rig.column("SELECT id FROM booking WHERE status = 'booked' ORDER BY id");
        if (booked.empty()) return;
        const std::string id = dice.of(booked);
        (void)rig.database->transact_now([&](storage::Transaction& transaction) {
            return mark_missed(transaction, rig.desk, id, rig.clock.now());
        });
    }

    void check(const SentText& sent) {
        const auto woman = std::ranges::find(women, sent.to, &Woman::number);
        ASSERT_NE(woman, women.end());
        const auto row = rig.column(
            "SELECT template || ' ' || CAST(unprompted AS TEXT) FROM outbound WHERE id = '" + sent.id + "'");
        ASSERT_EQ(row.size(), 1U) << sent.body;
        templates_seen.insert(row.front());
        const bool unprompted = row.front().ends_with(" 1");
        const bool urgent = is_urgent(sent.body);
        EXPECT_LE(templates::count_segments(sent.body).parts, 2) << sent.body;
        if (!urgent)
            for (const auto& word : never)
                EXPECT_FALSE(holds(sent.body, word)) << word << " in: " << sent.body;
        for (const auto word : {"http", "www.", "://", "{", "}"})
            EXPECT_FALSE(holds(sent.body, word)) << sent.body;
        if (unprompted && woman->level == 2) {
            EXPECT_FALSE(
                std::ranges::any_of(sent.body, [](char c) { return c != '1' && c >= '0' && c <= '9'; }))
                << "a day or time before she answered: " << sent.body;
        }
        if (woman->level > 0) {
            for (const auto& worker : rig.diary->service()->workers)
                EXPECT_FALSE(holds(sent.body, "with " + worker.first_name)) << sent.body;
        }
        const templates::LintContext context{
            .level = static_cast<Level>(woman->level), .unprompted = unprompted, .crisis = urgent};
        for (const auto& finding : lint.check(sent.body, context))
            ADD_FAILURE() << finding.rule << " " << finding.found << " in " << row.front() << ": "
                          << sent.body;
    }

    Rig rig{GetParam().first};
    templates::Lint lint = templates::Lint::load(OFFING_ROOT "/templates/lint/words.toml").value();
    std::vector<std::string> examples = texts_of("examples.jsonl"), dialects = texts_of("dialects.jsonl");
    std::vector<std::string> never = never_said();
    std::vector<Woman> women;
    std::set<std::string> templates_seen;
};

TEST_P(WordsOut, HoldNothingThatMayNotBeSaidWhateverIsTexted) {
    const unsigned seed = GetParam().second;
    Dice dice{seed};
    add_women();
    std::size_t checked = 0;
    for (int turn = 0; turn < texts_in && !HasFailure(); ++turn) {
        rig.say(dice.of(women).number, words(dice));
        something_else(dice);
        for (; checked < rig.network.sent.size(); ++checked) check(rig.network.sent[checked]);
    }
    std::cout << "seed " << seed << ": " << checked << " texts went out, of " << templates_seen.size()
              << " kinds\n";
    EXPECT_GT(checked, 100U);
    EXPECT_GT(templates_seen.size(), 20U);
}

INSTANTIATE_TEST_SUITE_P(Dice, WordsOut,
                         testing::Values(std::pair{"sqlite", 20261125U}, std::pair{"sqlite", 7U},
                                         std::pair{"postgres", 11U}));

}  // namespace
}  // namespace offing::service
