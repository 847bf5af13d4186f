#include "gateway/http/multipart.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace offing::http {
namespace {

using testing::ElementsAre;

constexpr std::string_view type = "multipart/form-data; boundary=----x";

std::string part(std::string_view disposition, std::string_view content) {
    return "------x\r\nContent-Disposition: form-data; " + std::string{disposition} + "\r\n\r\n" +
           std::string{content} + "\r\n";
}

TEST(Multipart, ReadsFieldsAndTheContentOfAFile) {
    const std::string body = part("name=\"csrf\"", "abc") +
                             "------x\r\ncontent-disposition: form-data; name=file; filename=\"a;b.ics\"\r\n"
                             "Content-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR\r\n--x\r\n\r\n------x--\r\n";
    EXPECT_THAT(parse_multipart(type, body).value(),
                ElementsAre(Header{"csrf", "abc"}, Header{"file", "BEGIN:VCALENDAR\r\n--x\r\n"}));
}

TEST(Multipart, ReadsAQuotedBoundaryAndANameWithQuotes) {
    EXPECT_THAT(parse_multipart("Multipart/Form-Data; charset=utf-8; Boundary=\"----x\"",
                                part("name=\"a\\\"b\"", "") + "------x--")
                    .value(),
                ElementsAre(Header{"a\"b", ""}));
}

TEST(Multipart, RefusesWhatItCannotReadWhole) {
    const std::string whole = part("name=\"a\"", "1") + "------x--\r\n";
    ASSERT_TRUE(parse_multipart(type, whole));
    for (std::size_t length = 0; length < whole.size() - 2; ++length)
        EXPECT_FALSE(parse_multipart(type, whole.substr(0, length))) << length;
    EXPECT_FALSE(parse_multipart("multipart/form-data", whole));
    EXPECT_FALSE(parse_multipart("multipart/form-data; boundary=" + std::string(71, 'x'), whole));
    EXPECT_FALSE(parse_multipart(type, "------x\r\nContent-Type: text/plain\r\n\r\n1\r\n------x--"));
}

TEST(Multipart, HasAnEndOfParts) {
    std::string body;
    for (int i = 0; i < 65; ++i) body += part("name=\"a\"", "1");
    EXPECT_FALSE(parse_multipart(type, body + "------x--"));
    EXPECT_TRUE(parse_multipart(type, body + "------x--", 65));
}

TEST(Multipart, IsToldByItsType) {
    EXPECT_TRUE(is_multipart("Multipart/form-data; boundary=x"));
    EXPECT_FALSE(is_multipart("application/x-www-form-urlencoded"));
}

}  // namespace
}  // namespace offing::http
