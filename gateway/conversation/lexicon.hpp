// The lexicon once loaded: flat tables, read by any number of threads.

#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "gateway/conversation/phrase_tree.hpp"
#include "gateway/conversation/tokens.hpp"
#include "gateway/conversation/weights.hpp"

namespace offing::conversation {

struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
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
    Weights weights;     ///< of en-GB.weights in the same folder; without it rules read alone

    const WordInfo& info(WordId word) const { return words[word]; }
    std::string_view name(WordId word) const { return names[word]; }
};

/// The word that an unknown one was meant to be, within one slip (two in a long word), or 0.
WordId mend(std::string_view text, const Lexicon::Tables& tables);
/// The keys under which a word can be found again after a slip.
void typo_keys(std::string_view text, std::vector<std::string>& keys);

}  // namespace offing::conversation
