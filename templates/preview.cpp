#include "templates/preview.hpp"

#include "templates/samples.hpp"

namespace offing::templates {

namespace {

constexpr std::size_t lock_screen_letters = 40;
constexpr int gsm7_part = 153;
constexpr int ucs2_part = 67;

std::size_t letter_size(std::string_view text, std::size_t at) {
    std::size_t size = 1;
    while (at + size < text.size() && (static_cast<unsigned char>(text[at + size]) & 0xC0U) == 0x80U) ++size;
    return size;
}

int units_of(std::string_view letter, Encoding encoding) {
    if (encoding == Encoding::ucs2) return letter.size() == 4 ? 2 : 1;
    constexpr std::string_view two_septets = "^{}\\[~]|\f";
    const bool extended = letter == "\xE2\x82\xAC" || (letter.size() == 1 && two_septets.contains(letter[0]));
    return extended ? 2 : 1;
}

}  // namespace

std::vector<std::string> split_parts(const std::string& body) {
    const auto counted = count_segments(body);
    if (counted.parts <= 1) return {counted.text};
    const int room = counted.encoding == Encoding::gsm7 ? gsm7_part : ucs2_part;
    std::vector<std::string> parts(1);
    int used = 0;
    for (std::size_t at = 0; at < counted.text.size();) {
        const auto letter = std::string_view{counted.text}.substr(at, letter_size(counted.text, at));
        const int units = units_of(letter, counted.encoding);
        if (used + units > room) {
            parts.emplace_back();
            used = 0;
        }
        parts.back() += letter;
        used += units;
        at += letter.size();
    }
    return parts;
}

std::string lock_screen_line(const std::string& body) {
    std::string line;
    std::size_t at = 0;
    for (std::size_t letters = 0; at < body.size() && letters < lock_screen_letters; ++letters) {
        const auto size = letter_size(body, at);
        line += body[at] == '\n' ? std::string{" "} : body.substr(at, size);
        at += size;
    }
    return at < body.size() ? line + "..." : line;
}

Preview preview(const Catalogue& catalogue, const Template& shown, Level level) {
    Preview seen;
    seen.level = level;
    seen.body = sample_body(catalogue, shown, level, Samples::ordinary);
    seen.parts = split_parts(seen.body);
    const auto counted = count_segments(seen.body);
    seen.encoding = counted.encoding;
    seen.units = counted.units;
    seen.lock_screen = lock_screen_line(seen.body);
    seen.worst_body = sample_body(catalogue, shown, level, Samples::longest);
    seen.worst_parts = count_segments(seen.worst_body).parts;
    return seen;
}

}  // namespace offing::templates
