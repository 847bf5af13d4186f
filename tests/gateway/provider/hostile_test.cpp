// What strangers post: every provider refuses it in bounded time, and genuine companies' worst is borne.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <chrono>

#include "case_json.hpp"
#include "gateway/base/crypto.hpp"
#include "gateway/provider/jwt.hpp"

namespace offing::provider {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

constexpr Timestamp now{1'795'426'200'000ms};
const std::string secret = "a-made-up-secret-of-32-characters";
const std::string bridge_secret = "whsec_" + crypto::to_base64(as_bytes(secret));

std::unique_ptr<Provider> make(std::string_view kind) {
    static const json::object options{
        {"twilio", json::object{{"account_sid", "AC" + std::string(32, '0')}}},
        {"vonage",
         json::object{{"application_id", "a"}, {"api_key", "k"}, {"private_key", "(made for this run)"}}},
        {"notify", json::object{{"api_key", std::string(73, 'a')}, {"template_id", "t"}}},
        {"kannel", json::object{{"username", "u"}, {"password", "p"}}},
        {"generic", json::object{{"url", "https://bridge.example.org"}}},
        {"simulator", json::object{}}};
    json::object settings{{"name", kind},
                          {"kind", kind},
                          {"sender", "+447700900000"},
                          {"public_base", "https://texts.example.org"},
                          {"secrets", json::array{kind == "generic" ? bridge_secret : secret}},
                          {"options", options.at(kind)}};
    auto made = make_provider(settings_of(std::move(settings), nullptr));
    EXPECT_TRUE(made) << kind;
    return std::move(*made);
}

std::string seconds() {
    return std::to_string(std::chrono::floor<std::chrono::seconds>(now.time_since_epoch()).count());
}

/// The body as this company would have signed it.
http::Request genuine(std::string_view kind, std::string body) {
    http::Request request;
    request.method = "POST";
    request.target = "/webhooks/" + std::string{kind};
    const std::string hash = crypto::to_hex(crypto::sha256(body));
    if (kind == "twilio") {
        request.target += "?bodySHA256=" + hash;
        request.headers = {
            {"X-Twilio-Signature",
             crypto::to_base64(crypto::hmac_sha1(secret, "https://texts.example.org" + request.target))}};
    } else if (kind == "vonage") {
        const json::object claims{{"iss", "Vonage"},
                                  {"api_key", "k"},
                                  {"jti", "j"},
                                  {"payload_hash", hash},
                                  {"iat", std::stoll(seconds())}};
        request.headers = {{"Authorization", "Bearer " + sign_hs256(claims, secret)}};
    } else if (kind == "notify") {
        request.headers = {{"Authorization", "Bearer " + secret}};
    } else if (kind == "kannel") {
        request.target += "/" + secret;
    } else if (kind == "generic") {
        request.headers = {{"webhook-id", "w"},
                           {"webhook-timestamp", seconds()},
                           {"webhook-signature", "v1," + crypto::to_base64(crypto::hmac_sha256(
                                                             secret, "w." + seconds() + "." + body))}};
    } else {
        request.headers = {{"X-Simulator-Signature", crypto::to_hex(crypto::hmac_sha256(secret, body))}};
    }
    request.body = std::move(body);
    return request;
}

int status(const Provider& provider, const http::Request& request) {
    const auto answer = provider.read_webhook(request, now);
    return answer ? answer->ok.status : provider.status_for(answer.error());
}

class Hostile : public testing::TestWithParam<std::string_view> {};

TEST_P(Hostile, NestedJsonIsMalformedAtAnyDepth) {
    const auto provider = make(GetParam());
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
    const auto provider = make(GetParam());
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
    const auto provider = make(GetParam());
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
    const auto provider = make(GetParam());
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
    const auto provider = make(GetParam());
    const http::Request good = genuine(GetParam(), R"({"id":"1","type":"text","from":"+447700900123"})");
    for (std::size_t at = 0; at < good.body.size(); ++at) {
        http::Request touched = good;
        touched.body[at] ^= 1;
        EXPECT_EQ(status(*provider, touched), GetParam() == "vonage" ? 401 : 403) << at;
    }
}

TEST_P(Hostile, NothingUnsignedGetsThrough) {
    const auto provider = make(GetParam());
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
        RC_ASSERT(!provider->read_webhook(request, now));
    }));
}

TEST_P(Hostile, ErrorsHoldNothingOfTheRequest) {
    const auto provider = make(GetParam());
    for (const std::string body :
         {R"({"id":"07700900123"})", R"({"type":"text","from":"07700900123","id":""})", "07700900123"}) {
        const auto answer = provider->read_webhook(genuine(GetParam(), body), now);
        if (!answer) EXPECT_EQ(answer.error().what.find("0770"), std::string::npos);
    }
}

INSTANTIATE_TEST_SUITE_P(Each, Hostile, testing::ValuesIn(provider_kinds()),
                         [](const auto& kind) { return std::string{kind.param}; });
INSTANTIATE_TEST_SUITE_P(Each, HostileSigned, testing::Values("generic", "simulator", "twilio", "vonage"),
                         [](const auto& kind) { return std::string{kind.param}; });

}  // namespace
}  // namespace offing::provider
