#include "scheduler/drop_in.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "tests/scheduler/a_service.hpp"

namespace offing::scheduler {
namespace {

using State = DropInState::State;
using std::chrono::minutes;

DropInNow wednesday() {
    DropInNow drop_in{.open = between("2026-03-18T13:00", "2026-03-18T16:00"), .workers = 2};
    drop_in.past_visits = {minutes{10}, minutes{20}, minutes{30}, minutes{60}};
    return drop_in;
}

const Instant two = london("2026-03-18T14:00");

TEST(DropIn, SaysWhetherItIsOpen) {
    DropInNow drop_in = wednesday();
    EXPECT_EQ(state_of(drop_in, london("2026-03-18T12:59")).state, State::not_open_yet);
    EXPECT_EQ(state_of(drop_in, two).state, State::open);
    EXPECT_EQ(state_of(drop_in, london("2026-03-18T16:00")).state, State::over);
    drop_in.closed_early = london("2026-03-18T13:30");
    EXPECT_EQ(state_of(drop_in, two).state, State::closed_early);
}

TEST(DropIn, WithAWorkerFreeThereIsNoWait) {
    DropInNow drop_in = wednesday();
    drop_in.visits_since = {two - minutes{5}};
    const DropInState state = state_of(drop_in, two);
    EXPECT_EQ(state.wait->to, minutes{0});
    EXPECT_EQ(state.seen_today, 1.0);
}

TEST(DropIn, AnHonestRangeHoldsTheWaitNineTimesInTen) {
    DropInNow drop_in = wednesday();
    drop_in.visits_since = {two - minutes{15}, two};
    drop_in.queue = 2;
    const DropInState state = state_of(drop_in, two);
    ASSERT_TRUE(state.wait);
    // The same afternoon ten thousand times over.
    std::mt19937 random{11};
    const auto visit = [&] { return std::array{10, 20, 30, 60}[random() % 4]; };
    int within = 0;
    int seen = 0;
    for (int afternoon = 0; afternoon < 10'000; ++afternoon) {
        int first = visit();
        while (first <= 15) first = visit();
        std::array<int, 2> free_at{first - 15, visit()};
        for (int ahead = 0; ahead < 2; ++ahead) *std::ranges::min_element(free_at) += visit();
        const int waited = *std::ranges::min_element(free_at);
        within += waited >= state.wait->from.count() && waited <= state.wait->to.count() ? 1 : 0;
        seen += waited <= 120 ? 1 : 0;
    }
    EXPECT_GE(within, 8800);
    EXPECT_NEAR(state.seen_today, seen / 10'000.0, 0.02);
    EXPECT_EQ(state.state, State::filling);
}

TEST(DropIn, IsFullWhenSheWouldHardlyBeSeen) {
    DropInNow drop_in = wednesday();
    drop_in.visits_since = {two, two};
    drop_in.queue = 30;
    const DropInState state = state_of(drop_in, two);
    EXPECT_EQ(state.state, State::full);
    EXPECT_FALSE(state.wait);
    drop_in.queue = 1'000'000;
    EXPECT_EQ(state_of(drop_in, two).state, State::full);
    drop_in.queue = 0;
    drop_in.workers = 0;
    EXPECT_EQ(state_of(drop_in, two).state, State::full);
}

TEST(DropIn, AVisitThatOutlastsAllOthersMayEndAnyMoment) {
    DropInNow drop_in = wednesday();
    drop_in.workers = 1;
    drop_in.visits_since = {two - minutes{200}};
    EXPECT_EQ(state_of(drop_in, two).wait->to, minutes{5});
}

TEST(DropIn, WithoutAPastTheUsualLengthCounts) {
    DropInNow drop_in{.open = between("2026-03-18T13:00", "2026-03-18T16:00")};
    drop_in.visits_since = {two - minutes{10}};
    const DropInState state = state_of(drop_in, two);
    EXPECT_EQ(state.wait->from, minutes{20});
    EXPECT_EQ(state.wait->to, minutes{20});
}

}  // namespace
}  // namespace offing::scheduler
