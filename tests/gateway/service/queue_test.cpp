// What a person may decide about texts, and what keeps one back although it is due; on both stores.

#include "gateway/service/queue.hpp"

#include <gtest/gtest.h>

#include "gateway/service/erasure.hpp"
#include "gateway/service/sealer.hpp"
#include "gateway/service/test_send.hpp"
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

class QueueTest : public ::testing::TestWithParam<const char*> {
protected:
    Rig rig{GetParam()};
    std::string woman;
    void SetUp() override { woman = rig.add_woman(her); }

    template <typename Work>
    auto write(Work work) {
        return rig.database->transact_now(work).value();
    }
    std::string only_id() { return rig.column("SELECT id FROM outbound").front(); }
    std::string status() { return rig.column("SELECT status FROM outbound ORDER BY created_at").front(); }
    Decision retry(const std::string& id) {
        return write([&](storage::Transaction& t) { return retry_text(t, id, "test", rig.clock.now()); });
    }
    Decision park(const std::string& id) {
        return write([&](storage::Transaction& t) { return park_text(t, id, "test", rig.clock.now()); });
    }
    void leave_one_unknown() {
        rig.network.answer = [](const SentText&) {
            return Exchange{.outcome = Exchange::Outcome::unknown, .response = {}, .what = "timed out"};
        };
        rig.say(her, "can i come thurs");
        rig.network.answer = {};
        rig.clock.advance(10min);
        rig.run(rig.outbox.sweep());
    }
    /// Words that need no arguments; which ones they are matters to no test here.
    storage::SealedText some_words(const storage::ContactKey& key) {
        const auto text = rig.catalogue.render("neutral", "en-GB", templates::Level::discreet, {});
        if (!text) throw std::runtime_error("the neutral text can't be rendered");
        return Sealer::seal(key, *text);
    }
    /// A text she did not ask for, due now.
    void queue_unprompted(const std::string& id, std::string_view template_id = "reminder_plain") {
        write([&](storage::Transaction& t) {
            const auto contact = storage::find_contact(t, rig.vault, woman);
            const auto* live = rig.catalogue.find(template_id, "en-GB");
            storage::queue_text(t,
                                {.id = id,
                                 .contact = woman,
                                 .booking = std::nullopt,
                                 .template_id = std::string{template_id},
                                 .template_version = live == nullptr ? 1 : live->version,
                                 .language = "en-GB",
                                 .priority = storage::Priority::reminder,
                                 .unprompted = true,
                                 .body = some_words(contact->key),
                                 .due = rig.clock.now(),
                                 .expires = rig.clock.now() + 30h},
                                rig.clock.now());
            return true;
        });
    }
};

TEST_P(QueueTest, ShowsWhatAPersonMustDecideAndSendsItOnceWhenSheDoes) {
    leave_one_unknown();
    const auto view = write([&](storage::Transaction& t) { return view_queue(t, rig.clock.now()); });
    ASSERT_EQ(view.unknown.size(), 1U);
    EXPECT_EQ(retry(view.unknown.front().id), Decision::done);
    rig.deliver();
    EXPECT_EQ(rig.network.sent.size(), 2U);
    EXPECT_EQ(status(), "sent");
    EXPECT_EQ(retry(view.unknown.front().id), Decision::not_waiting_for_anybody);
}

TEST_P(QueueTest, NeverSendsWhatAPersonParked) {
    leave_one_unknown();
    EXPECT_EQ(park(only_id()), Decision::done);
    EXPECT_EQ(retry(only_id()), Decision::not_waiting_for_anybody);
    rig.deliver();
    EXPECT_EQ(rig.network.sent.size(), 1U);
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM ledger_event WHERE kind = 'text_settled' AND body LIKE "
                            "'%parked by a person%'"),
              1);
}

TEST_P(QueueTest, RefusesToSendWhatIsNoLongerSo) {
    leave_one_unknown();
    rig.clock.advance(48h);
    EXPECT_EQ(retry(only_id()), Decision::too_late);
    EXPECT_EQ(retry("no-such-id"), Decision::no_such_text);
}

TEST_P(QueueTest, CountsWhatIsDueByPriority) {
    rig.text(her, "can i come thurs");
    queue_unprompted("r-1");
    rig.clock.advance(30s);
    const auto view = write([&](storage::Transaction& t) { return view_queue(t, rig.clock.now()); });
    EXPECT_EQ(view.depths.at(1).due, 1);
    EXPECT_EQ(view.depths.at(2).due, 1);
    EXPECT_EQ(view.depths.at(2).oldest, rig.clock.now() - 30s);
}

