// This program is built with a penalty in it (OFFING_TEST_PENALTY): who missed a time waits a day longer for
// each. It has to be caught, by an auditor with a program of her own and by one with the crooked program too.

#include "tests/support/penalty.hpp"

#include <gtest/gtest.h>

#include "tests/gateway/ledger/year_ledger.hpp"

void offing::support::penalise(scheduler::Preferences& woman, std::size_t missed) {
    woman.notice += std::chrono::hours{24} * static_cast<int>(missed);
}

namespace offing::ledger {
namespace {

const support::YearPlan weeks{.women = 40, .clinics = 12, .days = 40, .decisions = 500, .seed = 7};

TEST(Penalty, IsCaughtByAProgramWithoutIt) {
    YearLedger year{"sqlite", weeks};
    const auto replayed = year.replay();
    EXPECT_TRUE(year.verified.is_whole()) << "nothing was tampered with: the decisions themselves are wrong";
    EXPECT_GT(replayed.difference_count, 0);
    EXPECT_FALSE(replayed.is_proof());
    EXPECT_TRUE(std::ranges::any_of(replayed.people,
                                    [](const auto& one) { return one.second.earliest_differences > 0; }));
}

TEST(Penalty, IsCaughtByTheCrookedProgramItself) {
    YearLedger year{"sqlite", weeks};
    const auto replayed = year.replay([](scheduler::Preferences& woman, const Conduct& conduct) {
        support::penalise(woman, static_cast<std::size_t>(conduct.missed));
    });
    EXPECT_GT(replayed.difference_count, 0);
    EXPECT_FALSE(replayed.is_proof());
}

}  // namespace
}  // namespace offing::ledger
