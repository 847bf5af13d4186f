#include "gateway/console/handset.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/json/parse.hpp>

#include "gateway/base/crypto.hpp"

namespace offing::console {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;
using http::Exchange;
using http::Request;
using http::Response;

constexpr const char* amber = "+447700900001";

struct Answers final : http::Client {
    std::vector<Request> heard;
    int status = 200;
    Task<Exchange> send(Request request) override {
        heard.push_back(std::move(request));
        co_return Exchange{Exchange::Outcome::answered, Response::text(status, ""), ""};
    }
};

struct Story final : DemoStory {
    std::optional<Timestamp> next, end;
    int caught_up = 0, missed = 0;
    Task<std::optional<Timestamp>> next_text(std::string) override { co_return next; }
    Task<std::optional<Timestamp>> end_of_next_time(std::string) override { co_return end; }
    Task<bool> miss_next_time(std::string) override {
        ++missed;
        co_return true;
    }
    Task<void> catch_up() override {
        ++caught_up;
        co_return;
    }
};

class HandsetTest : public ::testing::Test {
protected:
    static HandsetOptions options() {
        return {.webhook_url = "http://127.0.0.1:1/webhooks/handset",
                .secret = "s3cret",
                .service_number = "+447700900000",
                .women = {{"Amber", amber}}};
    }

    Response ask(std::string method, std::string target, std::string body = "",
                 std::vector<http::Header> headers = {{"Content-Type", "application/json"}}) {
        Request request;
        request.method = std::move(method);
        request.target = std::move(target);
        request.body = std::move(body);
        request.headers = std::move(headers);
        auto task = handset.route(request);
        if (!task) return Response{0, {}, {}};
        auto answer = asio::co_spawn(context, std::move(*task), asio::use_future);
        context.restart();
        context.run();
        return answer.get();
    }
    Response send_from_provider(const std::string& body, const std::string& secret = "s3cret") {
        return ask("POST", "/simulator/messages", body,
                   {{"Content-Type", "application/json"},
                    {"X-Simulator-Signature", crypto::to_hex(crypto::hmac_sha256(secret, body))}});
    }
    json::array texts(const std::string& after = "0") {
        return json::parse(ask("GET", "/handset/texts?number=%2B447700900001&after=" + after).body)
            .at("texts")
            .as_array();
    }

    asio::io_context context{1};
    Answers company;
    MovableClock clock;
    Story story;
    Handset handset{context.get_executor(), options(), company, clock, story};
};

TEST_F(HandsetTest, LeavesOtherPathsAlone) {
    EXPECT_EQ(ask("GET", "/healthz").status, 0);
    EXPECT_EQ(ask("GET", "/handsets").status, 0);
    EXPECT_EQ(ask("GET", "/simulator/messages").status, 0);
    EXPECT_EQ(ask("GET", "/handset/other").status, 404);
    EXPECT_EQ(ask("DELETE", "/handset").status, 404);
}

TEST_F(HandsetTest, ServesAPageThatLoadsNothingFromElsewhere) {
    for (const char* path : {"/handset", "/handset/handset.css", "/handset/handset.js"}) {
        const Response page = ask("GET", path);
        EXPECT_EQ(page.status, 200) << path;
        EXPECT_GT(page.body.size(), 1000U) << path;
        EXPECT_TRUE(page.header("Content-Security-Policy")->starts_with("default-src 'none'")) << path;
        EXPECT_EQ(page.body.find("https://"), std::string::npos) << path;
    }
    EXPECT_EQ(ask("GET", "/handset").body.find("<script>"), std::string::npos) << "inline script";
    EXPECT_EQ(ask("GET", "/handset").body.find("style="), std::string::npos) << "inline style";
}

TEST_F(HandsetTest, TextsAsHerByASignedWebhook) {
    EXPECT_EQ(ask("POST", "/handset/texts", R"({"from":"+447700900001","body":"cant do tues"})").status, 202);
    ASSERT_EQ(company.heard.size(), 1U);
    const Request& webhook = company.heard[0];
    EXPECT_EQ(webhook.target, "http://127.0.0.1:1/webhooks/handset");
    EXPECT_EQ(webhook.header("X-Simulator-Signature"),
              crypto::to_hex(crypto::hmac_sha256("s3cret", webhook.body)));
    const json::value said = json::parse(webhook.body);
    EXPECT_EQ(said.at("type"), "text");
    EXPECT_EQ(said.at("from"), "+447700900001");
    EXPECT_EQ(said.at("to"), "+447700900000");
    EXPECT_EQ(said.at("body"), "cant do tues");
    EXPECT_EQ(texts().at(0).at("state"), "taken");
    EXPECT_EQ(texts().at(0).at("hers"), true);
}

TEST_F(HandsetTest, GivesEachTextANameOfItsOwn) {
    for (int i = 0; i < 2; ++i) ask("POST", "/handset/texts", R"({"from":"+447700900001","body":"2"})");
    EXPECT_NE(json::parse(company.heard[0].body).at("id"), json::parse(company.heard[1].body).at("id"));
}

TEST_F(HandsetTest, SaysWhenATextWasNotTaken) {
    company.status = 503;
    EXPECT_EQ(ask("POST", "/handset/texts", R"({"from":"+447700900001","body":"hi"})").status, 502);
    EXPECT_EQ(texts().at(0).at("state"), "refused");
}

TEST_F(HandsetTest, RefusesWhatItCannotRead) {
    for (const char* body :
         {"", "[]", "{", R"({"from":"07700900001","body":"x"})", R"({"from":"+447700900001"})",
          R"({"from":"+447700900001","body":""})", R"({"from":7,"body":"x"})"}) {
        EXPECT_EQ(ask("POST", "/handset/texts", body).status, 400) << body;
    }
    EXPECT_EQ(
        ask("POST", "/handset/texts", R"({"from":"+447700900001","body":")" + std::string(2001, 'a') + "\"}")
            .status,
        400);
    EXPECT_EQ(ask("POST", "/handset/texts", R"({"from":"+447700900001","body":"x"})",
                  {{"Content-Type", "text/plain"}})
                  .status,
              400)
        << "what a form of another site could send";
    EXPECT_EQ(ask("GET", "/handset/texts?number=%zz").status, 400);
    EXPECT_TRUE(company.heard.empty());
}

