#include "gateway/http/router.hpp"

#include <gtest/gtest.h>

#include <boost/asio/use_future.hpp>

#include "wire.hpp"

namespace offing::http {
namespace {

Response ask(const Router& router, std::string method, std::string target) {
    boost::asio::io_context context;
    Request request;
    request.method = std::move(method);
    request.target = std::move(target);
    auto answer = boost::asio::co_spawn(context, router(std::move(request)), boost::asio::use_future);
    context.run();
    return answer.get();
}

Handler says(std::string word) {
    return [word](Request request) -> Task<Response> {
        return [](std::string said) -> Task<Response> {
            co_return Response::text(200, said);
        }(word + " " + std::string{request.path()});
    };
}

Router made() {
    Router router;
    router.add("GET", "/a", says("read"));
    router.add("POST", "/a", says("write"));
    router.add("POST", "/webhooks/*", says("hook"));
    return router;
}

TEST(Router, FindsByMethodAndPath) {
    EXPECT_EQ(ask(made(), "GET", "/a?x=1").body, "read /a");
    EXPECT_EQ(ask(made(), "HEAD", "/a").body, "read /a");
    EXPECT_EQ(ask(made(), "POST", "/a").body, "write /a");
    EXPECT_EQ(ask(made(), "POST", "/webhooks/twilio").body, "hook /webhooks/twilio");
}

TEST(Router, DoesNotGuess) {
    for (const char* path :
         {"/", "/A", "/a/", "//a", "/%61", "/webhooks", "/webhook/twilio", "/a/../a", "*"}) {
        EXPECT_EQ(ask(made(), "GET", path).status, 404) << path;
    }
}

TEST(Router, SaysWhatIsAllowed) {
    const Response refused = ask(made(), "DELETE", "/a");
    EXPECT_EQ(refused.status, 405);
    EXPECT_EQ(refused.header("Allow"), "GET, HEAD, OPTIONS, POST");
    const Response asked = ask(made(), "OPTIONS", "/webhooks/x");
    EXPECT_EQ(asked.status, 204);
    EXPECT_EQ(asked.header("Allow"), "OPTIONS, POST");
    EXPECT_EQ(ask(made(), "OPTIONS", "*").status, 204);
    EXPECT_EQ(ask(made(), "OPTIONS", "/nowhere").status, 404);
}

Task<std::vector<std::string>> all_well() { co_return std::vector<std::string>{}; }
Task<std::vector<std::string>> no_store() {
    co_return std::vector<std::string>{"the store can't be reached"};
}

TEST(Router, TellsOperatorsHowItIs) {
    Router well, unwell;
    add_operations(well, all_well);
    add_operations(unwell, no_store);
    EXPECT_EQ(ask(well, "GET", "/healthz").status, 200);
    EXPECT_EQ(ask(well, "GET", "/readyz").status, 200);
    EXPECT_EQ(ask(unwell, "GET", "/healthz").status, 200);
    EXPECT_EQ(ask(unwell, "GET", "/readyz").status, 503);
    EXPECT_EQ(ask(unwell, "GET", "/readyz").body, "the store can't be reached\n");
    EXPECT_EQ(ask(well, "GET", "/metrics").status, 200);
}

}  // namespace
}  // namespace offing::http
