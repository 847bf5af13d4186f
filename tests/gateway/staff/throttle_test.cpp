// Too many failures make somebody wait, by account and by address; on both stores.

#include <gtest/gtest.h>

#include "gateway/staff/sign_in.hpp"
#include "tests/support/rig.hpp"

namespace offing::staff {
namespace {

using namespace std::chrono_literals;

class Throttle : public ::testing::TestWithParam<const char*> {
protected:
    std::optional<std::chrono::minutes> wait(const Attempt& attempt) {
        return rig.database
            ->transact_now([&](storage::Transaction& transaction) {
                return wait_before(transaction, attempt, rig.clock.now());
            })
            .value();
    }
    void fail_times(const Attempt& attempt, int times) {
        for (int time = 0; time < times; ++time)
            rig.database
                ->transact_now([&](storage::Transaction& transaction) {
                    note_failure(transaction, attempt, rig.clock.now());
                    return true;
                })
                .value();
    }

    support::Rig rig{GetParam()};
    Attempt sam = attempt_of(rig.vault, "sam", "192.0.2.1");
};

TEST_P(Throttle, FiveFailuresAreFreeAndEachMoreDoublesTheWait) {
    fail_times(sam, 4);
    EXPECT_FALSE(wait(sam));
    fail_times(sam, 1);
    EXPECT_EQ(wait(sam), 1min);
    fail_times(sam, 1);
    EXPECT_EQ(wait(sam), 2min);
    fail_times(sam, 10);
    EXPECT_EQ(wait(sam), 15min) << "never longer";
    rig.clock.advance(15min);
    EXPECT_FALSE(wait(sam));
}

TEST_P(Throttle, AnotherAccountAtTheSameAddressWaitsOnlyAfterMany) {
    fail_times(sam, 19);
    const auto other = attempt_of(rig.vault, "alex", "192.0.2.1");
    EXPECT_FALSE(wait(other));
    fail_times(sam, 1);
    EXPECT_TRUE(wait(other));
    EXPECT_FALSE(wait(attempt_of(rig.vault, "alex", "192.0.2.2")));
}

TEST_P(Throttle, GettingInForgetsTheFailuresOfTheAccountAlone) {
    fail_times(sam, 20);
    rig.database
        ->transact_now([&](storage::Transaction& transaction) {
            note_success(transaction, sam);
            return true;
        })
        .value();
    EXPECT_FALSE(wait(attempt_of(rig.vault, "sam", "192.0.2.9")));
    EXPECT_TRUE(wait(attempt_of(rig.vault, "alex", "192.0.2.1"))) << "the address still waits";
}

TEST_P(Throttle, NoAddressAndNoAccountStandsInTheStore) {
    fail_times(sam, 1);
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM sign_in_failure WHERE LENGTH(subject) = 32"), 2)
        << "keyed hashes, and nothing else";
}

INSTANTIATE_TEST_SUITE_P(Stores, Throttle, ::testing::Values("sqlite", "postgres"),
                         [](const auto& each) { return std::string{each.param}; });

}  // namespace
}  // namespace offing::staff