TEST_F(HandsetTest, ShowsWhatTheGatewaySendsAndReturnsAReceipt) {
    const auto answer = send_from_provider(R"({"id":"01","to":"+447700900001","body":"Hi. 1 Thu 10am"})");
    EXPECT_EQ(answer.status, 201);
    EXPECT_EQ(json::parse(answer.body).at("id"), "phone-01");
    const json::value text = texts().at(0);
    EXPECT_EQ(text.at("hers"), false);
    EXPECT_EQ(text.at("body"), "Hi. 1 Thu 10am");
    EXPECT_EQ(text.at("parts"), 1);
    EXPECT_EQ(text.at("encoding"), "GSM-7");
    EXPECT_EQ(text.at("state"), "receipted");
    const json::value receipt = json::parse(company.heard.at(0).body);
    EXPECT_EQ(receipt.at("type"), "receipt");
    EXPECT_EQ(receipt.at("our_id"), "01");
    EXPECT_EQ(receipt.at("id"), "phone-01");
    EXPECT_EQ(receipt.at("delivery"), "delivered");
}

TEST_F(HandsetTest, ShowsARepeatedSendOnce) {
    for (int i = 0; i < 2; ++i) send_from_provider(R"({"id":"01","to":"+447700900001","body":"Hi"})");
    EXPECT_EQ(texts().size(), 1U);
}

TEST_F(HandsetTest, TakesNothingUnsignedFromTheProvider) {
    EXPECT_EQ(send_from_provider(R"({"id":"01","to":"+447700900001","body":"Hi"})", "another").status, 401);
    EXPECT_EQ(ask("POST", "/simulator/messages", "{}").status, 401);
    EXPECT_EQ(send_from_provider("{}").status, 400);
}

TEST_F(HandsetTest, TellsOnlyWhatIsNew) {
    send_from_provider(R"({"id":"01","to":"+447700900001","body":"one"})");
    const auto first = texts();
    send_from_provider(R"({"id":"02","to":"+447700900001","body":"two"})");
    const auto second = texts(std::to_string(first.at(0).at("revision").to_number<std::uint64_t>()));
    ASSERT_EQ(second.size(), 1U);
    EXPECT_EQ(second.at(0).at("body"), "two");
}

