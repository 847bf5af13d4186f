#include "gateway/ledger/source.hpp"

namespace offing::ledger {

using storage::Transaction;

namespace {

constexpr std::size_t hash_size = std::tuple_size_v<Hash>;

std::int64_t width() { return static_cast<std::int64_t>(tile_width); }

std::string spell_number(const storage::Row& row, std::size_t column) {
    return std::to_string(row.integer(column));
}

std::vector<std::string> strays_in(Transaction& transaction) {
    std::vector<std::string> found;
    const auto last = last_head(transaction);
    const std::int64_t size = last ? last->size : 0;
    for (const auto& row : transaction.run(
             "SELECT seq, kind FROM ledger_event WHERE seq < 0 OR seq >= $1 ORDER BY seq LIMIT 3", {size}))
        found.push_back("event " + spell_number(row, 0) + " (" + row.text(1) +
                        ") has a number that no seal covers: it was inserted, or seals were removed");
    for (int level = 0; level * tile_levels < 64; ++level) {
        const std::int64_t entries = size >> static_cast<unsigned>(level * tile_levels);
        for (const auto& row : transaction.run("SELECT number FROM ledger_tile WHERE level = $1 AND (number "
                                               "< 0 OR number * $3 >= $2) LIMIT "
                                               "1",
                                               {std::int64_t{level}, entries, width()}))
            found.push_back("row " + spell_number(row, 0) + " of the tree's hashes, level " +
                            std::to_string(level) + ", covers events that aren't sealed");
    }
    return found;
}

}  // namespace

Result<std::optional<crypto::PublicKey>> StoreSource::key() { return database_.read_now(ledger_key); }

Result<std::vector<Head>> StoreSource::heads(std::int64_t number, int most) {
    return database_.read_now(
        [=](Transaction& transaction) { return ledger::heads(transaction, number, most); });
}

Result<std::vector<LedgerEvent>> StoreSource::events(std::int64_t seq, int most) {
    return database_.read_now(
        [=](Transaction& transaction) { return sealed_events(transaction, seq, most); });
}

Result<std::vector<Hash>> StoreSource::leaf_hashes(std::int64_t first, int most) {
    return database_.read_now([=](Transaction& transaction) {
        std::vector<Hash> hashes;
        for (std::int64_t at = first; at < first + most;) {
            const auto row = tile(transaction, 0, at / width());
            const auto skipped = static_cast<std::size_t>(at % width()) * hash_size;
            if (!row || row->size() <= skipped) break;
            for (std::size_t from = skipped; from + hash_size <= row->size() && at < first + most;
                 from += hash_size, ++at)
                hashes.push_back(*hash_from(std::span{*row}.subspan(from, hash_size)));
            if (at % width() != 0) break;
        }
        return hashes;
    });
}

Result<std::optional<Bytes>> StoreSource::hash_row(int level, std::int64_t number) {
    return database_.read_now([=](Transaction& transaction) { return tile(transaction, level, number); });
}

Result<std::vector<std::string>> StoreSource::strays() { return database_.read_now(strays_in); }

Result<std::int64_t> StoreSource::unsealed() { return database_.read_now(count_unsealed); }

}  // namespace offing::ledger
