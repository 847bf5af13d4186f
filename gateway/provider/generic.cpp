// A bridge of one's own, signed both ways as Standard Webhooks (https://www.standardwebhooks.com):
// HMAC-SHA256 over id, time and body. Formats: docs/providers/generic.md.

#include <boost/json/serialize.hpp>
#include <charconv>

#include "gateway/base/crypto.hpp"
#include "gateway/provider/dialect.hpp"
#include "gateway/provider/option_check.hpp"

namespace offing::provider {

namespace {

namespace json = boost::json;
using Kind = SendOutcome::Kind;

constexpr std::string_view secret_prefix = "whsec_";
constexpr std::size_t longest_id = 256;

std::string signature(std::string_view key, std::string_view id, std::string_view time,
                      std::string_view body) {
    std::string message{id};
    message.append(".").append(time).append(".").append(body);
    return crypto::to_base64(crypto::hmac_sha256(key, message));
}

std::optional<std::chrono::seconds> read_time(std::string_view text) {
    std::int64_t seconds = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    constexpr std::int64_t most = 10'000'000'000;
    if (failed != std::errc{} || end != text.data() + text.size() || seconds < 0 || seconds > most)
        return std::nullopt;
    return std::chrono::seconds{seconds};
}

std::chrono::seconds to_seconds(Timestamp now) {
    return std::chrono::floor<std::chrono::seconds>(now.time_since_epoch());
}

class Generic final : public Provider {
public:
    Generic(const ProviderOptions& options, std::string url, std::vector<std::string> keys,
            std::chrono::seconds tolerance)
        : name_{options.name},
          sender_{options.sender},
          url_{std::move(url)},
          keys_{std::move(keys)},
          tolerance_{tolerance} {}

    std::string_view name() const override { return name_; }

    http::Request encode(const OutboundText& text, Timestamp now) const override {
        std::string body = json::serialize(json::object{{"type", "text"},
                                                        {"id", text.id},
                                                        {"from", sender_},
                                                        {"to", text.to},
                                                        {"body", text.body},
                                                        {"valid_for", text.valid_for.count()}});
        const std::string time = std::to_string(to_seconds(now).count());
        std::string signed_by_us = "v1," + signature(keys_.front(), text.id, time, body);
        return {.method = "POST",
                .target = url_,
                .headers = {{"Content-Type", "application/json"},
                            {"webhook-id", text.id},
                            {"webhook-timestamp", time},
                            {"webhook-signature", std::move(signed_by_us)}},
                .body = std::move(body),
                .request_id = {},
                .peer = {}};
    }

    SendOutcome decode(const http::Response& response) const override {
        const std::string code = std::to_string(response.status);
        if (is_success(response)) {
            const auto answer = parse_object(response.body);
            return {Kind::accepted, answer ? text_of(*answer, "id") : std::string{}, code};
        }
        switch (response.status) {
            case 429:
                return {Kind::throttled, {}, code, retry_after(response)};
            case 410:
                return {Kind::opted_out, {}, code};
            case 401:
            case 403:
            case 404:
            case 503:
                return {Kind::temporary, {}, code, retry_after(response)};
            default:
                break;
        }
        if (response.status >= 300 && response.status < 400) return {Kind::temporary, {}, code};
        return {response.status >= 400 && response.status < 500 ? Kind::permanent : Kind::unknown, {}, code};
    }

    Result<WebhookAnswer> read_webhook(const http::Request& request, Timestamp now) const override {
        const auto time = verified_time(request, now);
        if (!time) return std::unexpected(time.error());
        const std::string webhook_id{request.header("webhook-id").value_or("")};
        const auto message = parse_object(request.body);
        if (!message) return fail(Error::Kind::malformed, "the bridge's body is not a JSON object");
        WebhookAnswer answer{
            .events = {},
            .ok = http::Response::json(200, "{}"),
            .replay = ReplayKey{"id:" + webhook_id, Timestamp{*time + tolerance_ + std::chrono::seconds{1}}}};
        const std::string type = text_of(*message, "type");
        std::string id = text_of(*message, "id");
        if (type == "text") {
            const std::string from = text_of(*message, "from");
            if (from.empty()) return fail(Error::Kind::malformed, "the bridge's text has no sender");
            answer.events.push_back(InboundText{.provider_id = id.empty() ? webhook_id : id,
                                                .from = with_plus(from),
                                                .to = with_plus(text_of(*message, "to")),
                                                .body = text_of(*message, "body")});
        } else if (type == "receipt") {
            const auto delivery = parse_delivery(text_of(*message, "delivery"));
            if (!delivery) return fail(Error::Kind::malformed, "the bridge's receipt has no known delivery");
            answer.events.push_back(Receipt{.provider_id = std::move(id),
                                            .our_id = text_of(*message, "our_id"),
                                            .delivery = *delivery,
                                            .code = text_of(*message, "code")});
        }
        // A type that we don't know is a bridge newer than we are: heard, and nothing done.
        return answer;
    }

private:
    Result<std::chrono::seconds> verified_time(const http::Request& request, Timestamp now) const {
        const auto refused = [](std::string_view what) {
            return fail(Error::Kind::bad_signature, "the bridge's signature " + std::string{what});
        };
        const auto id = request.header("webhook-id"), time = request.header("webhook-timestamp"),
                   given = request.header("webhook-signature");
        if (!id || !time || !given || id->empty()) return refused("is missing");
        if (id->size() > longest_id || !is_signed(*given, *id, *time, request.body))
            return refused("is wrong");
        const auto signed_at = read_time(*time);
        if (!signed_at || std::chrono::abs(to_seconds(now) - *signed_at) > tolerance_)
            return refused("was made at another time");
        return *signed_at;
    }

    bool is_signed(std::string_view given, std::string_view id, std::string_view time,
                   std::string_view body) const {
        std::vector<std::string> right;
        right.reserve(keys_.size());
        for (const std::string& key : keys_) right.push_back("v1," + signature(key, id, time, body));
        bool found = false;
        while (!given.empty()) {
            const std::size_t end = std::min(given.find(' '), given.size());
            for (const std::string& one : right)
                found |= crypto::equal_in_constant_time(given.substr(0, end), one);
            given.remove_prefix(std::min(end + 1, given.size()));
        }
        return found;
    }

    std::string name_, sender_, url_;
    std::vector<std::string> keys_;
    std::chrono::seconds tolerance_;
};

}  // namespace

MadeProvider make_generic(const ProviderOptions& options) {
    OptionCheck check{options};
    const std::string remedy = "whsec_ and 24 to 64 random bytes in base64, the same at the bridge";
    check.need_secret(remedy);
    std::vector<std::string> keys;
    for (const std::string_view secret : options.secrets) {
        const auto bytes = secret.starts_with(secret_prefix)
                               ? crypto::from_base64(secret.substr(secret_prefix.size()))
                               : std::nullopt;
        if (bytes && bytes->size() >= 24 && bytes->size() <= 64)
            keys.emplace_back(as_text(*bytes));
        else if (!secret.empty())
            check.complain("secrets", "is not a Standard Webhooks secret", remedy);
    }
    std::string url =
        check.required("url", "the bridge's address, such as \"https://bridge.example.org/texts\"");
    if (!url.empty()) check.url("url", "https://bridge.example.org/texts");
    const int tolerance = check.number("tolerance_seconds", 300, 10, 3600);
    if (auto problems = check.finish(); !problems.empty()) return std::unexpected(std::move(problems));
    return std::make_unique<Generic>(options, std::move(url), std::move(keys),
                                     std::chrono::seconds{tolerance});
}

}  // namespace offing::provider
