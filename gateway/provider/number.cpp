#include "gateway/provider/number.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "gateway/provider/number_plan.hpp"

namespace offing::provider {

namespace {

constexpr std::array<std::string_view, 13> kind_names{
    "mobile",       "fixed_line", "fixed_or_mobile", "personal", "pager",  "voip", "toll_free", "shared_cost",
    "premium_rate", "uan",        "short_code",      "foreign",  "unknown"};

constexpr std::size_t longest_text = 100;   // bytes; the longest number takes 15 digits
constexpr std::size_t longest_number = 15;  // ITU-T E.164

/// The character that begins at `at`, moved past it; U+FFFD for broken bytes.
char32_t next_character(std::string_view text, std::size_t& at) {
    const auto lead = static_cast<unsigned char>(text[at++]);
    if (lead < 0x80) return lead;
    const int more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC0 ? 1 : 0;
    char32_t character = lead & (0x3Fu >> more);
    for (int i = 0; i < more; ++i) {
        if (at == text.size() || (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80) return 0xFFFD;
        character = (character << 6) | (static_cast<unsigned char>(text[at++]) & 0x3F);
    }
    return more == 0 ? 0xFFFD : character;
}

/// Digits of any keyboard: plain, full-width, Arabic, Persian.
std::optional<char> digit(char32_t character) {
    for (const char32_t zero : {U'0', U'\uFF10', U'\u0660', U'\u06F0'})
        if (character >= zero && character < zero + 10) return static_cast<char>('0' + (character - zero));
    return std::nullopt;
}

/// What people put between digits: spaces, dots, dashes, slashes, brackets, and marks that print nothing.
bool is_between(char32_t c) {
    constexpr std::u32string_view marks =
        U" \t\r\n.-/"
        U"()[]~,\u00A0\u00AD\u1680\u202F\u205F\u2060\u2212\u3000\u30FC\uFEFF\uFF08\uFF09\uFF0D\uFF0E\uFF0F";
    return marks.contains(c) || (c >= 0x2000 && c <= 0x2015) || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x2069);
}

struct Typed {
    bool has_plus = false;
    std::string digits;
};

std::string_view without_scheme(std::string_view text) {
    for (const std::string_view scheme : {"tel:", "sms:"})
        if (text.starts_with(scheme)) return text.substr(scheme.size());
    return text;
}

Result<Typed> read_digits(std::string_view text) {
    if (text.size() > longest_text) return fail(Error::Kind::malformed, "this is too long to be a number");
    text = without_scheme(text);
    Typed typed;
    for (std::size_t at = 0; at < text.size();) {
        const char32_t character = next_character(text, at);
        if (const auto found = digit(character)) {
            typed.digits += *found;
        } else if ((character == U'+' || character == U'\uFF0B') && !typed.has_plus && typed.digits.empty()) {
            typed.has_plus = true;
        } else if (!is_between(character)) {
            return fail(Error::Kind::malformed,
                        "a number has digits, spaces and perhaps a + in front, no more");
        }
    }
    if (typed.digits.empty()) return fail(Error::Kind::malformed, "there are no digits");
    return typed;
}

struct Island {
    std::string_view region, area, local_begins;  ///< what its six-digit local numbers begin with
};
constexpr std::array islands{Island{"GG", "1481", "256789"}, Island{"IM", "1624", "25678"},
                             Island{"JE", "1534", "01245678"}};

Result<Number> foreign(std::string digits) {
    if (digits.starts_with('0')) return fail(Error::Kind::malformed, "no country's code begins with 0");
    if (digits.size() < 7 || digits.size() > longest_number)
        return fail(Error::Kind::malformed, "a number with its country has 7 to 15 digits");
    return Number{
        .e164 = "+" + std::move(digits), .kind = NumberKind::foreign, .region = {}, .textable = false};
}

/// `national` without the trunk 0.
Result<Number> in_the_plan(std::string_view national) {
    std::string e164 = "+44" + std::string{national};
    if (is_made_up(national))
        return Number{.e164 = std::move(e164), .kind = NumberKind::mobile, .region = "GB", .textable = true};
    if (const NumberBlock* block = find_block(national))
        return Number{.e164 = std::move(e164),
                      .kind = block->kind,
                      .region = std::string{spell(block->region)},
                      .textable = block->kind == NumberKind::mobile};
    if (national.size() < 7) return fail(Error::Kind::malformed, "a UK number has more digits than that");
    if (national.size() > 10) return fail(Error::Kind::malformed, "a UK number has fewer digits than that");
    return fail(Error::Kind::refused, "no such number is given out in the UK");
}

/// The country's code and an own 0 after it ("+44 (0)7...") left out.
std::string_view after_country(std::string_view digits) {
    digits.remove_prefix(2);
    if (digits.starts_with('0')) digits.remove_prefix(1);
    return digits;
}

Result<Number> read_international(std::string_view digits) {
    if (digits.starts_with("44")) return in_the_plan(after_country(digits));
    return foreign(std::string{digits});
}

/// Codes of the networks, dialled whole: emergency and help lines (999, 101, 116 123) and five-digit text
/// codes.
bool is_short_code(std::string_view digits) {
    if (digits.size() == 3) return digits.starts_with('1') || digits == "999";
    if (digits.size() == 6) return digits.starts_with("116") || digits.starts_with("118");
    return digits.size() == 5 && digits.front() >= '6' && digits.front() <= '8';
}

/// "00" and a country's code, none of which begins with 0: after "000" the number is a national one.
bool dials_abroad(std::string_view digits) { return digits.starts_with("00") && !digits.starts_with("000"); }

Result<Number> read_national(std::string_view digits, std::string_view region) {
    if (digits.size() == 6 && !dials_abroad(digits))
        for (const Island& island : islands)
            if (island.region == region && island.local_begins.contains(digits.front()))
                return in_the_plan(std::string{island.area} + std::string{digits});
    if (is_short_code(digits))
        return Number{
            .e164 = std::string{digits}, .kind = NumberKind::short_code, .region = "GB", .textable = false};
    if (dials_abroad(digits)) return read_international(digits.substr(2));
    if (digits.starts_with('0')) return in_the_plan(digits.substr(1));
    if (digits.starts_with("44") && digits.size() > 10) return in_the_plan(after_country(digits));
    return in_the_plan(digits);
}

}  // namespace

std::string_view spell(NumberKind kind) { return kind_names[static_cast<std::size_t>(kind)]; }

Result<Number> read_number(std::string_view text, std::string_view region) {
    const auto typed = read_digits(text);
    if (!typed) return std::unexpected(typed.error());
    if (typed->has_plus) return read_international(typed->digits);
    const bool is_ours =
        region == "GB" || std::ranges::find(islands, region, &Island::region) != islands.end();
    if (!is_ours)
        return fail(Error::Kind::malformed,
                    "numbers of other countries are written with + and the country's code");
    return read_national(typed->digits, region);
}

}  // namespace offing::provider
