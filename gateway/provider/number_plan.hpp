// Ofcom's National Telephone Numbering Plan and the islands' shares of it, as data: which numbers behind +44
// are given out, and as what. https://www.ofcom.org.uk/phones-and-broadband/phone-numbers/numbering-policy

#pragma once

#include <cstdint>
#include <string_view>

#include "gateway/provider/number.hpp"

namespace offing::provider {

enum class Region : std::uint8_t { gb, gg, im, je };
std::string_view spell(Region region);

/// Numbers of `digits` digits, the trunk 0 left out, whose beginnings lie from `first` to `last`, both
/// included and equally long.
struct NumberBlock {
    std::string_view first;
    std::string_view last;
    std::uint8_t digits;
    NumberKind kind;
    Region region = Region::gb;
};

/// The block that holds a national number ("7700900123"); null when no such number is given out.
const NumberBlock* find_block(std::string_view national);

/// A mobile number that Ofcom sets aside for stories and gives to nobody: 07700 900000 to 900999. The demo
/// and the tests live on these.
bool is_made_up(std::string_view national);

}  // namespace offing::provider
