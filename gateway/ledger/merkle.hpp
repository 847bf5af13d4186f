// Hash trees as in RFC 6962, section 2.1: a leaf is hashed behind a 0 byte, a node behind a 1 byte, so that
// neither can pass for the other. Pure; where the hashes lie is the caller's business.

#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace offing::ledger {

using Hash = std::array<std::uint8_t, 32>;

Hash leaf_hash(std::string_view data);
Hash node_hash(const Hash& left, const Hash& right);
/// Of a tree without leaves: the hash of nothing.
Hash empty_root();
/// Empty unless there are 32 bytes.
std::optional<Hash> hash_from(std::span<const std::uint8_t> bytes);

/// A tree that grows at its right edge. Holds one hash per bit of its size, whatever the size.
class Frontier {
public:
    void append(const Hash& leaf);
    std::uint64_t size() const { return size_; }
    Hash root() const;

private:
    std::uint64_t size_ = 0;
    std::vector<Hash> peaks_;  ///< of the full subtrees, the largest first
};

/// Hashes of full subtrees: (level, index) covers the leaves from index * 2^level on, 2^level of them.
class Subtrees {
public:
    virtual ~Subtrees() = default;
    /// Asked only for subtrees that are full.
    virtual Hash at(int level, std::uint64_t index) const = 0;
};

/// The root over the leaves [begin, end) as a tree of their own. `begin` is where such a subtree can begin.
Hash range_root(const Subtrees& subtrees, std::uint64_t begin, std::uint64_t end);

/// That leaf `index` stands in the tree of `size` leaves: the siblings from the leaf up. Needs index < size.
std::vector<Hash> inclusion_proof(const Subtrees& subtrees, std::uint64_t index, std::uint64_t size);
bool proves_inclusion(const Hash& leaf, std::uint64_t index, std::uint64_t size, std::span<const Hash> proof,
                      const Hash& root);

/// That the tree of `first` leaves is how the tree of `second` began. Needs 0 < first <= second.
std::vector<Hash> consistency_proof(const Subtrees& subtrees, std::uint64_t first, std::uint64_t second);
bool proves_consistency(std::uint64_t first, std::uint64_t second, const Hash& first_root,
                        const Hash& second_root, std::span<const Hash> proof);

}  // namespace offing::ledger
