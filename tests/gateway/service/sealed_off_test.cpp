// One woman's key can't be opened: everybody else is looked after as ever, and she is too, once it can be
// again. On both stores.

#include "gateway/service/sealed_off.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/gateway/service/diary_hand.hpp"

namespace offing::service {
namespace {

using support::Rig;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using namespace std::chrono_literals;

constexpr std::string_view her = "+447700900121";
constexpr std::string_view another = "+447700900122";

class SealedOff : public ::testing::TestWithParam<const char*> {
protected:
    Rig rig{GetParam()};  // Wednesday 18 November 2026, 10:00
    std::string hers, anothers;

    void SetUp() override {
        hers = rig.add_woman(her, [](storage::Person& person) { person.waiting_since -= 240h; });
        anothers = rig.add_woman(another);
    }
    std::string book_at(const std::string& contact, std::string_view start, int index) {
        return book(rig,
                    booking_at(rig, contact, "one-to-one-mornings", start, index == 0 ? "jo" : "sam", index));
    }
    void write_key(const storage::Value& wrapped) {
        in_store(rig, [&](storage::Transaction& transaction) {
            return transaction.change("UPDATE contact SET key_wrapped = $1 WHERE id = $2", {wrapped, hers});
        });
    }
    void lose_her_key() {
        whole_ = in_store(rig, [&](storage::Transaction& transaction) {
            return transaction.run("SELECT key_wrapped FROM contact WHERE id = $1", {hers}).front().bytes(0);
        });
        write_key(Bytes(whole_.size(), 7));
    }
    void find_her_key() { write_key(whole_); }
    std::vector<std::string> reminded() { return rig.column("SELECT DISTINCT booking FROM reminder"); }

private:
    Bytes whole_;
};

TEST_P(SealedOff, OthersAreReminded) {
    const auto her_time = book_at(hers, "2026-12-03T09:30", 0);
    const auto their_time = book_at(anothers, "2026-12-03T10:30", 1);
    rig.set_time("2026-11-26T08:00");
    lose_her_key();
    rig.run(rig.reminders.round());
    EXPECT_THAT(reminded(), ElementsAre(their_time));
    find_her_key();
    rig.run(rig.reminders.round());
    EXPECT_THAT(reminded(), testing::UnorderedElementsAre(her_time, their_time)) << "put off, not left out";
}

TEST_P(SealedOff, OthersAreOfferedATimeAfterOneTheyMissed) {
    for (const auto& booking :
         {book_at(hers, "2026-11-19T09:30", 0), book_at(anothers, "2026-11-19T10:30", 1)}) {
        rig.set_time("2026-11-19T13:00");
        in_store(rig, [&](storage::Transaction& transaction) {
            return mark_missed(transaction, rig.desk, booking, rig.clock.now());
        });
    }
    lose_her_key();
    rig.run(rig.rebooking.round());
    rig.deliver();
    EXPECT_THAT(rig.last_text_to(another), HasSubstr("keep your place"));
    EXPECT_THAT(rig.texts_to(her), IsEmpty());
    find_her_key();
    rig.run(rig.rebooking.round());
    rig.deliver();
    EXPECT_THAT(rig.last_text_to(her), HasSubstr("keep your place"));
}

TEST_P(SealedOff, OthersInTheLineAreAskedAboutAPlaceThatCameFree) {
    constexpr std::string_view gives_up = "+447700900120";
    book_at(rig.add_woman(gives_up), "2026-11-26T09:30", 0);
    book_at(hers, "2026-12-10T09:30", 0);
    book_at(anothers, "2026-12-09T10:30", 1);
    rig.say(gives_up, "please cancel my appointment on thursday");
    lose_her_key();
    rig.run(rig.earlier.round());
    rig.deliver();
    EXPECT_THAT(rig.last_text_to(another), HasSubstr("A sooner time has come free"));
}

TEST_P(SealedOff, OthersTextsThatMayHaveGoneOutAreLookedInto) {
    rig.network.answer = [](const support::SentText&) {
        return http::Exchange{
            .outcome = http::Exchange::Outcome::unknown, .response = {}, .what = "timed out"};
    };
    rig.say(her, "can i come thurs");
    rig.say(another, "can i come thurs");
    lose_her_key();
    rig.clock.advance(10min);
    rig.run(rig.outbox.sweep());
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM task WHERE kind = 'text_unknown'"), 2)
        << "a person decides";
}

INSTANTIATE_TEST_SUITE_P(Stores, SealedOff, ::testing::Values("sqlite", "postgres"),
                         [](const auto& each) { return std::string{each.param}; });

}  // namespace
}  // namespace offing::service
