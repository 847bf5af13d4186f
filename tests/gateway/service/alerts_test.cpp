// Whoever is on call is told by every route, again and again, until a person has it; and never anything about
// her.

#include "gateway/service/alerts.hpp"

#include <gtest/gtest.h>

#include "tests/support/rig.hpp"

namespace offing::service {
namespace {

using http::Exchange;
using support::Rig;
using support::SentText;
using namespace std::chrono_literals;

constexpr std::string_view her = "+447700900123";
constexpr std::string_view first = "+447700900901";
constexpr std::string_view second = "+447700900902";
constexpr std::string_view third = "+447700900903";

class AlertsTest : public ::testing::TestWithParam<const char*> {
protected:
    AlertsTest() {
        rig.desk.settings.on_call =
            OnCall::from({"console", "text:" + std::string{first}, "webhook:https://pager.example/x"},
                         {"text:" + std::string{second}}, {"text:" + std::string{third}});
        rig.add_woman(her, [](storage::Person& person) { person.language = "en-GB"; });
    }

    void pass(std::chrono::seconds time) {
        for (auto left = time; left > 0s; left -= 5s) {
            rig.clock.advance(5s);
            rig.run(rig.alerts.round());
        }
    }
    void danger() {
        rig.say(her, "hes got a knife, im kath help me");
        rig.run(rig.alerts.round());
    }
    std::size_t told(std::string_view number) const { return rig.texts_to(number).size(); }
    std::string code() { return rig.column("SELECT code FROM alert").front(); }
    std::int64_t open() { return rig.number_of("SELECT COUNT(*) FROM alert WHERE acknowledged_at IS NULL"); }

