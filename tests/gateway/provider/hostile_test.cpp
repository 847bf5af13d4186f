// What strangers post: every provider refuses it in bounded time, and genuine companies' worst is borne.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "made_up.hpp"

namespace offing::provider {
namespace {

int status(const Provider& provider, const http::Request& request) {
    const auto answer = provider.read_webhook(request, made_up_now);
    return answer ? answer->ok.status : provider.status_for(answer.error());
}

class Hostile : public testing::TestWithParam<std::string_view> {};

TEST_P(Hostile, NestedJsonIsMalformedAtAnyDepth) {
    const auto provider = make_made_up(GetParam());
    for (const std::size_t levels : {100u, 1'000'000u})
        for (const std::string opening : {"[", "{\"a\":"})
            EXPECT_EQ(status(*provider, genuine(GetParam(),
                                                [&] {
                                                    std::string body = "{\"id\":";
                                                    for (std::size_t i = 0; i < levels; ++i) body += opening;
                                                    return body;
                                                }())),
                      400);
}

TEST_P(Hostile, AMegabyteUnsignedIsRefused) {
    const auto provider = make_made_up(GetParam());
    http::Request request;
    request.method = "POST";
    request.target = "/webhooks/" + std::string{GetParam()};
    request.body = "{\"id\":\"" + std::string(1'000'000, 'x') + "\"}";
    EXPECT_EQ(status(*provider, request), GetParam() == "vonage" ? 503 : 403);
    request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
    request.body = "Body=" + std::string(1'000'000, '+');
    EXPECT_EQ(status(*provider, request), GetParam() == "vonage" ? 503 : 403);
}

TEST_P(Hostile, LongHeadersAndPathsAreRefused) {
    const auto provider = make_made_up(GetParam());
    const std::string forged(60'000, '.');
    http::Request request;
    request.method = "POST";
    request.target = "/webhooks/" + std::string(60'000, '%') + "?" + std::string(60'000, '&');
    for (const auto name : {"Authorization", "X-Twilio-Signature", "X-Simulator-Signature", "webhook-id",
                            "webhook-timestamp", "webhook-signature"})
        request.headers.emplace_back(name, "Bearer " + forged);
    EXPECT_GE(status(*provider, request), 400);
}

TEST_P(Hostile, SignedNonsenseIsMalformed) {
    const auto provider = make_made_up(GetParam());
    for (const std::string body :
         {"null", "[]", "\"text\"", "{", "{}", "\xff\xfe", "{\"id\":{}}", "{\"type\":[]}"})
        EXPECT_THAT(status(*provider, genuine(GetParam(), body)), testing::AnyOf(200, 400)) << body;
    EXPECT_EQ(status(*provider, genuine(GetParam(), "{")), 400);
}

// Notify and Kannel sign nothing: a secret is all they have.
class HostileSigned : public Hostile {};

TEST_P(HostileSigned, OneChangedByteIsProvenFalse) {
    if (GetParam() == "notify" || GetParam() == "kannel")
        return;  // these sign nothing: a secret is all they have
    const auto provider = make_made_up(GetParam());
    const http::Request good = genuine(GetParam(), R"({"id":"1","type":"text","from":"+447700900123"})");
    for (std::size_t at = 0; at < good.body.size(); ++at) {
        http::Request touched = good;
        touched.body[at] ^= 1;
        EXPECT_EQ(status(*provider, touched), GetParam() == "vonage" ? 401 : 403) << at;
    }
}

TEST_P(Hostile, NothingUnsignedGetsThrough) {
    const auto provider = make_made_up(GetParam());
    EXPECT_TRUE(rc::check("any request without the secret is refused", [&] {
        http::Request request;
        request.method = *rc::gen::element<std::string>("GET", "POST");
        request.target = "/webhooks/" + *rc::gen::arbitrary<std::string>();
        request.body = *rc::gen::arbitrary<std::string>();
        request.headers = *rc::gen::container<std::vector<http::Header>>(
            rc::gen::pair(rc::gen::element<std::string>("Authorization", "X-Twilio-Signature", "webhook-id",
                                                        "webhook-timestamp", "webhook-signature",
                                                        "X-Simulator-Signature", "Content-Type"),
                          rc::gen::arbitrary<std::string>()));
        RC_ASSERT(!provider->read_webhook(request, made_up_now));
    }));
}

TEST_P(Hostile, ErrorsHoldNothingOfTheRequest) {
    const auto provider = make_made_up(GetParam());
    for (const std::string body :
         {R"({"id":"07700900123"})", R"({"type":"text","from":"07700900123","id":""})", "07700900123"}) {
        const auto answer = provider->read_webhook(genuine(GetParam(), body), made_up_now);
        if (!answer) EXPECT_EQ(answer.error().what.find("0770"), std::string::npos);
    }
}

INSTANTIATE_TEST_SUITE_P(Each, Hostile, testing::ValuesIn(provider_kinds()),
                         [](const auto& kind) { return std::string{kind.param}; });
INSTANTIATE_TEST_SUITE_P(Each, HostileSigned, testing::Values("generic", "simulator", "twilio", "vonage"),
                         [](const auto& kind) { return std::string{kind.param}; });

}  // namespace
}  // namespace offing::provider
