// What needs a person, as staff work through it; on both stores.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "templates/lint.hpp"
#include "tests/gateway/service/diary_hand.hpp"
#include "tests/support/console.hpp"
#include "tests/support/page_form.hpp"

namespace offing::console {
namespace {

using staff::Role;
using staff::Roles;
using support::Answer;
using support::Browser;
using support::ConsoleRig;
using support::value_of;
using testing::HasSubstr;
using testing::Not;

constexpr std::string_view her = "+447700900123";

class TasksTest : public ::testing::TestWithParam<const char*> {
protected:
    std::string open_task(std::string_view words) {
        rig.rig.clock.advance(std::chrono::seconds{1});
        rig.rig.say(her, words);
        return rig.rig
            .column("SELECT id FROM task WHERE done_at IS NULL ORDER BY opened_at DESC, id DESC LIMIT 1")
            .at(0);
    }
    std::int64_t acts(std::string_view what) {
        return rig.rig.number_of(
            "SELECT COUNT(*) FROM ledger_event WHERE kind = 'staff_act' AND body LIKE '%" +
            std::string{what} + "%'");
    }
    std::string outcome_of(const std::string& task) {
        return rig.rig.column("SELECT COALESCE(outcome, 'open') FROM task WHERE id = '" + task + "'").at(0);
    }

