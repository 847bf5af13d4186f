// The knock and her code word over the whole way of a text, on both stores: sealed, asked for, shut again,
// and nothing of hers to whoever else holds the phone.

#include "gateway/service/code_word.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "diary_hand.hpp"
#include "gateway/service/erasure.hpp"
#include "gateway/service/guards.hpp"
#include "gateway/service/person_tasks.hpp"

namespace offing::service {
namespace {

using support::Rig;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using namespace std::chrono_literals;

constexpr std::string_view her = "+447700900123";
constexpr std::string_view knock = "Hi, free to talk? Text 1 when you are.";
constexpr std::string_view harmless = "Hi, no rush. Text when you are free to talk.";

class CodeWord : public ::testing::TestWithParam<const char*> {
protected:
    storage::Contact contact() {
        return in_store(rig, [&](storage::Transaction& transaction) {
            return *storage::find_contact(transaction, rig.vault, woman);
        });
    }
    void give_word(std::string_view word) {
        in_store(rig, [&](storage::Transaction& transaction) {
            set_code_word(transaction, *storage::find_contact(transaction, rig.vault, woman), word, "staff",
                          rig.clock.now());
            return true;
        });
    }
    std::string with_jo() {
        return book(rig, booking_at(rig, woman, "one-to-one-mornings", "2026-11-26T09:30", "jo", 0));
    }
    /// The reminder of two days before.
    void knock_for_her() {
        rig.run(rig.reminders.round());
        rig.set_time("2026-11-24T12:00");
        rig.deliver();
        ASSERT_EQ(rig.last_text_to(her), knock);
    }
    std::vector<std::string> said_of_the_word() {
        return rig.column("SELECT body FROM ledger_event WHERE kind = 'code_word' ORDER BY at, nth");
    }

