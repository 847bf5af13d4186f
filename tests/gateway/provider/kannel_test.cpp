#include <gtest/gtest.h>

#include "gateway/provider/registry.hpp"
#include "templates/segments.hpp"

namespace offing::provider {
namespace {

std::string utf8(char32_t c) {
    if (c < 0x80) return {static_cast<char>(c)};
    if (c < 0x800) return {static_cast<char>(0xC0 | (c >> 6)), static_cast<char>(0x80 | (c & 63))};
    return {static_cast<char>(0xE0 | (c >> 12)), static_cast<char>(0x80 | ((c >> 6) & 63)),
            static_cast<char>(0x80 | (c & 63))};
}

// The provider can't see how templates count parts, but must agree with it, or Kannel sends "?" for a letter.
TEST(Kannel, AsksForTheWideAlphabetExactlyWhenTheTextNeedsIt) {
    const auto kannel = make_provider({.name = "kannel",
                                       .kind = "kannel",
                                       .sender = "+447700900000",
                                       .public_base = "http://127.0.0.1:8080",
                                       .secrets = {"made-up-path-secret"},
                                       .options = {{"username", "u"}, {"password", "p"}}});
    ASSERT_TRUE(kannel);
    for (char32_t c = 1; c < 0x3000; ++c) {
        const std::string body = utf8(c);
        const auto counted = templates::count_segments(body, false);
        if (counted.text != body) continue;  // texts are sent in NFC
        const auto request = (*kannel)->encode({.id = "1", .to = "+447700900123", .body = body}, Timestamp{});
        const bool is_wide = request.target.contains("&coding=2&");
        EXPECT_EQ(is_wide, counted.encoding == templates::Encoding::ucs2)
            << "U+" << std::hex << static_cast<unsigned>(c);
    }
}

}  // namespace
}  // namespace offing::provider
