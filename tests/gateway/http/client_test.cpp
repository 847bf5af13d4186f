#include "gateway/http/client.hpp"

#include <gtest/gtest.h>
#include <netdb.h>

#include <atomic>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <deque>

#include "certificates.hpp"
#include "wire.hpp"

namespace offing::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using std::chrono::milliseconds;
using testing::RunningServer;

ClientOptions at_home() {
    ClientOptions options;
    options.allow_private_addresses = true;
    options.connect_deadline = std::chrono::seconds{5};
    options.answer_deadline = std::chrono::seconds{5};
    return options;
}

/// A client whose requests are waited for.
class Asker {
public:
    explicit Asker(ClientOptions options = at_home())
        : client_{Client::make(context_.get_executor(), std::move(options))} {}

    Exchange ask(std::string url, std::string method = "GET", std::string body = "") {
        Request request;
        request.method = std::move(method);
        request.target = std::move(url);
        request.body = std::move(body);
        auto answer = asio::co_spawn(context_, client_->send(std::move(request)), asio::use_future);
        context_.restart();
        context_.run();
        return answer.get();
    }

private:
    asio::io_context context_{1};
    std::unique_ptr<Client> client_;
};

/// Plays a peer that says fixed words: for each connection in turn, reads until `after`, says `says`, closes.
class Script {
public:
    struct Scene {
        std::string after;
        std::string says;
    };
    explicit Script(std::deque<Scene> scenes) : scenes_{std::move(scenes)} {
        thread_ = std::thread{[this] { play(); }};
    }
    ~Script() { thread_.join(); }
    std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/"; }

private:
    void play() {
        for (const Scene& scene : scenes_) {
            tcp::socket socket{context_};
            acceptor_.accept(socket);
            boost::system::error_code failed;
            std::string heard;
            std::array<char, 1024> bytes;
            while (!failed && !scene.after.empty() && heard.find(scene.after) == std::string::npos) {
                heard.append(bytes.data(), socket.read_some(asio::buffer(bytes), failed));
            }
            if (!scene.says.empty()) socket.write_some(asio::buffer(scene.says), failed);
        }
    }

    asio::io_context context_;
    tcp::acceptor acceptor_{context_, tcp::endpoint{asio::ip::address_v4::loopback(), 0}};
    unsigned short port_ = acceptor_.local_endpoint().port();
    std::deque<Scene> scenes_;
    std::thread thread_;
};

std::string at(const RunningServer& server, const std::string& path = "/",
               const std::string& scheme = "http") {
    return scheme + "://127.0.0.1:" + std::to_string(server.port()) + path;
}

Task<Response> echo(Request request) {
    co_return Response::text(201, request.method + " " + request.target + " " +
                                      std::string{request.header("Host").value_or("")} + " [" + request.body +
                                      "]");
}

TEST(Client, SendsAndHears) {
    RunningServer server{echo};
    Asker asker;
    const auto exchange = asker.ask(at(server, "/a%20b?x=1"), "POST", "hello");
    ASSERT_EQ(exchange.outcome, Exchange::Outcome::answered) << exchange.what;
    EXPECT_EQ(exchange.response.status, 201);
    EXPECT_EQ(exchange.response.body,
              "POST /a%20b?x=1 127.0.0.1:" + std::to_string(server.port()) + " [hello]");
    EXPECT_EQ(exchange.response.header("content-type"), "text/plain; charset=utf-8");
}

TEST(Client, UsesAConnectionAgain) {
    ListenOptions options;
    options.limits.connections = 1;  // a second connection would wait for ever
    RunningServer server{echo, options};
    Asker asker;
    for (int i = 0; i < 5; ++i) {
        EXPECT_EQ(asker.ask(at(server)).outcome, Exchange::Outcome::answered);
    }
}

TEST(Client, ReadsChunksAndSkipsInterimAnswers) {
    Script script{
        {{"\r\n\r\n",
          "HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
          "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"}}};
    const auto exchange = Asker{}.ask(script.url());
    ASSERT_EQ(exchange.outcome, Exchange::Outcome::answered) << exchange.what;
    EXPECT_EQ(exchange.response.body, "abcde");
    EXPECT_EQ(exchange.response.header("Link"), std::nullopt);
}

TEST(Client, ReadsAnAnswerThatEndsWithTheConnection) {
    Script script{{{"\r\n\r\n", "HTTP/1.0 200 OK\r\n\r\nall of it"}}};
    const auto exchange = Asker{}.ask(script.url());
    ASSERT_EQ(exchange.outcome, Exchange::Outcome::answered) << exchange.what;
    EXPECT_EQ(exchange.response.body, "all of it");
}

TEST(Client, DoesNotWaitForABodyAfterHead) {
    Script script{{{"\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"}}};
    EXPECT_EQ(Asker{}.ask(script.url(), "HEAD").outcome, Exchange::Outcome::answered);
}

TEST(Client, DoesNotFollowARedirect) {
    Script script{
        {{"\r\n\r\n", "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"}}};
    EXPECT_EQ(Asker{}.ask(script.url()).response.status, 302);
}