    Rig rig{GetParam()};
    std::string woman = rig.add_woman(her, [](storage::Person& person) { person.discreet_level = 3; });
};

TEST_P(CodeWord, OpensAKnockAndConfirmsNothing) {
    give_word("Bluebell");
    with_jo();
    knock_for_her();
    EXPECT_EQ(rig.say(her, "1"), harmless);
    EXPECT_THAT(rig.say(her, "BLUE-bell"), HasSubstr("Still ok for Thu 26 Nov 9:30am?"));
    EXPECT_EQ(rig.number_of("SELECT confirmed FROM booking"), 0);
    EXPECT_THAT(rig.say(her, "1"), HasSubstr("Thu 26 Nov 9:30am"));
    EXPECT_EQ(rig.number_of("SELECT confirmed FROM booking"), 1);
}

TEST_P(CodeWord, WithoutOneHerAnswerOpensTheKnock) {
    with_jo();
    knock_for_her();
    EXPECT_THAT(rig.say(her, "1"), HasSubstr("Still ok for Thu 26 Nov 9:30am?"));
}

TEST_P(CodeWord, StandsNowhereInClear) {
    give_word("bluebell");
    rig.say(her, "bluebell can i come thurs");
    rig.say(her, "Bluebell");
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM ledger_event WHERE LOWER(body) LIKE '%bluebell%'"), 0);
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM contact WHERE LOWER(conversation) LIKE '%bluebell%'"), 0);
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM task WHERE LOWER(meaning) LIKE '%bluebell%'"), 0);
    const auto whole = contact();
    const auto& sealed = whole.person->code_word_sealed;
    EXPECT_EQ(as_text(sealed).find("bluebell"), std::string_view::npos);
    EXPECT_TRUE(storage::is_code_word(whole, "bluebell"));
    EXPECT_FALSE(storage::is_code_word(whole, "bluebel"));
    in_store(rig, [&](storage::Transaction& transaction) {
        for (const auto& row : transaction.run("SELECT body_enc FROM inbound"))
            EXPECT_THAT(whole.key.open(row.bytes(0), "body").value(),
                        AllOf(HasSubstr("(her word)"), Not(HasSubstr("bell"))));
        return true;
    });
}

TEST_P(CodeWord, ItsConversationIsShutAfterItsTime) {
    give_word("bluebell");
    with_jo();
    EXPECT_THAT(rig.say(her, "bluebell when is it"), HasSubstr("Thu 26 Nov 9:30am"));
    rig.set_time("2026-11-18T10:29");
    EXPECT_THAT(rig.say(her, "when is it"), HasSubstr("Thu 26 Nov 9:30am"));
    rig.set_time("2026-11-18T10:30");
    EXPECT_EQ(rig.say(her, "when is it"), harmless);
}

TEST_P(CodeWord, WhoeverGuessesLearnsNothingAndAPersonIsTold) {
    give_word("bluebell");
    with_jo();
    knock_for_her();
    EXPECT_EQ(rig.say(her, "rosebud"), harmless);
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM task WHERE kind = 'code_word'"), 0);
    EXPECT_THAT(rig.say(her, "cancel the appointment"), HasSubstr("A person will look at this by"));
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM task WHERE kind = 'code_word'"), 1);
    EXPECT_EQ(rig.say(her, "foxglove"), "");
    EXPECT_EQ(rig.say(her, "cornflower"), "");
    EXPECT_EQ(rig.say(her, "bluebell"), "") << "her word comes too late: a person has to look first";
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM booking WHERE status = 'booked' AND confirmed = 0"), 1);
    EXPECT_EQ(said_of_the_word().size(), 6U);
    in_store(rig, [&](storage::Transaction& transaction) {
        transaction.run("UPDATE task SET done_at = 1");
        return true;
    });
    EXPECT_THAT(rig.say(her, "bluebell"), HasSubstr("Still ok for Thu 26 Nov 9:30am?"));
    EXPECT_THAT(said_of_the_word().back(), HasSubstr("\"said\""));
}

TEST_P(CodeWord, HoldsNoTimesForWhoeverTextsWithoutIt) {
    give_word("bluebell");
    EXPECT_EQ(rig.say(her, "can i come thurs"), harmless);
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM place"), 0);
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM task WHERE kind = 'code_word'"), 1) << "nothing is lost";
}

TEST_P(CodeWord, AnAnswerThatWasHeldUpIsNotSentOnceShut) {
    give_word("bluebell");
    with_jo();
    rig.network.answer = [](const support::SentText&) {
        return http::Exchange{.outcome = http::Exchange::Outcome::not_sent, .response = {}, .what = {}};
    };
    rig.say(her, "bluebell when is it");
    rig.network.answer = nullptr;
    const std::size_t before = rig.texts_to(her).size();
    rig.set_time("2026-11-18T11:00");
    rig.deliver();
    EXPECT_EQ(rig.texts_to(her).size(), before) << rig.last_text_to(her);
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM task WHERE kind = 'text_failed'"), 1);
}

TEST_P(CodeWord, StaffCanTextHerOnlyWhileItIsOpen) {
    give_word("bluebell");
    EXPECT_FALSE(answer_due(rig.desk, contact(), rig.clock.now()));
    rig.say(her, "bluebell can somebody ring me");
    EXPECT_TRUE(answer_due(rig.desk, contact(), rig.clock.now()));
    rig.set_time("2026-11-18T10:30");
    EXPECT_FALSE(answer_due(rig.desk, contact(), rig.clock.now()));
}

TEST_P(CodeWord, ANewWordShutsWhatTheOldOneOpened) {
    give_word("bluebell");
    rig.say(her, "bluebell");
    give_word("foxglove");
    EXPECT_EQ(rig.say(her, "can i come thurs"), harmless);
    EXPECT_NE(rig.say(her, "foxglove"), harmless);
    give_word("");
    EXPECT_THAT(rig.say(her, "can i come thurs"), HasSubstr("Thu 19 Nov"));
    const auto told = said_of_the_word();
    EXPECT_THAT(told.front(), HasSubstr("\"set\""));
    EXPECT_THAT(told.back(), HasSubstr("\"taken_away\""));
}

TEST_P(CodeWord, GoesWithHerWhenSheIsErased) {
    give_word("bluebell");
    in_store(rig, [&](storage::Transaction& transaction) {
        return erase_person(transaction, woman, "staff", rig.clock.now()).has_value();
    });
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM person WHERE code_word_enc IS NOT NULL"), 0);
}

TEST_P(CodeWord, AKnockNobodyAnsweredIsNotRepeatedThatDay) {
    const std::string first = with_jo();
    knock_for_her();
    // Of a text that would have to be knocked for as well, and is of use for so long.
    const auto verdict_of = [&](std::chrono::hours of_use) {
        std::optional<Verdict> verdict;
        in_store(rig, [&](storage::Transaction& transaction) {
            const auto hers = *storage::find_contact(transaction, rig.vault, woman);
            const storage::NewOutbound out{.id = "second",
                                           .contact = woman,
                                           .booking = first,
                                           .template_id = "worker_away",
                                           .template_version = 1,
                                           .language = "en-GB",
                                           .unprompted = true,
                                           .body = storage::SealedText{},
                                           .due = rig.clock.now(),
                                           .expires = rig.clock.now() + of_use};
            verdict = check_limits(transaction, hers, out, rig.clock.now());
            return true;
        });
        return verdict;
    };
    const auto today = verdict_of(6h);
    EXPECT_TRUE(today && today->what == Verdict::What::drop);
    const auto tomorrow = verdict_of(48h);
    EXPECT_TRUE(tomorrow && tomorrow->what == Verdict::What::later);
    rig.clock.advance(1min);
    rig.say(her, "1");
    EXPECT_FALSE(verdict_of(6h)) << "she answered the last one";
}

INSTANTIATE_TEST_SUITE_P(Stores, CodeWord, ::testing::Values("sqlite", "postgres"),
                         [](const auto& info) { return std::string{info.param}; });

}  // namespace
}  // namespace offing::service
