// How values are spelt in TOML that we write ourselves.

#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "scheduler/school_year.hpp"

namespace offing::config {

/// A basic string: whatever `text` holds, a reader gets it back.
inline std::string in_quotes(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string written = "\"";
    for (const char letter : text) {
        const auto byte = static_cast<unsigned char>(letter);
        if (letter == '"' || letter == '\\')
            written.append(1, '\\').append(1, letter);
        else if (byte < 0x20 || byte == 0x7F)
            written.append("\\u00").append(1, digits[byte >> 4U]).append(1, digits[byte & 0xFU]);
        else
            written += letter;
    }
    return written + '"';
}

inline std::string list_of(const std::vector<std::string>& texts) {
    std::string written = "[";
    for (const std::string& text : texts) written += (written.size() == 1 ? "" : ", ") + in_quotes(text);
    return written + ']';
}

inline std::string_view spell(scheduler::Division division) {
    constexpr std::array<std::string_view, 3> words{"england-and-wales", "scotland", "northern-ireland"};
    return words.at(static_cast<std::size_t>(division));
}

}  // namespace offing::config
