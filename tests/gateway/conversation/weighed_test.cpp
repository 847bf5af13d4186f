// The reader of weights beside the rules: what it adds, what it may never do, and whether the file of weights
// is that of the texts which lie here.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>

#include "gateway/cli/meaning_json.hpp"
#include "gateway/conversation/reading.hpp"
#include "gateway/conversation/weights.hpp"
#include "tests/gateway/conversation/lexicon_here.hpp"

namespace offing::conversation {
namespace {

namespace json = boost::json;
using testing::HasSubstr;

const std::filesystem::path messages = OFFING_ROOT "/tests/messages";

constexpr int least_percent = 88;

const Lexicon& lexicon() { return lexicon_here(); }

struct Row {
    std::string id, text;
    State state;
    LocalTime now;
    std::set<std::string> intents;
};

std::vector<Row> rows_in(const std::filesystem::path& path) {
    std::vector<Row> rows;
    std::ifstream file{path};
    for (std::string line; std::getline(file, line);) {
        const json::object row = json::parse(line).as_object();
        Row one{.id = std::string{row.at("id").as_string()},
                .text = std::string{row.at("text").as_string()},
                .state = cli::state_from(row),
                .now = *cli::moment_from(row.at("now").as_string()),
                .intents = {}};
        for (const json::value& intent : row.at("intents").as_array())
            one.intents.emplace(intent.as_string());
        rows.push_back(std::move(one));
    }
    return rows;
}

std::vector<Row> rows_below(const std::string& folder) {
    std::vector<Row> rows;
    for (const auto& entry : std::filesystem::directory_iterator{messages / folder})
        for (Row& row : rows_in(entry.path())) rows.push_back(std::move(row));
    return rows;
}

std::set<std::string> intents_of(const Meaning& meaning) {
    std::set<std::string> words;
    for (const Intent intent : meaning.intents)
        words.emplace(spell(intent == Intent::arrived ? Intent::waiting_room : intent));
    return words;
}

std::filesystem::path file_of(const std::string& text) {
    const auto path = std::filesystem::path{testing::TempDir()} / "weights_test.weights";
    std::ofstream{path} << text;
    return path;
}

bool weighed(const Meaning& meaning) {
    return std::ranges::any_of(meaning.because,
                               [](const std::string& rule) { return rule.starts_with("weighed."); });
}

}  // namespace

// Nobody's texts here were taught, and they are as hard as the ones that the project is measured by.
TEST(Weighed, ReadsNineInTenTextsThatItWasNotTaught) {
    int exact = 0, all = 0;
    for (const Row& row : rows_below("unseen")) {
        ++all;
        exact += intents_of(understand(row.text, row.state, row.now, lexicon())) == row.intents ? 1 : 0;
    }
    ASSERT_GE(all, 300);
    EXPECT_GE(exact * 100, all * least_percent) << exact << " of " << all;
}

TEST(Weighed, NeverActsOnWhatOnlyTheWeightsSay) {
    const std::set<std::string> kept{"cancel",
                                     "release_place",
                                     "confirm",
                                     "book",
                                     "move",
                                     "opt_out",
                                     "opt_in",
                                     "erasure_task",
                                     "suspend_number",
                                     "pause_today",
                                     "safe_window_request"};
    int weighed_rows = 0;
    for (const char* folder : {"unseen", "taught"})
        for (const Row& row : rows_below(folder)) {
            const Meaning meaning = understand(row.text, row.state, row.now, lexicon());
            if (!weighed(meaning)) continue;
            ++weighed_rows;
            for (const json::value& effect : cli::effects_of(row.state, meaning, row.now)) {
                const std::string act{effect.as_string()};
                if (!kept.contains(act)) continue;
                // Then a rule had it, and the weights only heard something beside it.
                EXPECT_TRUE(meaning.sure) << row.id << ' ' << act;
                EXPECT_TRUE(std::ranges::any_of(
                    meaning.because, [](const std::string& rule) { return !rule.starts_with("weighed."); }))
                    << row.id << ' ' << act;
            }
        }
    EXPECT_GE(weighed_rows, 100);
}

TEST(Weighed, LeavesAloneWhatARuleActsOn) {
    const State state = cli::state_from(
        json::parse(
            R"({"context": {"known": true, "booked": [{"start": "2026-06-12T10:30", "with": "Tess"}]}})")
            .as_object());
    const Meaning meaning = understand("please cancel my appointment on friday", state,
                                       *cli::moment_from("2026-06-08T09:40"), lexicon());
    EXPECT_THAT(intents_of(meaning), testing::ElementsAre("cancel"));
    EXPECT_TRUE(meaning.sure);
}

TEST(Weighed, TheFileIsOfTheTextsThatLieHere) {
    std::size_t texts = rows_in(messages / "dialects.jsonl").size() +
                        rows_in(messages / "everyday.jsonl").size() + rows_below("taught").size();
    std::ifstream file{std::filesystem::path{OFFING_LEXICON_FOLDER} / "en-GB.weights"};
    std::string head;
    std::getline(file, head);
    EXPECT_THAT(head, HasSubstr(" of " + std::to_string(texts) + " texts")) << "run script/learn";
}

TEST(Weights, AddUpWhatEachSignWeighs) {
    const auto weights =
        Weights::load(file_of("# made up\nintents\tconfirm running_late\nbias\t0:-16 "
                              "1:-32\nw:shoes\t1:160\nc:booked\t0:16 1:32\n"));
    ASSERT_TRUE(weights) << weights.error();
    const State state;
    const std::string text = "shoes";
    const Reading reading =
        make_reading(text, state, *cli::moment_from("2026-06-08T09:40"), lexicon().tables());
    const auto odds = weights->weigh(reading);
    EXPECT_DOUBLE_EQ(odds[static_cast<std::size_t>(Intent::running_late)], -2 + 10);
    EXPECT_DOUBLE_EQ(odds[static_cast<std::size_t>(Intent::confirm)], -1);
    EXPECT_LT(odds[static_cast<std::size_t>(Intent::cancel)], -1000);  // no text was about it
}

TEST(Weights, NoFileIsNoMistake) {
    const auto weights = Weights::load("/nowhere/at/all.weights");
    ASSERT_TRUE(weights);
    EXPECT_TRUE(weights->empty());
}

TEST(Weights, SayWhatIsWrongAndWhere) {
    const auto fault = [](const std::string& text) {
        const auto weights = Weights::load(file_of(text));
        return weights ? std::string{"none"} : weights.error();
    };
    EXPECT_THAT(fault("intents\tconfirm\nw:yes 0:3\n"), HasSubstr("weights_test.weights:2: no tab"));
    EXPECT_THAT(fault("intents\tconfrim\n"), HasSubstr("'confrim' is no intent"));
    EXPECT_THAT(fault("intents\tconfirm\nbias\t0:1\nw:yes\t7:3\n"), HasSubstr(":3: weights are written"));
    EXPECT_THAT(fault("intents\tconfirm\nw:yes\t0:\n"), HasSubstr(":2: weights are written"));
    EXPECT_THAT(fault("intents\tconfirm\nw:yes\t0:99999\n"), HasSubstr(":2: weights are written"));
    EXPECT_THAT(fault("intents\tconfirm\nw:yes\t0:1 \n"), HasSubstr(":2: weights are written"));
}

}  // namespace offing::conversation
