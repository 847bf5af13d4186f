// Vonage's Messages API, version 1, with signed webhooks. Formats and sources: docs/providers/vonage.md.

#include <algorithm>
#include <boost/json/serialize.hpp>

#include "gateway/base/crypto.hpp"
#include "gateway/provider/dialect.hpp"
#include "gateway/provider/jwt.hpp"
#include "gateway/provider/option_check.hpp"

namespace offing::provider {

namespace {

namespace json = boost::json;
using Kind = SendOutcome::Kind;

struct VonageSettings {
    std::string name, sender, api, application, api_key, api_secret;
    std::vector<std::string> signature_secrets;
    std::chrono::seconds tolerance;
};

std::string code_of(const json::object& message) {
    const json::object& error = object_of(message, "error");
    for (const std::string_view key : {"title", "code"})
        if (std::string code = text_of(error, key); !code.empty()) return code;
    return {};
}

bool mentions_ttl(const json::object& message) {
    const json::object& error = object_of(message, "error");
    return text_of(error, "title").contains("TTL") || text_of(error, "detail").contains("TTL");
}

std::optional<Delivery> delivery_of(const json::object& message) {
    const std::string status = text_of(message, "status");
    if (status == "submitted") return Delivery::sent;
    if (status == "delivered" || status == "read") return Delivery::delivered;
    // "Unable to connect to the messaging provider": an outage, not a verdict on the number.
    if (status == "undeliverable") return Delivery::failed_for_now;
    if (status != "rejected") return std::nullopt;
    if (code_of(message) == "9") return Delivery::opted_out;
    return mentions_ttl(message) ? Delivery::expired : Delivery::failed;
}

/// A number, or {"type": "sms", "number": "..."} as older applications are sent.
std::string number_of(const json::object& message, std::string_view key) {
    const std::string number = text_of(message, key);
    return with_plus(number.empty() ? text_of(object_of(message, key), "number") : number);
}

class Vonage final : public Provider {
public:
    Vonage(VonageSettings settings, RsaKey key) : settings_{std::move(settings)}, key_{std::move(key)} {}

    std::string_view name() const override { return settings_.name; }

