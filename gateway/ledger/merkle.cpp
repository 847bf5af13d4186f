#include "gateway/ledger/merkle.hpp"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstring>
#include <string>

#include "gateway/base/crypto.hpp"

namespace offing::ledger {

namespace {

constexpr char leaf_prefix = '\0';
constexpr char node_prefix = '\1';

/// The largest power of two below `size`: where a tree of that size is split.
std::uint64_t split_of(std::uint64_t size) { return std::bit_floor(size - 1); }

void add_inclusion(const Subtrees& subtrees, std::uint64_t index, std::uint64_t begin, std::uint64_t end,
                   std::vector<Hash>& proof) {
    if (end - begin == 1) return;
    const std::uint64_t middle = begin + split_of(end - begin);
    if (index < middle) {
        add_inclusion(subtrees, index, begin, middle, proof);
        proof.push_back(range_root(subtrees, middle, end));
    } else {
        add_inclusion(subtrees, index, middle, end, proof);
        proof.push_back(range_root(subtrees, begin, middle));
    }
}

/// SUBPROOF of RFC 6962, section 2.1.2: `known` while the old tree is a whole subtree of what is looked at.
void add_consistency(const Subtrees& subtrees, std::uint64_t first, std::uint64_t begin, std::uint64_t end,
                     bool known, std::vector<Hash>& proof) {
    if (begin + first == end) {
        if (!known) proof.push_back(range_root(subtrees, begin, end));
        return;
    }
    const std::uint64_t half = split_of(end - begin);
    if (first <= half) {
        add_consistency(subtrees, first, begin, begin + half, known, proof);
        proof.push_back(range_root(subtrees, begin + half, end));
    } else {
        add_consistency(subtrees, first - half, begin + half, end, false, proof);
        proof.push_back(range_root(subtrees, begin, begin + half));
    }
}

}  // namespace

Hash leaf_hash(std::string_view data) {
    std::string prefixed;
    prefixed.reserve(data.size() + 1);
    prefixed += leaf_prefix;
    prefixed += data;
    return crypto::sha256(prefixed);
}

Hash node_hash(const Hash& left, const Hash& right) {
    std::array<char, 65> both{};
    both[0] = node_prefix;
    std::memcpy(both.data() + 1, left.data(), left.size());
    std::memcpy(both.data() + 33, right.data(), right.size());
    return crypto::sha256({both.data(), both.size()});
}

Hash empty_root() { return crypto::sha256(""); }

std::optional<Hash> hash_from(std::span<const std::uint8_t> bytes) {
    Hash hash{};
    if (bytes.size() != hash.size()) return std::nullopt;
    std::ranges::copy(bytes, hash.begin());
    return hash;
}

void Frontier::append(const Hash& leaf) {
    Hash whole = leaf;
    for (std::uint64_t rest = size_; (rest & 1U) != 0; rest >>= 1U) {
        whole = node_hash(peaks_.back(), whole);
        peaks_.pop_back();
    }
    peaks_.push_back(whole);
    ++size_;
}

Hash Frontier::root() const {
    if (peaks_.empty()) return empty_root();
    Hash root = peaks_.back();
    for (auto peak = peaks_.rbegin() + 1; peak != peaks_.rend(); ++peak) root = node_hash(*peak, root);
    return root;
}

Hash range_root(const Subtrees& subtrees, std::uint64_t begin, std::uint64_t end) {
    assert(begin < end);
    const std::uint64_t size = end - begin;
    if (std::has_single_bit(size)) {
        const int level = std::countr_zero(size);
        return subtrees.at(level, begin >> static_cast<unsigned>(level));
    }
    const std::uint64_t middle = begin + split_of(size);
    return node_hash(range_root(subtrees, begin, middle), range_root(subtrees, middle, end));
}

std::vector<Hash> inclusion_proof(const Subtrees& subtrees, std::uint64_t index, std::uint64_t size) {
    assert(index < size);
    std::vector<Hash> proof;
    add_inclusion(subtrees, index, 0, size, proof);
    return proof;
}

// RFC 9162, section 2.1.3.2.
bool proves_inclusion(const Hash& leaf, std::uint64_t index, std::uint64_t size, std::span<const Hash> proof,
                      const Hash& root) {
    if (index >= size) return false;
    std::uint64_t node = index;
    std::uint64_t last = size - 1;
    Hash hash = leaf;
    for (const Hash& sibling : proof) {
        if (last == 0) return false;
        if ((node & 1U) != 0 || node == last) {
            hash = node_hash(sibling, hash);
            for (; (node & 1U) == 0 && node != 0; last >>= 1U) node >>= 1U;
        } else {
            hash = node_hash(hash, sibling);
        }
        node >>= 1U;
        last >>= 1U;
    }
    return last == 0 && hash == root;
}

std::vector<Hash> consistency_proof(const Subtrees& subtrees, std::uint64_t first, std::uint64_t second) {
    assert(first > 0 && first <= second);
    std::vector<Hash> proof;
    add_consistency(subtrees, first, 0, second, true, proof);
    return proof;
}

// RFC 9162, section 2.1.4.2.
bool proves_consistency(std::uint64_t first, std::uint64_t second, const Hash& first_root,
                        const Hash& second_root, std::span<const Hash> proof) {
    if (first == 0 || first > second) return false;
    if (first == second) return proof.empty() && first_root == second_root;
    std::vector<Hash> path;
    if (std::has_single_bit(first)) path.push_back(first_root);
    path.insert(path.end(), proof.begin(), proof.end());
    if (path.empty()) return false;
    std::uint64_t node = first - 1;
    std::uint64_t last = second - 1;
    for (; (node & 1U) != 0; last >>= 1U) node >>= 1U;
    Hash of_first = path.front();
    Hash of_second = path.front();
    for (const Hash& sibling : std::span{path}.subspan(1)) {
        if (last == 0) return false;
        if ((node & 1U) != 0 || node == last) {
            of_first = node_hash(sibling, of_first);
            of_second = node_hash(sibling, of_second);
            for (; (node & 1U) == 0 && node != 0; last >>= 1U) node >>= 1U;
        } else {
            of_second = node_hash(of_second, sibling);
        }
        node >>= 1U;
        last >>= 1U;
    }
    return last == 0 && of_first == first_root && of_second == second_root;
}

}  // namespace offing::ledger
