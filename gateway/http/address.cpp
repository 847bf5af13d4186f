#include "gateway/http/address.hpp"

#include <algorithm>
#include <array>

namespace offing::http {

namespace {

namespace ip = boost::asio::ip;

struct Range {
    std::uint32_t first;
    int bits;
};

constexpr std::uint32_t quad(std::uint32_t a, std::uint32_t b, std::uint32_t c = 0, std::uint32_t d = 0) {
    return a << 24U | b << 16U | c << 8U | d;
}

constexpr std::array special_ranges{
    Range{quad(0, 0), 8},         Range{quad(10, 0), 8},      Range{quad(100, 64), 10},
    Range{quad(127, 0), 8},       Range{quad(169, 254), 16},  Range{quad(172, 16), 12},
    Range{quad(192, 0, 0), 24},   Range{quad(192, 0, 2), 24}, Range{quad(192, 88, 99), 24},
    Range{quad(192, 168), 16},    Range{quad(198, 18), 15},   Range{quad(198, 51, 100), 24},
    Range{quad(203, 0, 113), 24}, Range{quad(224, 0), 4},     Range{quad(240, 0), 4},
};

bool is_public_v4(std::uint32_t address) {
    return std::ranges::none_of(special_ranges, [address](const Range& range) {
        const std::uint32_t mask = ~std::uint32_t{0} << static_cast<unsigned>(32 - range.bits);
        return (address & mask) == range.first;
    });
}

std::uint32_t v4_at(const ip::address_v6::bytes_type& bytes, std::size_t at) {
    return quad(bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]);
}

bool is_public_v6(const ip::address_v6& address) {
    const auto bytes = address.to_bytes();
    const std::uint32_t head = v4_at(bytes, 0);
    if (address.is_v4_mapped()) return is_public_v4(v4_at(bytes, 12));
    constexpr std::uint32_t nat64 = 0x0064ff9b;
    if (head == nat64 && v4_at(bytes, 4) == 0 && v4_at(bytes, 8) == 0) return is_public_v4(v4_at(bytes, 12));
    if (head >> 16U == 0x2002) return is_public_v4(v4_at(bytes, 2));
    // Global unicast is 2000::/3; in it 2001::/23 is for protocols and 2001:db8::/32 for documents.
    return head >> 29U == 1 && head >> 9U != 0x20010000 >> 9U && head != 0x20010db8;
}

}  // namespace

bool is_public(const ip::address& address) {
    return address.is_v4() ? is_public_v4(address.to_v4().to_uint()) : is_public_v6(address.to_v6());
}

}  // namespace offing::http
