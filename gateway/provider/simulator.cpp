// The handset page's company, for the demo and for tests. As strict as the real ones: JSON both ways, signed
// with HMAC-SHA256 in hex over the raw body.

#include <boost/json/serialize.hpp>

#include "gateway/base/crypto.hpp"
#include "gateway/provider/dialect.hpp"
#include "gateway/provider/option_check.hpp"

namespace offing::provider {

namespace {

namespace json = boost::json;

class Simulator final : public Provider {
public:
    Simulator(const ProviderOptions& options, std::string url)
        : name_{options.name}, secrets_{options.secrets}, url_{std::move(url)} {}

    std::string_view name() const override { return name_; }

    http::Request encode(const OutboundText& text, Timestamp) const override {
        std::string body =
            json::serialize(json::object{{"id", text.id}, {"to", text.to}, {"body", text.body}});
        std::string signature = crypto::to_hex(crypto::hmac_sha256(secrets_.front(), body));
        return {.method = "POST",
                .target = url_ + "/simulator/messages",
                .headers = {{"Content-Type", "application/json"},
                            {"X-Simulator-Signature", std::move(signature)}},
                .body = std::move(body),
                .request_id = {},
                .peer = {}};
    }

    SendOutcome decode(const http::Response& response) const override {
        using Kind = SendOutcome::Kind;
        const std::string code = std::to_string(response.status);
        if (is_success(response)) {
            const auto answer = parse_object(response.body);
            const std::string id = answer ? text_of(*answer, "id") : std::string{};
            return {id.empty() ? Kind::unknown : Kind::accepted, id, code};
        }
        if (response.status == 429) return {Kind::throttled, {}, code, retry_after(response)};
        if (response.status == 410) return {Kind::opted_out, {}, code};
        if (response.status == 401 || response.status == 403 || response.status == 503)
            return {Kind::temporary, {}, code, retry_after(response)};
        return {response.status >= 500 ? Kind::unknown : Kind::permanent, {}, code};
    }

    Result<WebhookAnswer> read_webhook(const http::Request& request, Timestamp) const override {
        if (!is_signed(request))
            return fail(Error::Kind::bad_signature, "the simulator's signature is missing or wrong");
        const auto message = parse_object(request.body);
        if (!message) return fail(Error::Kind::malformed, "the simulator's body is not a JSON object");
        WebhookAnswer answer{.events = {}, .ok = http::Response::json(200, "{}")};
        const std::string type = text_of(*message, "type"), id = text_of(*message, "id");
        if (id.empty()) return fail(Error::Kind::malformed, "the simulator's message has no id");
        if (type == "text") {
            if (text_of(*message, "from").empty())
                return fail(Error::Kind::malformed, "the simulator's text has no sender");
            answer.events.push_back(InboundText{.provider_id = id,
                                                .from = text_of(*message, "from"),
                                                .to = text_of(*message, "to"),
                                                .body = text_of(*message, "body")});
        } else if (type == "receipt") {
            const auto delivery = parse_delivery(text_of(*message, "delivery"));
            if (!delivery)
                return fail(Error::Kind::malformed, "the simulator's receipt has no known delivery");
            answer.events.push_back(Receipt{
                .provider_id = id, .our_id = text_of(*message, "our_id"), .delivery = *delivery, .code = {}});
        } else {
            return fail(Error::Kind::malformed, "the simulator's message is neither text nor receipt");
        }
        return answer;
    }

private:
    bool is_signed(const http::Request& request) const {
        const auto given = request.header("X-Simulator-Signature");
        if (!given) return false;
        bool found = false;
        for (const std::string& secret : secrets_)
            found |= crypto::equal_in_constant_time(
                *given, crypto::to_hex(crypto::hmac_sha256(secret, request.body)));
        return found;
    }

    std::string name_;
    std::vector<std::string> secrets_;
    std::string url_;
};

}  // namespace

MadeProvider make_simulator(const ProviderOptions& options) {
    OptionCheck check{options};
    check.need_secret("any long random text: the handset page signs with it");
    std::string url = check.url("url", "http://127.0.0.1:8081");
    if (auto problems = check.finish(); !problems.empty()) return std::unexpected(std::move(problems));
    return std::make_unique<Simulator>(options, std::move(url));
}

}  // namespace offing::provider
