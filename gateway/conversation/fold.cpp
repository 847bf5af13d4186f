// Folding: what a phone types, in one spelling. Bytes that aren't UTF-8 become blanks.

#include "gateway/conversation/fold.hpp"

namespace offing::conversation {

namespace {

// U+00C0..U+00FF and U+0100..U+017F without their accents, in lower case.
constexpr std::string_view latin_1 = "aaaaaaaceeeeiiiidnooooo ouuuuytsaaaaaaaceeeeiiiidnooooo ouuuuyty";
constexpr std::string_view latin_a =
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkkllllllllllnnnnnnnnnoooooooorrrrrrsssssssstttttt"
    "uuuuuuuuuuuuwwyyyzzzzzzs";
static_assert(latin_1.size() == 64 && latin_a.size() == 128);

Folded mark(char c) { return {Folded::Kind::mark, static_cast<char32_t>(c)}; }
Folded letter(char32_t c) { return {Folded::Kind::letter, c}; }
constexpr Folded blank{Folded::Kind::blank, U' '};
constexpr Folded nothing{Folded::Kind::nothing, 0};

Folded ascii(char32_t c) {
    if (c >= 'a' && c <= 'z') return letter(c);
    if (c >= 'A' && c <= 'Z') return {Folded::Kind::capital, c + 32};
    if (c >= '0' && c <= '9') return {Folded::Kind::digit, c};
    switch (c) {
        case '\'':
        case '`':
            return mark('\'');
        case '\n':
            return mark('\n');
        case '"':
        case '*':
        case '~':
        case '|':
        case '=':
        case '<':
        case '>':
            return blank;
        case '_':
            return blank;
        case '(':
        case ')':
        case '[':
        case ']':
            return mark(',');
        default:
            break;
    }
    return c > 32 && c < 127 ? mark(static_cast<char>(c)) : blank;
}

Folded arabic(char32_t c) {
    if (c >= 0x660 && c <= 0x669) return {Folded::Kind::digit, c - 0x660 + '0'};
    if (c >= 0x6F0 && c <= 0x6F9) return {Folded::Kind::digit, c - 0x6F0 + '0'};
    if ((c >= 0x64B && c <= 0x65F) || c == 0x670 || c == 0x640) return nothing;
    switch (c) {
        case 0x60C:
            return mark(',');
        case 0x61F:
            return mark('?');
        case 0x6D4:
            return mark('.');
        case 0x61B:
            return mark(';');
        case 0x64A:
        case 0x649:
            return {Folded::Kind::arabic, 0x6CC};
        case 0x643:
            return {Folded::Kind::arabic, 0x6A9};
        case 0x647:
        case 0x629:
        case 0x6C2:
            return {Folded::Kind::arabic, 0x6C1};
        case 0x622:
        case 0x623:
        case 0x625:
            return {Folded::Kind::arabic, 0x627};
        default:
            return {Folded::Kind::arabic, c};
    }
}

Folded general(char32_t c) {
    if (c == 0x2018 || c == 0x2019 || c == 0x201B || c == 0x2032 || c == 0x2BC) return mark('\'');
    if (c >= 0x2010 && c <= 0x2015) return mark('-');
    if (c == 0x2026) return mark('.');
    if (c == 0x2028 || c == 0x2029) return mark('\n');
    if (c == 0x200D || c == 0x200B || c == 0x200C || c == 0xFEFF || c == 0x2060) return nothing;
    return blank;
}

bool is_emoji(char32_t c) {
    return (c >= 0x1F000 && c <= 0x1FAFF) || (c >= 0x2600 && c <= 0x27BF) || (c >= 0x2B00 && c <= 0x2BFF) ||
           (c >= 0x2190 && c <= 0x21FF) || c == 0x203C || c == 0x2049;
}

}  // namespace

Folded fold(char32_t c) {
    if (c < 0x80) return ascii(c);
    if (c == 0xA0 || c == 0xAB || c == 0xBB) return blank;
    if (c == 0xA3) return mark('$');
    if (c >= 0xC0 && c <= 0xFF) return letter(static_cast<char32_t>(latin_1[c - 0xC0]));
    if (c >= 0x100 && c <= 0x17F) return letter(static_cast<char32_t>(latin_a[c - 0x100]));
    if (c >= 0x300 && c <= 0x36F) return nothing;
    if ((c >= 0x600 && c <= 0x6FF) || (c >= 0xFB50 && c <= 0xFDFF) || (c >= 0xFE70 && c <= 0xFEFE))
        return arabic(c);
    if ((c >= 0x1F3FB && c <= 0x1F3FF) || (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0000 && c <= 0xE007F))
        return nothing;
    if (is_emoji(c)) return {Folded::Kind::emoji, c};
    if (c >= 0xFF01 && c <= 0xFF5E) return ascii(c - 0xFEE0);
    if (c < 0xC0 || (c >= 0x2000 && c <= 0x2BFF) || c >= 0xE000) return c >= 0x2000 ? general(c) : blank;
    return {Folded::Kind::other, c};
}

char32_t next_letter(std::string_view text, std::size_t& at) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char first = byte(at);
    if (first < 0x80) {
        ++at;
        return first;
    }
    const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 0;
    if (length == 0 || first > 0xF4 || at + length > text.size()) {
        ++at;
        return U' ';
    }
    char32_t c = first & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(at + i) & 0xC0U) != 0x80U) {
            ++at;
            return U' ';
        }
        c = (c << 6U) | (byte(at + i) & 0x3FU);
    }
    at += length;
    return c;
}

void append(std::string& out, char32_t c) {
    if (c < 0x80) {
        out += static_cast<char>(c);
    } else if (c < 0x800) {
        out += static_cast<char>(0xC0U | (c >> 6U));
        out += static_cast<char>(0x80U | (c & 0x3FU));
    } else if (c < 0x10000) {
        out += static_cast<char>(0xE0U | (c >> 12U));
        out += static_cast<char>(0x80U | ((c >> 6U) & 0x3FU));
        out += static_cast<char>(0x80U | (c & 0x3FU));
    } else {
        out += static_cast<char>(0xF0U | (c >> 18U));
        out += static_cast<char>(0x80U | ((c >> 12U) & 0x3FU));
        out += static_cast<char>(0x80U | ((c >> 6U) & 0x3FU));
        out += static_cast<char>(0x80U | (c & 0x3FU));
    }
}

}  // namespace offing::conversation
