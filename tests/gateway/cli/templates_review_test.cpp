// What is done about the texts from the command line, on the store of an installation: through every gate,
// all of them or none, and seen by the commands that only look.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <fstream>

#include "gateway/cli/commands.hpp"
#include "tests/gateway/cli/command_line.hpp"
#include "tests/gateway/cli/deployment.hpp"

namespace offing::cli {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

/// A day in five months, and this month, as the commands' own clock has them.
std::string day_ahead(int months) {
    const std::chrono::year_month_day today{
        std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now())};
    const auto then = std::chrono::year_month{today.year(), today.month()} + std::chrono::months{months};
    const auto two = [](unsigned n) { return (n < 10 ? "0" : "") + std::to_string(n); };
    return std::to_string(static_cast<int>(then.year())) + "-" + two(static_cast<unsigned>(then.month())) +
           "-10";
}
std::string this_month() { return day_ahead(0).substr(0, 7); }

class TemplateActs : public testing::Test {
protected:
    Ran run(std::vector<std::string> words) const {
        words.insert(words.begin(), "templates");
        words.insert(words.end(), {"--config", place.config()});
        return run_command(add_templates, std::move(words));
    }
    Ran say(const std::string& id, const std::string& role, const std::string& outcome = "ok") const {
        return run(
            {"review", id, "--role", role, "--how", "group", "--month", this_month(), "--outcome", outcome});
    }
    void let_live(const std::string& id) const {
        for (const auto* role : {"mother-living-experience", "safeguarding-lead", "information-governance"})
            ASSERT_EQ(say(id, role).code, 0);
        const auto ran = run({"live", id, "--review-by", day_ahead(5)});
        ASSERT_EQ(ran.code, 0) << ran.err;
    }

    Deployment place;
};

TEST_F(TemplateActs, SaysWhereEachTextStandsAndWhichGatesAreShut) {
    const auto all = run({"state"});
    ASSERT_EQ(all.code, 0) << all.err;
    EXPECT_THAT(all.out, AllOf(HasSubstr("arrived version 1: in_review\n    to go live: nobody in the role "
                                         "mother-living-experience has said ok"),
                               HasSubstr("by_hand version 1: in_review")));
    const auto one = run({"state", "arrived"});
    EXPECT_THAT(one.out, AllOf(HasSubstr("arrived version 1"), Not(HasSubstr("booked version 1"))));
    EXPECT_THAT(run({"state", "--language", "pl"}).out, HasSubstr("version 1: draft"));
}

TEST_F(TemplateActs, TakesATextThroughItsGatesToLive) {
    const auto early = run({"live", "arrived", "--review-by", day_ahead(5)});
    EXPECT_EQ(early.code, 1);
    EXPECT_THAT(early.err, AllOf(HasSubstr("arrived version 1: nobody in the role mother-living-experience"),
                                 HasSubstr("nothing was recorded")));
    let_live("arrived");
    EXPECT_THAT(run({"state", "arrived"}).out,
                HasSubstr("arrived version 1: live, to be looked at again by " + day_ahead(5)));
}

TEST_F(TemplateActs, RecordsForAllOfThemOrForNone) {
    ASSERT_EQ(say("arrived", "mother-living-experience").code, 0);
    const auto refused = run({"review", "arrived", "no_such_text", "--role", "safeguarding-lead", "--how",
                              "phone", "--month", this_month(), "--outcome", "ok"});
    EXPECT_EQ(refused.code, 1);
    EXPECT_THAT(refused.err, AllOf(HasSubstr("no_such_text"), HasSubstr("nothing was recorded")));
    EXPECT_THAT(run({"state", "arrived"}).out, HasSubstr("safeguarding-lead has said ok"));
    const auto everything = run({"review", "--all", "--role", "safeguarding-lead", "--how", "phone",
                                 "--month", this_month(), "--outcome", "ok"});
    EXPECT_EQ(everything.code, 0) << everything.err;
    EXPECT_THAT(run({"state"}).out, Not(HasSubstr("safeguarding-lead has said ok")));
}

TEST_F(TemplateActs, TakesNoNameAndNoMonthToCome) {
    const auto name = run({"review", "arrived", "--role", "Anna", "--how", "group", "--month", this_month(),
                           "--outcome", "ok"});
    EXPECT_EQ(name.code, 1);
    EXPECT_THAT(name.err, AllOf(HasSubstr("role \"Anna\" is unknown; names never stand here"),
                                HasSubstr("nothing was recorded")));
    const auto early = run({"review", "arrived", "--role", "worker", "--how", "group", "--month",
                            day_ahead(2).substr(0, 7), "--outcome", "ok"});
    EXPECT_THAT(early.err, HasSubstr("is still to come"));
    const auto when = run({"live", "arrived", "--review-by", "soon"});
    EXPECT_THAT(when.err, HasSubstr("is no day. Write it as 2027-03-31."));
    EXPECT_THAT(run({"live", "arrived", "--review-by", day_ahead(9)}).err, HasSubstr("six months"));
}

