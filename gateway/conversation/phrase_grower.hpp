// Grows the phrases of a lexicon file into its tree. (a|b c) is a choice, [a|b] may be left out, {name} is a
// set's choice, _ is any one word, * is up to three, ^ and $ are the ends of a clause. A choice may hold
// others.

#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/conversation/lexicon.hpp"

namespace offing::conversation {

class PhraseGrower {
public:
    /// The word that a text in a phrase stands for.
    using Literal = std::function<WordId(std::string_view)>;

    PhraseGrower(Lexicon::Tables& tables, Literal literal) : tables_{tables}, literal_{std::move(literal)} {}

    /// A `{name}` means what the same file says.
    void start_file(std::string_view file);
    void add_to_set(std::string_view name, const std::string& line);

    /// What is wrong with the phrase, or nothing.
    std::optional<std::string> grow(std::string_view phrase, std::uint16_t cue);

private:
    /// Where a phrase has grown to. At its first word choices branch, so that a text's word finds its way by
    /// one look-up; further on they are sets.
    struct Tip {
        PhraseTree::Node node;
        int depth;
        bool first;
    };

    void grow(Tip tip, std::string_view rest, std::uint16_t cue);
    void grow_joined(Tip tip, std::string_view rest, std::uint16_t cue);
    void grow_choice(Tip tip, std::string_view rest, std::uint16_t cue);
    std::optional<std::vector<std::string>> lines_of(std::string_view set) const;
    PhraseTree::SetId set_for(std::string_view written, const std::vector<std::string>& choices);
    PhraseTree::Node advance(PhraseTree::Node node, std::string_view word);

    Lexicon::Tables& tables_;
    Literal literal_;
    std::string file_;
    std::optional<std::string> mistake_;
    std::unordered_map<std::string, std::vector<std::string>, TextHash, std::equal_to<>> sets_;
    std::unordered_map<std::string, PhraseTree::SetId> grown_;
};

}  // namespace offing::conversation
