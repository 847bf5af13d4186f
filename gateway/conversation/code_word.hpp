// Her code word: a word she and the service agreed on in person, so that a text is known to be hers. Only who
// can open what is sealed knows it; here it is a question that is answered yes or no.

#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "gateway/conversation/understand.hpp"

namespace offing::conversation {

/// One spelling of what a phone may make of a word: small letters, no accents, nothing but letters and
/// digits.
std::string fold_code_word(std::string_view typed);

/// Why this can't be a code word, in words for whoever typed it; empty when it can. It is one word that means
/// nothing else in a text.
std::string code_word_fault(std::string_view typed, const Lexicon& lexicon);

using IsHerWord = std::function<bool(std::string_view folded)>;

/// A text, heard at her door.
struct HeardAtTheDoor {
    Meaning meaning;
    /// Her text, the code word in it blanked out: what may be kept.
    std::string words;
};

/// As understand(), of what she says beside her code word, which may be the first or the last word of a text.
/// Sets `state.door.said`. What sounds like danger is danger, whether or not her word is in it.
HeardAtTheDoor hear(std::string_view text, State& state, LocalTime now, const Lexicon& lexicon,
                    const IsHerWord& is_her_word);

}  // namespace offing::conversation
