// What women say of the words: a flag opens a task, two pause a text, and what was queued in paused words
// waits or goes in the last live ones.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/gateway/service/wording_desk.hpp"

namespace offing::service {
namespace {

using templates::Level;
using testing::ElementsAre;
using testing::HasSubstr;
using namespace std::chrono_literals;

constexpr std::string_view her = "+447700900123";

class FlaggedWords : public WordingDesk {};

TEST_P(FlaggedWords, IsPausedByTheSecondWomanAndFallsBackToTheLastLiveVersion) {
    const WordingKey first{"en-GB", "arrived", 1};
    ASSERT_EQ(make_live(first), "live");
    ASSERT_EQ(proposed("arrived", {{Level::plain, "Good. They know you are here."}}), 2);
    const WordingKey second{"en-GB", "arrived", 2};
    acted([&](storage::Transaction& transaction) { return put_forward(transaction, second, actor()); });
    ASSERT_EQ(make_live(second), "live");
    refreshed();
    rig.catalogue.set_demo(false);
    const auto said = [&] { return rig.catalogue.render("arrived", "en-GB", Level::plain, {})->body(); };
    EXPECT_EQ(said(), "Good. They know you are here.");
    EXPECT_EQ(flagged(second), "live");
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM task WHERE kind = 'wording_review'"), 1);
    EXPECT_EQ(flagged(second), "paused");
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM task WHERE kind = 'wording_review'"), 2);
    refreshed();
    EXPECT_EQ(said(), "Thanks, they know you are here.");
    acted([&](storage::Transaction& transaction) { return retire(transaction, first, actor()); });
    refreshed();
    EXPECT_FALSE(rig.catalogue.render("arrived", "en-GB", Level::plain, {}));
}

TEST_P(FlaggedWords, HearsAWomanWhoSaysSoAndNamesTheVersionSheGot) {
    rig.add_woman(her);
    rig.say(her, "thurs 3 dec?");
    const auto sent = rig.column("SELECT template FROM outbound").front();
    rig.say(her, "that text sounded really rude");
    EXPECT_THAT(rig.column("SELECT template FROM wording_flag"), ElementsAre(sent));
    EXPECT_THAT(rig.column("SELECT body FROM ledger_event WHERE kind = 'wording_flagged'"),
                ElementsAre(testing::AllOf(HasSubstr("\"template\":\"" + sent), HasSubstr("\"version\":1"),
                                           HasSubstr("\"text\":"))));
}

TEST_P(FlaggedWords, IsPausedByTwoWomenAndNotByOneWhoSaysItTwice) {
    constexpr std::string_view another = "+447700900124";
    const WordingKey offers{"en-GB", "offers", 1};
    ASSERT_EQ(make_live(offers), "live");
    rig.add_woman(her);
    rig.add_woman(another);
    const auto asks_and_flags = [&](std::string_view who, const std::string& asks = "thurs 3 dec?") {
        rig.say(who, asks);
        ASSERT_EQ(
            rig.column("SELECT template FROM outbound ORDER BY created_at DESC, id DESC LIMIT 1").front(),
            "offers");
        rig.say(who, "that text sounded really rude");
    };
    asks_and_flags(her);
    EXPECT_EQ(rig.number_of("SELECT flags FROM wording WHERE template = 'offers' AND language = 'en-GB'"), 1);
    rig.clock.advance(60s);
    asks_and_flags(her, "or fri 4 dec?");
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM wording_flag"), 2) << "what she says is kept";
    EXPECT_EQ(status(offers), "live");
    rig.clock.advance(60s);
    asks_and_flags(another, "weds 9 dec?");
    EXPECT_EQ(status(offers), "paused");
    // Looked at again and live again: what was said of it before counts no more, and she may say it again.
    acted([&](storage::Transaction& transaction) { return look_again(transaction, offers, actor()); });
    rig.clock.advance(60s);
    ASSERT_EQ(make_live(offers), "live");
    rig.clock.advance(60s);
    asks_and_flags(her, "thurs 10 dec?");
    EXPECT_EQ(rig.number_of("SELECT flags FROM wording WHERE template = 'offers' AND language = 'en-GB'"), 1);
}

TEST_P(FlaggedWords, NeverSilencesAnUrgentText) {
    const WordingKey key{"en-GB", "crisis_danger", 1};
    say(key, "clinical-safety-officer");
    ASSERT_EQ(make_live(key), "live");
    EXPECT_EQ(flagged(key), "live");
    EXPECT_EQ(flagged(key), "live");
    EXPECT_EQ(say(key, "mother-living-experience", "object"), "live");
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM task WHERE kind = 'wording_review'"), 2);
    EXPECT_THAT(acted([&](storage::Transaction& transaction) { return retire(transaction, key, actor()); }),
                HasSubstr("only live version of an urgent text"));
    refreshed();
    rig.catalogue.set_demo(false);
    rig.catalogue.set_today(today + std::chrono::days{400});
    EXPECT_TRUE(rig.catalogue.render("crisis_danger", "en-GB", Level::plain, {}));
}

TEST_P(FlaggedWords, HoldsATextForStaffThatWasPausedAfterItWasQueued) {
    rig.add_woman(her);
    rig.clock.advance(1s);
    const WordingKey key{"en-GB", "offers", 1};
    say(key, "mother-living-experience");
    make_live(key);
    refreshed();
    rig.post(rig.webhook(her, "thurs 3 dec?", "a"));
    // Another daemon pauses it; this one has not looked since.
    flagged(key);
    ASSERT_EQ(flagged(key), "paused");
    rig.deliver();
    EXPECT_TRUE(rig.texts_to(her).empty());
    EXPECT_THAT(rig.column("SELECT why FROM outbound"), ElementsAre("the wording is no longer live"));
    EXPECT_GE(rig.number_of("SELECT COUNT(*) FROM task WHERE kind = 'wording'"), 1);
}

TEST_P(FlaggedWords, SendsAReminderInTheLastLiveWords) {
    rig.add_woman(her);
    rig.say(her, "can i come thurs 3 dec");
    rig.say(her, "1");
    rig.network.sent.clear();
    rig.set_time("2026-11-26T09:31");
    std::map<Level, std::string> fresh;
    for (const auto& [level, words] : rig.catalogue.find("reminder", "en-GB")->patterns) fresh[level] = words;
    fresh[Level::plain].insert(0, "Hi. ");
    fresh[Level::discreet].insert(0, "Hi. ");
    ASSERT_EQ(proposed("reminder", fresh), 2);
    const WordingKey key{"en-GB", "reminder", 2};
    acted([&](storage::Transaction& transaction) { return put_forward(transaction, key, actor()); });
    ASSERT_EQ(make_live(key), "live");
    refreshed();
    rig.run(rig.reminders.round());
    ASSERT_THAT(rig.column("SELECT CAST(template_version AS TEXT) FROM outbound WHERE unprompted = 1"),
                ElementsAre("2"));
    flagged(key);
    flagged(key);
    refreshed();
    rig.set_time("2026-11-26T14:00");
    rig.deliver();
    rig.set_time("2026-11-27T14:00");
    rig.deliver();
    ASSERT_EQ(rig.texts_to(her).size(), 1U);
    EXPECT_THAT(rig.last_text_to(her), testing::StartsWith("Still ok for"));
    EXPECT_THAT(rig.column("SELECT CAST(template_version AS TEXT) FROM outbound WHERE unprompted = 1"),
                ElementsAre("1"));
}

INSTANTIATE_TEST_SUITE_P(EveryEngine, FlaggedWords, testing::Values("sqlite", "postgres"));

}  // namespace
}  // namespace offing::service
