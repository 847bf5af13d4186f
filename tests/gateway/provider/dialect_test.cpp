#include "gateway/provider/dialect.hpp"

#include <gtest/gtest.h>

namespace offing::provider {
namespace {

TEST(Dialect, ReadsOneObjectAndNothingElse) {
    EXPECT_TRUE(parse_object("{}"));
    for (const auto text : {"", "[]", "1", "{", "{}x", "{\"a\":}", "\"a\""})
        EXPECT_FALSE(parse_object(text)) << text;
}

TEST(Dialect, RefusesDeepNestingWithoutFollowingIt) {
    const auto nested = [](int levels) {
        return "{\"a\":" + std::string(static_cast<std::size_t>(levels), '[') +
               std::string(static_cast<std::size_t>(levels), ']') + "}";
    };
    EXPECT_TRUE(parse_object(nested(20)));
    EXPECT_FALSE(parse_object(nested(100)));
    EXPECT_FALSE(parse_object(nested(1'000'000)));
}

TEST(Dialect, KeepsBytesThatAreNotUtf8) {
    const auto object = parse_object("{\"a\":\"x\xff\xc3y\"}");
    ASSERT_TRUE(object);
    EXPECT_EQ(text_of(*object, "a"), "x\xff\xc3y");
}

TEST(Dialect, MarksHalfAnEmojiAndKeepsAWholeOne) {
    const auto object = parse_object(
        R"({"a":"\ud83d","b":"\ude42x","c":"\ud83d\ude42","d":"\\ud83d","e":"\ud83d\ud83d\ude42"})");
    ASSERT_TRUE(object);
    EXPECT_EQ(text_of(*object, "a"), "\ufffd");
    EXPECT_EQ(text_of(*object, "b"), "\ufffdx");
    EXPECT_EQ(text_of(*object, "c"), "🙂");
    EXPECT_EQ(text_of(*object, "d"), "\\ud83d");
    EXPECT_EQ(text_of(*object, "e"), "\ufffd🙂");
}

TEST(Dialect, SpellsNumbersAndIgnoresOtherShapes) {
    const auto object = parse_object(R"({"s":"x","n":21610,"b":true,"o":{"s":"y"},"z":null})");
    ASSERT_TRUE(object);
    EXPECT_EQ(text_of(*object, "s"), "x");
    EXPECT_EQ(text_of(*object, "n"), "21610");
    for (const auto key : {"b", "o", "z", "missing"}) EXPECT_EQ(text_of(*object, key), "") << key;
    EXPECT_EQ(text_of(object_of(*object, "o"), "s"), "y");
    EXPECT_TRUE(object_of(*object, "s").empty());
}

TEST(Dialect, ReadsRetryAfterInSecondsUpToAnHour) {
    const auto wait = [](std::string value) {
        return retry_after({.status = 429, .headers = {{"retry-after", std::move(value)}}, .body = {}})
            .count();
    };
    EXPECT_EQ(wait("7"), 7);
    EXPECT_EQ(wait("999999"), 3600);
    EXPECT_EQ(wait("99999999999999999999"), 3600);
    EXPECT_EQ(wait("-1"), 0);
    EXPECT_EQ(wait("Mon, 23 Nov 2026 10:00:00 GMT"), 0);
    EXPECT_EQ(retry_after({}).count(), 0);
}

TEST(Dialect, FindsABearerTokenInAnyCase) {
    const auto token = [](std::string value) {
        http::Request request;
        request.headers = {{"authorization", std::move(value)}};
        return std::string{bearer_token(request).value_or("(none)")};
    };
    EXPECT_EQ(token("Bearer abc"), "abc");
    EXPECT_EQ(token("bearer abc"), "abc");
    EXPECT_EQ(token("Basic abc"), "(none)");
    EXPECT_EQ(token("Bearer "), "(none)");
    EXPECT_EQ(token(""), "(none)");
}

TEST(Dialect, GivesNumbersTheirPlus) {
    EXPECT_EQ(with_plus("447700900123"), "+447700900123");
    EXPECT_EQ(with_plus("00447700900123"), "+447700900123");
    EXPECT_EQ(with_plus("+447700900123"), "+447700900123");
    EXPECT_EQ(with_plus("07700900123"), "07700900123");
    EXPECT_EQ(with_plus("64711"), "64711");
    EXPECT_EQ(with_plus("Bank"), "Bank");
    EXPECT_EQ(with_plus(""), "");
    EXPECT_EQ(without_plus("+447700900123"), "447700900123");
}

}  // namespace
}  // namespace offing::provider