TEST(Client, KnowsThatNothingWasSentWhenNobodyListens) {
    std::string url;
    {
        RunningServer gone{echo};
        url = at(gone);
    }
    EXPECT_EQ(Asker{}.ask(url).outcome, Exchange::Outcome::not_sent);
}

TEST(Client, CallsItUnknownWhenTheAnswerNeverComes) {
    Script script{{{"\r\n\r\n", ""}}};
    EXPECT_EQ(Asker{}.ask(script.url(), "POST", "x").outcome, Exchange::Outcome::unknown);
}

TEST(Client, CallsItUnknownWhenTheAnswerIsCutShort) {
    Script script{{{"\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"}}};
    EXPECT_EQ(Asker{}.ask(script.url(), "POST", "x").outcome, Exchange::Outcome::unknown);
}

TEST(Client, CallsItUnknownWhenTheAnswerCannotBeRead) {
    Script script{{{"\r\n\r\n", "SSH-2.0-OpenSSH\r\n\r\n"}}};
    EXPECT_EQ(Asker{}.ask(script.url(), "POST", "x").outcome, Exchange::Outcome::unknown);
}

TEST(Client, CallsItUnknownWhenTheAnswerIsTooLarge) {
    auto options = at_home();
    options.answer_bytes = 5;
    Script script{
        {{"\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsix...\r\n"},
         {"\r\n\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nsix...\r\n0\r\n\r\n"},
         {"\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\nsix..."}}};
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(Asker{options}.ask(script.url()).outcome, Exchange::Outcome::unknown) << i;
    }
}

TEST(Client, DoesNotSendIntoAConnectionThatWasClosedMeanwhile) {
    Script script{{{"\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n1"},
                   {"\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n2"}}};
    Asker asker;
    EXPECT_EQ(asker.ask(script.url()).response.body, "1");
    // The peer closes after each scene; its FIN is here at once on loopback, before the next scene's accept.
    EXPECT_EQ(asker.ask(script.url(), "POST", "x").response.body, "2");
}

TEST(Client, HasADeadlineForTheAnswer) {
    RunningServer server{[](Request) -> Task<Response> {
        asio::steady_timer timer{co_await asio::this_coro::executor, milliseconds{500}};
        co_await timer.async_wait(asio::use_awaitable);
        co_return Response::text(200, "");
    }};
    auto options = at_home();
    options.answer_deadline = milliseconds{50};
    const auto exchange = Asker{options}.ask(at(server), "POST", "x");
    EXPECT_EQ(exchange.outcome, Exchange::Outcome::unknown);
    EXPECT_NE(exchange.what.find("time"), std::string::npos) << exchange.what;
}

TEST(Client, KeepsOutOfPrivateNetworksUnlessAllowed) {
    std::atomic<int> reached = 0;
    RunningServer server{[&](Request request) {
        ++reached;
        return echo(std::move(request));
    }};
    const std::string port = std::to_string(server.port());
    for (const std::string host : {"127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "[::1]"}) {
        const auto exchange = Asker{ClientOptions{}}.ask("http://" + host + ":" + port + "/");
        EXPECT_EQ(exchange.outcome, Exchange::Outcome::not_sent) << host;
        EXPECT_NE(exchange.what.find("private"), std::string::npos) << host << ": " << exchange.what;
    }
    EXPECT_EQ(reached, 0);
}

TEST(Client, RefusesOddUrls) {
    for (const char* url :
         {"", "/x", "ftp://127.0.0.1/", "http://", "http://u:p@127.0.0.1/", "http://127.0.0.1/#x",
          "http://127.0.0.1/a b", "http://127.0.0.1/\r\nX: y", "http://127.0.0.1:99999/",
          "http://127.0.0.1:99999999999999999999/", "http://127.0.0.1:0/"}) {
        const auto exchange = Asker{}.ask(url);
        EXPECT_EQ(exchange.outcome, Exchange::Outcome::not_sent) << url;
        EXPECT_NE(exchange.what.find("URL"), std::string::npos) << url << ": " << exchange.what;
    }
}

TEST(Client, ChecksCertificateAndHostName) {
    const testing::Certificates made;
    ListenOptions options;
    options.tls = TlsFiles{made.chain(), made.key()};
    RunningServer server{echo, options};
    const std::string port = std::to_string(server.port());

    auto trusting = at_home();
    trusting.extra_ca_file = made.authority();
    Asker asker{trusting};
    for (int i = 0; i < 2; ++i) {
        const auto exchange = asker.ask("https://localhost:" + port + "/x", "POST", "hi");
        ASSERT_EQ(exchange.outcome, Exchange::Outcome::answered) << exchange.what;
        EXPECT_EQ(exchange.response.body, "POST /x localhost:" + port + " [hi]");
    }
    EXPECT_EQ(asker.ask("https://127.0.0.1:" + port + "/").outcome, Exchange::Outcome::not_sent)
        << "another name";
    EXPECT_EQ(Asker{}.ask("https://localhost:" + port + "/").outcome, Exchange::Outcome::not_sent)
        << "not trusted";
    EXPECT_NE(asker.ask("http://localhost:" + port + "/").outcome, Exchange::Outcome::answered) << "plain";
}

}  // namespace
}  // namespace offing::http
