// Asking the company for what was missed, asking it to forget, and going by another when it fails; on both
// stores.

#include "gateway/service/reconcile.hpp"

#include <gtest/gtest.h>

#include "gateway/provider/registry.hpp"
#include "gateway/service/erasure.hpp"
#include "gateway/service/queue.hpp"
#include "gateway/service/test_send.hpp"
#include "gateway/service/upstream.hpp"
#include "tests/support/rig.hpp"
#include "tests/support/twilio_in_memory.hpp"

namespace offing::service {
namespace {

using support::Rig;
using support::TwilioInMemory;
using namespace std::chrono_literals;

constexpr std::string_view her = "+447700900123";
const std::string her_number{her};

void add_twilio(Accounts& accounts, const std::string& name) {
    auto made = provider::make_provider({.name = name,
                                         .kind = "twilio",
                                         .sender = "+447700900000",
                                         .public_base = "https://texts.example.org",
                                         .secrets = {"made-up-token-of-today-000000001"},
                                         .options = {{"account_sid", "AC00000000000000000000000000000001"}}});
    accounts.emplace(
        name,
        Account{
            .name = name, .provider = std::move(made.value()), .texts_per_second = 1000, .kind = "twilio"});
}

class ReconcileTest : public ::testing::TestWithParam<const char*> {
protected:
    void SetUp() override {
        woman = rig.add_woman(her);
        add_twilio(accounts, "twilio");
    }

    template <typename Work>
    auto write(Work work) {
        return rig.database->transact_now(work).value();
    }
    Reconciled reconcile() {
        Reconciler reconciler{*rig.database, rig.desk, accounts, twilio, rig.clock, [] {}};
        std::vector<Reconciled> all;
        const auto run = [&]() -> Task<void> { all = co_await reconciler.all(std::nullopt); };
        rig.run(run());
        return all.front();
    }
    void round() {
        Reconciler reconciler{*rig.database, rig.desk, accounts, twilio, rig.clock, [] {}};
        rig.run(reconciler.round());
    }
    void forget() {
        Upstream upstream{*rig.database, accounts, twilio, rig.clock};
        rig.run(upstream.round());
    }
    /// Her text by webhook.
    void text(const std::string& sid, const std::string& words) {
        write([&](storage::Transaction& t) {
            return take_text(t, rig.desk, "twilio",
                             {.provider_id = sid, .from = her_number, .to = "+447700900000", .body = words},
                             rig.clock.now())
                .repeat;
        });
    }
    void send_all() {
        Outbox outbox{rig.io.get_executor(), *rig.database, rig.desk, accounts, twilio, rig.clock};
        while (rig.run(outbox.send_due())) {
        }
    }

