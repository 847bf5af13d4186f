// The tree against the vectors that implementations of RFC 6962 share, and its proofs against properties.

#include "gateway/ledger/merkle.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "gateway/base/crypto.hpp"

namespace offing::ledger {
namespace {

const std::vector<std::string> inputs_in_hex{
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"};
const std::vector<std::string> roots_in_hex{
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};

/// All leaves in memory; subtrees hashed when asked for.
class Leaves final : public Subtrees {
public:
    explicit Leaves(std::vector<Hash> leaves) : leaves_{std::move(leaves)} {}
    Hash at(int level, std::uint64_t index) const override {
        if (level == 0) return leaves_.at(index);
        return node_hash(at(level - 1, 2 * index), at(level - 1, 2 * index + 1));
    }
    const Hash& leaf(std::uint64_t index) const { return leaves_.at(index); }
    std::uint64_t size() const { return leaves_.size(); }
    Hash root(std::uint64_t size) const { return size == 0 ? empty_root() : range_root(*this, 0, size); }

private:
    std::vector<Hash> leaves_;
};

Leaves known_leaves() {
    std::vector<Hash> leaves;
    for (const auto& hex : inputs_in_hex) leaves.push_back(leaf_hash(as_text(*crypto::from_hex(hex))));
    return Leaves{std::move(leaves)};
}

Leaves made_up_leaves(std::size_t count) {
    std::vector<Hash> leaves;
    for (std::size_t i = 0; i < count; ++i) leaves.push_back(leaf_hash(std::to_string(i)));
    return Leaves{std::move(leaves)};
}

std::vector<std::string> hex_of(const std::vector<Hash>& hashes) {
    std::vector<std::string> hex;
    for (const Hash& hash : hashes) hex.push_back(crypto::to_hex(hash));
    return hex;
}

TEST(Merkle, HasTheRootsThatOthersHave) {
    const Leaves leaves = known_leaves();
    Frontier frontier;
    EXPECT_EQ(crypto::to_hex(frontier.root()),
              "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    for (std::size_t size = 1; size <= leaves.size(); ++size) {
        frontier.append(leaves.leaf(size - 1));
        EXPECT_EQ(crypto::to_hex(frontier.root()), roots_in_hex[size - 1]);
        EXPECT_EQ(crypto::to_hex(leaves.root(size)), roots_in_hex[size - 1]);
    }
}

TEST(Merkle, HasTheProofsThatOthersHave) {
    const Leaves leaves = known_leaves();
    EXPECT_EQ(hex_of(inclusion_proof(leaves, 0, 8)),
              (std::vector<std::string>{"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                                        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                                        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"}));
    EXPECT_EQ(hex_of(consistency_proof(leaves, 6, 8)),
              (std::vector<std::string>{"0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                                        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                                        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}));
    EXPECT_EQ(hex_of(consistency_proof(leaves, 2, 5)),
              (std::vector<std::string>{"5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                                        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"}));
}

TEST(Merkle, ALeafCannotPassForANode) {
    const Leaves leaves = made_up_leaves(2);
    std::string both{reinterpret_cast<const char*>(leaves.leaf(0).data()), 32};
    both += std::string{reinterpret_cast<const char*>(leaves.leaf(1).data()), 32};
    EXPECT_NE(leaf_hash(both), leaves.root(2));
}

RC_GTEST_PROP(Merkle, ProvesEveryLeafOfEveryTreeAndNothingElse, ()) {
    const auto size = *rc::gen::inRange<std::uint64_t>(1, 300);
    const auto index = *rc::gen::inRange<std::uint64_t>(0, size);
    const Leaves leaves = made_up_leaves(size);
    auto proof = inclusion_proof(leaves, index, size);
    const Hash root = leaves.root(size);
    RC_ASSERT(proves_inclusion(leaves.leaf(index), index, size, proof, root));
    const auto other = *rc::gen::inRange<std::uint64_t>(0, size);
    if (other != index) {
        RC_ASSERT(!proves_inclusion(leaves.leaf(other), index, size, proof, root));
        RC_ASSERT(!proves_inclusion(leaves.leaf(index), other, size, proof, root));
    }
    RC_ASSERT(!proves_inclusion(leaves.leaf(index), index, size, proof, leaf_hash("another root")));
    if (proof.empty()) return;
    auto longer = proof;
    longer.push_back(root);
    RC_ASSERT(!proves_inclusion(leaves.leaf(index), index, size, longer, root));
    const auto at = *rc::gen::inRange<std::size_t>(0, proof.size());
    const auto bit = *rc::gen::inRange<unsigned>(0, 256);
    proof[at][bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
    RC_ASSERT(!proves_inclusion(leaves.leaf(index), index, size, proof, root));
    proof.pop_back();
    RC_ASSERT(!proves_inclusion(leaves.leaf(index), index, size, proof, root));
}

RC_GTEST_PROP(Merkle, ProvesThatATreeGrewOnlyAtItsEnd, ()) {
    const auto second = *rc::gen::inRange<std::uint64_t>(1, 300);
    const auto first = *rc::gen::inRange<std::uint64_t>(1, second + 1);
    const Leaves leaves = made_up_leaves(second);
    auto proof = consistency_proof(leaves, first, second);
    const Hash old_root = leaves.root(first);
    const Hash new_root = leaves.root(second);
    RC_ASSERT(proves_consistency(first, second, old_root, new_root, proof));
    RC_ASSERT(!proves_consistency(first, second, leaf_hash("another"), new_root, proof));
    RC_ASSERT(!proves_consistency(first, second, old_root, leaf_hash("another"), proof));
    if (proof.empty()) return;
    const auto at = *rc::gen::inRange<std::size_t>(0, proof.size());
    const auto bit = *rc::gen::inRange<unsigned>(0, 256);
    proof[at][bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
    RC_ASSERT(!proves_consistency(first, second, old_root, new_root, proof));
}

RC_GTEST_PROP(Merkle, GrowingAndReadingWholeGiveTheSameRoot, ()) {
    const auto size = *rc::gen::inRange<std::uint64_t>(0, 600);
    const Leaves leaves = made_up_leaves(size);
    Frontier frontier;
    for (std::uint64_t i = 0; i < size; ++i) frontier.append(leaves.leaf(i));
    RC_ASSERT(frontier.root() == leaves.root(size));
}

}  // namespace
}  // namespace offing::ledger