    ConsoleRig rig{GetParam()};
    Browser worker = rig.signed_in(Roles{{Role::worker}});
    std::string woman = rig.rig.add_woman(her);
};

TEST_P(TasksTest, CrisisComesFirstAndSomebodyTakesIt) {
    open_task("problem at the chemist again");
    const auto task = open_task("ive taken too many tablets");
    const auto page = worker.get("/tasks").body;
    EXPECT_LT(page.find("May be in danger"), page.find("Trouble at the pharmacy"));
    EXPECT_THAT(page, Not(HasSubstr("tablets"))) << "no words of hers in the list";
    const auto alert = rig.rig.column("SELECT id FROM alert").at(0);
    EXPECT_EQ(worker.post("/tasks/alerts/" + alert).location, "/tasks/" + task);
    EXPECT_THAT(worker.get("/tasks").body, HasSubstr("Somebody has it"));
    EXPECT_EQ(rig.rig.number_of("SELECT COUNT(*) FROM alert WHERE acknowledged_at IS NOT NULL"), 1);
    const Answer second = worker.post("/tasks/alerts/" + alert);
    EXPECT_THAT(worker.get(second.location).body, HasSubstr("Somebody has it already."));
    EXPECT_EQ(outcome_of(task), "open") << "taking it is not the end of it";
}

TEST_P(TasksTest, HerWordsAreReadOnlyOnItsPageAndThatIsOnRecord) {
    const auto task = open_task("problem at the chemist again");
    EXPECT_EQ(acts("read_texts"), 0);
    EXPECT_THAT(worker.get("/tasks/" + task).body, HasSubstr("problem at the chemist again"));
    EXPECT_EQ(acts("read_texts"), 1);
    EXPECT_EQ(rig.rig
                  .column("SELECT subject FROM ledger_event WHERE kind = 'staff_act' AND body LIKE "
                          "'%read_texts%'")
                  .at(0),
              woman);
}

TEST_P(TasksTest, AnApprovedAnswerGoesWhenItIsSafeAndClosesIt) {
    const auto task = open_task("problem at the chemist again");
    rig.rig.deliver();
    const auto page = worker.get("/tasks/" + task).body;
    EXPECT_THAT(page, HasSubstr("It reaches her now"));
    const Answer answer = worker.post("/tasks/" + task + "/answer",
                                      {{"answer", "say_when"}, {"read_until", value_of(page, "read_until")}});
    ASSERT_EQ(answer.status, 303) << answer.body;
    rig.rig.deliver();
    EXPECT_THAT(rig.rig.last_text_to(her), HasSubstr("Say a day that suits"));
    EXPECT_EQ(outcome_of(task), "answered");
    EXPECT_EQ(acts("task_answered"), 1);
    EXPECT_EQ(rig.rig.number_of("SELECT COUNT(*) FROM ledger_event WHERE kind = 'task_done' AND body LIKE "
                                "'%answered%'"),
              1);
}

TEST_P(TasksTest, AnAnswerToAnOldTextWaitsForHerSafeTime) {
    const auto task = open_task("problem at the chemist again");
    service::in_store(rig.rig, [&](storage::Transaction& transaction) {
        transaction.run("UPDATE person SET safe = '[]'");  // the usual: weekdays from 9:30 to 14:30
        return true;
    });
    rig.rig.set_time("2026-11-18T16:00");
    worker.cookies = rig.signed_in(Roles{{Role::worker}}).cookies;
    const auto page = worker.get("/tasks/" + task).body;
    EXPECT_THAT(page, HasSubstr("It goes to her tomorrow at 9:30am"));
    const auto sent = rig.rig.texts_to(her).size();
    worker.post("/tasks/" + task + "/answer",
                {{"answer", "say_when"}, {"read_until", value_of(page, "read_until")}});
    rig.rig.deliver();
    EXPECT_EQ(rig.rig.texts_to(her).size(), sent);
    rig.rig.set_time("2026-11-19T09:30");
    rig.rig.deliver();
    EXPECT_EQ(rig.rig.texts_to(her).size(), sent + 1);
}

TEST_P(TasksTest, WhoComesSecondIsShownHowItEndedAndNothingIsSent) {
    const auto task = open_task("problem at the chemist again");
    const auto page = worker.get("/tasks/" + task).body;
    Browser other = rig.signed_in(Roles{{Role::worker}});
    EXPECT_EQ(other.post("/tasks/" + task + "/close", {{"outcome", "spoke_by_phone"}}).status, 303);
    rig.rig.deliver();
    const auto sent = rig.rig.texts_to(her).size();
    const Answer second = worker.post("/tasks/" + task + "/answer",
                                      {{"answer", "say_when"}, {"read_until", value_of(page, "read_until")}});
    EXPECT_EQ(second.status, 409);
    EXPECT_THAT(second.body, HasSubstr("Somebody else was first"));
    EXPECT_THAT(second.body, HasSubstr("Spoke with her by phone"));
    EXPECT_EQ(worker.post("/tasks/" + task + "/close", {{"outcome", "arranged"}}).status, 409);
    rig.rig.deliver();
    EXPECT_EQ(rig.rig.texts_to(her).size(), sent);
    EXPECT_EQ(outcome_of(task), "spoke_by_phone");
}

TEST_P(TasksTest, ATextOfHersThatNobodyReadIsReadBeforeTheAnswer) {
    const auto task = open_task("problem at the chemist again");
    const auto page = worker.get("/tasks/" + task).body;
    rig.rig.clock.advance(std::chrono::seconds{1});
    rig.rig.say(her, "its sorted now");
    const Answer answer = worker.post("/tasks/" + task + "/answer",
                                      {{"answer", "say_when"}, {"read_until", value_of(page, "read_until")}});
    EXPECT_EQ(answer.status, 409);
    EXPECT_THAT(answer.body, HasSubstr("She has texted since you opened this"));
    EXPECT_THAT(answer.body, HasSubstr("its sorted now"));
    EXPECT_THAT(answer.body, HasSubstr("value=\"say_when\" checked")) << "what was chosen is kept";
    EXPECT_EQ(outcome_of(task), "open");
}

TEST_P(TasksTest, NothingIsTextedToHerWhoseTextsAreOff) {
    rig.rig.say(her, "stop texting me altogether");
    service::in_store(rig.rig, [&](storage::Transaction& transaction) {
        storage::set_texts(transaction, woman, storage::TextsState::suspended);
        return true;
    });
    const auto task = open_task("who is this");
    const auto page = worker.get("/tasks/" + task).body;
    EXPECT_THAT(page, HasSubstr("Nothing can be texted to her"));
    EXPECT_THAT(page, Not(HasSubstr("Send, and close this")));
}

TEST_P(TasksTest, AfterACheckWithHerTextsAreOnAgain) {
    service::in_store(rig.rig, [&](storage::Transaction& transaction) {
        storage::set_texts(transaction, woman, storage::TextsState::off);
        return true;
    });
    const auto task = open_task("start texting me again please");
    const Answer done = worker.post("/tasks/" + task + "/close", {{"outcome", "checked_texts_on"}});
    EXPECT_EQ(done.status, 303) << done.body;
    EXPECT_EQ(rig.rig.column("SELECT texts FROM contact").at(0), "on");
    EXPECT_EQ(rig.rig.column("SELECT number_checked FROM person").at(0), "2026-11-18");
}

TEST_P(TasksTest, WordsOfOnesOwnPassEveryRuleOrComeBackWithWhatIsWrong) {
    auto lint = templates::Lint::load(OFFING_ROOT "/templates/lint/words.toml");
    ASSERT_TRUE(lint);
    rig.rig.catalogue.set_lint(std::make_shared<const templates::Lint>(std::move(*lint)));
    const auto task = open_task("problem at the chemist again");
    rig.rig.deliver();
    const auto read_until = value_of(worker.get("/tasks/" + task).body, "read_until");
    const auto say = [&](std::string_view words) {
        return worker.post("/tasks/" + task + "/answer",
                           {{"answer", "own"}, {"words", std::string{words}}, {"read_until", read_until}});
    };
    const auto sent = rig.rig.texts_to(her).size();
    const Answer refused = say("Text CANCEL if you can't come to the clinic");
    EXPECT_EQ(refused.status, 422);
    EXPECT_THAT(refused.body, HasSubstr("id=\"words-error\""));
    EXPECT_THAT(refused.body, HasSubstr("Text CANCEL if")) << "what was typed is kept";
    EXPECT_EQ(say("").status, 422);
    rig.rig.deliver();
    EXPECT_EQ(rig.rig.texts_to(her).size(), sent);
    const Answer taken = say("Thanks for saying. That is sorted now.");
    ASSERT_EQ(taken.status, 303) << taken.body;
    rig.rig.deliver();
    EXPECT_EQ(rig.rig.last_text_to(her), "Thanks for saying. That is sorted now.");
}

TEST_P(TasksTest, AFormWithoutAChoiceComesBackWithWhatIsMissing) {
    const auto task = open_task("problem at the chemist again");
    EXPECT_EQ(worker.post("/tasks/" + task + "/answer").status, 422);
    const Answer outcome = worker.post("/tasks/" + task + "/close", {{"outcome", "checked_texts_on"}});
    EXPECT_EQ(outcome.status, 422) << "that isn't an end of this kind of task";
    EXPECT_THAT(outcome.body, HasSubstr("Choose how it ended"));
}

TEST_P(TasksTest, TheFrontDeskReadsNoTexts) {
    const auto task = open_task("problem at the chemist again");
    Browser desk = rig.signed_in(Roles{{Role::front_desk}});
    EXPECT_EQ(desk.get("/tasks").status, 403);
    EXPECT_EQ(desk.get("/tasks/" + task).status, 403);
    EXPECT_EQ(acts("read_texts"), 0);
}

INSTANTIATE_TEST_SUITE_P(Stores, TasksTest, ::testing::Values("sqlite", "postgres"),
                         [](const auto& each) { return std::string{each.param}; });

}  // namespace
}  // namespace offing::console
