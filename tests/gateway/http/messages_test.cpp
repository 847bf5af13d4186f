#include "gateway/http/messages.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace offing::http {
namespace {

TEST(Messages, FindsAHeaderWhateverItsCase) {
    const std::vector<Header> headers{{"Content-Type", "text/xml"}, {"X-Two", "a"}, {"x-two", "b"}};
    EXPECT_EQ(find_header(headers, "content-type"), "text/xml");
    EXPECT_EQ(find_header(headers, "X-TWO"), "a");
    EXPECT_EQ(find_header(headers, "x-tw"), std::nullopt);
}

TEST(Messages, SplitsPathFromQuery) {
    Request request;
    request.target = "/webhooks/twilio?x=1&y=%20?";
    EXPECT_EQ(request.path(), "/webhooks/twilio");
    EXPECT_EQ(request.query(), "x=1&y=%20?");
    request.target = "/healthz";
    EXPECT_EQ(request.path(), "/healthz");
    EXPECT_EQ(request.query(), "");
}

TEST(Messages, ReadsAFormInOrderAndKeepsRepeatedKeys) {
    const auto form = parse_form("To=%2B44&Body=can%27t+do+tues&To=b&empty=&bare&&last=1");
    const std::vector<Header> expected{
        {"To", "+44"}, {"Body", "can't do tues"}, {"To", "b"}, {"empty", ""}, {"bare", ""}, {"last", "1"}};
    EXPECT_EQ(form, expected);
    EXPECT_EQ(parse_form("")->size(), 0U);
}

TEST(Messages, RefusesABrokenEscapeAndTooManyFields) {
    EXPECT_EQ(parse_form("a=%4"), std::nullopt);
    EXPECT_EQ(parse_form("a=%zz"), std::nullopt);
    EXPECT_EQ(parse_form("%=1"), std::nullopt);
    EXPECT_EQ(parse_form("a=1&b=2&c=3", 2), std::nullopt);
}

TEST(Messages, KeepsPlusWhereItIsNoSpace) {
    EXPECT_EQ(percent_decode("a+b%2B", false), "a+b+");
    EXPECT_EQ(percent_decode("a+b%2B", true), "a b+");
}

RC_GTEST_PROP(Messages, DecodingUndoesEncodingForAnyBytes, (const std::string& text)) {
    RC_ASSERT(percent_decode(percent_encode(text), true) == text);
}

RC_GTEST_PROP(Messages, AFormComesBackAsItWasSent,
              (const std::vector<std::pair<std::string, std::string>>& fields)) {
    RC_PRE(fields.size() <= 256U);
    std::string body;
    std::vector<Header> expected;
    for (const auto& [key, value] : fields) {
        body += percent_encode(key) + "=" + percent_encode(value) + "&";
        expected.emplace_back(key, value);
    }
    RC_ASSERT(parse_form(body) == expected);
}

}  // namespace
}  // namespace offing::http
