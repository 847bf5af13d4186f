// Phrases as a tree: an edge is a word, or one of a few special steps. A choice inside a phrase is a set: a
// tree of its own, grown once, so that choices beside each other add up and don't multiply.

#pragma once

#include <algorithm>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <memory>
#include <memory_resource>
#include <span>
#include <unordered_map>
#include <vector>

#include "gateway/conversation/vocabulary.hpp"

namespace offing::conversation {

class PhraseTree {
public:
    enum class Step : std::uint8_t { any, gap, time, number, name, start, end, set };
    using Node = std::uint32_t;
    using SetId = std::uint16_t;
    struct Edge {
        Step step;
        SetId set;  ///< of Step::set
        Node to;
    };

    Node word(Node from, WordId word);  ///< makes the edge when there is none
    Node step(Node from, Step step, SetId set = 0);
    SetId add_set();
    Node root_of(SetId set) const { return set_roots_[set]; }
    std::size_t sets() const { return set_roots_.size(); }
    void end_at(Node node, std::uint16_t value);
    /// To be called once, when the last phrase has grown: lays the tree out close together. Nothing grows
    /// after it.
    void settle();

    /// 0 where there is no such edge.
    Node find(Node from, WordId word) const {
        if (growing_) {
            const auto found = growing_->words.find(key(from, word));
            return found == growing_->words.end() ? 0 : found->second;
        }
        const auto begin = words_.begin() + word_begin_[from], end = words_.begin() + word_begin_[from + 1];
        const auto found = std::ranges::lower_bound(begin, end, word, {}, &WordEdge::word);
        return found == end || found->word != word ? 0 : found->to;
    }
    /// Of a settled tree; as long as the tree lives.
    std::span<const Edge> steps(Node node) const {
        return std::span{steps_}.subspan(step_begin_[node], step_begin_[node + 1] - step_begin_[node]);
    }
    std::span<const std::uint16_t> ends(Node node) const {
        return std::span{ends_}.subspan(end_begin_[node], end_begin_[node + 1] - end_begin_[node]);
    }
    /// Of one that still grows.
    std::vector<std::uint16_t> ends_so_far(Node node) const;
    std::size_t size() const { return size_; }

private:
    struct WordEdge {
        WordId word;
        Node to;
    };
    /// What is needed to grow only. From memory that is given back as a whole: it is several times what
    /// stays.
    struct Growing {
        std::pmr::monotonic_buffer_resource memory{1U << 20U};
        boost::unordered_flat_map<std::uint64_t, Node> words, steps;
        std::pmr::unordered_multimap<Node, std::uint16_t> ends{&memory};
    };

    static std::uint64_t key(Node from, WordId word) { return (std::uint64_t{from} << 16U) | word; }

    std::unique_ptr<Growing> growing_ = std::make_unique<Growing>();
    std::size_t size_ = 1;
    std::vector<Node> set_roots_;
    // Once settled: for each node, where its edges and ends begin.
    std::vector<std::uint32_t> word_begin_, step_begin_, end_begin_;
    std::vector<WordEdge> words_;
    std::vector<Edge> steps_;
    std::vector<std::uint16_t> ends_;
};

}  // namespace offing::conversation
