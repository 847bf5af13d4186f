// Somebody has a hand in the store, past all our code: each kind of record flipped, dropped, inserted,
// swapped. Always caught, and at the right place.

#include <gtest/gtest.h>

#include "tests/gateway/ledger/sealed_store.hpp"

namespace offing::ledger {
namespace {

using What = Finding::What;

/// 700 events under three seals: 0 to 255, 256 to 511, 512 to 699.
class Tamper : public ::testing::TestWithParam<const char*> {
protected:
    Tamper() {
        store.add_events(700);
        store.seal_all();
    }

    void expect_first(What what, std::int64_t event, const std::string& how) {
        const auto verified = store.verify();
        ASSERT_FALSE(verified.is_whole()) << how << " went unseen";
        EXPECT_EQ(spell(verified.findings.front().what), spell(what))
            << how << ": " << verified.findings.front().text;
        EXPECT_EQ(verified.findings.front().event, event) << how << ": " << verified.findings.front().text;
    }
    /// The change, what is found, and everything as it was again.
    void expect_first_after(const std::vector<std::string>& change, const std::vector<std::string>& back,
                            What what, std::int64_t event) {
        for (const auto& sql : change) store.run(sql);
        expect_first(what, event, change.front());
        for (const auto& sql : back) store.run(sql);
        EXPECT_TRUE(store.verify().is_whole()) << "after " << back.front();
    }
    /// One bit of a column of bytes.
    void flip(const std::string& table, const std::string& column, const std::string& where,
              std::size_t bit) {
        Bytes bytes = store.run("SELECT " + column + " FROM " + table + " WHERE " + where).front().bytes(0);
        bytes.at(bit / 8) ^= static_cast<std::uint8_t>(1U << (bit % 8));
        store.run("UPDATE " + table + " SET " + column + " = $1 WHERE " + where, {bytes});
    }
    void expect_flip_is_caught(const std::string& table, const std::string& column, const std::string& where,
                               std::size_t bit, What what, std::int64_t event) {
        flip(table, column, where, bit);
        expect_first(what, event, table + "." + column + " where " + where);
        flip(table, column, where, bit);
        EXPECT_TRUE(store.verify().is_whole());
    }

