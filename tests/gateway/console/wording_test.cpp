// The pages on wording as the panel and a manager use them, on both stores.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/console.hpp"
#include "tests/support/page_form.hpp"

namespace offing::console {
namespace {

using staff::Role;
using staff::Roles;
using support::Answer;
using support::Browser;
using support::ConsoleRig;
using support::Fields;
using support::fields_of;
using support::with;
using testing::HasSubstr;
using testing::Not;

const std::string arrived = "/wording/en-GB/arrived";
const std::string edit = arrived + "/edit";

class WordingPages : public ::testing::TestWithParam<const char*> {
protected:
    WordingPages() { rig.take_texts(); }

    Answer say(Browser& who, const std::string& role, const std::string& outcome = "ok",
               const std::string& version = "1") {
        return who.post(arrived + "/" + version + "/review", {{"role", role},
                                                              {"how", "group"},
                                                              {"month", "2026-11"},
                                                              {"outcome", outcome},
                                                              {"people", "one"}});
    }
    void let_live(const std::string& version = "1") {
        for (const auto* role : {"mother-living-experience", "safeguarding-lead", "information-governance"})
            EXPECT_EQ(say(panel, role, "ok", version).status, 303);
        const Answer live = panel.post(arrived + "/" + version + "/live", {{"review_by", "2027-04-01"}});
        EXPECT_EQ(live.status, 303) << live.body;
    }
    std::string status(int version = 1) {
        return rig.rig
            .column(
                "SELECT status FROM wording WHERE language = 'en-GB' AND template = 'arrived' AND version "
                "= " +
                std::to_string(version))
            .at(0);
    }
    /// The form to write other words, as it was opened, with these in it.
    static Fields words(Browser& who, const std::string& plain) {
        return with(fields_of(who.get(edit).body), "plain", plain);
    }

