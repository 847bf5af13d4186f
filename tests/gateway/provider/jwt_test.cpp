#include "gateway/provider/jwt.hpp"

#include <gtest/gtest.h>

#include "case_json.hpp"
#include "gateway/base/crypto.hpp"

namespace offing::provider {
namespace {

namespace json = boost::json;

std::string coded(std::string_view part) { return crypto::to_base64url(as_bytes(part)); }

std::string signed_with(std::string_view key, std::string_view header, std::string_view claims) {
    const std::string input = coded(header) + "." + coded(claims);
    return input + "." + crypto::to_base64url(crypto::hmac_sha256(key, input));
}

const std::vector<std::string> keys{"one", "two"};

// The token of jwt.io's front page, whose secret is "your-256-bit-secret".
TEST(Jwt, VerifiesATokenMadeElsewhere) {
    const std::vector<std::string> key{"your-256-bit-secret"};
    const auto claims = verify_hs256(
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9."
        "eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ."
        "SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c",
        key);
    ASSERT_TRUE(claims);
    EXPECT_EQ(seconds_of(*claims, "iat"), 1516239022);
}

TEST(Jwt, VerifiesWhatItSignedWithEitherKey) {
    for (const std::string& key : keys)
        EXPECT_EQ(verify_hs256(sign_hs256({{"iss", "us"}}, key), keys), (json::object{{"iss", "us"}}));
    EXPECT_FALSE(verify_hs256(sign_hs256({{"iss", "us"}}, "three"), keys));
}

TEST(Jwt, TakesNoOtherAlgorithm) {
    EXPECT_TRUE(verify_hs256(signed_with("one", R"({"alg":"HS256"})", "{}"), keys));
    for (const auto header : {R"({"alg":"none"})", R"({"alg":"None"})", R"({"alg":"RS256"})",
                              R"({"alg":"HS512"})", R"({"alg":"hs256"})", R"({"alg":["HS256"]})",
                              R"({"typ":"JWT"})", "{}", "[]", "", R"({"alg":"HS256","crit":["x"]})"})
        EXPECT_FALSE(verify_hs256(signed_with("one", header, "{}"), keys)) << header;
}

TEST(Jwt, TakesNoTokenInAnotherShape) {
    const std::string good = signed_with("one", R"({"alg":"HS256"})", "{}");
    EXPECT_FALSE(verify_hs256("", keys));
    EXPECT_FALSE(verify_hs256(".", keys));
    EXPECT_FALSE(verify_hs256("..", keys));
    EXPECT_FALSE(verify_hs256(good + "=", keys));
    EXPECT_FALSE(verify_hs256(good + ".", keys));
    EXPECT_FALSE(verify_hs256(" " + good, keys));
    EXPECT_FALSE(verify_hs256(signed_with("one", R"({"alg":"HS256"})", "not json"), keys));
    EXPECT_FALSE(verify_hs256(std::string(1'000'000, '.'), keys));
    for (std::size_t at = 0; at < good.size(); ++at) {
        std::string touched = good;
        touched[at] = touched[at] == 'A' ? 'B' : 'A';
        EXPECT_FALSE(verify_hs256(touched, keys)) << at;
    }
}

TEST(Jwt, TakesNoEmptyKey) {
    const std::vector<std::string> empty{""};
    EXPECT_FALSE(verify_hs256(signed_with("", R"({"alg":"HS256"})", "{}"), empty));
}

TEST(Jwt, ReadsSecondsWithinReason) {
    const json::object claims{{"a", 5},  {"b", -1}, {"c", 1e300}, {"d", "5"}, {"e", 20'000'000'000},
                              {"f", 5.0}};
    EXPECT_EQ(seconds_of(claims, "a"), 5);
    EXPECT_EQ(seconds_of(claims, "f"), 5);
    for (const auto key : {"b", "c", "d", "e", "g"}) EXPECT_FALSE(seconds_of(claims, key)) << key;
}

TEST(Jwt, ReadsNoKeyThatIsNotRsa) {
    EXPECT_FALSE(RsaKey::read(""));
    EXPECT_FALSE(RsaKey::read("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"));
    // An Ed25519 key, made up.
    EXPECT_FALSE(
        RsaKey::read("-----BEGIN PRIVATE KEY-----\n"
                     "MC4CAQAwBQYDK2VwBCIEIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f\n"
                     "-----END PRIVATE KEY-----\n"));
}

}  // namespace
}  // namespace offing::provider
