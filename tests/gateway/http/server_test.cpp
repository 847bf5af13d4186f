#include "gateway/http/server.hpp"

#include <gtest/gtest.h>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "wire.hpp"

namespace offing::http {
namespace {

using std::string_literals::operator""s;
using std::chrono::milliseconds;
using testing::RunningServer;
using testing::status_of;
using testing::Wire;

/// Says back what it understood.
Task<Response> echo(Request request) {
    co_return Response::text(200, request.method + " " + request.target + " [" + request.body + "]\n");
}

std::string ask(RunningServer& server, const std::string& bytes) {
    Wire wire{server.port()};
    return wire.say(bytes).hear_all();
}

std::string with(const std::string& fields, const std::string& body = "") {
    return "POST /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + fields + "\r\n\r\n" + body;
}

TEST(Server, AnswersAndKeepsTheConnection) {
    RunningServer server{echo};
    Wire wire{server.port()};
    for (int i = 0; i < 3; ++i) {
        wire.say("GET /a?b=1 HTTP/1.1\r\nHost: a\r\n\r\n");
        EXPECT_EQ(wire.hear_until("]\n"),
                  "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 14\r\n\r\n"
                  "GET /a?b=1 []\n")
            << i;
    }
}

TEST(Server, ReadsABodyOfAnnouncedLengthHoweverItArrives) {
    RunningServer server{echo};
    const std::string request = with("Content-Length: 11", "hello world");
    for (std::size_t cut = 1; cut < request.size(); cut += 7) {
        Wire wire{server.port()};
        wire.say(request.substr(0, cut)).say(request.substr(cut));
        EXPECT_NE(wire.hear_all().find("[hello world]"), std::string::npos) << "cut at " << cut;
    }
}

TEST(Server, ReadsChunks) {
    RunningServer server{echo};
    const auto answer =
        ask(server, with("Transfer-Encoding: chunked", "5\r\nhello\r\n6;a=b\r\n world\r\n0\r\n\r\n"));
    EXPECT_NE(answer.find("[hello world]"), std::string::npos) << answer;
}

TEST(Server, TakesTheEncodedBodyAsItIs) {
    RunningServer server{echo};
    const auto answer = ask(server, with("Content-Length: 4", "a\0\r\n"s));
    EXPECT_NE(answer.find("[a\0\r\n]"s), std::string::npos);
}

struct Row {
    const char* name;
    std::string bytes;
    const char* status;
};
void PrintTo(const Row& row, std::ostream* out) { *out << row.name; }
class Framing : public ::testing::TestWithParam<Row> {};

TEST_P(Framing, IsRefusedAndTheConnectionClosed) {
    int handled = 0;
    RunningServer server{[&](Request request) {
        ++handled;
        return echo(std::move(request));
    }};
    Wire wire{server.port()};
    // What follows must never be read as a request of its own.
    const auto answer =
        wire.say(GetParam().bytes).say("GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n").hear_all();
    EXPECT_EQ(status_of(answer), GetParam().status) << answer;
    EXPECT_NE(answer.find("Connection: close"), std::string::npos) << answer;
    EXPECT_EQ(answer.find("HTTP/1.1", 1), std::string::npos) << answer;
    EXPECT_TRUE(wire.is_closed_by_peer());
    EXPECT_EQ(handled, 0);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, Framing,
    ::testing::Values(
        Row{"length_beside_encoding", with("Content-Length: 4\r\nTransfer-Encoding: chunked", "0\r\n\r\n"),
            "400"},
        Row{"two_lengths", with("Content-Length: 1\r\nContent-Length: 2", "ab"), "400"},
        Row{"folded", with("X: a\r\n b"), "400"}, Row{"bare_line_feed", "GET / HTTP/1.1\nHost: a\n\n", "400"},
        Row{"bare_line_feed_in_fields", "GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n", "400"},
        Row{"nul", with("X: \0"s), "400"}, Row{"control", with("X: \x02"), "400"},
        Row{"bare_carriage_return", with("X: a\rY: b"), "400"},
        Row{"space_before_colon", with("X : a"), "400"}, Row{"no_host", "GET / HTTP/1.1\r\n\r\n", "400"},
        Row{"two_hosts", with("Host: b"), "400"},
        Row{"chunk_size_not_hex", with("Transfer-Encoding: chunked", "x\r\nhello\r\n0\r\n\r\n"), "400"},
        Row{"chunk_size_signed", with("Transfer-Encoding: chunked", "+5\r\nhello\r\n0\r\n\r\n"), "400"},
        Row{"chunk_size_prefixed", with("Transfer-Encoding: chunked", "0x5\r\nhello\r\n0\r\n\r\n"), "400"},
        Row{"chunk_size_empty", with("Transfer-Encoding: chunked", "\r\nhello\r\n0\r\n\r\n"), "400"},
        Row{"chunk_size_overflows",
            with("Transfer-Encoding: chunked", "10000000000000005\r\nhello\r\n0\r\n\r\n"), "400"},
        Row{"chunk_larger_than_said", with("Transfer-Encoding: chunked", "3\r\nhello\r\n0\r\n\r\n"), "400"},
        Row{"chunk_with_bare_line_feed", with("Transfer-Encoding: chunked", "5\nhello\n0\n\n"), "400"},
        Row{"chunk_extension_with_line_feed",
            with("Transfer-Encoding: chunked", "5;a\nb\r\nhello\r\n0\r\n\r\n"), "400"},
        Row{"quoted_chunk_extension_with_line_feed",
            with("Transfer-Encoding: chunked", "5;a=\"\n\"\r\nhello\r\n0\r\n\r\n"), "400"},
        Row{"space_after_chunk_size", with("Transfer-Encoding: chunked", "5 \r\nhello\r\n0\r\n\r\n"), "400"},
        Row{"endless_chunk_extension",
            with("Transfer-Encoding: chunked", "5;" + std::string(40'000, 'a') + "\r\nhello\r\n0\r\n\r\n"),
            "400"},
        Row{"trailing_field", with("Transfer-Encoding: chunked", "5\r\nhello\r\n0\r\nX-Signature: a\r\n\r\n"),
            "400"},
        Row{"chunks_beyond_the_limit",
            with("Transfer-Encoding: chunked", "10001\r\n" + std::string(65'537, 'a') + "\r\n0\r\n\r\n"),
            "413"},
        Row{"many_chunks_beyond_the_limit",
            with("Transfer-Encoding: chunked", "8001\r\n" + std::string(32'769, 'a') + "\r\n8001\r\n" +
                                                   std::string(32'769, 'a') + "\r\n0\r\n\r\n"),
            "413"},
        Row{"long_body", with("Content-Length: 65537", ""), "413"},
        Row{"long_head", with("X: " + std::string(17'000, 'a')), "431"},
        Row{"endless_head", "GET / HTTP/1.1\r\nX: " + std::string(60'000, 'a'), "431"},
        Row{"long_target", "GET /" + std::string(9'000, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n", "414"},
        Row{"http_2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "505"},
        Row{"tls_on_a_plain_port", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\n"s, "400"},
        Row{"two_empty_lines", "\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", "400"},
        Row{"absolute_for_another_host", "GET http://b/ HTTP/1.1\r\nHost: a\r\n\r\n", "400"},
        Row{"unknown_expectation", with("Expect: more"), "417"}),
    [](const auto& row) { return std::string{row.param.name}; });

TEST(Server, ForgivesOneEmptyLineBeforeARequest) {
    RunningServer server{echo};
    EXPECT_EQ(status_of(ask(server, "\r\n" + with("X: a"))), "200");
}

TEST(Server, AnswersPipelinedRequestsInOrder) {
    RunningServer server{echo};
    const auto answer =
        ask(server,
            "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nPOST /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n"
            "hiGET /3 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    const auto first = answer.find("GET /1 []"), second = answer.find("POST /2 [hi]"),
               third = answer.find("GET /3");
    EXPECT_LT(first, second);
    EXPECT_LT(second, third);
    EXPECT_NE(third, std::string::npos);
}

TEST(Server, StopsReadingWhenTooManyAreSentAhead) {
    RunningServer server{echo};
    std::string many;
    for (int i = 0; i < 100; ++i) many += "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    const auto answer = ask(server, many);
    EXPECT_NE(answer.find("HTTP/1.1 400"), std::string::npos);
}

TEST(Server, ClosesAfterItsShareOfRequests) {
    ListenOptions options;
    options.limits.requests_per_connection = 2;
    RunningServer server{echo, options};
    Wire wire{server.port()};
    wire.say("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(wire.hear_until("]\n").find("Connection: close"), std::string::npos);
    wire.say("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_NE(wire.hear_all().find("Connection: close"), std::string::npos);
}

TEST(Server, SaysContinueOnlyWhenItWillReadOn) {
    RunningServer server{echo};
    Wire wire{server.port()};
    wire.say(
        "POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: "
        "2\r\n\r\n");
    EXPECT_EQ(wire.hear_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
    EXPECT_NE(wire.say("hi").hear_all().find("[hi]"), std::string::npos);
    EXPECT_EQ(status_of(ask(server, with("Expect: 100-continue\r\nContent-Length: 99999"))), "413");
}

TEST(Server, TellsHeadTheLengthWithoutTheBody) {
    RunningServer server{echo};
    const auto answer = ask(server, "HEAD / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    EXPECT_NE(answer.find("Content-Length: 10\r\n"), std::string::npos) << answer;
    EXPECT_TRUE(answer.ends_with("\r\n\r\n")) << answer;
}

TEST(Server, SpeaksHttp10AsItIsSpoken) {
    RunningServer server{echo};
    const auto answer = ask(server, "GET /a HTTP/1.0\r\n\r\n");
    EXPECT_TRUE(answer.starts_with("HTTP/1.0 200 OK\r\n")) << answer;
    EXPECT_NE(answer.find("Connection: close"), std::string::npos);
}

TEST(Server, HandsOnThePathOfAnAbsoluteTarget) {
    RunningServer server{echo};
    const auto answer = ask(server, "GET http://a/x?y HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    EXPECT_NE(answer.find("GET /x?y []"), std::string::npos) << answer;
}

TEST(Server, HidesWhatWentWrong) {
    RunningServer server{[](Request) -> Task<Response> {
        throw std::runtime_error{"secret detail"};
        co_return Response{};
    }};
    const auto answer = ask(server, with("X: a"));
    EXPECT_EQ(status_of(answer), "500");
    EXPECT_EQ(answer.find("secret"), std::string::npos);
}

TEST(Server, NeverLetsAHandlerSplitAnAnswer) {
    RunningServer server{[](Request) -> Task<Response> {
        Response response = Response::text(200, "x");
        response.headers.emplace_back("X-Bad", "a\r\nSet-Cookie: b");
        co_return response;
    }};
    const auto answer = ask(server, with("X: a"));
    EXPECT_EQ(status_of(answer), "500");
    EXPECT_EQ(answer.find("Set-Cookie"), std::string::npos);
}

TEST(Server, WritesFramingFieldsItself) {
    RunningServer server{[](Request) -> Task<Response> {
        Response response = Response::text(200, "four");
        response.headers.emplace_back("content-length", "999");
        response.headers.emplace_back("Transfer-Encoding", "chunked");
        co_return response;
    }};
    const auto answer = ask(server, with("X: a"));
    EXPECT_EQ(answer.find("999"), std::string::npos) << answer;
    EXPECT_EQ(answer.find("chunked"), std::string::npos) << answer;
}

ListenOptions impatient() {
    ListenOptions options;
    options.limits.header_deadline = options.limits.body_deadline = milliseconds{80};
    options.limits.idle_deadline = options.limits.handler_deadline = milliseconds{80};
    return options;
}

TEST(Server, GivesUpOnAHeadThatComesByTheDrop) {
    RunningServer server{echo, impatient()};
    Wire wire{server.port()};
    wire.say("GET / HTTP/1.1\r\nHost:");
    EXPECT_EQ(status_of(wire.hear_all()), "408");
}

TEST(Server, GivesUpOnABodyThatNeverComes) {
    RunningServer server{echo, impatient()};
    Wire wire{server.port()};
    wire.say("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhe");
    EXPECT_EQ(status_of(wire.hear_all()), "408");
}

TEST(Server, ClosesAnIdleConnectionWithoutAWord) {
    RunningServer server{echo, impatient()};
    Wire wire{server.port()};
    EXPECT_EQ(wire.hear_all(), "");
    EXPECT_TRUE(wire.is_closed_by_peer());
}

Task<Response> answer_after(milliseconds wait) {
    boost::asio::steady_timer timer{co_await boost::asio::this_coro::executor, wait};
    co_await timer.async_wait(boost::asio::use_awaitable);
    co_return Response::text(200, "late\n");
}

TEST(Server, AnswersForAHandlerThatTakesTooLong) {
    RunningServer server{[](Request) { return answer_after(milliseconds{600}); }, impatient()};
    const auto answer = ask(server, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(status_of(answer), "503") << answer;
    EXPECT_EQ(answer.find("late"), std::string::npos);
}

TEST(Server, DropsAPeerThatDoesNotReadItsAnswer) {
    RunningServer server{
        [](Request) -> Task<Response> { co_return Response::text(200, std::string(64 << 20, 'a')); },
        impatient()};
    Wire wire{server.port()};
    wire.say("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    Wire another{server.port()};
    EXPECT_EQ(another.hear_all(), "");  // by now the first has had its time and more
    EXPECT_LT(wire.hear_all().size(), std::size_t{64} << 20);
}

TEST(Server, LetsNoMoreInThanItsLimitAndLosesNobodyWhoWaits) {
    ListenOptions options;
    options.limits.connections = 2;
    RunningServer server{echo, options};
    auto first = std::make_unique<Wire>(server.port());
    first->say("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n");
    Wire second{server.port()};
    second.say("GET /2 HTTP/1.1\r\nHost: a\r\n");
    EXPECT_EQ(status_of(first->hear_until("]\n")), "200");
    first->say("GET /1 HTTP/1.1\r\n");
    Wire third{server.port()};
    third.say("GET /3 HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(third.hear_until("]\n", milliseconds{200}), "");
    first.reset();
    EXPECT_NE(third.hear_until("]\n").find("GET /3"), std::string::npos);
}

TEST(Server, IdleConnectionsGiveWayWhenItIsFull) {
    ListenOptions options;
    options.limits.connections = 1;
    options.limits.idle_deadline = std::chrono::minutes{5};
    RunningServer server{echo, options};
    Wire idle{server.port()};
    idle.say("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(status_of(idle.hear_until("]\n")), "200");
    Wire waiting{server.port()};
    waiting.say("GET /2 HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(status_of(waiting.hear_until("]\n")), "200");
}

TEST(Server, FinishesWhatItHasBegunWhenStopped) {
    std::promise<void> begun;
    RunningServer server{[&](Request) {
        begun.set_value();
        return answer_after(milliseconds{300});
    }};
    Wire wire{server.port()};
    wire.say("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    begun.get_future().wait();
    server.stop(std::chrono::seconds{10});
    const auto answer = wire.hear_all();
    EXPECT_EQ(status_of(answer), "200");
    EXPECT_NE(answer.find("Connection: close"), std::string::npos);
    EXPECT_NE(answer.find("late"), std::string::npos);
}

TEST(Server, ReadsOnARequestThatIsHalfInWhenStopped) {
    RunningServer server{echo};
    Wire wire{server.port()};
    wire.say("GET /0 HTTP/1.1\r\nHost: a\r\n\r\n");
    wire.hear_until("]\n");
    wire.say("POST /half HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nh");
    server.stop(std::chrono::seconds{10});
    EXPECT_NE(wire.say("i").hear_all().find("POST /half [hi]"), std::string::npos);
}

TEST(Server, StopsAtTheGraceEvenWhenAHandlerDoesNotEnd) {
    boost::asio::io_context context{1};
    std::promise<void> begun;
    auto server = Server::listen(context.get_executor(), {}, [&](Request) {
        begun.set_value();
        return answer_after(std::chrono::hours{1});
    });
    ASSERT_TRUE(server);
    auto ended = std::make_shared<std::promise<void>>();
    boost::asio::co_spawn(context, (*server)->run(), [ended](std::exception_ptr) { ended->set_value(); });
    std::thread thread{[&] { context.run(); }};
    Wire wire{(*server)->port()};
    wire.say("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    begun.get_future().wait();
    (*server)->stop(milliseconds{100});
    EXPECT_EQ(ended->get_future().wait_for(std::chrono::seconds{10}), std::future_status::ready);
    context.stop();
    thread.join();
}

TEST(Server, SaysWhichPortIsTaken) {
    RunningServer server{echo};
    boost::asio::io_context context;
    ListenOptions options;
    options.name = "public";
    options.port = server.port();
    const auto second = Server::listen(context.get_executor(), options, echo);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().kind, Error::Kind::invalid_setting);
    EXPECT_NE(second.error().what.find(std::to_string(server.port())), std::string::npos);
}

}  // namespace
}  // namespace offing::http
