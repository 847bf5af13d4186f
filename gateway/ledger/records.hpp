// The ledger's rows: events with their place in the sealed order, heads, and the tree's hashes.

#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "gateway/ledger/head.hpp"
#include "gateway/storage/database.hpp"

namespace offing::ledger {

struct LedgerEvent {
    std::int64_t seq = -1;  ///< -1: not sealed yet
    std::string id;
    Timestamp at{};
    std::int64_t nth = 0;
    std::string kind;
    std::int64_t version = 1;
    std::string subject;
    std::string body;
};

/// What is hashed, and a line of an export: the fields with tabs between them. No field holds a tab or a
/// line's end.
std::string line_of(const LedgerEvent& event);
/// Fails with Error::malformed. The event gets no seq.
Result<LedgerEvent> event_from_line(std::string_view line);

/// "event 417 (missed, 2026-11-25T14:03:00.000Z)"
std::string name_of(const LedgerEvent& event);

/// In the order of `seq`, from `seq` on.
std::vector<LedgerEvent> sealed_events(storage::Transaction& transaction, std::int64_t seq, int most);
/// Those of one pseudonym before place `end`, the first `most`.
std::vector<LedgerEvent> sealed_events_about(storage::Transaction& transaction, std::string_view subject,
                                             std::int64_t end, int most);
std::int64_t count_unsealed(storage::Transaction& transaction);

std::optional<crypto::PublicKey> ledger_key(storage::Transaction& transaction);
/// Heads from `number` on. Empty without a key. Throws StatementFailed when a row has no head's shape.
std::vector<Head> heads(storage::Transaction& transaction, std::int64_t number, int most);
std::optional<Head> last_head(storage::Transaction& transaction);
/// Throws StatementFailed with Why::unique when there is one of that number.
void add_head(storage::Transaction& transaction, const Head& head);

constexpr std::uint64_t tile_width = 256;  ///< hashes to a row of ledger_tile
constexpr int tile_levels = 8;             ///< levels of the tree between two levels of rows

std::optional<Bytes> tile(storage::Transaction& transaction, int level, std::int64_t number);

/// The stored tree, read as needed, and grown at its right edge.
class StoredTree final : public Subtrees {
public:
    StoredTree(storage::Transaction& transaction, std::uint64_t size)
        : transaction_{transaction}, size_{size} {}

    Hash at(int level, std::uint64_t index) const override;
    void append(const Hash& leaf);
    Hash root() const;
    std::uint64_t size() const { return size_; }
    /// Writes the rows that append() changed.
    void save();

private:
    struct Place {
        int level;
        std::int64_t number;
        friend auto operator<=>(const Place&, const Place&) = default;
    };
    struct Tile {
        std::vector<Hash> hashes;
        bool changed = false;
    };
    Tile& load(Place place) const;
    void append_at(int level, std::uint64_t index, const Hash& hash);

    storage::Transaction& transaction_;
    std::uint64_t size_;
    mutable std::map<Place, Tile> tiles_;
};

/// The root of up to `tile_width` neighbours whose number is a power of two.
Hash fold(std::span<const Hash> hashes);

}  // namespace offing::ledger
