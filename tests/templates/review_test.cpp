#include "templates/review.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>
#include <iostream>
#include <set>

namespace offing::templates {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

constexpr std::chrono::local_days today{2026y / 3 / 17};
constexpr std::chrono::local_days in_time{2026y / 9 / 17};

Review review(const std::string& role, const std::string& outcome) {
    return {role, "group", "2026-03", outcome, ""};
}
GoLive go_live(bool clean = true) { return {today, in_time, clean}; }

Reviewed after(Reviewed state, const std::vector<ReviewStep>& steps) {
    for (const auto& step : steps) {
        auto next = follow(state, step);
        if (!next) throw std::runtime_error(next.error().front().what);
        state = *next;
    }
    return state;
}

std::string refusal(const Reviewed& state, const ReviewStep& step) {
    const auto next = follow(state, step);
    return next ? "" : next.error().front().what;
}

const std::vector<ReviewStep> to_live{PutForward{}, RecordReview{review("mother-living-experience", "ok")},
                                      RecordReview{review("safeguarding-lead", "ok")},
                                      RecordReview{review("information-governance", "ok")}, go_live()};

TEST(Review, TakesATextFromDraftToLive) {
    const auto live = after({}, to_live);
    EXPECT_EQ(live.status, Status::live);
    EXPECT_TRUE(may_be_sent(live, in_time));
    EXPECT_FALSE(may_be_sent(live, in_time + std::chrono::days{1}));
}

TEST(Review, LetsNobodyStandInForAMotherWithLivingExperience) {
    const auto almost = after(
        {}, {PutForward{}, RecordReview{review("mother-lived-experience", "ok")},
             RecordReview{review("peer-mentor", "ok")}, RecordReview{review("woman-living-experience", "ok")},
             RecordReview{review("safeguarding-lead", "ok")},
             RecordReview{review("information-governance", "ok")}});
    EXPECT_THAT(refusal(almost, go_live()), HasSubstr("mother-living-experience"));
}

TEST(Review, HoldsWhileHerObjectionIsOpen) {
    auto state = after({}, {PutForward{}, RecordReview{review("mother-living-experience", "ok")},
                            RecordReview{review("safeguarding-lead", "ok")},
                            RecordReview{review("information-governance", "ok")},
                            RecordReview{review("mother-living-experience", "object")}});
    EXPECT_THAT(refusal(state, go_live()), HasSubstr("objection"));
    state = after(state, {RecordReview{review("mother-living-experience", "change-asked")}});
    EXPECT_THAT(refusal(state, go_live()), HasSubstr("objection"));
    EXPECT_EQ(after(state, {RecordReview{review("mother-living-experience", "ok")}, go_live()}).status,
              Status::live);
}

TEST(Review, AsksMoreOfACrisisTextAndOfAnotherLanguage) {
    EXPECT_THROW(after({.crisis = true}, to_live), std::runtime_error);
    EXPECT_THROW(after({.language = "cy"}, to_live), std::runtime_error);
    auto steps = to_live;
    steps.insert(steps.begin() + 1, RecordReview{review("clinical-safety-officer", "ok")});
    steps.insert(steps.begin() + 1, RecordReview{review("interpreter", "ok")});
    EXPECT_EQ(after({.crisis = true, .language = "cy"}, steps).status, Status::live);
}

TEST(Review, WantsCleanLintAndADateWithinSixMonths) {
    auto steps = to_live;
    steps.pop_back();
    const auto ready = after({}, steps);
    EXPECT_THAT(refusal(ready, go_live(false)), HasSubstr("lint"));
    EXPECT_THAT(refusal(ready, GoLive{today, today, true}), HasSubstr("six months"));
    EXPECT_THAT(refusal(ready, GoLive{today, in_time + std::chrono::days{1}, true}), HasSubstr("six months"));
}

TEST(Review, PausesAtTheSecondFlagAndStartsAfresh) {
    auto state = after(after({}, to_live), {Flag{}});
    EXPECT_EQ(state.status, Status::live);
    EXPECT_TRUE(state.review_is_due);
    state = after(state, {Flag{}});
    EXPECT_EQ(state.status, Status::paused);
    EXPECT_FALSE(may_be_sent(state, today));
    EXPECT_THAT(refusal(state, go_live()), HasSubstr("paused"));
    state = after(state, {LookAgain{}});
    EXPECT_THAT(refusal(state, go_live()), HasSubstr("mother-living-experience"));
}

TEST(Review, KeepsACrisisTextUntilABetterOneIsLive) {
    auto steps = to_live;
    steps.insert(steps.begin() + 1, RecordReview{review("clinical-safety-officer", "ok")});
    const auto state =
        after(after({.crisis = true}, steps),
              {Flag{}, Flag{}, Flag{}, RecordReview{review("mother-living-experience", "object")}});
    EXPECT_EQ(state.status, Status::live);
    EXPECT_TRUE(state.review_is_due);
    EXPECT_TRUE(may_be_sent(state, in_time + std::chrono::days{1}));
    EXPECT_THAT(refusal(state, go_live()), HasSubstr("mother-living-experience"));
}

TEST(Review, PausesWhenAMotherObjectsToALiveText) {
    const auto state =
        after(after({}, to_live), {RecordReview{review("mother-living-experience", "object")}});
    EXPECT_EQ(state.status, Status::paused);
}

TEST(Review, RenewsALiveTextOnlyByNewReviews) {
    const auto live = after({}, to_live);
    EXPECT_THAT(refusal(live, go_live()), HasSubstr("mother-living-experience"));
    auto steps = to_live;
    steps.erase(steps.begin());
    EXPECT_EQ(after(live, steps).status, Status::live);
}

TEST(Review, ChangesNoWordsThatWomenHaveHad) {
    EXPECT_THAT(refusal(after({}, to_live), Change{}), HasSubstr("women have had these words"));
    const auto changed =
        after({}, {PutForward{}, RecordReview{review("mother-living-experience", "ok")}, Change{}});
    EXPECT_EQ(changed.status, Status::draft);
    EXPECT_TRUE(changed.standing.empty());
}

TEST(Review, RefusesARecordWithANameInIt) {
    const auto state = after({}, {PutForward{}});
    EXPECT_THAT(refusal(state, RecordReview{{"Anna", "group", "2026-03", "ok", ""}}),
                HasSubstr("names never stand here"));
    EXPECT_THAT(refusal(state, RecordReview{{"worker", "group", "March", "ok", ""}}),
                HasSubstr("not a month"));
}

/// What the gates ask for, kept by the test itself and told only which steps were taken.
struct Witness {
    std::set<std::string> agreed, objecting;
    bool changed_or_paused_since = false;
    friend auto operator<=>(const Witness&, const Witness&) = default;
};

std::vector<ReviewStep> every_step(const std::vector<std::string>& roles) {
    std::vector<ReviewStep> steps{PutForward{}, Flag{},    LookAgain{},   Change{},
                                  Retire{},     go_live(), go_live(false)};
    for (const auto& role : roles) {
        for (const auto* outcome : {"ok", "object", "change-asked"}) {
            steps.emplace_back(RecordReview{review(role, outcome)});
        }
    }
    return steps;
}

Witness seen(Witness witness, const ReviewStep& step, const Reviewed& before, const Reviewed& now) {
    const bool afresh = std::holds_alternative<PutForward>(step) || std::holds_alternative<LookAgain>(step) ||
                        std::holds_alternative<Change>(step) || std::holds_alternative<GoLive>(step) ||
                        std::holds_alternative<Retire>(step) ||
                        (before.status == Status::live && now.status == Status::paused);
    if (afresh) return {};
    if (const auto* said = std::get_if<RecordReview>(&step)) {
        if (said->review.outcome == "ok") {
            witness.agreed.insert(said->review.role);
            witness.objecting.erase(said->review.role);
        }
        if (said->review.outcome == "object") witness.objecting.insert(said->review.role);
    }
    return witness;
}

class EveryPath : public testing::TestWithParam<std::pair<bool, std::string>> {};

/// Every state that can be reached, by every step from each: some thousands of them.
TEST_P(EveryPath, HasNoWayToLiveAroundAGate) {
    const auto& [crisis, language] = GetParam();
    std::vector<std::string> needed{"mother-living-experience", "safeguarding-lead",
                                    "information-governance"};
    if (crisis) needed.push_back("clinical-safety-officer");
    if (language != "en-GB") needed.push_back("interpreter");
    auto roles = needed;
    roles.emplace_back("mother-lived-experience");
    const auto steps = every_step(roles);
    const std::pair start{Reviewed{.crisis = crisis, .language = language}, Witness{}};
    std::set<std::pair<Reviewed, Witness>> known{start};
    std::deque<std::pair<Reviewed, Witness>> open{start};
    std::size_t went_live = 0;
    while (!open.empty()) {
        const auto [state, witness] = open.front();
        open.pop_front();
        for (const auto& step : steps) {
            const auto next = follow(state, step);
            if (!next) continue;
            ASSERT_FALSE(state.status == Status::retired && next->status != Status::retired);
            if (const auto* wish = std::get_if<GoLive>(&step)) {
                ++went_live;
                ASSERT_TRUE(wish->lint_is_clean);
                for (const auto& role : needed) {
                    ASSERT_TRUE(witness.agreed.contains(role)) << role;
                    ASSERT_FALSE(witness.objecting.contains(role)) << role;
                }
            } else {
                ASSERT_FALSE(next->status == Status::live && state.status != Status::live);
            }
            ASSERT_FALSE(!crisis && next->status == Status::live && next->flags >= flags_that_pause);
            ASSERT_FALSE(crisis && next->status == Status::paused);
            std::pair reached{*next, seen(witness, step, state, *next)};
            if (known.insert(reached).second) open.push_back(std::move(reached));
        }
    }
    EXPECT_GT(went_live, 0U);
    EXPECT_GT(known.size(), 500U);
    std::cout << known.size() << " states, live reached from " << went_live << "\n";
}
INSTANTIATE_TEST_SUITE_P(Review, EveryPath,
                         testing::Values(std::pair{false, std::string{"en-GB"}},
                                         std::pair{true, std::string{"en-GB"}},
                                         std::pair{false, std::string{"ur"}}));

}  // namespace
}  // namespace offing::templates