    http::Request encode(const OutboundText& text, Timestamp now) const override {
        const auto issued = std::chrono::floor<std::chrono::seconds>(now.time_since_epoch()).count();
        const std::string token = key_.sign_rs256({{"application_id", settings_.application},
                                                   {"iat", issued},
                                                   {"exp", issued + 900},
                                                   {"jti", crypto::to_hex(crypto::random_bytes(16))}});
        const auto ttl = std::clamp<std::chrono::seconds::rep>(text.valid_for.count(), 20, 604'800);
        json::object body{{"to", without_plus(text.to)},
                          {"from", without_plus(settings_.sender)},
                          {"channel", "sms"},
                          {"message_type", "text"},
                          {"text", text.body},
                          {"client_ref", text.id},
                          {"ttl", ttl}};
        return {.method = "POST",
                .target = settings_.api + "/v1/messages",
                .headers = {{"Authorization", "Bearer " + token},
                            {"Content-Type", "application/json"},
                            {"Accept", "application/json"}},
                .body = json::serialize(body),
                .request_id = {},
                .peer = {}};
    }

    SendOutcome decode(const http::Response& response) const override {
        const auto answer = parse_object(response.body);
        std::string code = answer ? text_of(*answer, "title") : std::string{};
        if (code.empty()) code = std::to_string(response.status);
        if (is_success(response)) {
            const std::string id = answer ? text_of(*answer, "message_uuid") : std::string{};
            return {id.empty() ? Kind::unknown : Kind::accepted, id, std::to_string(response.status)};
        }
        if (response.status == 429) return {Kind::throttled, {}, code, retry_after(response)};
        // 402: no credit. The account is at fault, not the text.
        const bool is_account = response.status == 401 || response.status == 402 || response.status == 403;
        if (is_account || (response.status >= 300 && response.status < 400))
            return {Kind::temporary, {}, code};
        return {response.status >= 400 && response.status < 500 ? Kind::permanent : Kind::unknown, {}, code};
    }

    Result<WebhookAnswer> read_webhook(const http::Request& request, Timestamp now) const override {
        const auto claims = verified(request, now);
        if (!claims) return std::unexpected(claims.error());
        const auto message = parse_object(request.body);
        if (!message) return fail(Error::Kind::malformed, "Vonage's body is not a JSON object");
        WebhookAnswer answer{.events = {},
                             .ok = {.status = 200, .headers = {}, .body = {}},
                             .replay = ReplayKey{"jti:" + text_of(*claims, "jti"), expiry_of(*claims)}};
        const std::string id = text_of(*message, "message_uuid");
        if (id.empty()) return fail(Error::Kind::malformed, "Vonage's message has no message_uuid");
        if (message->contains("status")) {
            if (const auto delivery = delivery_of(*message))
                answer.events.push_back(Receipt{.provider_id = id,
                                                .our_id = text_of(*message, "client_ref"),
                                                .delivery = *delivery,
                                                .code = code_of(*message)});
            return answer;
        }
        const std::string from = number_of(*message, "from");
        if (from.empty()) return fail(Error::Kind::malformed, "Vonage's text has no sender");
        const std::string type = text_of(*message, "message_type");
        answer.events.push_back(InboundText{.provider_id = id,
                                            .from = from,
                                            .to = number_of(*message, "to"),
                                            .body = text_of(*message, "text"),
                                            .media = type.empty() || type == "text" ? 0 : 1});
        return answer;
    }

    /// https://developer.vonage.com/en/api/redact; refused within the first hour. There is no way to keep
    /// half. Empty without the account's API secret.
    std::optional<http::Request> forget(std::string_view provider_id, bool inbound, Forget) const override {
        if (settings_.api_secret.empty()) return std::nullopt;
        const json::object body{
            {"id", provider_id}, {"product", "messages"}, {"type", inbound ? "inbound" : "outbound"}};
        return http::Request{.method = "POST",
                             .target = settings_.api + "/v1/redact/transaction",
                             .headers = {basic_authorization(settings_.api_key, settings_.api_secret),
                                         {"Content-Type", "application/json"}},
                             .body = json::serialize(body),
                             .request_id = {},
                             .peer = {}};
    }

    double most_per_second() const override { return 30; }

    /// Vonage never repeats a webhook that was answered 4xx, except 429.
    int status_for(const Error& error) const override {
        return error.kind == Error::Kind::bad_signature ? 401 : Provider::status_for(error);
    }

private:
    Timestamp expiry_of(const json::object& claims) const {
        const std::chrono::seconds issued{seconds_of(claims, "iat").value_or(0)};
        return Timestamp{issued + settings_.tolerance + std::chrono::seconds{1}};
    }

    Result<json::object> verified(const http::Request& request, Timestamp now) const {
        const auto refused = [](std::string_view what) {
            return fail(Error::Kind::bad_signature, "Vonage's token " + std::string{what});
        };
        const auto token = bearer_token(request);
        // The vendor says that trouble of its own may leave a webhook unsigned, and that 5xx brings it again
        // signed.
        if (!token) return fail(Error::Kind::unavailable, "Vonage's webhook is not signed");
        auto claims = verify_hs256(*token, settings_.signature_secrets);
        if (!claims) return refused("is not signed with our secret");
        if (text_of(*claims, "iss") != "Vonage") return refused("has another issuer");
        if (text_of(*claims, "api_key") != settings_.api_key) return refused("belongs to another account");
        if (text_of(*claims, "jti").empty() || text_of(*claims, "jti").size() > 256)
            return refused("has no jti");
        const auto issued = seconds_of(*claims, "iat");
        const auto clock = std::chrono::floor<std::chrono::seconds>(now.time_since_epoch());
        if (!issued || std::chrono::abs(clock - std::chrono::seconds{*issued}) > settings_.tolerance)
            return refused("was signed at another time");
        std::string hash = text_of(*claims, "payload_hash");
        std::ranges::transform(hash, hash.begin(),
                               [](char c) { return c >= 'A' && c <= 'F' ? char(c + 32) : c; });
        if (!crypto::equal_in_constant_time(hash, crypto::to_hex(crypto::sha256(request.body))))
            return refused("was made for another body");
        return *std::move(claims);
    }

    VonageSettings settings_;
    RsaKey key_;
};

}  // namespace

MadeProvider make_vonage(const ProviderOptions& options) {
    OptionCheck check{options};
    check.need_secret("the signature secret of Vonage's dashboard, under API Settings");
    check.need_sender("your number at Vonage, such as \"+447700900000\"");
    std::string application = check.required("application_id", "the Application ID of Vonage's dashboard");
    std::string api_key = check.required("api_key", "the API key at the top of Vonage's dashboard");
    std::string api_secret = check.optional("api_secret");
    const std::string pem =
        check.required("private_key", "the file that the application's private key was saved to");
    auto key = RsaKey::read(pem);
    if (!pem.empty() && !key)
        check.complain("options.private_key", "is not an RSA private key without passphrase",
                       "the private.key file that Vonage's dashboard made for the application");
    std::string api = check.url("api", "https://api.nexmo.com");
    const int tolerance = check.number("tolerance_seconds", 300, 10, 3600);
    if (auto problems = check.finish(); !problems.empty()) return std::unexpected(std::move(problems));
    return std::make_unique<Vonage>(VonageSettings{.name = options.name,
                                                   .sender = options.sender,
                                                   .api = std::move(api),
                                                   .application = std::move(application),
                                                   .api_key = std::move(api_key),
                                                   .api_secret = std::move(api_secret),
                                                   .signature_secrets = options.secrets,
                                                   .tolerance = std::chrono::seconds{tolerance}},
                                    *std::move(key));
}

}  // namespace offing::provider
