#include "gateway/conversation/phrase_tree.hpp"

#include <ranges>

namespace offing::conversation {

namespace {

constexpr unsigned bits_of_set = 16, bits_of_step = 3;

/// Where each node's share of what is counted begins, from how much it has.
void add_up(std::vector<std::uint32_t>& begins) {
    for (std::size_t node = 1; node < begins.size(); ++node) begins[node] += begins[node - 1];
}

}  // namespace

PhraseTree::Node PhraseTree::word(Node from, WordId word) {
    const auto [place, added] = growing_->words.emplace(key(from, word), static_cast<Node>(size_));
    if (added) ++size_;
    return place->second;
}

PhraseTree::Node PhraseTree::step(Node from, Step step, SetId set) {
    const std::uint64_t kind = (std::uint64_t{static_cast<std::uint8_t>(step)} << bits_of_set) | set;
    const auto [place, added] = growing_->steps.emplace(
        (std::uint64_t{from} << (bits_of_set + bits_of_step)) | kind, static_cast<Node>(size_));
    if (added) ++size_;
    return place->second;
}

PhraseTree::SetId PhraseTree::add_set() {
    set_roots_.push_back(static_cast<Node>(size_++));
    return static_cast<SetId>(set_roots_.size() - 1);
}

void PhraseTree::end_at(Node node, std::uint16_t value) {
    const auto [begin, end] = growing_->ends.equal_range(node);
    if (std::none_of(begin, end, [&](const auto& one) { return one.second == value; }))
        growing_->ends.emplace(node, value);
}

std::vector<std::uint16_t> PhraseTree::ends_so_far(Node node) const {
    const auto [begin, end] = growing_->ends.equal_range(node);
    std::vector<std::uint16_t> values;
    for (auto at = begin; at != end; ++at) values.push_back(at->second);
    return values;
}

void PhraseTree::settle() {
    const auto from_word = [](std::uint64_t key) { return static_cast<Node>(key >> 16U); };
    const auto from_step = [](std::uint64_t key) {
        return static_cast<Node>(key >> (bits_of_set + bits_of_step));
    };
    word_begin_.assign(size_ + 1, 0);
    step_begin_.assign(size_ + 1, 0);
    end_begin_.assign(size_ + 1, 0);
    for (const auto& [key, to] : growing_->words) ++word_begin_[from_word(key) + 1];
    for (const auto& [key, to] : growing_->steps) ++step_begin_[from_step(key) + 1];
    for (const auto& [node, value] : growing_->ends) ++end_begin_[node + 1];
    for (auto* begins : {&word_begin_, &step_begin_, &end_begin_}) add_up(*begins);
    words_.resize(growing_->words.size());
    steps_.resize(growing_->steps.size());
    ends_.resize(growing_->ends.size());
    auto next = word_begin_;
    for (const auto& [key, to] : growing_->words)
        words_[next[from_word(key)]++] = {static_cast<WordId>(key & 0xFFFFU), to};
    next = step_begin_;
    for (const auto& [key, to] : growing_->steps)
        steps_[next[from_step(key)]++] = {static_cast<Step>(key >> bits_of_set & 7U),
                                          static_cast<SetId>(key & 0xFFFFU), to};
    next = end_begin_;
    for (const auto& [node, value] : growing_->ends) ends_[next[node]++] = value;
    // In an order of their own, whatever the maps' was: steps are tried in the order in which they grew.
    for (std::size_t node = 0; node < size_; ++node) {
        std::ranges::sort(words_.begin() + word_begin_[node], words_.begin() + word_begin_[node + 1], {},
                          &WordEdge::word);
        std::ranges::sort(steps_.begin() + step_begin_[node], steps_.begin() + step_begin_[node + 1], {},
                          &Edge::to);
        std::ranges::sort(ends_.begin() + end_begin_[node], ends_.begin() + end_begin_[node + 1]);
    }
    growing_.reset();
}

}  // namespace offing::conversation