TEST_F(TemplateActs, PutsDraftsForward) {
    const auto ran = run({"forward", "--language", "pl", "--all"});
    ASSERT_EQ(ran.code, 0) << ran.err;
    EXPECT_THAT(run({"state", "--language", "pl"}).out, Not(HasSubstr(": draft")));
    const auto again = run({"forward", "--language", "pl", "--all"});
    EXPECT_EQ(again.code, 1);
    EXPECT_THAT(again.err, HasSubstr("no text is meant"));
    EXPECT_THAT(run({"forward", "arrived"}).err, HasSubstr("Only a draft is put forward"));
}

TEST_F(TemplateActs, PausesAtTheSecondFlagOpensItAgainAndRetiresIt) {
    let_live("arrived");
    EXPECT_THAT(run({"flag", "arrived"}).out, HasSubstr("arrived version 1: live"));
    EXPECT_THAT(run({"state", "arrived"}).out, HasSubstr("flagged 1 times, its review is due"));
    EXPECT_THAT(run({"flag", "arrived"}).out, HasSubstr("arrived version 1: paused"));
    EXPECT_THAT(run({"live", "arrived", "--review-by", day_ahead(5)}).err, HasSubstr("it is paused"));
    EXPECT_THAT(run({"again", "arrived"}).out, HasSubstr("arrived version 1: in_review"));
    EXPECT_THAT(run({"again", "arrived"}).err, HasSubstr("Only a paused text is opened again"));
    EXPECT_THAT(run({"retire", "arrived", "--version", "1"}).out, HasSubstr("arrived version 1: retired"));
    EXPECT_THAT(run({"retire", "arrived", "--version", "7"}).err,
                HasSubstr("no such version of \"arrived\""));
}

TEST_F(TemplateActs, LetsAllGoLiveInALookThatHoldsUpNobody) {
    for (const auto* role : {"mother-living-experience", "safeguarding-lead", "information-governance",
                             "clinical-safety-officer"})
        ASSERT_EQ(run({"review", "--all", "--role", role, "--how", "group", "--month", this_month(),
                       "--outcome", "ok"})
                      .code,
                  0);
    const auto ran = run({"live", "--all", "--review-by", day_ahead(5)});
    ASSERT_EQ(ran.code, 0) << ran.err;
    EXPECT_THAT(run({"state"}).out, Not(HasSubstr("in_review")));
}

TEST_F(TemplateActs, ShowsTheTextsAsTheStoreHasThem) {
    let_live("arrived");
    EXPECT_THAT(run({"list", "--status", "live"}).out, HasSubstr("arrived  v1  live"));
    EXPECT_THAT(run({"show", "arrived"}).out,
                AllOf(HasSubstr("to be looked at again by " + day_ahead(5)),
                      HasSubstr("review: mother-living-experience, group, " + this_month() + ": ok")));
    EXPECT_THAT(run({"preview", "arrived"}).out, HasSubstr("Thanks, they know you are here."));
    EXPECT_EQ(run({"lint", "arrived"}).code, 0);
    EXPECT_THAT(run({"pack"}).out, HasSubstr("arrived, version 1"));
    EXPECT_THAT(run({"diff", "--with", OFFING_ROOT "/templates/messages"}).out, HasSubstr("0 differences"));
}

TEST_F(TemplateActs, TakesWordsFromATranslatorIntoTheStoreAsDrafts) {
    ASSERT_EQ(run({"state"}).code, 0);
    const auto exported = run({"export", "--language", "en-GB", "--format", "toml"});
    ASSERT_EQ(exported.code, 0) << exported.err;
    auto words = exported.out;
    const std::string thanks = "Thanks, they know you are here.";
    ASSERT_THAT(words, HasSubstr(thanks));
    words.replace(words.find(thanks), thanks.size(), "Good, they know you are here.");
    place.folder.write("moved.toml", words);
    EXPECT_THAT(run({"import", place.file("moved.toml"), "--dry-run"}).out,
                HasSubstr("Would write drafts: 0 new, 1 changed"));
    const auto ran = run({"import", place.file("moved.toml")});
    ASSERT_EQ(ran.code, 0) << ran.err;
    EXPECT_THAT(run({"state", "arrived"}).out,
                AllOf(HasSubstr("version 1: in_review"), HasSubstr("version 2: draft")));
    EXPECT_THAT(run({"diff", "arrived"}).out,
                AllOf(HasSubstr("- " + thanks), HasSubstr("+ Good, they know you are here.")));
    words.replace(words.find("Good, they know"), 15, "{Good, they kno");
    place.folder.write("broken.toml", words);
    const auto broken = run({"import", place.file("broken.toml")});
    EXPECT_EQ(broken.code, 1);
    EXPECT_THAT(broken.err,
                AllOf(HasSubstr("Nothing was imported"), HasSubstr("broken.toml:"), HasSubstr("arrived")));
    EXPECT_THAT(run({"state", "arrived"}).out, Not(HasSubstr("version 3")));
}

TEST_F(TemplateActs, SaysWhatIsAmissWithTheInstallation) {
    const auto ran = run_command(add_templates, {"templates", "list", "--config", "/nonexistent.toml"});
    EXPECT_EQ(ran.code, 1);
    EXPECT_THAT(ran.err, HasSubstr("the settings have mistakes"));
    EXPECT_EQ(run_command(add_templates, {"templates", "list", "--config", "x", "--folder", "y"}).code != 0,
              true);
    EXPECT_THAT(run({"list"}).err, HasSubstr("the first  offing serve  makes it"));
}

}  // namespace
}  // namespace offing::cli
