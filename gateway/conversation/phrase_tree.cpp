#include "gateway/conversation/phrase_tree.hpp"

#include <algorithm>

namespace offing::conversation {

PhraseTree::Node PhraseTree::word(Node from, WordId word) {
    const auto [place, added] =
        edges_.emplace((std::uint64_t{from} << 16U) | word, static_cast<Node>(nodes_.size()));
    if (added) nodes_.emplace_back();
    return place->second;
}

PhraseTree::Node PhraseTree::step(Node from, Step step, SetId set) {
    for (const Edge& edge : nodes_[from].steps)
        if (edge.step == step && edge.set == set) return edge.to;
    const Node to = static_cast<Node>(nodes_.size());
    nodes_.emplace_back();
    nodes_[from].steps.push_back({step, set, to});
    return to;
}

PhraseTree::SetId PhraseTree::add_set() {
    set_roots_.push_back(static_cast<Node>(nodes_.size()));
    nodes_.emplace_back();
    return static_cast<SetId>(set_roots_.size() - 1);
}

void PhraseTree::end_at(Node node, std::uint16_t value) {
    std::vector<std::uint16_t>& ends = nodes_[node].ends;
    if (std::find(ends.begin(), ends.end(), value) == ends.end()) ends.push_back(value);
}

}  // namespace offing::conversation