    ConsoleRig rig{GetParam()};
    Browser panel = rig.signed_in(Roles{{Role::wording_panel}});
    Browser manager = rig.signed_in(Roles{{Role::manager}});
    Browser worker = rig.signed_in(Roles{{Role::worker}});
};

TEST_P(WordingPages, ListsWhatAsksToBeLookedAtAndWhoHasNotSpoken) {
    const Answer page = panel.get("/wording");
    EXPECT_EQ(page.status, 200);
    EXPECT_THAT(page.body, HasSubstr("A short thank-you after she said a time is still ok."));
    EXPECT_THAT(page.body, HasSubstr("Not yet: Mother with living experience; Safeguarding lead; "));
    EXPECT_THAT(page.body, HasSubstr("Urgent text"));
    const Answer polish = panel.get("/wording?language=pl&list=drafts");
    EXPECT_THAT(polish.body, HasSubstr("Finish it and put it forward"));
    EXPECT_THAT(panel.get("/wording?list=live").body, HasSubstr("None here now."));
    EXPECT_EQ(panel.get("/wording?language=xx&list=nonsense").status, 200);
}

TEST_P(WordingPages, ShowATextAsAPhoneShowsItWithItsGates) {
    const Answer page = worker.get("/wording/en-GB/reminder");
    EXPECT_EQ(page.status, 200);
    for (const char* words : {"On the locked phone:", "Still ok for Tue 17 Mar 10am", "1 part, ", "At worst ",
                              "Before it can go live", "Knock: only whether she is free to talk",
                              "Nothing found: the words keep every rule."})
        EXPECT_THAT(page.body, HasSubstr(words));
    EXPECT_THAT(page.body, Not(HasSubstr("Let it go live")));
    EXPECT_THAT(page.body, Not(HasSubstr("Write other words")));
    EXPECT_THAT(worker.get("/wording/ur/reminder").body, HasSubstr("dir=\"auto\""));
    EXPECT_EQ(worker.get("/wording/en-GB/no_such_text").status, 404);
    EXPECT_EQ(worker.get("/wording/en-GB/arrived?version=9").status, 404);
}

TEST_P(WordingPages, TakeATextToLiveOnlyThroughEveryGate) {
    const Answer early = panel.post(arrived + "/1/live", {{"review_by", "2027-04-01"}});
    EXPECT_EQ(early.status, 422);
    EXPECT_THAT(early.body, HasSubstr("Nobody in the role Mother with living experience has said ok"));
    EXPECT_THAT(early.body, HasSubstr("value=\"2027-04-01\"")) << "what was typed stays";
    EXPECT_EQ(panel.post(arrived + "/1/live", {{"review_by", "soon"}}).status, 422);
    let_live();
    EXPECT_EQ(status(), "live");
    EXPECT_THAT(panel.get(arrived).body, HasSubstr("To be looked at again by Thu 1 Apr 2027"));
    EXPECT_GE(rig.rig.number_of("SELECT COUNT(*) FROM ledger_event WHERE kind = 'staff_act' AND body LIKE "
                                "'%wording_went_live%'"),
              1);
}

TEST_P(WordingPages, SendAReviewBackWithWhatIsMissingAndWhatWasTyped) {
    const Answer back =
        panel.post(arrived + "/1/review", {{"month", "2027-09"}, {"what_changed", "shorter"}});
    EXPECT_EQ(back.status, 422);
    EXPECT_THAT(back.body, HasSubstr("Choose whose word it is."));
    EXPECT_THAT(back.body, HasSubstr("value=\"shorter\""));
    const Answer early = panel.post(
        arrived + "/1/review",
        {{"role", "worker"}, {"how", "group"}, {"month", "2027-09"}, {"outcome", "ok"}, {"people", "one"}});
    EXPECT_THAT(early.body, HasSubstr("is still to come"));
    const Answer number = panel.post(arrived + "/1/review", {{"role", "worker"},
                                                             {"how", "group"},
                                                             {"month", "2026-11"},
                                                             {"outcome", "ok"},
                                                             {"people", "one"},
                                                             {"what_changed", "ring 07700 900123"}});
    EXPECT_THAT(number.body, HasSubstr("looks like a number"));
    EXPECT_EQ(rig.rig.number_of("SELECT COUNT(*) FROM wording_review"), 0);
}

TEST_P(WordingPages, LetNobodyGoRoundThePanel) {
    for (Browser* who : {&manager, &worker}) {
        EXPECT_EQ(who->post(arrived + "/1/live", {{"review_by", "2027-04-01"}}).status, 403);
        EXPECT_EQ(say(*who, "mother-living-experience").status, 403);
        EXPECT_EQ(who->post(arrived + "/1/retire").status, 403);
    }
    EXPECT_EQ(worker.get(edit).status, 403);
    Browser auditor = rig.signed_in(Roles{{Role::auditor}});
    EXPECT_EQ(auditor.get(arrived).status, 403);
    EXPECT_EQ(auditor.post(arrived + "/1/flag").status, 403);
}

TEST_P(WordingPages, PauseATextWhenTwoPeopleFlagItAndNotWhenOneDoesTwice) {
    let_live();
    EXPECT_EQ(worker.post(arrived + "/1/flag").status, 303);
    const Answer again = worker.post(arrived + "/1/flag");
    EXPECT_EQ(again.status, 422);
    EXPECT_THAT(again.body, HasSubstr("You have flagged this version already"));
    EXPECT_EQ(status(), "live");
    EXPECT_EQ(manager.post(arrived + "/1/flag").status, 303);
    EXPECT_EQ(status(), "paused");
    EXPECT_THAT(panel.get("/wording").body, HasSubstr("Paused: women said that the words are wrong"));
    EXPECT_THAT(panel.get(arrived).body, HasSubstr("Somebody who works here"));
    EXPECT_EQ(panel.post(arrived + "/1/again").status, 303);
    EXPECT_EQ(status(), "in_review");
    EXPECT_EQ(panel.post(arrived + "/1/retire").status, 303);
    EXPECT_EQ(status(), "retired");
}

TEST_P(WordingPages, CheckWordsWhileTheyAreTypedAndSaveNothing) {
    const Answer page =
        manager.post(arrived + "/look", words(manager, "You missed your slot, see www.example.org"));
    EXPECT_EQ(page.status, 200);
    for (const char* found : {"You missed", "T2-blame", "slot", "W50", "T4-link", "things to look at."})
        EXPECT_THAT(page.body, HasSubstr(found));
    EXPECT_THAT(page.body, HasSubstr("You missed your slot, see www.example.org</textarea>"));
    EXPECT_THAT(manager.post(arrived + "/look", words(manager, "Thanks, {who} knows.")).body,
                HasSubstr("{who} is not among its arguments"));
    EXPECT_THAT(manager.post(arrived + "/look", words(manager, "")).body, HasSubstr("`plain` is missing"));
    EXPECT_THAT(manager.post(arrived + "/look", words(manager, std::string(3000, 'a'))).body,
                HasSubstr("is longer than any text"));
    EXPECT_EQ(
        rig.rig.number_of("SELECT COUNT(*) FROM wording WHERE template = 'arrived' AND language = 'en-GB'"),
        1);
}

TEST_P(WordingPages, SaveOtherWordsAsADraftBesideTheOldOnes) {
    const Answer saved = manager.post(edit, words(manager, "Thanks.\r\nThey know you are here."));
    ASSERT_EQ(saved.status, 303) << saved.body;
    EXPECT_EQ(status(2), "draft");
    const Answer page = manager.get(arrived);
    EXPECT_THAT(page.body, HasSubstr("Beside version 1"));
    EXPECT_THAT(page.body, HasSubstr("<del>Thanks, </del>"));
    EXPECT_THAT(page.body, HasSubstr("<ins>Thanks.\n</ins>"));
    EXPECT_EQ(manager.post(arrived + "/2/forward").status, 303);
    EXPECT_EQ(status(2), "in_review");
    let_live("2");
    EXPECT_THAT(manager.get(arrived).body, HasSubstr("Beside version 1")) << "live versions too";
    EXPECT_THAT(manager.get(edit).body, HasSubstr("Thanks.\nThey know you are here.</textarea>"));
    const Answer same = manager.post(edit, words(manager, "Thanks, they know you are here."));
    EXPECT_EQ(same.status, 422);
    EXPECT_THAT(same.body, HasSubstr("these are the words of version 1 already"));
    const Answer bad = manager.post(edit, words(manager, "Thanks, {who"));
    EXPECT_EQ(bad.status, 422);
    EXPECT_THAT(bad.body, HasSubstr("Thanks, {who</textarea>")) << "what was typed stays";
    EXPECT_EQ(
        rig.rig.number_of("SELECT COUNT(*) FROM wording WHERE template = 'arrived' AND language = 'en-GB'"),
        2);
}

TEST_P(WordingPages, ShowTheSecondWriterWhatTheFirstOneWrote) {
    const Fields mine = words(manager, "Good, they know you are here.");
    ASSERT_EQ(panel.post(edit, words(panel, "Hello, they know you are here.")).status, 303);
    const Answer late = manager.post(edit, mine);
    EXPECT_EQ(late.status, 409);
    EXPECT_THAT(late.body, HasSubstr("Somebody else changed this while you did"));
    EXPECT_THAT(late.body, HasSubstr("Hello, they know you are here."));
    EXPECT_THAT(late.body, HasSubstr("Good, they know you are here.</textarea>"));
    EXPECT_THAT(rig.rig.column("SELECT words FROM wording WHERE template = 'arrived' AND version = 2").at(0),
                HasSubstr("Hello"));
    // Having seen it, she saves again: hers takes the draft's place.
    EXPECT_EQ(manager.post(edit, with(fields_of(late.body), "plain", "Good, they know you are here.")).status,
              303);
    EXPECT_THAT(rig.rig.column("SELECT words FROM wording WHERE template = 'arrived' AND version = 2").at(0),
                HasSubstr("Good"));
}

TEST_P(WordingPages, GiveTheCardsToPrintAsAFile) {
    const Answer cards = panel.get("/wording/en-GB/pack");
    EXPECT_EQ(cards.status, 200);
    EXPECT_THAT(cards.headers.at("Content-Disposition"), HasSubstr("texts-en-GB.html"));
    EXPECT_EQ(panel.get("/wording/xx/pack").status, 404);
}

INSTANTIATE_TEST_SUITE_P(EveryEngine, WordingPages, testing::Values("sqlite", "postgres"));

}  // namespace
}  // namespace offing::console
