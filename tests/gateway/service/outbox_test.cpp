// Texts on their way out: each goes at most once, or waits for a person.

#include "gateway/service/outbox.hpp"

#include <gtest/gtest.h>

#include "tests/support/rig.hpp"

namespace offing::service {
namespace {

using http::Exchange;
using support::Rig;
using support::SentText;
using namespace std::chrono_literals;

constexpr std::string_view her = "+447700900123";

Exchange answered(int status) {
    return {
        .outcome = Exchange::Outcome::answered, .response = http::Response::json(status, "{}"), .what = {}};
}
Exchange no_answer() { return {.outcome = Exchange::Outcome::unknown, .response = {}, .what = "timed out"}; }

class OutboxTest : public ::testing::TestWithParam<const char*> {
protected:
    Rig rig{GetParam()};

    std::string status() { return rig.column("SELECT status FROM outbound ORDER BY created_at").front(); }
    void SetUp() override { rig.add_woman(her); }
};

TEST_P(OutboxTest, SendsAnAnswerOnce) {
    rig.say(her, "can i come thurs");
    rig.deliver();
    EXPECT_EQ(rig.network.sent.size(), 1U);
    EXPECT_EQ(status(), "sent");
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM ledger_event WHERE kind = 'text_settled'"), 1);
}

TEST_P(OutboxTest, NeverSendsAgainWhatMayHaveGoneOut) {
    rig.network.answer = [](const SentText&) { return no_answer(); };
    rig.say(her, "can i come thurs");
    EXPECT_EQ(status(), "unknown");
    rig.clock.advance(10min);
    rig.run(rig.outbox.sweep());
    rig.deliver();
    EXPECT_EQ(rig.network.sent.size(), 1U);
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM task WHERE kind = 'text_unknown'"), 1)
        << "a person decides";
}

TEST_P(OutboxTest, TriesAgainLaterWhatCertainlyDidNotGo) {
    rig.network.answer = [](const SentText&) { return answered(503); };
    rig.say(her, "can i come thurs");
    EXPECT_EQ(status(), "waiting");
    rig.deliver();
    EXPECT_EQ(rig.network.sent.size(), 1U) << "not at once";
    rig.network.answer = {};
    rig.clock.advance(1min);
    rig.deliver();
    EXPECT_EQ(rig.network.sent.size(), 2U);
    EXPECT_EQ(status(), "sent");
}

TEST_P(OutboxTest, LeavesToAPersonWhatWasInHandWhenADaemonDied) {
    rig.text(her, "can i come thurs");
    const Timestamp now = rig.clock.now();
    ASSERT_TRUE(rig.database->transact_now([now](storage::Transaction& transaction) {
        return storage::lease_due(transaction, {.owner = "a daemon that dies now",
                                                .account = "sim",
                                                .now = now,
                                                .until = now + 2min,
                                                .urgent = 10,
                                                .reminders = 10})
            .size();
    }));
    rig.deliver();
    EXPECT_TRUE(rig.network.sent.empty()) << "it may have gone out already";
    rig.clock.advance(3min);
    rig.run(rig.outbox.sweep());
    EXPECT_EQ(status(), "unknown");
    rig.deliver();
    EXPECT_TRUE(rig.network.sent.empty());
}

TEST_P(OutboxTest, NeverSendsWhatIsTooLate) {
    rig.text(her, "can i come thurs");
    rig.clock.advance(25h);
    rig.deliver();
    EXPECT_TRUE(rig.network.sent.empty());
    EXPECT_EQ(status(), "expired");
}

TEST_P(OutboxTest, TellsStaffOfABlockedNumber) {
    rig.network.answer = [](const SentText&) { return answered(410); };
    rig.say(her, "can i come thurs");
    EXPECT_EQ(status(), "opted_out");
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM task WHERE kind = 'provider_block'"), 1);
}

TEST_P(OutboxTest, RaisesTheDeliveryAndNeverLowersIt) {
    rig.say(her, "can i come thurs");
    const auto receipt = [&](std::string_view delivery) {
        return rig.database->transact_now([&](storage::Transaction& transaction) {
            const auto read = provider::parse_delivery(delivery);
            return storage::note_receipt(transaction, "sim", "net-" + rig.network.sent.front().id, "",
                                         delivery, provider::rank_of(*read), rig.clock.now());
        });
    };
    EXPECT_TRUE(receipt("delivered").value().has_value());
    EXPECT_TRUE(receipt("sent").value().has_value());
    EXPECT_EQ(rig.column("SELECT delivery FROM outbound").front(), "delivered");
}

TEST_P(OutboxTest, MatchesAReceiptThatCameBeforeTheSendWasOnRecord) {
    rig.text(her, "can i come thurs");
    const std::string id = rig.column("SELECT id FROM outbound").front();
    ASSERT_TRUE(rig.database->transact_now([&](storage::Transaction& transaction) {
        storage::keep_unknown_receipt(transaction, "sim", "net-" + id, "delivered",
                                      provider::rank_of(provider::Delivery::delivered), rig.clock.now());
    }));
    rig.deliver();
    EXPECT_EQ(rig.column("SELECT delivery FROM outbound").front(), "delivered");
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM unknown_receipt"), 0);
}

TEST_P(OutboxTest, AnswersACrisisEvenOnASuspendedNumber) {
    rig.say(her, "wrong number, this isnt her phone");
    ASSERT_EQ(rig.column("SELECT texts FROM contact").front(), "suspended");
    EXPECT_NE(rig.say(her, "shes overdosed and not breathing").find("999"), std::string::npos);
}

TEST_P(OutboxTest, SendsNothingThatWaitsOnceSomebodyElseHoldsThePhone) {
    rig.network.answer = [](const SentText&) { return answered(503); };
    rig.say(her, "can i come thurs");
    rig.network.answer = {};
    const std::string neutral = rig.say(her, "wrong number, this isnt her phone");
    rig.clock.advance(10min);
    rig.deliver();
    for (const auto& text :
         rig.texts_to(her).size() > 1 ? std::vector{rig.last_text_to(her)} : std::vector<std::string>{})
        EXPECT_EQ(text.find("Nov"), std::string::npos) << text;
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM outbound WHERE status = 'waiting'"), 0);
}

TEST_P(OutboxTest, HoldsAnAnswerThatWasHeldUpUntilItIsSafeAgain) {
    rig.database
        ->transact_now(
            [](storage::Transaction& transaction) { transaction.run("UPDATE person SET safe = '[]'"); })
        .value();
    rig.set_time("2026-11-18T18:00");
    rig.text(her, "can i come thurs");
    rig.clock.advance(2h);
    rig.deliver();
    EXPECT_TRUE(rig.network.sent.empty()) << "nobody holds the phone any more";
    rig.set_time("2026-11-19T09:31");
    rig.deliver();
    EXPECT_EQ(rig.network.sent.size(), 1U);
}

INSTANTIATE_TEST_SUITE_P(Stores, OutboxTest, ::testing::Values("sqlite", "postgres"),
                         [](const auto& each) { return std::string{each.param}; });

}  // namespace
}  // namespace offing::service
