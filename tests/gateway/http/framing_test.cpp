#include "gateway/http/framing.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>

namespace offing::http {
namespace {

using std::string_literals::operator""s;

TEST(HeadScan, FindsTheEndHoweverTheBytesArrive) {
    const std::string bytes = "GET / HTTP/1.1\r\nHost: a\r\n\r\nGET";
    for (std::size_t step = 1; step <= bytes.size(); ++step) {
        HeadScan scan;
        auto found = HeadScan::Found::more_needed;
        for (std::size_t seen = step; found == HeadScan::Found::more_needed; seen += step) {
            found = scan.feed(std::string_view{bytes}.substr(0, seen));
        }
        EXPECT_EQ(found, HeadScan::Found::whole);
        EXPECT_EQ(scan.length(), bytes.size() - 3) << "in steps of " << step;
    }
}

TEST(HeadScan, SeesABareLineFeedAtOnce) {
    EXPECT_EQ(HeadScan{}.feed("GET / HTTP/1.1\n"), HeadScan::Found::bare_line_feed);
    EXPECT_EQ(HeadScan{}.feed("GET / HTTP/1.1\r\nHost: a\n"), HeadScan::Found::bare_line_feed);
    EXPECT_EQ(HeadScan{}.feed("GET / HTTP/1.1\r\n\n"), HeadScan::Found::bare_line_feed);
    EXPECT_EQ(HeadScan{}.feed("\n"), HeadScan::Found::bare_line_feed);
}

struct Case {
    const char* name;
    std::string head;
    int status;  ///< 0: accepted
};
void PrintTo(const Case& row, std::ostream* out) { *out << row.name; }

class CheckHead : public testing::TestWithParam<Case> {};

TEST_P(CheckHead, IsStrict) {
    const auto head = check_head(GetParam().head, {.target_bytes = 64, .fields = 8, .body_bytes = 1000});
    EXPECT_EQ(head ? 0 : head.error().status, GetParam().status) << (head ? "" : head.error().why);
}

std::string with(const std::string& fields) {
    return "POST /a HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n\r\n";
}
std::string line(const std::string& request_line) { return request_line + "\r\nHost: a\r\n\r\n"; }

INSTANTIATE_TEST_SUITE_P(
    Rows, CheckHead,
    testing::Values(
        Case{"plain", line("GET / HTTP/1.1"), 0}, Case{"http_10_without_host", "GET / HTTP/1.0\r\n\r\n", 0},
        Case{"length", with("Content-Length: 10"), 0}, Case{"chunked", with("Transfer-Encoding: chunked"), 0},
        Case{"chunked_in_capitals", with("transfer-encoding: CHUNKED"), 0},
        Case{"tab_in_value", with("X: a\tb"), 0}, Case{"bytes_above_ascii", with("X: \xc3\xa9"), 0},
        Case{"empty_value", with("X:"), 0}, Case{"asterisk", line("OPTIONS * HTTP/1.1"), 0},
        Case{"absolute", line("GET http://a/x HTTP/1.1"), 0},
        Case{"several_connection_words", with("Connection: keep-alive, Upgrade"), 0},
        Case{"length_beside_encoding", with("Content-Length: 3\r\nTransfer-Encoding: chunked"), 400},
        Case{"encoding_beside_length", with("Transfer-Encoding: chunked\r\nContent-Length: 3"), 400},
        Case{"two_lengths", with("Content-Length: 3\r\nContent-Length: 4"), 400},
        Case{"two_equal_lengths", with("Content-Length: 3\r\nContent-Length: 3"), 400},
        Case{"list_of_lengths", with("Content-Length: 3, 3"), 400},
        Case{"negative_length", with("Content-Length: -3"), 400},
        Case{"signed_length", with("Content-Length: +3"), 400},
        Case{"hex_length", with("Content-Length: 0x3"), 400},
        Case{"empty_length", with("Content-Length: "), 400},
        Case{"overflowing_length", with("Content-Length: 99999999999999999999999"), 400},
        Case{"long_body", with("Content-Length: 1001"), 413},
        Case{"gzip_encoding", with("Transfer-Encoding: gzip, chunked"), 400},
        Case{"identity_encoding", with("Transfer-Encoding: identity"), 400},
        Case{"chunked_twice", with("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked"), 400},
        Case{"vertical_tab_before_chunked",
             with("Transfer-Encoding: \x0b"
                  "chunked"),
             400},
        Case{"encoding_in_http_10", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
        Case{"folded", with("X: a\r\n b"), 400}, Case{"folded_by_tab", with("X: a\r\n\tb"), 400},
        Case{"space_before_colon", with("X : a"), 400}, Case{"space_in_name", with("X Y: a"), 400},
        Case{"no_colon", with("X"), 400}, Case{"no_name", with(": a"), 400},
        Case{"nul_in_value", with("X: a\0b"s), 400}, Case{"nul_in_name", with("X\0: b"s), 400},
        Case{"control_in_value", with("X: \x01"), 400}, Case{"delete_in_value", with("X: \x7f"), 400},
        Case{"carriage_return_in_value", with("X: a\rb"), 400},
        Case{"no_host", "GET / HTTP/1.1\r\nA: b\r\n\r\n", 400}, Case{"two_hosts", with("Host: a"), 400},
        Case{"host_with_path", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400},
        Case{"host_with_user", "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n", 400},
        Case{"host_with_space", "GET / HTTP/1.1\r\nHost: a b\r\n\r\n", 400},
        Case{"absolute_for_another_host", line("GET http://b/x HTTP/1.1"), 400},
        Case{"absolute_with_user", line("GET http://u@a/x HTTP/1.1"), 400},
        Case{"absolute_without_path", line("GET http://a HTTP/1.1"), 400},
        Case{"absolute_without_host", line("GET http:///x HTTP/1.1"), 400},
        Case{"other_scheme", line("GET ftp://a/x HTTP/1.1"), 400},
        Case{"authority_form", line("CONNECT a:443 HTTP/1.1"), 400},
        Case{"asterisk_for_get", line("GET * HTTP/1.1"), 400},
        Case{"fragment", line("GET /#a HTTP/1.1"), 400},
        Case{"space_in_target", line("GET /a b HTTP/1.1"), 400},
        Case{"byte_above_ascii_in_target", line("GET /\xc3\xa9 HTTP/1.1"), 400},
        Case{"nul_in_target", line("GET /\0 HTTP/1.1"s), 400}, Case{"no_target", line("GET HTTP/1.1"), 400},
        Case{"two_spaces", line("GET  / HTTP/1.1"), 400},
        Case{"space_at_the_end", line("GET / HTTP/1.1 "), 400},
        Case{"tab_between", line("GET\t/ HTTP/1.1"), 400}, Case{"odd_method", line("G(T / HTTP/1.1"), 400},
        Case{"long_method", line(std::string(25, 'A') + " / HTTP/1.1"), 400},
        Case{"long_target", line("GET /" + std::string(64, 'a') + " HTTP/1.1"), 414},
        Case{"http_2", "PRI * HTTP/2.0\r\n\r\n", 505}, Case{"http_12", line("GET / HTTP/1.2"), 505},
        Case{"lower_case_version", line("GET / http/1.1"), 400}, Case{"http_09", "GET /\r\n\r\n", 400},
        Case{"expects_more", with("Expect: 200-ok"), 417},
        Case{"many_fields", with("A:\r\nA:\r\nA:\r\nA:\r\nA:\r\nA:\r\nA:\r\nA:\r\nA:"), 431},
        Case{"odd_connection", with("Connection: \"close\""), 400}),
    [](const auto& row) { return std::string{row.param.name}; });

TEST(CheckHead, KnowsWhenTheConnectionStays) {
    EXPECT_TRUE(check_head(line("GET / HTTP/1.1"), {})->keeps_alive);
    EXPECT_FALSE(check_head(with("Connection: foo, Close"), {})->keeps_alive);
    EXPECT_FALSE(check_head("GET / HTTP/1.0\r\n\r\n", {})->keeps_alive);
    EXPECT_TRUE(check_head("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", {})->keeps_alive);
}

TEST(CheckHead, TakesThePathOfAnAbsoluteTarget) {
    EXPECT_EQ(check_head(line("GET HTTP://a/x?y HTTP/1.1"), {})->target, "/x?y");
}

RC_GTEST_PROP(CheckHead, NeverReadsBeyondWhatItWasGiven, (const std::string& noise)) {
    const std::string whole = "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n" + noise + "\r\n\r\n";
    HeadScan scan;
    const auto found = scan.feed(whole);
    RC_ASSERT(found != HeadScan::Found::more_needed);
    if (found == HeadScan::Found::whole) {
        RC_ASSERT(scan.length() <= whole.size());
        (void)check_head(std::string_view{whole}.substr(0, scan.length()), {});
    }
}

}  // namespace
}  // namespace offing::http