    Rig rig{GetParam()};
    Accounts accounts;
    TwilioInMemory twilio{rig.clock};
    std::string woman;
};

TEST_P(ReconcileTest, FindsATextWhoseWebhookNeverCameAndAnswersIt) {
    twilio.add_inbound("SM1", her_number, "can i come thurs", 5min);
    const auto result = reconcile();
    EXPECT_EQ(result.texts_found, 1) << result.trouble;
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM outbound"), 1) << "fresh enough to be answered";
    EXPECT_EQ(reconcile().texts_found, 0) << "acted on once";
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM outbound"), 1);
}

TEST_P(ReconcileTest, ActsOnNothingThatTheWebhookBroughtBefore) {
    text("SM1", "can i come thurs");
    twilio.add_inbound("SM1", her_number, "can i come thurs", 1min);
    twilio.add_inbound("SM2", her_number, "can i come thurs", 1min);
    EXPECT_EQ(reconcile().texts_found, 0) << "not under its own id, nor under another";
}

TEST_P(ReconcileTest, FindsOthersTextsWhileAWomansKeyCanNotBeOpened) {
    twilio.add_inbound("SM1", her_number, "can i come thurs", 5min);
    twilio.add_inbound("SM2", "+447700900124", "can i come thurs", 5min);
    const auto write_key = [&](const Bytes& wrapped) {
        write([&](storage::Transaction& t) {
            return t.change("UPDATE contact SET key_wrapped = $1 WHERE id = $2", {wrapped, woman});
        });
    };
    const auto whole = write([&](storage::Transaction& t) {
        return t.run("SELECT key_wrapped FROM contact WHERE id = $1", {woman}).front().bytes(0);
    });
    write_key(Bytes(whole.size(), 7));
    EXPECT_EQ(reconcile().texts_found, 1);
    write_key(whole);
    EXPECT_EQ(reconcile().texts_found, 1) << "hers, which was only put off";
}

TEST_P(ReconcileTest, LeavesAnOldTextToAPerson) {
    twilio.add_inbound("SM1", her_number, "cancel tomorrow please", 600min);
    EXPECT_EQ(reconcile().texts_found, 1);
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM outbound"), 0) << "tomorrow is today by now";
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM task WHERE kind = 'not_understood'"), 1);
}

TEST_P(ReconcileTest, HonoursAnOldStopAndAnOldCryForHelp) {
    twilio.add_inbound("SM1", her_number, "stop", 600min);
    twilio.add_inbound("SM2", her_number, "shes overdosed and not breathing", 500min);
    reconcile();
    EXPECT_EQ(rig.column("SELECT texts FROM contact").front(), "off");
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM task WHERE kind = 'crisis'"), 1);
}

TEST_P(ReconcileTest, ReadsEveryPageAndActsInTheOrderInWhichSheTexted) {
    for (int n = 0; n < 7; ++n)
        twilio.add_inbound("SM" + std::to_string(n), "+44770090020" + std::to_string(n), "hello", 20min);
    const auto result = reconcile();
    EXPECT_EQ(result.texts_found, 7);
    EXPECT_EQ(result.pages, 4);
}

TEST_P(ReconcileTest, LearnsWhatBecameOfTextsAndWhichNumbersAreBlocked) {
    text("SM-in", "can i come thurs");
    send_all();
    ASSERT_EQ(twilio.messages.size(), 1U);
    twilio.messages.front().status = "failed";
    twilio.messages.front().error_code = "21610";
    const auto result = reconcile();
    EXPECT_EQ(result.receipts_new, 1);
    EXPECT_EQ(result.blocks_new, 1);
    EXPECT_EQ(rig.column("SELECT delivery FROM outbound").front(), "opted_out");
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM provider_block"), 1);
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM task WHERE kind = 'provider_block'"), 1);
    EXPECT_EQ(reconcile().receipts_new, 0) << "said once";
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM task WHERE kind = 'provider_block'"), 1);
}

TEST_P(ReconcileTest, SettlesATextWhoseAnswerWasLost) {
    text("SM-in", "can i come thurs");
    twilio.loses_its_answer = true;
    send_all();
    EXPECT_EQ(rig.column("SELECT status FROM outbound").front(), "unknown");
    rig.clock.advance(5min);
    Outbox outbox{rig.io.get_executor(), *rig.database, rig.desk, accounts, twilio, rig.clock};
    rig.run(outbox.sweep());
    EXPECT_EQ(rig.column("SELECT status FROM outbound").front(), "sent");
    EXPECT_EQ(twilio.messages.size(), 1U) << "not sent again";
}

TEST_P(ReconcileTest, SendsAgainWhatTheCompanyCertainlyNeverHad) {
    text("SM-in", "can i come thurs");
    twilio.loses_its_answer = true;
    send_all();
    twilio.messages.clear();
    twilio.loses_its_answer = false;
    rig.clock.advance(5min);
    Outbox outbox{rig.io.get_executor(), *rig.database, rig.desk, accounts, twilio, rig.clock};
    rig.run(outbox.sweep());
    rig.clock.advance(1min);
    send_all();
    EXPECT_EQ(twilio.messages.size(), 1U);
    EXPECT_EQ(rig.column("SELECT status FROM outbound").front(), "sent");
}

TEST_P(ReconcileTest, KeepsAskingWhileTheCompanyIsAway) {
    text("SM-in", "can i come thurs");
    twilio.loses_its_answer = true;
    send_all();
    twilio.is_down = true;
    rig.clock.advance(5min);
    Outbox outbox{rig.io.get_executor(), *rig.database, rig.desk, accounts, twilio, rig.clock};
    rig.run(outbox.sweep());
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM task WHERE kind = 'text_unknown'"), 0);
    rig.clock.advance(7h);
    rig.run(outbox.sweep());
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM task WHERE kind = 'text_unknown'"), 1)
        << "a person decides";
}

TEST_P(ReconcileTest, SaysWhyAListWasNotReadAndReadsThatStretchAgainLater) {
    reconcile();
    twilio.is_down = true;
    rig.clock.advance(1h);
    twilio.add_inbound("SM1", her_number, "can i come thurs", 10min);
    EXPECT_EQ(reconcile().trouble, "down");
    rig.clock.advance(4h);
    twilio.is_down = false;
    EXPECT_EQ(reconcile().texts_found, 1);
}

TEST_P(ReconcileTest, RunsOnceAnHourHoweverManyDaemonsThereAre) {
    round();
    round();
    EXPECT_EQ(twilio.asked.size(), 1U);
    rig.clock.advance(61min);
    round();
    EXPECT_EQ(twilio.asked.size(), 2U);
}

TEST_P(ReconcileTest, AsksTheCompanyToForgetWordsOnceTheyHaveArrived) {
    text("SM9", "can i come thurs");
    twilio.add_inbound("SM9", her_number, "can i come thurs", 0min);
    send_all();
    forget();
    EXPECT_FALSE(twilio.messages.front().body.empty()) << "too early";
    rig.clock.advance(25h);
    forget();
    for (const auto& message : twilio.messages) EXPECT_TRUE(message.body.empty()) << message.sid;
    const auto asked = twilio.asked.size();
    forget();
    EXPECT_EQ(twilio.asked.size(), asked) << "asked once";
    EXPECT_EQ(reconcile().texts_found, 0) << "and doesn't come back without its words";
}

TEST_P(ReconcileTest, AsksTheCompanyToRemoveAllOfAWomanWhoWasErased) {
    text("SM9", "can i come thurs");
    twilio.add_inbound("SM9", her_number, "can i come thurs", 0min);
    send_all();
    write(
        [&](storage::Transaction& t) { return erase_person(t, woman, "test", rig.clock.now()).has_value(); });
    forget();
    for (const auto& message : twilio.messages) EXPECT_TRUE(message.removed) << message.sid;
    EXPECT_EQ(write([&](storage::Transaction& t) { return view_queue(t, rig.clock.now()).to_remove; }), 0);
}

TEST_P(ReconcileTest, GoesByTheOtherAccountWhenOneFails) {
    add_twilio(accounts, "second");
    class HalfDown final : public http::Client {
    public:
        explicit HalfDown(TwilioInMemory& up) : up_{up} {}
        Task<http::Exchange> send(http::Request request) override {
            const bool first = request.body.contains("webhooks%2Ftwilio");
            ++(first ? by_first : by_second);
            if (first) co_return http::Exchange{http::Exchange::Outcome::not_sent, {}, "down"};
            co_return co_await up_.send(std::move(request));
        }
        int by_first = 0, by_second = 0;

    private:
        TwilioInMemory& up_;
    } network{twilio};
    Outbox outbox{rig.io.get_executor(), *rig.database, rig.desk, accounts, network, rig.clock};
    for (int n = 0; n < 30; ++n) {
        const std::string number = "+4477009003" + std::to_string(10 + n);
        rig.add_woman(number);
        write([&](storage::Transaction& t) {
            return take_text(
                       t, rig.desk, "twilio",
                       {.provider_id = "SM-" + number, .from = number, .to = "", .body = "can i come thurs"},
                       rig.clock.now())
                .repeat;
        });
        while (rig.run(outbox.send_due())) {
        }
    }
    EXPECT_EQ(network.by_second, 30) << "each went at once, by the other";
    EXPECT_LE(network.by_first, 12) << "and the first was soon left alone";
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM outbound WHERE status = 'sent'"), 30);
}

TEST_P(ReconcileTest, SendsATestToAStaffPhoneAndNeverToAWoman) {
    const auto send = [&](const std::string& to) {
        TestSent sent;
        const auto run = [&]() -> Task<void> {
            sent =
                co_await send_test(*rig.database, rig.vault, accounts, twilio, "twilio", to, rig.clock.now());
        };
        rig.run(run());
        return sent.what;
    };
    EXPECT_EQ(send("07700 900999"), TestSent::What::sent);
    EXPECT_EQ(send(her_number), TestSent::What::her_number);
    EXPECT_EQ(send("020 7946 0000"), TestSent::What::refused_number);
    EXPECT_EQ(twilio.messages.size(), 1U);
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM outbound"), 0) << "nothing is stored";
    twilio.is_down = true;
    EXPECT_EQ(send("07700 900999"), TestSent::What::failed);
}

INSTANTIATE_TEST_SUITE_P(Stores, ReconcileTest, ::testing::Values("sqlite", "postgres"),
                         [](const auto& each) { return std::string{each.param}; });

}  // namespace
}  // namespace offing::service
