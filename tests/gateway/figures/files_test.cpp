// The figures as they are given out: each with words of its own, in files that hold whatever is in them.

#include "gateway/figures/files.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <fstream>

#include "gateway/figures/counting.hpp"
#include "gateway/figures/report.hpp"

namespace offing::figures {
namespace {

constexpr Quarter spring{2026, 1};

TEST(FigureWords, StandForEveryFigureThatIsGiven) {
    std::vector<std::string> given, explained;
    for (const Figure& figure : figures_of({}, spring, {})) given.push_back(figure.id);
    for (const FigureWords& words : all_words()) explained.emplace_back(words.id);
    EXPECT_EQ(given, explained);
    EXPECT_EQ(given.size(), 24U);
}

TEST(FigureWords, StandInTheDocumentAsTheyAre) {
    std::ifstream file{OFFING_ROOT "/docs/figures.md"};
    const std::string document{std::istreambuf_iterator<char>{file}, {}};
    EXPECT_TRUE(document.ends_with("## What each figure means\n\n" + dictionary()))
        << "append the output of: offing figures dictionary";
}

TEST(FigureFiles, AreWellFormedWhateverIsInThem) {
    Counted counted;
    counted.quarters[spring].place_edits_by_reason["=a \"reason\", with all"] = 20;
    counted.quarters[spring].place_edits_by_role["a\rrow"] = 20;
    counted.out = {spring};
    const auto published = publish(counted, spring, {}, {});
    const std::string csv = csv_of(published);
    EXPECT_TRUE(csv.contains(",\" =a \"\"reason\"\", with all\",")) << "quoted, and no formula";
    EXPECT_TRUE(csv.contains(",\"a\rrow\",")) << "no row of its own";
    const auto json = boost::json::parse(json_of(published));
    EXPECT_EQ(json.at("figures").as_array().size(), 24U);
    EXPECT_EQ(json.at("quarter").as_string(), "2026-Q1");
    EXPECT_TRUE(report_page({published}).contains("=a &quot;reason&quot;"));
}

}  // namespace
}  // namespace offing::figures
