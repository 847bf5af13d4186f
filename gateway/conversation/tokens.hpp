// A text cut into words once: folded to lower case without accents, spelling and dialect resolved by the
// lexicon, emoji and spoken punctuation read as what they stand for. Everything after this works on tokens.

#pragma once

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/conversation/understand.hpp"
#include "gateway/conversation/vocabulary.hpp"

namespace offing::conversation {

struct Token {
    enum class Shape : std::uint8_t { word, number, emoji };
    WordId word = 0;
    Shape shape = Shape::word;
    char mark = 0;            ///< the punctuation before it: one of . , ? ! ; : / - & + @ ' or 0
    bool glued = false;       ///< no blank between it and the token before
    bool ordinal = false;     ///< a number written 1st, 2nd, ...
    bool capital = false;     ///< typed with a capital first letter
    bool repaired = false;    ///< a typo was mended
    bool starts = false;      ///< begins a clause
    bool apostrophe = false;  ///< typed as in "friday's"
    bool asked = false;       ///< its clause ends in a question mark
    std::uint8_t digits = 0;
    std::int32_t value = -1;  ///< of a number, in digits or words
    std::string_view text;    ///< folded; lives as long as its Tokens

    bool is(W w) const { return word == id_of(w); }
    /// As it was typed, folded.
    bool says(std::initializer_list<std::string_view> texts) const {
        return std::ranges::find(texts, text) != texts.end();
    }
    bool number() const { return value >= 0 && !ordinal; }
};

struct Tokens {
    std::string folded;
    std::vector<Token> all;
    int arabic = 0;    ///< letters of the Arabic script
    int other = 0;     ///< letters of scripts we don't read
    bool cut = false;  ///< the text was longer than we read

    std::size_t size() const { return all.size(); }
    const Token& operator[](std::size_t i) const { return all[i]; }
    /// False beyond the end.
    bool says(std::size_t i, std::initializer_list<std::string_view> texts) const {
        return i < all.size() && all[i].says(texts);
    }
    bool any_says(std::size_t begin, std::size_t end, std::initializer_list<std::string_view> texts) const {
        for (std::size_t i = begin; i < end && i < all.size(); ++i)
            if (all[i].says(texts)) return true;
        return false;
    }
};

Tokens tokenise(std::string_view text, const Lexicon::Tables& tables);

}  // namespace offing::conversation