TEST_P(QueueTest, KeepsABlockOpensOneTaskAndSendsNothingUnpromptedMeanwhile) {
    rig.network.answer = [](const SentText&) { return answered(410); };
    rig.say(her, "can i come thurs");
    rig.say(her, "can i come fri");
    rig.network.answer = {};
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM task WHERE kind = 'provider_block'"), 1);
    const auto before = rig.network.sent.size();
    queue_unprompted("r-1");
    rig.deliver();
    EXPECT_EQ(rig.network.sent.size(), before);
    EXPECT_EQ(rig.column("SELECT why FROM outbound WHERE id = 'r-1'").front(),
              "the company blocks her number");
}

TEST_P(QueueTest, NoticesThatABlockIsOverWhenATextGoesThrough) {
    rig.network.answer = [](const SentText&) { return answered(410); };
    rig.say(her, "can i come thurs");
    rig.network.answer = {};
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM provider_block"), 1);
    rig.say(her, "can i come fri");
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM provider_block"), 0);
}

TEST_P(QueueTest, SendsAtMostOneUnpromptedTextADayAndTwoAWeek) {
    for (int day = 0; day < 7; ++day) {
        queue_unprompted("r-" + std::to_string(day));
        queue_unprompted("s-" + std::to_string(day));
        rig.deliver();
        rig.clock.advance(24h);
    }
    EXPECT_EQ(rig.network.sent.size(), 2U);
}

TEST_P(QueueTest, StopsTheSameWordsWellBelowWhatNetworksBlock) {
    write([&](storage::Transaction& t) {
        const auto contact = storage::find_contact(t, rig.vault, woman);
        const auto* live = rig.catalogue.find("neutral", "en-GB");
        for (int n = 0; n < 30; ++n)
            storage::queue_text(t,
                                {.id = "n-" + std::to_string(n),
                                 .contact = woman,
                                 .booking = std::nullopt,
                                 .template_id = "neutral",
                                 .template_version = live == nullptr ? 1 : live->version,
                                 .language = "en-GB",
                                 .priority = storage::Priority::answer,
                                 .unprompted = false,
                                 .body = some_words(contact->key),
                                 .due = rig.clock.now(),
                                 .expires = rig.clock.now() + 24h},
                                rig.clock.now());
        return true;
    });
    for (int n = 0; n < 30; ++n) {
        rig.clock.advance(1s);
        rig.deliver();
    }
    EXPECT_LE(rig.network.sent.size(), 20U);
    EXPECT_GE(rig.network.sent.size(), 10U);
}

TEST_P(QueueTest, PausesANumberAfterALongSilenceAndRevealsNothing) {
    rig.clock.advance(200 * 24h);
    queue_unprompted("r-1");
    rig.deliver();
    EXPECT_TRUE(rig.network.sent.empty());
    EXPECT_EQ(rig.column("SELECT texts FROM contact").front(), "pending_check");
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM task WHERE kind = 'number_check'"), 1);
}

TEST_P(QueueTest, TellsWhoTextsAfterALongSilenceNothingAboutHer) {
    rig.say(her, "can i come thurs");
    rig.say(her, "1");
    rig.clock.advance(200 * 24h);
    const std::string answer = rig.say(her, "when is my appointment");
    EXPECT_EQ(answer.find("Thu"), std::string::npos) << answer;
    EXPECT_EQ(rig.column("SELECT texts FROM contact").front(), "pending_check");
    EXPECT_NE(rig.say(her, "shes overdosed and not breathing").find("999"), std::string::npos);
}

TEST_P(QueueTest, ErasesSomebodyForGood) {
    rig.say(her, "can i come thurs");
    rig.say(her, "1");
    rig.text(her, "anything fri");
    const auto erased =
        write([&](storage::Transaction& t) { return erase_person(t, woman, "test", rig.clock.now()); });
    ASSERT_TRUE(erased);
    EXPECT_EQ(erased->bookings_freed, 1);
    EXPECT_EQ(erased->texts_dropped, 1);
    const auto before = rig.network.sent.size();
    rig.deliver();
    EXPECT_EQ(rig.network.sent.size(), before) << "nothing more goes to her";
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM inbound WHERE body_enc IS NOT NULL"), 0);
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM contact WHERE key_wrapped IS NOT NULL"), 0);
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM place WHERE contact = '" + woman + "'"), 0);
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM ledger_event WHERE kind = 'erased'"), 1);
    EXPECT_FALSE(
        write([&](storage::Transaction& t) { return erase_person(t, woman, "test", rig.clock.now()); }));
    EXPECT_FALSE(write([&](storage::Transaction& t) { return contact_by_number(t, rig.vault, her); }));
}

TEST_P(QueueTest, FindsAWomanByAnySpellingOfHerNumber) {
    for (const std::string_view spelt : {"07700 900123", "+44 7700 900 123", "0044 7700900123"})
        EXPECT_EQ(write([&](storage::Transaction& t) { return contact_by_number(t, rig.vault, spelt); }),
                  woman);
}

INSTANTIATE_TEST_SUITE_P(Stores, QueueTest, ::testing::Values("sqlite", "postgres"),
                         [](const auto& each) { return std::string{each.param}; });

}  // namespace
}  // namespace offing::service
