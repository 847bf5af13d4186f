#include "gateway/base/crypto.hpp"

#include <gtest/gtest.h>

#include <string>

namespace offing::crypto {
namespace {

using namespace std::string_view_literals;

// RFC 2202 test 1 and 2, RFC 4231 test 2 and 6.
TEST(Crypto, HmacSha1GivesTheVectorsOfRfc2202) {
    EXPECT_EQ(to_hex(hmac_sha1(std::string(20, '\x0b'), "Hi There")),
              "b617318655057264e28bc0b6fb378c8ef146be00");
    EXPECT_EQ(to_hex(hmac_sha1("Jefe", "what do ya want for nothing?")),
              "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
}

TEST(Crypto, HmacSha256GivesTheVectorsOfRfc4231) {
    EXPECT_EQ(to_hex(hmac_sha256("Jefe", "what do ya want for nothing?")),
              "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    EXPECT_EQ(to_hex(hmac_sha256(std::string(131, '\xaa'),
                                 "Test Using Larger Than Block-Size Key - Hash Key First")),
              "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(Crypto, AnEmptyKeyIsAKeyOfItsOwn) {
    hmac_sha256("some other key", "x");
    EXPECT_EQ(to_hex(hmac_sha256("", "")),
              "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

TEST(Crypto, Sha256GivesTheVectorsOfFips180) {
    EXPECT_EQ(to_hex(sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(to_hex(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Crypto, Base64GivesTheVectorsOfRfc4648AndComesBack) {
    const std::pair<std::string_view, std::string_view> rows[] = {
        {"", ""}, {"f", "Zg=="}, {"fo", "Zm8="}, {"foo", "Zm9v"}, {"foobar", "Zm9vYmFy"}};
    for (const auto& [plain, coded] : rows) {
        EXPECT_EQ(to_base64(as_bytes(plain)), coded);
        EXPECT_EQ(from_base64(coded), as_bytes(plain));
    }
    EXPECT_EQ(to_base64url(as_bytes("\xfb\xff"sv)), "-_8");
    EXPECT_EQ(from_base64url("-_8"), as_bytes("\xfb\xff"sv));
}

TEST(Crypto, Base64RefusesWhatIsNotExactlyBase64) {
    for (const auto text : {"Zg", "Zg=", "Zg==\n", "Z===", "Zm9v!", "Zm 9v", "-_8=", "Zh=="})
        EXPECT_FALSE(from_base64(text)) << text;
    for (const auto text : {"-_8=", "+/8", "a"}) EXPECT_FALSE(from_base64url(text)) << text;
}

TEST(Crypto, HexComesBackAndRefusesOddOrForeignCharacters) {
    EXPECT_EQ(from_hex("00ffA0"), (Bytes{0x00, 0xff, 0xa0}));
    EXPECT_FALSE(from_hex("0"));
    EXPECT_FALSE(from_hex("0g"));
    EXPECT_FALSE(from_hex("00zz"));
}

TEST(Crypto, ComparesByValueAndLength) {
    EXPECT_TRUE(equal_in_constant_time("", ""));
    EXPECT_TRUE(equal_in_constant_time("abc", "abc"));
    EXPECT_FALSE(equal_in_constant_time("abc", "abd"));
    EXPECT_FALSE(equal_in_constant_time("abc", "abcd"));
}

TEST(Crypto, RandomBytesDiffer) { EXPECT_NE(random_bytes(32), random_bytes(32)); }

TEST(Crypto, OpensWhatItSealed) {
    const Bytes key = random_bytes(32);
    for (const std::string_view plain : {""sv, "x"sv, "a\0b"sv}) {
        const Bytes sealed = seal(key, plain, "body");
        EXPECT_EQ(open(key, sealed, "body"), plain);
        EXPECT_NE(seal(key, plain, "body"), sealed) << "the nonce must not repeat";
    }
}

TEST(Crypto, OpensNothingThatWasTouched) {
    const Bytes key = random_bytes(32);
    const Bytes sealed = seal(key, "words", "body");
    EXPECT_FALSE(open(key, sealed, "name"));
    EXPECT_FALSE(open(random_bytes(32), sealed, "body"));
    for (std::size_t at = 0; at < sealed.size(); ++at) {
        Bytes touched = sealed;
        touched[at] ^= 1;
        EXPECT_FALSE(open(key, touched, "body")) << "byte " << at;
    }
    for (std::size_t length = 0; length < sealed.size(); ++length)
        EXPECT_FALSE(open(key, std::span{sealed}.first(length), "body"));
}

TEST(Crypto, RefusesAKeyOfTheWrongLength) {
    EXPECT_THROW(seal(random_bytes(31), "x", "y"), std::invalid_argument);
    EXPECT_THROW(open(random_bytes(33), random_bytes(64), "y"), std::invalid_argument);
}

}  // namespace
}  // namespace offing::crypto