    Rig rig{GetParam()};
};

TEST_P(AlertsTest, TellsEveryRouteAtOnceAndNothingAboutHer) {
    danger();
    ASSERT_EQ(told(first), 1U);
    ASSERT_EQ(rig.network.elsewhere.size(), 1U);
    const std::string all =
        rig.last_text_to(first) + rig.network.elsewhere.front().body + rig.network.elsewhere.front().target;
    for (const std::string_view hers : {"knife", "kath", "900123", "danger", "woman", "she"})
        EXPECT_EQ(all.find(hers), std::string::npos) << all;
    EXPECT_EQ(told(second), 0U);
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM ledger_event WHERE kind = 'alert_told'"), 3);
}

TEST_P(AlertsTest, TellsMorePeopleAfterFiveAndFifteenMinutes) {
    danger();
    pass(4min + 55s);
    EXPECT_EQ(told(first), 1U);
    pass(5s);
    EXPECT_EQ(told(first), 2U);
    EXPECT_EQ(told(second), 1U);
    EXPECT_EQ(told(third), 0U);
    pass(10min);
    EXPECT_EQ(told(first), 3U);
    EXPECT_EQ(told(third), 1U);
    pass(15min);
    EXPECT_EQ(told(third), 2U) << "and every quarter of an hour from then on";
}

TEST_P(AlertsTest, StopsOnceSomebodyOnCallTextsTheCodeBack) {
    danger();
    EXPECT_EQ(rig.text(first, "ok " + code()), 200);
    EXPECT_EQ(open(), 0);
    EXPECT_EQ(rig.column("SELECT acknowledged_by FROM alert").front(), "text 1");
    pass(30min);
    EXPECT_EQ(told(first), 2U) << "the alert, and thanks";
    EXPECT_EQ(told(second), 0U);
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM ledger_event WHERE kind = 'alert_acknowledged'"), 1);
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM contact"), 1) << "nothing is kept of who is on call";
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM task WHERE kind = 'crisis' AND done_at IS NULL"), 1)
        << "it still has to be done";
}

TEST_P(AlertsTest, TakesTheCodeForAsLongAsItIsTold) {
    danger();
    rig.clock.advance(25h);
    rig.run(rig.alerts.round());
    ASSERT_EQ(told(second), 1U) << "nobody has had it for a day";
    rig.text(second, code());
    EXPECT_EQ(open(), 0);
}

TEST_P(AlertsTest, SaysSoWhenTheCodeIsWrongAndGoesOn) {
    danger();
    rig.text(first, "got it");
    rig.run(rig.alerts.round());
    EXPECT_NE(rig.last_text_to(first).find("Not noted"), std::string::npos) << rig.last_text_to(first);
    EXPECT_EQ(open(), 1);
    rig.text(first, code() == "1234" ? "4321" : "1234");
    EXPECT_EQ(open(), 1);
    for (int n = 0; n < 20; ++n) rig.text(first, "I am driving");
    rig.run(rig.alerts.round());
    EXPECT_LE(told(first), 7U) << "a machine at the other end is not answered for ever";
}

TEST_P(AlertsTest, TakesNoCodeFromAnybodyElse) {
    danger();
    rig.text("+447700900555", code());
    rig.text(her, code());
    EXPECT_EQ(open(), 1);
}

TEST_P(AlertsTest, TellsTheSecondOneThatSomebodyHasIt) {
    danger();
    pass(5min);
    rig.text(second, code());
    rig.text(first, code());
    rig.run(rig.alerts.round());
    EXPECT_NE(rig.last_text_to(first).find("Somebody else"), std::string::npos) << rig.last_text_to(first);
    EXPECT_EQ(rig.column("SELECT acknowledged_by FROM alert").front(), "text 2");
}

TEST_P(AlertsTest, TriesAgainWhereARouteFails) {
    rig.network.answer = [](const SentText& text) {
        return text.to == first
                   ? Exchange{Exchange::Outcome::not_sent, {}, "refused"}
                   : Exchange{Exchange::Outcome::answered, http::Response::json(201, R"({"id":"n"})"), ""};
    };
    rig.network.elsewhere_status = 0;
    danger();
    pass(1min);
    EXPECT_GE(told(first), 3U);
    EXPECT_GE(rig.network.elsewhere.size(), 3U);
    rig.network.elsewhere_status = 500;
    pass(1min);
    rig.network.elsewhere_status = 204;
    pass(1min);
    const auto reached = rig.network.elsewhere.size();
    pass(1min);
    EXPECT_EQ(rig.network.elsewhere.size(), reached) << "once it is told, that is enough for this step";
}

TEST_P(AlertsTest, EndsWithTheTaskThatItIsAbout) {
    danger();
    ASSERT_TRUE(rig.database->transact_now([&](storage::Transaction& transaction) {
        transaction.run("UPDATE task SET done_at = 1, done_by = 'dana' WHERE kind = 'crisis'");
    }));
    pass(6min);
    EXPECT_EQ(open(), 0);
    EXPECT_EQ(told(second), 0U);
    EXPECT_EQ(rig.column("SELECT acknowledged_by FROM alert").front(), "dana");
}

TEST_P(AlertsTest, OpensOneForEachWomanHoweverOftenSheTexts) {
    danger();
    rig.say(her, "hes got a knife");
    rig.say(her, "please he will kill me");
    pass(2min);
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM alert"), 1);
    EXPECT_EQ(told(first), 2U) << "told again within a minute, not for every text";
}

TEST_P(AlertsTest, AcknowledgesOnce) {
    danger();
    const std::string id = rig.column("SELECT id FROM alert").front();
    const auto take = [&](std::string_view by) {
        return *rig.database->transact_now([&](storage::Transaction& transaction) {
            return acknowledge(transaction, id, by, rig.clock.now());
        });
    };
    EXPECT_TRUE(take("dana"));
    EXPECT_FALSE(take("kim"));
    EXPECT_EQ(rig.column("SELECT acknowledged_by FROM alert").front(), "dana");
    EXPECT_FALSE(*rig.database->transact_now([&](storage::Transaction& transaction) {
        return acknowledge(transaction, "no-such-alert", "kim", rig.clock.now());
    }));
}

TEST_P(AlertsTest, TestsTheRoutesWithoutAnybodyInDanger) {
    ASSERT_TRUE(rig.database->transact_now(
        [&](storage::Transaction& transaction) { return open_test_alert(transaction, rig.clock.now()); }));
    rig.run(rig.alerts.round());
    EXPECT_NE(rig.last_text_to(first).find("only a test"), std::string::npos);
    rig.text(first, code());
    EXPECT_EQ(open(), 0);
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM task"), 0);
}

TEST_P(AlertsTest, ReadsOrdinaryTextsOfStaffAsAnybodys) {
    rig.say(first, "what do you do, is it free?");
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM inbound"), 1);
}

TEST_P(AlertsTest, TellsAgainWhatADaemonLeftBehind) {
    rig.say(her, "hes got a knife");
    ASSERT_TRUE(rig.database->transact_now([&](storage::Transaction& transaction) {
        storage::add_notice(transaction,
                            {.id = "left", .alert = "a", .words = "alert", .route = "text 1", .step = 1},
                            rig.clock.now());
        return storage::lease_notices(transaction, rig.clock.now(), rig.clock.now() + 60s, 10).size();
    }));
    pass(65s);
    EXPECT_EQ(rig.column("SELECT outcome FROM alert_notice WHERE id = 'left'").front(), "told");
}

INSTANTIATE_TEST_SUITE_P(Engines, AlertsTest, ::testing::Values("sqlite", "postgres"),
                         [](const auto& info) { return std::string{info.param}; });

}  // namespace
}  // namespace offing::service
