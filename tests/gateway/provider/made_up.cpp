#include "made_up.hpp"

#include <stdexcept>

#include "case_json.hpp"
#include "gateway/base/crypto.hpp"
#include "gateway/provider/jwt.hpp"

namespace offing::provider {

namespace json = boost::json;

namespace {

const std::string secret = "a-made-up-secret-of-32-characters";
const std::string bridge_secret = "whsec_" + crypto::to_base64(as_bytes(secret));

std::string seconds() {
    return std::to_string(std::chrono::floor<std::chrono::seconds>(made_up_now.time_since_epoch()).count());
}

}  // namespace

std::unique_ptr<Provider> make_made_up(std::string_view kind) {
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
    if (!made) throw std::logic_error(std::string{kind} + ": " + made.error().front().key);
    return *std::move(made);
}

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

}  // namespace offing::provider
