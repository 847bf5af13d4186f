// Raw bytes, kept apart from text by type.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace offing {

using Bytes = std::vector<std::uint8_t>;

inline std::string_view as_text(const Bytes& bytes) {
    return bytes.empty() ? std::string_view{}
                         : std::string_view{reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}
inline Bytes as_bytes(std::string_view text) { return {text.begin(), text.end()}; }

}  // namespace offing
