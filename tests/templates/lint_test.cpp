#include "templates/lint.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <toml++/toml.h>

#include <algorithm>
#include <iostream>

#include "templates/lint_rules.hpp"

namespace offing::templates {
namespace {

using testing::Contains;
using testing::Field;
using testing::HasSubstr;

const Lint& lint() {
    static const auto loaded = Lint::load(OFFING_ROOT "/templates/lint/words.toml");
    if (!loaded) throw std::runtime_error(spell(loaded.error().front()));
    return *loaded;
}

std::string rules_of(const std::vector<Finding>& findings) {
    std::string list;
    for (const auto& finding : findings) list += " " + finding.rule + "(" + finding.found + ")";
    return list;
}

bool has(const std::vector<Finding>& findings, const std::string& rule) {
    return std::ranges::any_of(findings, [&](const Finding& finding) { return finding.rule == rule; });
}

LintContext context(const std::string& flags) {
    LintContext context;
    context.unprompted = flags.contains("unprompted");
    context.crisis = flags.contains("crisis");
    if (flags.contains("very_discreet")) context.level = Level::very_discreet;
    return context;
}

struct Sample {
    std::string rule, text, flags;
};

std::vector<Sample> samples(const std::string& file, const std::string& key) {
    const auto table = toml::parse_file(OFFING_ROOT "/tests/templates/" + file);
    std::vector<Sample> list;
    const bool with_rule = key == "bad";
    for (const auto& row : *table[key].as_array()) {
        const auto& cells = *row.as_array();
        const auto cell = [&](std::size_t i) {
            return i < cells.size() ? cells[i].value_or(std::string{}) : "";
        };
        list.push_back(with_rule ? Sample{cell(0), cell(1), cell(2)} : Sample{"", cell(0), cell(1)});
    }
    return list;
}

TEST(Lint, CatchesEachBadTextByTheRightRuleAndLetsGoodOnesPass) {
    const auto bad = samples("lint_bad.toml", "bad");
    const auto good = samples("lint_good.toml", "good");
    ASSERT_GE(bad.size(), 150U);
    ASSERT_GE(good.size(), 100U);
    std::size_t caught = 0, right = 0, misfired = 0;
    for (const auto& [rule, text, flags] : bad) {
        const auto findings = lint().check(text, context(flags));
        caught += findings.empty() ? 0 : 1;
        right += has(findings, rule) ? 1 : 0;
        EXPECT_TRUE(has(findings, rule)) << rule << ": " << text << "\n  found" << rules_of(findings);
    }
    for (const auto& [rule, text, flags] : good) {
        const auto findings = lint().check(text, context(flags));
        misfired += findings.empty() ? 0 : 1;
        EXPECT_TRUE(findings.empty()) << text << "\n  found" << rules_of(findings);
    }
    std::cout << "bad texts " << bad.size() << ", caught " << caught << ", by the right rule " << right
              << "; good texts " << good.size() << ", misfired " << misfired << "\nprecision "
              << static_cast<double>(caught) / static_cast<double>(caught + misfired) << ", recall "
              << static_cast<double>(caught) / static_cast<double>(bad.size()) << ", right rule "
              << static_cast<double>(right) / static_cast<double>(bad.size()) << "\n";
}

TEST(Lint, HasABadTextForEveryRule) {
    const auto bad = samples("lint_bad.toml", "bad");
    const auto table = toml::parse_file(OFFING_ROOT "/templates/lint/words.toml");
    for (const auto* kind : {"rule", "form"}) {
        for (const auto& node : *table[kind].as_array()) {
            const auto id = node.at_path("id").value_or(std::string{});
            EXPECT_TRUE(std::ranges::any_of(bad, [&](const Sample& sample) { return sample.rule == id; }))
                << id;
        }
    }
}

TEST(Lint, SaysWhyAndWhatInstead) {
    for (const auto& sample : samples("lint_bad.toml", "bad")) {
        for (const auto& finding : lint().check(sample.text, context(sample.flags))) {
            EXPECT_FALSE(finding.why.empty());
            EXPECT_FALSE(finding.better.empty());
            EXPECT_FALSE(finding.found.empty());
        }
    }
}

TEST(Lint, ReadsCapitalsQuotesAndHyphensAsTheSameWord) {
    for (const auto* text : {"Drug free", "DRUG-FREE",
                             "drug\xE2\x80\x90"
                             "free",
                             "drug\xE2\x80\x93"
                             "free"}) {
        EXPECT_TRUE(has(lint().check(text, {}), "W16")) << text;
    }
    EXPECT_TRUE(has(lint().check("You didn\xE2\x80\x99t come.", {}), "T2-blame"));
}

TEST(Lint, LetsDocumentsSayWhatTextsMayNot) {
    EXPECT_TRUE(lint().check_document("The clinic's workers see patients; methadone is treatment.").empty());
    EXPECT_TRUE(has(lint().check_document("Service users who DNA are discharged."), "W37"));
    EXPECT_TRUE(has(lint().check_document("Service users who DNA are discharged."), "W43"));
    EXPECT_TRUE(lint().check_document("Her DNA is not asked for. So is dna.").size() == 1);
}

TEST(Lint, ChecksTheValueOfAnArgument) {
    EXPECT_FALSE(lint().check_words("Recovery hub").empty());
    EXPECT_TRUE(lint().check_words("the annexe").empty());
    EXPECT_TRUE(lint().check_words("Safe").empty());
}

TEST(Lint, AsksForALineThatNothingIsLost) {
    LintContext missed;
    missed.ends_a_time = true;
    EXPECT_TRUE(has(lint().check("Text 1 for new times.", missed), "T3"));
    EXPECT_FALSE(has(lint().check("Text 1 for new times. You keep your place.", missed), "T3"));
}

TEST(Lint, SurvivesAnyBytes) {
    std::string bytes;
    unsigned state = 7;
    for (int round = 0; round < 2000; ++round) {
        bytes.clear();
        for (unsigned i = 0; i < state % 90; ++i) {
            state = state * 1664525U + 1013904223U;
            bytes += static_cast<char>(state >> 24U);
        }
        state = state * 1664525U + 1013904223U;
        for (const auto& finding : lint().check(bytes, {})) EXPECT_FALSE(finding.rule.empty());
    }
}

TEST(Lint, TakesALongTextInTimeThatGrowsWithIt) {
    std::string text;
    for (int i = 0; i < 20000; ++i) text += "you keep ";
    EXPECT_TRUE(has(lint().check(text, {}), "T6-parts"));
}

TEST(Lint, IsHeldAtRenderForWordsPutIn) {
    const std::string toml = R"(
language = "en-GB"
status = "in_review"
[dates]
days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
day = "{weekday} {date} {month}"
when = "{day} {clock}"
clock = [{ until = 24, form = "{clock}" }]
midday = "midday"
midnight = "midnight"
[text.at]
purpose = "p"
arguments = { place = "text", worker = "name" }
plain = "At {place} with {worker}."
discreet = "At {place}."
)";
    const MessageFile file{"en-GB.toml", toml};
    auto catalogue = Catalogue::read({&file, 1}).value();
    catalogue.set_demo(true);
    catalogue.set_lint(
        std::make_shared<const Lint>(Lint::load(OFFING_ROOT "/templates/lint/words.toml").value()));
    const auto said = [&](const std::string& place, const std::string& worker) {
        const auto text =
            catalogue.render("at", "en-GB", Level::plain, {{"place", place}, {"worker", worker}});
        return text ? text->body() : text.error().what;
    };
    EXPECT_EQ(said("the annexe", "Kit"), "At the annexe with Kit.");
    EXPECT_EQ(said("the annexe", "Rosa, keyworker"), "At the annexe.");
    EXPECT_THAT(said("the drug clinic", "Rosa"), HasSubstr("{place} may not be said"));
}

/// The texts that ship, with every rule in force.
Catalogue shipped_with_lint() {
    auto catalogue = Catalogue::load(OFFING_ROOT "/templates/messages").value();
    catalogue.set_lint(
        std::make_shared<const Lint>(Lint::load(OFFING_ROOT "/templates/lint/words.toml").value()));
    catalogue.set_demo(true);
    return catalogue;
}

TEST(Lint, LetsAPersonsOwnWordsGoOutOnlyWhenNothingIsFound) {
    const auto catalogue = shipped_with_lint();
    const auto said = [&](std::string_view words) {
        const auto text = catalogue.by_hand(words, "en-GB");
        return text ? text->body() : text.error().what;
    };
    const std::string fine = "Yes, bring who you like. See you Tue 17 Mar 10am.";
    const auto text = catalogue.by_hand(fine, "pl");
    ASSERT_TRUE(text);
    EXPECT_EQ(text->body(), fine);
    EXPECT_EQ(text->template_id(), "by_hand");
    EXPECT_EQ(text->version(), 1);
    EXPECT_EQ(text->parts(), 1);
    EXPECT_FALSE(text->unprompted() || text->crisis());
    EXPECT_THAT(said("You missed your appointment again."), HasSubstr("T2-blame"));
    EXPECT_THAT(said("It is free, see www.example.org"), HasSubstr("T4-link"));
    EXPECT_THAT(said("Your script is ready."), HasSubstr("W20"));
    EXPECT_THAT(said("Reply STOP if that is no good."), HasSubstr("T15"));
    EXPECT_THAT(said(" \n "), HasSubstr("no words"));
    EXPECT_THAT(said(std::string{"Fine\xFF"}), HasSubstr("no words"));
    std::string long_words;
    while (long_words.size() < 320) long_words += "That is fine. ";
    EXPECT_THAT(said(long_words), HasSubstr("T6-parts"));
    while (long_words.size() < 70000) long_words += "That is fine. ";
    EXPECT_THAT(said(long_words), HasSubstr("no words that a phone could show"));
}

TEST(Lint, LetsNoOtherWayCarryAPersonsOwnWords) {
    const auto catalogue = shipped_with_lint();
    const auto around = catalogue.render("by_hand", "en-GB", Level::plain, {{"words", "You missed it."}});
    ASSERT_FALSE(around);
    EXPECT_THAT(around.error().what, HasSubstr("only by_hand()"));
}

TEST(Lint, SendsNoWordsOfAPersonsOwnOnceThePanelHasEndedThem) {
    auto catalogue = shipped_with_lint();
    catalogue.set_demo(false);
    EXPECT_THAT(catalogue.by_hand("That is fine.", "en-GB").error().what, HasSubstr("may not be sent here"));
    catalogue.set_demo(true);
    catalogue.set_lint(nullptr);
    EXPECT_FALSE(catalogue.by_hand("That is fine.", "en-GB"));
}

TEST(Lint, RefusesAFileWithoutReasons) {
    const auto broken = Lint::read({"words.toml", "[[rule]]\nid = \"W1\"\navoid = []\n"});
    ASSERT_FALSE(broken);
    EXPECT_THAT(broken.error(), Contains(Field(&Problem::what, HasSubstr("`why` is missing"))));
    EXPECT_THAT(broken.error(), Contains(Field(&Problem::what, HasSubstr("no words in it"))));
    EXPECT_FALSE(Lint::read({"words.toml", "= 4"}));
    EXPECT_FALSE(Lint::load("/nonexistent"));
}

struct Spoken {
    const char* word;
    int syllables;
};
class Syllables : public testing::TestWithParam<Spoken> {};
TEST_P(Syllables, AreCounted) { EXPECT_EQ(syllables(GetParam().word), GetParam().syllables); }
INSTANTIATE_TEST_SUITE_P(Words, Syllables,
                         testing::Values(Spoken{"time", 1}, Spoken{"times", 1}, Spoken{"moved", 1},
                                         Spoken{"table", 2}, Spoken{"wanted", 2}, Spoken{"alternative", 4},
                                         Spoken{"changes", 2}, Spoken{"you", 1}, Spoken{"person", 2},
                                         Spoken{"afternoon", 3}));

}  // namespace
}  // namespace offing::templates
