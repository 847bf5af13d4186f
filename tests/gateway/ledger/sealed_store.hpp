// A store of a test's own with made-up events in it, and a hand that seals them.

#pragma once

#include <functional>
#include <stdexcept>
#include <string>

#include "gateway/base/ids.hpp"
#include "gateway/ledger/event.hpp"
#include "gateway/ledger/seal.hpp"
#include "gateway/ledger/verify.hpp"
#include "gateway/storage/migrations.hpp"
#include "tests/support/test_store.hpp"

namespace offing::ledger {

class SealedStore {
public:
    explicit SealedStore(std::string_view engine)
        : store_{engine},
          database{store_.open()},
          vault{must(storage::Vault::make("0123456789abcdef0123456789abcdef"))},
          now{std::chrono::milliseconds{1'795'600'000'000}} {
        must(storage::migrate(*database, now));
        key = must(signing_key(*database, vault, now));
    }

    /// `count` events, a second apart.
    void add_events(int count) {
        must(database->transact_now([&](storage::Transaction& transaction) {
            for (int i = 0; i < count; ++i)
                record(transaction, i % 3 == 0 ? Kind::booked : Kind::place_kept,
                       "woman-" + std::to_string(i % 7), {{"n", i}}, now + std::chrono::seconds{i});
            return true;
        }));
        now += std::chrono::seconds{count + 60};
    }
    std::optional<Head> seal(SealSettings settings = {}) {
        return must(database->transact_now(
            [&](storage::Transaction& transaction) { return seal_some(transaction, *key, settings, now); }));
    }
    void seal_all() {
        while (seal()) {
        }
    }
    /// As somebody with a hand in the store, past all our code.
    storage::Rows run(std::string_view sql, std::vector<storage::Value> values = {}) {
        return must(database->transact_now(
            [&](storage::Transaction& transaction) { return transaction.run(sql, values); }));
    }
    Verified verify(const std::vector<Head>& outside = {}) {
        StoreSource source{*database};
        return ledger::verify(source, outside);
    }
    std::unique_ptr<storage::Database> another_way_in() const { return store_.open(); }
    const std::string& address() const { return store_.address(); }

    template <typename T>
    static T must(Result<T> result) {
        if (!result) throw std::runtime_error(result.error().what);
        return std::move(*result);
    }

private:
    support::TestStore store_;

public:
    std::unique_ptr<storage::Database> database;
    storage::Vault vault;
    Timestamp now;
    std::optional<crypto::SigningKey> key;
};

}  // namespace offing::ledger
