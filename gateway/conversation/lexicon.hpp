// The lexicon once loaded: flat tables, read by any number of threads.

#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "gateway/conversation/tokens.hpp"

namespace offing::conversation {

struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};

/// Phrases as a tree: an edge is a word, or one of a few special steps. A choice inside a phrase is a set: a
/// tree of its own, grown once, so that choices beside each other add up and don't multiply.
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

struct WordInfo {
    std::int16_t number = -1;
    std::int16_t ordinal = -1;
    bool filler = false;   ///< may stand inside any phrase and says nothing
    bool name = false;     ///< a first name
    bool common = false;   ///< an everyday word without weight
    bool joining = false;  ///< says nothing of its own beside a choice or a yes
    bool hurts = false;    ///< never reached by mending a typo
    bool label = false;    ///< a number after it is its name: "room 3"
    bool refusal = false;  ///< a time beside it is one she can't do
    bool errand = false;   ///< a time right after it is the time of something else: "work til 2"
    bool bygone = false;   ///< a time beside it is over
};

struct Lexicon::Tables {
    std::vector<std::string> languages{"en"};
    std::vector<std::string> names;  ///< of words, by id
    std::vector<WordInfo> words;
    std::unordered_map<std::string, WordId, TextHash, std::equal_to<>> spellings;
    std::unordered_map<std::string, WordId, TextHash, std::equal_to<>> emoji;
    /// Spellings that mark a language: its place in `languages`.
    std::unordered_map<std::string, std::uint8_t, TextHash, std::equal_to<>> marks;
    std::vector<std::pair<std::string, WordId>> mendable;
    std::unordered_map<std::string, std::vector<std::uint16_t>, TextHash, std::equal_to<>>
        near;            ///< by typo key
    PhraseTree joined;   ///< several words that count as one; ends hold the word
    PhraseTree phrases;  ///< ends hold the cue

    const WordInfo& info(WordId word) const { return words[word]; }
    std::string_view name(WordId word) const { return names[word]; }
};

/// The word that an unknown one was meant to be, within one slip (two in a long word), or 0.
WordId mend(std::string_view text, const Lexicon::Tables& tables);
/// The keys under which a word can be found again after a slip.
void typo_keys(std::string_view text, std::vector<std::string>& keys);

}  // namespace offing::conversation
