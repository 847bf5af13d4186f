// An account's address inside our own network is reached only where the settings say so, whatever its
// company.

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "case_json.hpp"
#include "gateway/service/sending.hpp"
#include "made_up.hpp"

namespace offing::service {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;
using asio::ip::tcp;

/// Hears who comes, and hangs up.
class Listener {
public:
    explicit Listener(asio::io_context& io) : acceptor_{io, {asio::ip::make_address("127.0.0.1"), 0}} {
        accept();
    }
    std::string url() const {
        return "http://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port());
    }
    void close() { acceptor_.close(); }
    int came = 0;

private:
    void accept() {
        acceptor_.async_accept([this](boost::system::error_code failed, tcp::socket) {
            if (failed) return;
            ++came;
            accept();
        });
    }
    tcp::acceptor acceptor_;
};

std::unique_ptr<provider::Provider> at(std::string_view kind, const std::string& url) {
    json::object options{{kind == "generic" ? "url" : "api", url}};
    if (kind == "twilio") options["account_sid"] = "AC" + std::string(32, '0');
    if (kind == "vonage") {
        options["application_id"] = "a";
        options["api_key"] = "k";
        options["private_key"] = "(made for this run)";
    }
    if (kind == "notify") {
        options["api_key"] = std::string(73, 'a');
        options["template_id"] = "t";
    }
    if (kind == "kannel") {
        options["username"] = "u";
        options["password"] = "p";
    }
    const std::string secret = kind == "generic" ? "whsec_YS1tYWRlLXVwLXNlY3JldC1vZi0zMi1jaGFyYWN0ZXI="
                                                 : "a-made-up-secret-of-32-characters";
    json::object settings{{"name", kind},
                          {"kind", kind},
                          {"sender", "+447700900000"},
                          {"public_base", "https://texts.example.org"},
                          {"secrets", json::array{secret}},
                          {"options", std::move(options)}};
    auto made = provider::make_provider(provider::settings_of(std::move(settings), nullptr));
    if (!made) throw std::logic_error(made.error().front().key + " " + made.error().front().what);
    return *std::move(made);
}

class PrivateNetwork : public testing::TestWithParam<std::string_view> {};

TEST_P(PrivateNetwork, IsReachedOnlyWhereTheSettingsSaySo) {
    for (const bool allowed : {false, true}) {
        asio::io_context io;
        Listener listener{io};
        const auto client = http::Client::make(io.get_executor(), {});
        Account account{.name = "a", .provider = at(GetParam(), listener.url()), .texts_per_second = 1};
        account.to_private = allowed;
        provider::SendOutcome outcome;
        std::string trouble;
        const auto post = [&]() -> Task<void> {
            outcome = co_await post_text(
                *client, account,
                {.id = "i", .to = "+447700900123", .body = "ok", .valid_for = std::chrono::seconds{60}},
                provider::made_up_now, &trouble);
        };
        asio::co_spawn(io, post(), [&](const std::exception_ptr&) { listener.close(); });
        io.run();
        if (allowed) {
            EXPECT_GE(listener.came, 1);
            continue;
        }
        EXPECT_EQ(listener.came, 0);
        EXPECT_EQ(outcome.kind, provider::SendOutcome::Kind::temporary);
        EXPECT_NE(trouble.find("private"), std::string::npos) << trouble;
    }
}

INSTANTIATE_TEST_SUITE_P(Kinds, PrivateNetwork,
                         testing::Values("twilio", "vonage", "notify", "kannel", "generic"),
                         [](const auto& kind) { return std::string{kind.param}; });

}  // namespace
}  // namespace offing::service
