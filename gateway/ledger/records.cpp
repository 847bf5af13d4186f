#include "gateway/ledger/records.hpp"

#include <algorithm>
#include <array>

#include "gateway/ledger/whole_number.hpp"
#include "gateway/storage/columns.hpp"

namespace offing::ledger {

using storage::Row;
using storage::StatementFailed;
using storage::Transaction;

namespace {

constexpr std::size_t hash_size = std::tuple_size_v<Hash>;

template <std::size_t size>
std::array<std::uint8_t, size> array_from(const Bytes& bytes, const char* what) {
    std::array<std::uint8_t, size> out{};
    if (bytes.size() != size)
        throw StatementFailed{StatementFailed::Why::other, std::string{what} + " has another length"};
    std::ranges::copy(bytes, out.begin());
    return out;
}

template <std::size_t size>
Bytes bytes_of(const std::array<std::uint8_t, size>& array) {
    return {array.begin(), array.end()};
}

Head head_from(const Row& row, const crypto::PublicKey& key) {
    return {.key = key,
            .number = row.integer(0),
            .size = row.integer(1),
            .root = array_from<hash_size>(row.bytes(3), "a root"),
            .previous = array_from<hash_size>(row.bytes(4), "a digest of a head"),
            .at = storage::time_of(row, 2),
            .signature = array_from<64>(row.bytes(5), "a signature")};
}

#define OFFING_EVENT_COLUMNS "seq, id, at, nth, kind, version, subject, body FROM ledger_event "

std::vector<LedgerEvent> events_from(const storage::Rows& rows) {
    std::vector<LedgerEvent> events;
    for (const Row& row : rows)
        events.push_back({.seq = row.integer(0),
                          .id = row.text(1),
                          .at = storage::time_of(row, 2),
                          .nth = row.integer(3),
                          .kind = row.text(4),
                          .version = row.integer(5),
                          .subject = row.text(6),
                          .body = row.text(7)});
    return events;
}

}  // namespace

std::string line_of(const LedgerEvent& event) {
    std::string line = event.id;
    for (const auto& field : {std::to_string(storage::millis(event.at)), std::to_string(event.nth),
                              event.kind, std::to_string(event.version), event.subject, event.body}) {
        line += '\t';
        line += field;
    }
    return line;
}

Result<LedgerEvent> event_from_line(std::string_view line) {
    std::array<std::string_view, 7> fields;
    std::size_t count = 0;
    for (std::size_t at = 0; count < fields.size(); ++count) {
        const std::size_t tab = line.find('\t', at);
        fields.at(count) = line.substr(at, tab - at);
        if (tab == std::string_view::npos) break;
        at = tab + 1;
    }
    if (count != fields.size() - 1) return fail(Error::Kind::malformed, "an event has seven fields");
    const auto at = number_from(fields[1]);
    const auto nth = number_from(fields[2]);
    const auto version = number_from(fields[4]);
    if (!at || !nth || !version)
        return fail(Error::Kind::malformed, "an event's time, count or version is no number");
    return LedgerEvent{.seq = -1,
                       .id = std::string{fields[0]},
                       .at = storage::timestamp(*at),
                       .nth = *nth,
                       .kind = std::string{fields[3]},
                       .version = *version,
                       .subject = std::string{fields[5]},
                       .body = std::string{fields[6]}};
}

std::string name_of(const LedgerEvent& event) {
    return "event " + std::to_string(event.seq) + " (" + event.kind + ", " + spell_time(event.at) + ")";
}

std::vector<LedgerEvent> sealed_events(Transaction& transaction, std::int64_t seq, int most) {
    return events_from(transaction.run("SELECT " OFFING_EVENT_COLUMNS "WHERE seq >= $1 ORDER BY seq LIMIT $2",
                                       {seq, std::int64_t{most}}));
}

std::vector<LedgerEvent> sealed_events_about(Transaction& transaction, std::string_view subject,
                                             std::int64_t end, int most) {
    return events_from(transaction.run("SELECT " OFFING_EVENT_COLUMNS
                                       "WHERE subject = $1 AND seq < $2 ORDER BY seq LIMIT $3",
                                       {std::string{subject}, end, std::int64_t{most}}));
}

std::int64_t count_unsealed(Transaction& transaction) {
    return transaction.run("SELECT COUNT(*) FROM ledger_event WHERE seq IS NULL").front().integer(0);
}

std::optional<crypto::PublicKey> ledger_key(Transaction& transaction) {
    const auto rows = transaction.run("SELECT public_key FROM ledger_key WHERE number = 1");
    if (rows.empty()) return std::nullopt;
    return array_from<32>(rows.front().bytes(0), "the ledger's key");
}

std::vector<Head> heads(Transaction& transaction, std::int64_t number, int most) {
    std::vector<Head> found;
    const auto key = ledger_key(transaction);
    if (!key) return found;
    for (const Row& row :
         transaction.run("SELECT number, size, sealed_at, root, previous, signature FROM ledger_seal WHERE "
                         "number >= $1 ORDER BY number LIMIT $2",
                         {number, std::int64_t{most}}))
        found.push_back(head_from(row, *key));
    return found;
}

std::optional<Head> last_head(Transaction& transaction) {
    const auto key = ledger_key(transaction);
    if (!key) return std::nullopt;
    const auto rows = transaction.run(
        "SELECT number, size, sealed_at, root, previous, signature FROM ledger_seal ORDER BY number DESC "
        "LIMIT 1");
    return rows.empty() ? std::nullopt : std::optional{head_from(rows.front(), *key)};
}

void add_head(Transaction& transaction, const Head& head) {
    transaction.change(
        "INSERT INTO ledger_seal (number, size, sealed_at, root, previous, signature) VALUES ($1, $2, $3, "
        "$4, "
        "$5, $6)",
        {head.number, head.size, storage::millis(head.at), bytes_of(head.root), bytes_of(head.previous),
         bytes_of(head.signature)});
}

std::optional<Bytes> tile(Transaction& transaction, int level, std::int64_t number) {
    const auto rows = transaction.run("SELECT hashes FROM ledger_tile WHERE level = $1 AND number = $2",
                                      {std::int64_t{level}, number});
    return rows.empty() ? std::nullopt : std::optional{rows.front().bytes(0)};
}

Hash fold(std::span<const Hash> hashes) {
    if (hashes.size() == 1) return hashes.front();
    const std::size_t half = hashes.size() / 2;
    return node_hash(fold(hashes.first(half)), fold(hashes.subspan(half)));
}

StoredTree::Tile& StoredTree::load(Place place) const {
    if (const auto known = tiles_.find(place); known != tiles_.end()) return known->second;
    Tile fresh;
    if (const auto bytes = tile(transaction_, place.level, place.number)) {
        if (bytes->size() % hash_size != 0 || bytes->size() > tile_width * hash_size)
            throw StatementFailed{StatementFailed::Why::other,
                                  "a row of the tree's hashes has another length"};
        for (std::size_t at = 0; at < bytes->size(); at += hash_size)
            fresh.hashes.push_back(hash_from(std::span{*bytes}.subspan(at, hash_size)).value());
    }
    return tiles_.emplace(place, std::move(fresh)).first->second;
}

Hash StoredTree::at(int level, std::uint64_t index) const {
    const std::uint64_t count = 1ULL << static_cast<unsigned>(level % tile_levels);
    const std::uint64_t first = index * count;
    const auto& hashes = load({level / tile_levels, static_cast<std::int64_t>(first / tile_width)}).hashes;
    if (first % tile_width + count > hashes.size())
        throw StatementFailed{StatementFailed::Why::other, "hashes of the tree are missing"};
    return fold(std::span{hashes}.subspan(first % tile_width, count));
}

void StoredTree::append(const Hash& leaf) {
    append_at(0, size_, leaf);
    ++size_;
}

void StoredTree::append_at(int level, std::uint64_t index, const Hash& hash) {
    const std::uint64_t number = index / tile_width;
    Tile& row = load({level, static_cast<std::int64_t>(number)});
    if (row.hashes.size() != index % tile_width)
        throw StatementFailed{StatementFailed::Why::other,
                              "the tree's hashes don't end where the ledger does"};
    row.hashes.push_back(hash);
    row.changed = true;
    if (row.hashes.size() == tile_width) append_at(level + 1, number, fold(row.hashes));
}

Hash StoredTree::root() const { return size_ == 0 ? empty_root() : range_root(*this, 0, size_); }

void StoredTree::save() {
    for (auto& [place, row] : tiles_) {
        if (!row.changed) continue;
        Bytes bytes;
        bytes.reserve(row.hashes.size() * hash_size);
        for (const Hash& hash : row.hashes) bytes.insert(bytes.end(), hash.begin(), hash.end());
        transaction_.run(
            "INSERT INTO ledger_tile (level, number, hashes) VALUES ($1, $2, $3) ON CONFLICT (level, number) "
            "DO UPDATE SET hashes = excluded.hashes",
            {std::int64_t{place.level}, place.number, std::move(bytes)});
        row.changed = false;
    }
}

}  // namespace offing::ledger
