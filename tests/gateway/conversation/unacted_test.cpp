// Texts that once made, or nearly made, something happen that nobody asked for, and danger in words that were
// once not heard. tests/messages/unacted.jsonl and heard.jsonl; written by somebody who tried to break the
// reading.

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/cli/meaning_json.hpp"
#include "tests/gateway/conversation/lexicon_here.hpp"

namespace offing::conversation {
namespace {

namespace json = boost::json;

struct Told {
    std::string text;
    Meaning meaning;
    std::vector<std::string> effects;
};

std::vector<Told> read_all(const char* file) {
    std::vector<Told> all;
    std::ifstream lines{std::string{OFFING_ROOT "/tests/messages/"} + file};
    for (std::string line; std::getline(lines, line);) {
        const json::object row = json::parse(line).as_object();
        const State state = cli::state_from(row);
        const LocalTime now = *cli::moment_from(row.at("now").as_string());
        Told told{std::string{row.at("text").as_string()}, {}, {}};
        told.meaning = understand(told.text, state, now, lexicon_here());
        for (const json::value& effect : cli::effects_of(state, told.meaning, now))
            told.effects.emplace_back(effect.as_string());
        all.push_back(std::move(told));
    }
    return all;
}

}  // namespace

TEST(Unacted, NothingHappensThatNobodyAskedFor) {
    constexpr std::array acts{std::string_view{"cancel"},        std::string_view{"book"},
                              std::string_view{"confirm"},       std::string_view{"opt_out"},
                              std::string_view{"erasure_task"},  std::string_view{"crisis_alert"},
                              std::string_view{"suspend_number"}};
    const std::vector<Told> all = read_all("unacted.jsonl");
    ASSERT_GT(all.size(), 1000U);
    for (const Told& told : all)
        for (const std::string& effect : told.effects)
            EXPECT_EQ(std::ranges::find(acts, effect), acts.end()) << effect << ": " << told.text;
}

TEST(Heard, DangerIsHeardInWhateverWords) {
    const std::vector<Told> all = read_all("heard.jsonl");
    ASSERT_GT(all.size(), 300U);
    for (const Told& told : all)
        EXPECT_TRUE(std::ranges::any_of(told.meaning.intents, [](Intent one) {
            return one <= Intent::danger_now;
        })) << told.text;
}

}  // namespace offing::conversation
