// Phrases as a tree: an edge is a word, or one of a few special steps. A choice inside a phrase is a set: a
// tree of its own, grown once, so that choices beside each other add up and don't multiply.

#pragma once

#include <cstdint>
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

    std::uint32_t find(Node from, WordId word) const {
        auto found = edges_.find((std::uint64_t{from} << 16U) | word);
        return found == edges_.end() ? 0 : found->second;
    }
    const std::vector<Edge>& steps(Node node) const { return nodes_[node].steps; }
    const std::vector<std::uint16_t>& ends(Node node) const { return nodes_[node].ends; }
    std::size_t size() const { return nodes_.size(); }

private:
    struct Place {
        std::vector<Edge> steps;
        std::vector<std::uint16_t> ends;
    };
    std::vector<Place> nodes_{1};
    std::vector<Node> set_roots_;
    std::unordered_map<std::uint64_t, Node> edges_;
};

}  // namespace offing::conversation
