// Folds one character: lower case, no accents, one spelling of Arabic letters, curly marks made straight.

#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace offing::conversation {

struct Folded {
    enum class Kind : std::uint8_t {
        letter,
        capital,
        digit,
        mark,
        emoji,
        arabic,
        other,
        blank,
        nothing
    } kind;
    char32_t c;
};

Folded fold(char32_t c);

/// The character at `at`, and moves on. A byte that isn't UTF-8 reads as a blank.
char32_t next_letter(std::string_view text, std::size_t& at);
void append(std::string& out, char32_t c);

}  // namespace offing::conversation
