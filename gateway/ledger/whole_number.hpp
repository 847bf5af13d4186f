// A number as the ledger's lines write it: digits, a minus before them perhaps, and nothing else.

#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>

namespace offing::ledger {

inline std::optional<std::int64_t> number_from(std::string_view text) {
    std::int64_t number = 0;
    const char* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, number);
    if (read.ec != std::errc{} || read.ptr != end) return std::nullopt;
    return number;
}

}  // namespace offing::ledger
