// The texts in the store: what ships is taken in, every act goes through the gates and into the ledger, and
// every daemon on the store sees the same.

#include "gateway/service/wording.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>
#include <iostream>
#include <set>

#include "gateway/service/sealer.hpp"
#include "tests/gateway/service/wording_desk.hpp"

namespace offing::service {
namespace {

using templates::Level;
using templates::Reviewed;
using templates::Status;
using testing::Contains;
using testing::HasSubstr;

// Nothing but the catalogue makes a Text, and nothing but a Text becomes something that can be queued.
static_assert(!std::is_default_constructible_v<templates::Text>);
static_assert(!std::is_constructible_v<templates::Text, std::string>);
static_assert(!std::is_constructible_v<storage::SealedText, Bytes>);
static_assert(!std::is_convertible_v<Bytes, storage::SealedText>);
static_assert(!std::is_invocable_v<decltype(&Sealer::seal), const storage::ContactKey&, std::string>);
static_assert(!std::is_default_constructible_v<CheckedWords>);
static_assert(!std::is_default_constructible_v<LintedWords>);

class WordingTest : public WordingDesk {};

TEST_P(WordingTest, TakesInWhatShipsOnce) {
    const auto count = rig.number_of("SELECT COUNT(*) FROM wording");
    EXPECT_GT(count, 100);
    Wording again{*rig.database, shipped()};
    opened(again);
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM wording"), count);
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM ledger_event WHERE kind = 'wording_changed'"), 1);
}

TEST_P(WordingTest, GivesChangedWordsOfANewReleaseTheirOwnVersionAndKeepsWhatIsLive) {
    const WordingKey arrived{"en-GB", "arrived", 1};
    ASSERT_EQ(make_live(arrived), "live");
    auto changed = shipped();
    for (auto& file : changed.files) {
        const auto at = file.content.find("Thanks, they know you are here.");
        if (at != std::string::npos) file.content.insert(at, "Ok. ");
    }
    Wording upgraded{*rig.database, std::move(changed)};
    auto catalogue = opened(upgraded);
    EXPECT_EQ(catalogue.find("arrived", "en-GB")->version, 2);
    EXPECT_EQ(catalogue.find("arrived", "en-GB")->status, Status::in_review);
    catalogue.set_demo(false);
    EXPECT_EQ(catalogue.render("arrived", "en-GB", Level::plain, {})->body(),
              "Thanks, they know you are here.");
}

TEST_P(WordingTest, GoesLiveThroughEveryGateAndTellsTheLedger) {
    const WordingKey key{"en-GB", "arrived", 1};
    EXPECT_THAT(live(key), HasSubstr("mother-living-experience"));
    say(key, "mother-lived-experience");
    say(key, "safeguarding-lead");
    say(key, "information-governance");
    EXPECT_THAT(live(key), HasSubstr("mother-living-experience"));
    say(key, "mother-living-experience");
    say(key, "mother-living-experience", "object");
    EXPECT_THAT(live(key), HasSubstr("objection"));
    say(key, "mother-living-experience");
    EXPECT_THAT(live(key, today + std::chrono::days{300}), HasSubstr("six months"));
    EXPECT_EQ(live(key), "live");
    EXPECT_TRUE(refreshed());
    EXPECT_FALSE(refreshed());
    rig.catalogue.set_demo(false);
    EXPECT_EQ(rig.catalogue.render("arrived", "en-GB", Level::plain, {})->version(), 1);
    const auto told =
        rig.column("SELECT body FROM ledger_event WHERE kind = 'wording_changed' ORDER BY at, nth");
    EXPECT_THAT(told.back(),
                testing::AllOf(HasSubstr(R"("act":"went live")"), HasSubstr(R"("review_by":"2027-05-18")"),
                               HasSubstr(R"("digest":")")));
    EXPECT_THAT(
        told,
        Contains(HasSubstr(
            R"("role":"mother-living-experience","how":"group","month":"2026-11","outcome":"object")")));
}

TEST_P(WordingTest, LintsTheWordsItselfBeforeTheyGoLive) {
    const auto version =
        proposed("arrived", {{Level::plain, "You missed the start, they know you are here."}});
    ASSERT_TRUE(version) << version.error();
    const WordingKey key{"en-GB", "arrived", *version};
    acted([&](storage::Transaction& transaction) { return put_forward(transaction, key, actor()); });
    EXPECT_THAT(make_live(key), HasSubstr("lint"));
}

TEST_P(WordingTest, RefusesWordsThatDoNotReadOrFit) {
    const auto what = [&](const std::map<Level, std::string>& patterns) {
        const auto done = proposed("booked", patterns);
        return done ? std::string{"taken"} : done.error();
    };
    EXPECT_THAT(what({{Level::plain, "That is yours: {strat}."}}),
                HasSubstr("{strat} is not among its arguments"));
    EXPECT_THAT(what({{Level::plain, "That is yours: {start."}}), HasSubstr("booked"));
    EXPECT_THAT(what({{Level::plain, "{start} " + std::string(620, 'a')}}), HasSubstr("parts"));
    EXPECT_THAT(what({{Level::plain, "{start} \xFF"}}), HasSubstr("not UTF-8"));
    EXPECT_THAT(what({{Level::discreet, "Yours."}}), HasSubstr("`plain` is missing"));
    EXPECT_THAT(what({{Level::plain, "{start, plural, one {# time}}"}}), HasSubstr("booked"));
    EXPECT_THAT(proposed("no_such_text", {{Level::plain, "x"}}).error(), HasSubstr("no text of this id"));
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM wording WHERE template = 'booked' AND language = 'en-GB'"),
              1);
}

TEST_P(WordingTest, RewritesItsOwnDraftAndNothingThatShipped) {
    EXPECT_EQ(proposed("arrived", {{Level::plain, "Good, they know you are here."}}), 2);
    EXPECT_EQ(proposed("arrived", {{Level::plain, "Good. They know you are here."}}), 2);
    EXPECT_THAT(proposed("arrived", {{Level::plain, "Thanks, they know you are here."}}).error(),
                HasSubstr("version 1 already"));
    const WordingKey second{"en-GB", "arrived", 2};
    acted([&](storage::Transaction& transaction) { return put_forward(transaction, second, actor()); });
    ASSERT_EQ(make_live(second), "live");
    EXPECT_EQ(proposed("arrived", {{Level::plain, "Good, they know."}}), 3);
    EXPECT_EQ(status(second), "live");
}

TEST_P(WordingTest, LetsNoWordsGoLiveThatWereRewrittenAfterLintLooked) {
    ASSERT_EQ(proposed("arrived", {{Level::plain, "Good, they know you are here."}}), 2);
    const WordingKey key{"en-GB", "arrived", 2};
    const auto looked_at = linted(key);
    ASSERT_TRUE(looked_at.is_clean());
    ASSERT_EQ(proposed("arrived", {{Level::plain, "You missed the start."}}), 2);
    acted([&](storage::Transaction& transaction) { return put_forward(transaction, key, actor()); });
    for (const auto* role : {"mother-living-experience", "safeguarding-lead", "information-governance"})
        say(key, role);
    EXPECT_THAT(acted([&](storage::Transaction& transaction) {
                    return go_live(transaction, looked_at, in_spring, actor());
                }),
                HasSubstr("changed while they were being looked at"));
    EXPECT_EQ(status(key), "in_review");
}

TEST_P(WordingTest, TakesNoNumberOrAddressAndNoMonthToCome) {
    const WordingKey key{"en-GB", "arrived", 1};
    const auto note = [&](const std::string& what, const std::string& month) {
        return acted([&](storage::Transaction& transaction) {
            return record_review(transaction, key, {.review = {"worker", "group", month, "ok", what}},
                                 actor());
        });
    };
    EXPECT_THAT(note("ring her on 07700 900123", "2026-11"), HasSubstr("number"));
    EXPECT_THAT(note("", "2026-12"), HasSubstr("still to come"));
    EXPECT_EQ(note("\"here\" instead of \"arrived\"", "2026-11"), "in_review");
}

/// Every state that the machine can reach, reached in the store as well, by every step from each: what the
/// store says is what the gates say, after each of them.
TEST_P(WordingTest, TakesInTheStoreEveryPathTheGatesAllowAndNoOther) {
    const WordingKey key{"en-GB", "crisis_danger", 1};
    const WordingKey plain{"en-GB", "arrived", 1};
    for (const auto& at : {key, plain}) {
        std::vector<std::string> roles{"mother-living-experience", "safeguarding-lead",
                                       "information-governance"};
        if (at == key) roles.emplace_back("clinical-safety-officer");
        const auto looked_at = linted(at);
        using Step = std::function<Acted(storage::Transaction&)>;
        std::vector<std::pair<templates::ReviewStep, Step>> steps{
            {templates::PutForward{}, [&](auto& t) { return put_forward(t, at, actor()); }},
            {templates::LookAgain{}, [&](auto& t) { return look_again(t, at, actor()); }},
            {templates::Flag{}, [&](auto& t) { return flag(t, at, actor()); }},
            {templates::GoLive{today, in_spring, true},
             [&](auto& t) { return go_live(t, looked_at, in_spring, actor()); }}};
        for (const auto& role : roles)
            for (const auto* outcome : {"ok", "object"}) {
                const templates::Review review{role, "group", "2026-11", outcome, ""};
                steps.emplace_back(templates::RecordReview{review}, [this, &at, review](auto& t) {
                    return record_review(t, at, {.review = review}, actor());
                });
            }
        struct Place {
            Reviewed state;
            std::vector<std::size_t> path;
        };
        const auto start =
            rig.database->transact_now([&](storage::Transaction& t) { return *reviewed(t, at); });
        std::set<Reviewed> known{*start};
        std::deque<Place> open{{*start, {}}};
        std::size_t taken = 0, refused = 0;
        while (!open.empty() && known.size() < 30) {
            const Place place = std::move(open.front());
            open.pop_front();
            for (std::size_t i = 0; i < steps.size(); ++i) {
                const auto expected = templates::follow(place.state, steps[i].first);
                // The path is walked in a transaction that is not kept.
                std::optional<Acted> reached;
                (void)rig.database->transact_now([&](storage::Transaction& t) {
                    for (const auto nth : place.path) (void)steps[nth].second(t);
                    reached = steps[i].second(t);
                    const auto stands = reviewed(t, at);
                    EXPECT_EQ(*stands, *reached ? **reached : place.state);
                    throw storage::StatementFailed(storage::StatementFailed::Why::unique, "only looked at");
                });
                ASSERT_TRUE(reached);
                ASSERT_EQ(reached->has_value(), expected.has_value());
                if (!expected) {
                    ++refused;
                    continue;
                }
                ASSERT_EQ(**reached, *expected);
                ++taken;
                if (!known.insert(*expected).second) continue;
                auto path = place.path;
                path.push_back(i);
                open.push_back({*expected, std::move(path)});
            }
        }
        std::cout << at.id << ": " << known.size() << " states, " << taken << " steps taken, " << refused
                  << " refused\n";
        EXPECT_GT(taken, 40U);
    }
}

INSTANTIATE_TEST_SUITE_P(EveryEngine, WordingTest, testing::Values("sqlite", "postgres"));

}  // namespace
}  // namespace offing::service
