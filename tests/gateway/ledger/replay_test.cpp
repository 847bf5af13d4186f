// Weeks of a made-up service by the daemon's own services, then every decision again from the ledger. The
// whole year is bench/ledger's.

#include <gtest/gtest.h>

#include "gateway/service/attendance.hpp"
#include "tests/gateway/ledger/year_ledger.hpp"

namespace offing::ledger {
namespace {

const support::YearPlan weeks{.women = 60, .clinics = 12, .days = 40, .decisions = 700, .seed = 20'261'125};

void expect_proof(const Replayed& replayed) {
    for (const auto& difference : replayed.differences)
        ADD_FAILURE() << "event " << difference.event << ": " << spell(difference.what) << ": "
                      << difference.text;
    for (const auto& what : replayed.unreadable) ADD_FAILURE() << what;
    EXPECT_EQ(replayed.difference_count, 0);
    EXPECT_EQ(replayed.other_view, 0) << "one daemon, one after another: it saw what the ledger says";
    EXPECT_TRUE(replayed.is_proof());
}

class ReplayedWeeks : public ::testing::TestWithParam<const char*> {};

TEST_P(ReplayedWeeks, GiveEveryWomanTheSameRankAndTheSameTimes) {
    YearLedger year{GetParam(), weeks};
    const auto replayed = year.replay();
    EXPECT_TRUE(year.verified.is_whole());
    EXPECT_EQ(replayed.decisions, year.done.decisions);
    EXPECT_GT(replayed.decisions, 300);
    EXPECT_GT(year.done.missed, 20) << "or there would be nothing to strike out";
    expect_proof(replayed);
}

INSTANTIATE_TEST_SUITE_P(Engines, ReplayedWeeks, ::testing::Values("sqlite", "postgres"));

TEST(Replay, NoticesAPlaceInLineThatWasChangedBehindTheLedger) {
    YearLedger year{"sqlite", {.women = 10, .clinics = 6, .days = 5, .decisions = 40, .seed = 3}};
    year.rig.number_of("UPDATE person SET waiting_since = waiting_since + 864000000 RETURNING 1");
    year.rig.text("+447700900001", "can i come thurs");
    year.rig.text("+447700900001", "other times");
    year.rig.text("+447700900001", "can i come friday");
    year.seal();
    const auto replayed = year.replay();
    ASSERT_GT(replayed.difference_count, 0);
    EXPECT_EQ(replayed.differences.front().what, Difference::What::rank);
    EXPECT_FALSE(replayed.is_proof());
}

TEST(Replay, GoesOnProvingAfterMarksThatWereTakenBack) {
    YearLedger year{"sqlite", {.women = 20, .clinics = 8, .days = 10, .decisions = 120, .seed = 5}};
    auto& rig = year.rig;
    const auto missed = rig.column("SELECT id FROM booking WHERE status = 'missed' ORDER BY id LIMIT 3");
    ASSERT_FALSE(missed.empty());
    for (const auto& booking : missed)
        rig.database
            ->transact_now([&](storage::Transaction& transaction) {
                return service::take_back_mark(transaction, booking, rig.clock.now()).done;
            })
            .value();
    for (const char* number : {"+447700900001", "+447700900002", "+447700900003"})
        rig.text(number, "can i come thurs");
    year.seal();
    EXPECT_TRUE(year.verified.is_whole());
    expect_proof(year.replay());
}

TEST(Replay, GoesOnProvingAfterErasures) {
    YearLedger year{"sqlite", {.women = 20, .clinics = 8, .days = 10, .decisions = 120, .seed = 4}};
    const auto before = year.replay();
    const auto head = year.verified.head;
    year.rig.database
        ->transact_now([&](storage::Transaction& transaction) {
            for (const auto& row : transaction.run("SELECT id FROM contact ORDER BY id LIMIT 5")) {
                storage::erase_contact(transaction, row.text(0), year.rig.clock.now());
                record(transaction, Kind::erased, row.text(0), {}, year.rig.clock.now());
            }
            return true;
        })
        .value();
    const auto after = year.replay();
    EXPECT_TRUE(year.verified.is_whole());
    EXPECT_EQ(write_head(*year.verified.head), write_head(*head));
    EXPECT_GT(after.erased, 0);
    EXPECT_EQ(after.decisions + after.erased, before.decisions);
    expect_proof(after);
}

}  // namespace
}  // namespace offing::ledger
