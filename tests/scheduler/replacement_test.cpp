#include "scheduler/replacement.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <limits>
#include <numeric>

#include "tests/scheduler/a_service.hpp"

namespace offing::scheduler {
namespace {

PersonToPlace person(std::string id, int waited_days, std::vector<PlaceChoice> choices) {
    return {std::move(id), london("2026-03-01T12:00") - std::chrono::days{waited_days}, std::move(choices)};
}

int placed(const Placement& placement) {
    return static_cast<int>(std::ranges::count_if(placement.place_of, [](int place) { return place >= 0; }));
}

TEST(Replacement, PlacesMoreThanTakingTheSoonestInTurnWould) {
    // In turn, the first takes place 0, which is the only one the second can have.
    const ReplacementProblem problem{{person("a", 9, {{0, 1}, {1, 2}}), person("b", 5, {{0, 1}})},
                                     {{"0"}, {"1"}}};
    const Placement placement = solve(problem).value();
    EXPECT_THAT(placement.place_of, testing::ElementsAre(1, 0));
    EXPECT_TRUE(check(problem, placement).empty());
}

TEST(Replacement, WhoeverHasWaitedLongestIsPlacedFirst) {
    const ReplacementProblem problem{
        {person("new", 1, {{0, 0}}), person("old", 30, {{0, 900}}), person("middle", 10, {{0, 0}})}, {{"0"}}};
    const Placement placement = solve(problem).value();
    EXPECT_THAT(placement.place_of, testing::ElementsAre(-1, 0, -1));
    EXPECT_EQ(placement.too_few.size(), 2U);
    EXPECT_TRUE(check(problem, placement).empty());
}

TEST(Replacement, TakesTheLeastCostAmongThoseWhoArePlaced) {
    const ReplacementProblem problem{{person("a", 9, {{0, 10}, {1, 20}}), person("b", 5, {{0, 10}, {1, 50}})},
                                     {{"0"}, {"1"}}};
    const Placement placement = solve(problem).value();
    EXPECT_THAT(placement.place_of, testing::ElementsAre(1, 0));
    EXPECT_EQ(cost_of(problem, placement), 30);
}

TEST(Replacement, OneHeavyChangeOutweighsManyLightOnes) {
    const ReplacementProblem problem{
        {person("a", 9, {{0, 0, 2}, {1, 1000, 1}}), person("b", 5, {{1, 0, 0}, {0, 1000, 1}})},
        {{"0"}, {"1"}}};
    // Cheapest would be a at 0 with harm 2.
    EXPECT_THAT(solve(problem).value().place_of, testing::ElementsAre(1, 0));
}

TEST(Replacement, APlaceHoldsAsManyAsItsCapacity) {
    const ReplacementProblem problem{
        {person("a", 3, {{0, 5}}), person("b", 2, {{0, 5}}), person("c", 1, {{0, 5}})}, {{"0", 2}}};
    const Placement placement = solve(problem).value();
    EXPECT_THAT(placement.place_of, testing::ElementsAre(0, 0, -1));
    EXPECT_TRUE(check(problem, placement).empty());
}

TEST(Replacement, NobodyAndNothingIsAnAnswerToo) {
    EXPECT_TRUE(solve({}).value().place_of.empty());
    const ReplacementProblem nowhere{{person("a", 1, {})}, {}};
    const Placement placement = solve(nowhere).value();
    EXPECT_THAT(placement.place_of, testing::ElementsAre(-1));
    EXPECT_TRUE(check(nowhere, placement).empty());
}

TEST(Replacement, RefusesWhatMakesNoSense) {
    EXPECT_FALSE(solve({{person("a", 1, {{0, 0}})}, {{"0", 0}}}));
    EXPECT_FALSE(solve({{person("a", 1, {{7, 0}})}, {{"0"}}}));
    EXPECT_FALSE(solve({{person("a", 1, {{0, -1}})}, {{"0"}}}));
    EXPECT_FALSE(solve({{person("a", 1, {{0, 1}, {0, 2}})}, {{"0"}}}));
    EXPECT_FALSE(solve({{person("a", 1, {{0, 1, 4}})}, {{"0"}}}));
    ReplacementProblem vast{{}, {{"0"}}};
    for (int i = 0; i < 1000; ++i)
        vast.people.push_back(person(std::to_string(i), i, {{0, 1'000'000'000'000, 3}}));
    EXPECT_FALSE(solve(vast));
}

TEST(ReplacementCheck, FindsEveryKindOfFault) {
    const ReplacementProblem problem{
        {person("a", 9, {{0, 10}, {1, 20}}), person("b", 5, {{0, 10}, {1, 50}}), person("c", 1, {{0, 1}})},
        {{"0"}, {"1"}}};
    const Placement right = solve(problem).value();
    ASSERT_TRUE(check(problem, right).empty());
    const std::vector<std::function<void(Placement&)>> faults{
        [](Placement& p) { p.place_of[2] = 1; },                        // can't have it
        [](Placement& p) { p.place_of = {0, 0, -1}; },                  // over capacity
        [](Placement& p) { std::swap(p.place_of[0], p.place_of[1]); },  // dearer
        [](Placement& p) { p.place_of = {1, -1, 0}; },                  // past one who waited longer
        [](Placement& p) { p.too_few.clear(); },                        // no reason
        [](Placement& p) {
            p.too_few[0].women = {2};
            p.too_few[0].women.clear();
        },  // empty reason
        [](Placement& p) { p.too_few[0].women = {0, 2, 99}; },
        [](Placement& p) { p.too_few[0].person = -1; },
        [](Placement& p) { p.prices.price[0] += 1; },
        [](Placement& p) { p.prices.worth[0] += 1; },
        [](Placement& p) { p.prices.price[1] = -5; },
        [](Placement& p) { p.prices = {}; },
        [](Placement& p) { p.place_of.pop_back(); },
    };
    for (std::size_t fault = 0; fault < faults.size(); ++fault) {
        Placement wrong = right;
        faults[fault](wrong);
        EXPECT_FALSE(check(problem, wrong).empty()) << "fault " << fault;
    }
}

ReplacementProblem some_problem(int most_people, int most_places) {
    ReplacementProblem problem;
    const int places = *rc::gen::inRange(1, most_places + 1);
    for (int place = 0; place < places; ++place)
        problem.places.push_back({std::to_string(place), *rc::gen::weightedElement<int>({{5, 1}, {1, 2}})});
    const int people = *rc::gen::inRange(1, most_people + 1);
    for (int one = 0; one < people; ++one) {
        std::vector<PlaceChoice> choices;
        for (int place = 0; place < places; ++place)
            if (*rc::gen::inRange(0, 3) == 0)
                choices.push_back({place, *rc::gen::inRange<std::int64_t>(0, 20), *rc::gen::inRange(0, 3)});
        problem.people.push_back(person(std::to_string(one), *rc::gen::inRange(0, 6), std::move(choices)));
    }
    return problem;
}

/// Every placement there is, for a few people: the best by (who is placed, in line order), then weight.
struct Best {
    std::vector<bool> who;
    std::int64_t weight = std::numeric_limits<std::int64_t>::max();
};

Best best_by_trying_all(const ReplacementProblem& problem, const std::vector<std::int64_t>& of_harm) {
    std::vector<std::size_t> line(problem.people.size());
    std::iota(line.begin(), line.end(), 0);
    std::ranges::sort(line, {}, [&](std::size_t p) { return std::pair{problem.people[p].waiting_since, p}; });
    std::vector<int> room;
    for (const PlaceToFill& place : problem.places) room.push_back(place.capacity);
    Best best{std::vector<bool>(line.size(), false)};
    std::vector<bool> who(line.size(), false);
    const std::function<void(std::size_t, std::int64_t)> go = [&](std::size_t at, std::int64_t weight) {
        if (at == line.size()) {
            if (who > best.who || (who == best.who && weight < best.weight)) best = {who, weight};
            return;
        }
        for (const PlaceChoice& choice : problem.people[line[at]].choices) {
            const auto place = static_cast<std::size_t>(choice.place);
            if (room[place] == 0) continue;
            --room[place];
            who[at] = true;
            go(at + 1, weight + choice.cost + of_harm[static_cast<std::size_t>(choice.harm)]);
            ++room[place];
        }
        who[at] = false;
        go(at + 1, weight);
    };
    go(0, 0);
    return best;
}

RC_GTEST_PROP(ReplacementProperty, IsNeverBeatenByTryingEverything, ()) {
    const ReplacementProblem problem = some_problem(6, 5);
    const Placement placement = solve(problem).value();
    RC_ASSERT(check(problem, placement).empty());
    const auto of_harm = weights_of_harm(problem).value();
    const Best best = best_by_trying_all(problem, of_harm);
    std::int64_t weight = 0;
    for (std::size_t one = 0; one < problem.people.size(); ++one)
        for (const PlaceChoice& choice : problem.people[one].choices)
            if (choice.place == placement.place_of[one])
                weight += choice.cost + of_harm[static_cast<std::size_t>(choice.harm)];
    RC_ASSERT(placed(placement) == std::ranges::count(best.who, true));
    RC_ASSERT(weight == best.weight);
}

RC_GTEST_PROP(ReplacementProperty, EveryAnswerCarriesProofsThatHold, ()) {
    const ReplacementProblem problem = some_problem(40, 30);
    RC_ASSERT(check(problem, solve(problem).value()).empty());
}

}  // namespace
}  // namespace offing::scheduler