TEST_F(HandsetTest, WakesEveryPageThatWaits) {
    std::vector<std::future<Response>> pages;
    for (int i = 0; i < 3; ++i) {
        Request request;
        request.target = "/handset/texts?number=%2B447700900001&after=0";
        pages.push_back(asio::co_spawn(context, std::move(*handset.route(request)), asio::use_future));
    }
    context.poll();
    send_from_provider(R"({"id":"01","to":"+447700900001","body":"Hi"})");
    for (auto& page : pages) EXPECT_EQ(json::parse(page.get().body).at("texts").as_array().size(), 1U);
}

TEST_F(HandsetTest, EndsWaitingWhenStopped) {
    handset.stop();
    EXPECT_EQ(texts().size(), 0U);
}

TEST_F(HandsetTest, MovesTheClockAndDoesWhatCameDue) {
    const Timestamp before = clock.now();
    EXPECT_EQ(ask("POST", "/handset/clock", R"({"forward_minutes":60})").status, 200);
    EXPECT_GE(clock.now() - before, std::chrono::minutes{60});
    EXPECT_LT(clock.now() - before, std::chrono::minutes{61});
    EXPECT_EQ(story.caught_up, 1);
}

TEST_F(HandsetTest, MovesTheClockByNothingButMinutesAhead) {
    const Timestamp before = clock.now();
    for (const char* body : {R"({"forward_minutes":0})", R"({"forward_minutes":-5})",
                             R"({"forward_minutes":1e9})", R"({"forward_minutes":86401})",
                             R"({"forward_minutes":"60"})", R"({"forward_minutes":9223372036854775807})"}) {
        EXPECT_EQ(ask("POST", "/handset/clock", body).status, 400) << body;
    }
    EXPECT_EQ(ask("POST", "/handset/clock", R"({"to":"yesterday"})").status, 409);
    EXPECT_LT(clock.now() - before, std::chrono::minutes{1});
}

TEST_F(HandsetTest, MovesToTomorrowMorningOnTheWallClock) {
    // The night in which the clocks go forward: 9:30 BST is 8:30 UTC.
    clock.set(std::chrono::sys_days{std::chrono::year{2027} / 3 / 27} + std::chrono::hours{15});
    EXPECT_EQ(ask("POST", "/handset/clock", R"({"to":"tomorrow"})").status, 200);
    EXPECT_EQ(to_minutes(clock.now()), std::chrono::sys_days{std::chrono::year{2027} / 3 / 28} +
                                           std::chrono::hours{8} + std::chrono::minutes{30});
}

TEST_F(HandsetTest, MovesToTheNextTextOrSaysThatNoneIsComing) {
    EXPECT_EQ(ask("POST", "/handset/clock", R"({"to":"next_text","number":"+447700900001"})").status, 409);
    story.next = clock.now() + std::chrono::hours{50};
    EXPECT_EQ(ask("POST", "/handset/clock", R"({"to":"next_text","number":"+447700900001"})").status, 200);
    EXPECT_GE(clock.now(), *story.next);
    EXPECT_EQ(story.caught_up, 2) << "once to plan it, once to send it";
}

TEST_F(HandsetTest, MissesTheNextTime) {
    EXPECT_EQ(ask("POST", "/handset/clock", R"({"to":"missed","number":"+447700900001"})").status, 409);
    story.end = clock.now() + std::chrono::hours{30};
    EXPECT_EQ(ask("POST", "/handset/clock", R"({"to":"missed","number":"+447700900001"})").status, 200);
    EXPECT_EQ(story.missed, 1);
    EXPECT_GE(clock.now(), *story.end - std::chrono::minutes{1});
}

TEST(HandsetStore, KeepsABoundedNumberOfPhonesAndTexts) {
    HandsetStore store;
    for (std::size_t i = 0; i < HandsetStore::most_texts + 5; ++i) {
        store.add("a", {.id = std::to_string(i), .body = "x"});
    }
    EXPECT_EQ(store.changed_since("a", 0).size(), HandsetStore::most_texts);
    EXPECT_EQ(store.changed_since("a", 0).front().id, "5");
    for (std::size_t i = 0; i < HandsetStore::most_numbers; ++i) {
        store.add("n" + std::to_string(i), {.id = "1", .body = "x"});
    }
    EXPECT_TRUE(store.changed_since("a", 0).empty()) << "the longest unused makes way";
    EXPECT_FALSE(store.changed_since("n0", 0).empty());
}

}  // namespace
}  // namespace offing::console