    SealedStore store{GetParam()};
};

const std::string up = "UPDATE ledger_event SET seq = -seq - 1000000 WHERE seq > ";
const std::string down_by_one = "UPDATE ledger_event SET seq = -seq - 1000001 WHERE seq < -1000000";
const std::string up_by_one = "UPDATE ledger_event SET seq = -seq - 999999 WHERE seq < -1000000";

TEST_P(Tamper, EveryColumnOfAnEventIsCovered) {
    for (const std::int64_t seq : {0, 255, 256, 417, 699}) {
        const std::string where = " WHERE seq = " + std::to_string(seq);
        const auto was =
            store.run("SELECT id, at, nth, kind, version, subject, body FROM ledger_event" + where);
        const auto& row = was.front();
        const std::string back =
            "UPDATE ledger_event SET id = '" + row.text(0) + "', at = " + std::to_string(row.integer(1)) +
            ", nth = " + std::to_string(row.integer(2)) + ", kind = '" + row.text(3) +
            "', version = 1, subject = '" + row.text(5) + "', body = '" + row.text(6) + "'" + where;
        for (const std::string change : {"id = 'x'", "at = at + 1", "nth = nth + 1", "kind = 'missed'",
                                         "version = 2", "subject = 'another'", "body = '{}'"})
            expect_first_after({"UPDATE ledger_event SET " + change + where}, {back}, What::changed, seq);
    }
}

TEST_P(Tamper, AnEventThatWasRemovedIsNamed) {
    for (const std::int64_t seq : {0, 255, 256, 300, 699}) {
        const std::string number = std::to_string(seq);
        store.run("CREATE TABLE aside AS SELECT * FROM ledger_event WHERE seq = " + number);
        expect_first_after({"DELETE FROM ledger_event WHERE seq = " + number},
                           {"INSERT INTO ledger_event SELECT * FROM aside", "DROP TABLE aside"},
                           What::removed, seq);
    }
}

TEST_P(Tamper, AnEventThatWasRemovedIsNamedAlsoWhenTheOthersMovedUp) {
    store.run("DELETE FROM ledger_event WHERE seq = 300");
    store.run(up + "300");
    store.run(down_by_one);
    expect_first(What::removed, 300, "removed, moved up");
}

TEST_P(Tamper, AnEventThatWasTakenBackOutOfItsSealIsNamed) {
    expect_first_after({"UPDATE ledger_event SET seq = NULL WHERE seq = 300"},
                       {"UPDATE ledger_event SET seq = 300 WHERE seq IS NULL"}, What::removed, 300);
}

TEST_P(Tamper, AnEventThatWasInsertedIsNamed) {
    const std::string insert = "INSERT INTO ledger_event (id, seq, at, nth, kind, version, subject, body)";
    store.run(insert +
              " SELECT 'new', 700, at, nth, kind, version, subject, body FROM ledger_event WHERE seq = 5");
    expect_first(What::inserted, 700, "at the end");
    store.run("DELETE FROM ledger_event WHERE id = 'new'");
    store.run(insert +
              " SELECT 'new', -1, at, nth, kind, version, subject, body FROM ledger_event WHERE seq = 5");
    expect_first(What::inserted, 700, "before the beginning");
    store.run("DELETE FROM ledger_event WHERE id = 'new'");
    store.run(up + "299");
    store.run(up_by_one);
    store.run(insert +
              " SELECT 'new', 300, at, nth, kind, version, subject, body FROM ledger_event WHERE seq = 5");
    expect_first(What::inserted, 300, "in the middle");
}

TEST_P(Tamper, EventsThatChangedPlacesAreNamed) {
    for (const auto& [a, b] : {std::pair{"300", "301"}, {"300", "500"}, {"300", "650"}, {"0", "699"}}) {
        const std::string one{a};
        const std::string other{b};
        const std::vector<std::string> swap{"UPDATE ledger_event SET seq = -5 WHERE seq = " + one,
                                            "UPDATE ledger_event SET seq = " + one + " WHERE seq = " + other,
                                            "UPDATE ledger_event SET seq = " + other + " WHERE seq = -5"};
        for (const auto& sql : swap) store.run(sql);
        const auto verified = store.verify();
        ASSERT_FALSE(verified.is_whole());
        EXPECT_EQ(verified.findings.front().event, std::stoll(one)) << verified.findings.front().text;
        for (const auto& sql : swap) store.run(sql);
        EXPECT_TRUE(store.verify().is_whole());
    }
}

TEST_P(Tamper, SwappedNeighboursAreCalledReordered) {
    store.run("UPDATE ledger_event SET seq = -5 WHERE seq = 300");
    store.run("UPDATE ledger_event SET seq = 300 WHERE seq = 302");
    store.run("UPDATE ledger_event SET seq = 302 WHERE seq = -5");
    expect_first(What::reordered, 300, "swap");
}

TEST_P(Tamper, EveryColumnOfASealIsCovered) {
    for (const std::string column : {"root", "previous", "signature"})
        for (const std::size_t bit : {0U, 100U, 255U}) {
            expect_flip_is_caught("ledger_seal", column, "number = 1", bit, What::head, 0);
            expect_flip_is_caught("ledger_seal", column, "number = 2", bit, What::head, 256);
            expect_flip_is_caught("ledger_seal", column, "number = 3", bit, What::head, 512);
        }
    expect_first_after({"UPDATE ledger_seal SET sealed_at = sealed_at + 1 WHERE number = 2"},
                       {"UPDATE ledger_seal SET sealed_at = sealed_at - 1 WHERE number = 2"}, What::head,
                       256);
    expect_first_after({"UPDATE ledger_seal SET size = size - 1 WHERE number = 2"},
                       {"UPDATE ledger_seal SET size = size + 1 WHERE number = 2"}, What::head, 256);
    expect_first_after({"UPDATE ledger_seal SET size = 1000000000 WHERE number = 2"},
                       {"UPDATE ledger_seal SET size = 512 WHERE number = 2"}, What::head, 256);
    expect_first_after({"UPDATE ledger_seal SET number = 4 WHERE number = 3"},
                       {"UPDATE ledger_seal SET number = 3 WHERE number = 4"}, What::head, 512);
}

TEST_P(Tamper, ASealThatWasRemovedIsMissed) {
    for (const auto& [number, event] : {std::pair{"1", 0}, {"2", 256}}) {
        store.run("CREATE TABLE aside AS SELECT * FROM ledger_seal WHERE number = " + std::string{number});
        expect_first_after({"DELETE FROM ledger_seal WHERE number = " + std::string{number}},
                           {"INSERT INTO ledger_seal SELECT * FROM aside", "DROP TABLE aside"}, What::head,
                           event);
    }
    store.run("DELETE FROM ledger_seal WHERE number = 3");
    expect_first(What::inserted, 512, "the last seal");
}

TEST_P(Tamper, TheTreesHashesAreCovered) {
    expect_flip_is_caught("ledger_tile", "hashes", "level = 0 AND number = 0", 0, What::hashes, 0);
    expect_flip_is_caught("ledger_tile", "hashes", "level = 0 AND number = 1", std::size_t{100} * 256,
                          What::hashes, 356);
    expect_flip_is_caught("ledger_tile", "hashes", "level = 0 AND number = 2", std::size_t{187} * 256,
                          What::hashes, 699);
    expect_flip_is_caught("ledger_tile", "hashes", "level = 1 AND number = 0", 300, What::hashes, 0);
    for (const auto& [row, event] :
         {std::pair{"level = 0 AND number = 1", 256}, {"level = 1 AND number = 0", 0}}) {
        store.run("CREATE TABLE aside AS SELECT * FROM ledger_tile WHERE " + std::string{row});
        expect_first_after({"DELETE FROM ledger_tile WHERE " + std::string{row}},
                           {"INSERT INTO ledger_tile SELECT * FROM aside", "DROP TABLE aside"}, What::hashes,
                           event);
    }
    store.run("INSERT INTO ledger_tile SELECT 0, 3, hashes FROM ledger_tile WHERE level = 0 AND number = 0");
    expect_first(What::inserted, 700, "a row of hashes too many");
}

TEST_P(Tamper, AnEventChangedTogetherWithItsHashIsFoundByTheSeal) {
    store.run("UPDATE ledger_event SET body = '{\"n\":1}' WHERE seq = 300");
    const auto event =
        store.run("SELECT id, at, nth, kind, version, subject, body FROM ledger_event WHERE seq = 300")
            .front();
    const Hash leaf = leaf_hash(line_of({.seq = 300,
                                         .id = event.text(0),
                                         .at = Timestamp{std::chrono::milliseconds{event.integer(1)}},
                                         .nth = event.integer(2),
                                         .kind = event.text(3),
                                         .version = event.integer(4),
                                         .subject = event.text(5),
                                         .body = event.text(6)}));
    Bytes row = store.run("SELECT hashes FROM ledger_tile WHERE level = 0 AND number = 1").front().bytes(0);
    std::ranges::copy(leaf, row.begin() + std::ptrdiff_t{300 - 256} * 32);
    store.run("UPDATE ledger_tile SET hashes = $1 WHERE level = 0 AND number = 1", {row});
    const auto verified = store.verify();
    ASSERT_FALSE(verified.is_whole());
    EXPECT_EQ(verified.findings.front().text,
              "between events 256 and 511 something was changed, and the hashes kept beside them with it");
}

TEST_P(Tamper, AnotherKeyIsNoneOfItsOwn) {
    const auto other = crypto::SigningKey::make();
    store.run("UPDATE ledger_key SET public_key = $1",
              {Bytes{other.public_key().begin(), other.public_key().end()}});
    expect_first(What::head, 0, "another key");
}

TEST_P(Tamper, ALedgerWrittenAnewWithTheRightKeyIsShownByAHeadKeptElsewhere) {
    StoreSource source{*store.database};
    const auto kept = source.heads(1, 10).value();
    store.run("UPDATE ledger_event SET body = '{}', seq = NULL WHERE seq = 300");
    store.run("UPDATE ledger_event SET seq = NULL");
    store.run("DELETE FROM ledger_seal");
    store.run("DELETE FROM ledger_tile");
    store.seal_all();
    EXPECT_TRUE(store.verify().is_whole()) << "alone it looks sound";
    const auto verified = store.verify(kept);
    ASSERT_FALSE(verified.is_whole());
    EXPECT_EQ(verified.findings.front().what, What::outside_head);
}

TEST_P(Tamper, ALedgerThatEndsTooEarlyIsShownByAHeadKeptElsewhere) {
    StoreSource source{*store.database};
    const auto kept = source.heads(3, 1).value();
    store.run("DELETE FROM ledger_event WHERE seq >= 512");
    store.run("DELETE FROM ledger_seal WHERE number = 3");
    store.run("DELETE FROM ledger_tile WHERE level = 0 AND number = 2");
    EXPECT_TRUE(store.verify().is_whole()) << "alone it looks sound";
    EXPECT_EQ(store.verify(kept).findings.front().text,
              "the head of seal 3 speaks of 700 events; this ledger ends after 512: what came after was "
              "removed, or "
              "this is an older copy");
}

TEST_P(Tamper, AHeadOfAnotherServiceIsRefused) {
    SealedStore other{GetParam()};
    other.add_events(10);
    const auto head = other.seal();
    const auto verified = store.verify({*head});
    ASSERT_FALSE(verified.is_whole());
    EXPECT_EQ(verified.findings.front().what, What::outside_head);
    EXPECT_NE(verified.findings.front().text.find("of ledger " + ledger_name(other.key->public_key())),
              std::string::npos);
}

TEST_P(Tamper, GoingOnAfterwardsHidesNothing) {
    store.run("UPDATE ledger_event SET subject = 'another' WHERE seq = 417");
    store.add_events(400);
    store.seal_all();
    expect_first(What::changed, 417, "sealed over");
}

INSTANTIATE_TEST_SUITE_P(Engines, Tamper, ::testing::Values("sqlite", "postgres"));

}  // namespace
}  // namespace offing::ledger
