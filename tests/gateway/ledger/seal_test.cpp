// Sealing on both stores: numbers without gaps, heads that follow from each other, one daemon at a time.

#include <gtest/gtest.h>

#include <thread>

#include "tests/gateway/ledger/sealed_store.hpp"

namespace offing::ledger {
namespace {

using namespace std::chrono_literals;

class Seal : public ::testing::TestWithParam<const char*> {
protected:
    SealedStore store{GetParam()};
};

TEST_P(Seal, NumbersEventsInTheOrderInWhichTheyHappened) {
    store.add_events(600);
    store.seal_all();
    const auto rows = store.run("SELECT seq, at FROM ledger_event ORDER BY at, nth");
    for (std::size_t i = 0; i < rows.size(); ++i) EXPECT_EQ(rows[i].integer(0), static_cast<std::int64_t>(i));
    const auto verified = store.verify();
    EXPECT_TRUE(verified.is_whole());
    EXPECT_EQ(verified.events, 600);
    EXPECT_EQ(verified.head->number, 3);
    EXPECT_EQ(verified.unsealed, 0);
}

TEST_P(Seal, WaitsForAFewMoreEventsButNotForLong) {
    store.add_events(5);
    store.now -= 55s;
    EXPECT_FALSE(store.seal().has_value()) << "the oldest is ten seconds old";
    EXPECT_EQ(store.verify().unsealed, 5);
    store.now += 25s;
    EXPECT_EQ(store.seal()->size, 5);
}

TEST_P(Seal, LeavesAMomentToTransactionsUnderWay) {
    store.add_events(300);
    store.now -= 61s;  // the last event is one second old
    EXPECT_EQ(store.seal({.count = 400})->size, 298);
}

TEST_P(Seal, SealsNothingWhileTheClockIsBehindTheLastHead) {
    store.add_events(10);
    store.seal_all();
    store.now -= 24h;
    store.add_events(10);
    EXPECT_FALSE(store.seal().has_value());
    store.now += 48h;
    EXPECT_TRUE(store.seal().has_value());
    const auto verified = store.verify();
    ASSERT_EQ(verified.findings.size(), 1U);
    EXPECT_EQ(verified.findings[0].what, Finding::What::clock);
    EXPECT_EQ(verified.findings[0].event, 10);
}

TEST_P(Seal, KeepsItsKeySealedAndGetsTheSameOneAgain) {
    const auto again = signing_key(*store.database, store.vault, store.now);
    ASSERT_TRUE(again.has_value());
    EXPECT_EQ(again->public_key(), store.key->public_key());
    const auto foreign = storage::Vault::make("another master key of 32 bytes..").value();
    const auto refused = signing_key(*store.database, foreign, store.now);
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().kind, Error::Kind::refused);
    const auto row = store.run("SELECT private_sealed FROM ledger_key").front().bytes(0);
    EXPECT_EQ(as_text(row).find(store.key->secret()), std::string_view::npos);
}

TEST_P(Seal, LetsSeveralDaemonsTryAtOnce) {
    store.add_events(2000);
    std::vector<std::jthread> daemons;
    for (int i = 0; i < 3; ++i)
        daemons.emplace_back([&] {
            const auto own = store.another_way_in();
            for (int attempt = 0; attempt < 1000 && own->read_now(count_unsealed).value() > 0; ++attempt)
                (void)own->transact_now([&](storage::Transaction& transaction) {
                    return seal_some(transaction, *store.key, {.count = 64}, store.now);
                });
        });
    daemons.clear();
    const auto verified = store.verify();
    for (const auto& finding : verified.findings) ADD_FAILURE() << finding.text;
    EXPECT_EQ(verified.events, 2000);
    EXPECT_EQ(verified.head->number, 32);
}

INSTANTIATE_TEST_SUITE_P(Engines, Seal, ::testing::Values("sqlite", "postgres"));

}  // namespace
}  // namespace offing::ledger
