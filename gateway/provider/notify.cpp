// GOV.UK Notify: texts by a template that holds ((body)), callbacks with a bearer token of ours. Formats and
// sources: docs/providers/notify.md.

#include <boost/json/serialize.hpp>

#include "gateway/base/crypto.hpp"
#include "gateway/provider/dialect.hpp"
#include "gateway/provider/jwt.hpp"
#include "gateway/provider/notify_messages.hpp"
#include "gateway/provider/option_check.hpp"

namespace offing::provider {

namespace {

namespace json = boost::json;
using Kind = SendOutcome::Kind;

constexpr std::size_t id_length = 36;  // a UUID

struct NotifySettings {
    std::string name, api, service_id, api_secret, template_id, sms_sender_id;
    std::vector<std::string> callback_tokens;
};

class Notify final : public Provider {
public:
    explicit Notify(NotifySettings settings) : settings_{std::move(settings)} {}

    std::string_view name() const override { return settings_.name; }

    http::Request encode(const OutboundText& text, Timestamp now) const override {
        json::object body{{"phone_number", text.to},
                          {"template_id", settings_.template_id},
                          {"personalisation", json::object{{"body", text.body}}},
                          {"reference", text.id}};
        if (!settings_.sms_sender_id.empty()) body["sms_sender_id"] = settings_.sms_sender_id;
        return {.method = "POST",
                .target = settings_.api + "/v2/notifications/sms",
                .headers = {authorization(now), {"Content-Type", "application/json"}},
                .body = json::serialize(body),
                .request_id = {},
                .peer = {}};
    }

    SendOutcome decode(const http::Response& response) const override {
        if (is_success(response)) {
            const auto answer = parse_object(response.body);
            const std::string id = answer ? text_of(*answer, "id") : std::string{};
            return {id.empty() ? Kind::unknown : Kind::accepted, id, std::to_string(response.status)};
        }
        const std::string code = notify_code(response);
        switch (response.status) {
            case 429:
                return {Kind::throttled, {}, code, retry_after(response)};
            // 401 and 403: our key, or a clock more than 30 seconds off. 500: Notify says to try again.
            case 401:
            case 403:
            case 500:
                return {Kind::temporary, {}, code};
            default:
                break;
        }
        if (response.status >= 300 && response.status < 400) return {Kind::temporary, {}, code};
        return {response.status >= 400 && response.status < 500 ? Kind::permanent : Kind::unknown, {}, code};
    }

    Result<WebhookAnswer> read_webhook(const http::Request& request, Timestamp) const override {
        if (!is_ours(request)) return fail(Error::Kind::bad_signature, "Notify's token is missing or wrong");
        const auto message = parse_object(request.body);
        if (!message) return fail(Error::Kind::malformed, "Notify's body is not a JSON object");
        const std::string id = text_of(*message, "id");
        if (id.empty()) return fail(Error::Kind::malformed, "Notify's message has no id");
        WebhookAnswer answer{.events = {}, .ok = {.status = 200, .headers = {}, .body = {}}};
        if (const std::string status = text_of(*message, "status"); !status.empty()) {
            if (const auto delivery = delivery_of_notify(status))
                answer.events.push_back(Receipt{.provider_id = id,
                                                .our_id = text_of(*message, "reference"),
                                                .delivery = *delivery,
                                                .code = status});
            return answer;
        }
        const std::string from = text_of(*message, "source_number");
        if (from.empty()) return fail(Error::Kind::malformed, "Notify's text has no sender");
        answer.events.push_back(InboundText{.provider_id = id,
                                            .also_known_as = notify_fingerprint(*message),
                                            .from = with_country(from),
                                            .to = with_country(text_of(*message, "destination_number")),
                                            .body = text_of(*message, "message")});
        return answer;
    }

    std::optional<http::Request> ask_about(const OutboundText& text, Timestamp,
                                           Timestamp now) const override {
        return http::Request{.method = "GET",
                             .target = settings_.api + "/v2/notifications?template_type=sms&reference=" +
                                       http::percent_encode(text.id),
                             .headers = {authorization(now)},
                             .body = {},
                             .request_id = {},
                             .peer = {}};
    }

    std::optional<SendOutcome> read_answer(const OutboundText& text, Timestamp,
                                           const http::Response& response) const override {
        const auto answer = parse_object(response.body);
        const json::value* listed = answer ? answer->if_contains("notifications") : nullptr;
        if (!is_success(response) || listed == nullptr || !listed->is_array()) return std::nullopt;
        for (const json::value& item : listed->get_array())
            if (item.is_object() && text_of(item.get_object(), "reference") == text.id)
                return SendOutcome{Kind::accepted, text_of(item.get_object(), "id"),
                                   text_of(item.get_object(), "status")};
        return SendOutcome{Kind::temporary, {}, "not listed"};
    }

    std::vector<std::string> lists() const override { return {"received", "sent"}; }

    /// https://docs.notifications.service.gov.uk/rest-api.html: both lists are newest first, and go on after
    /// an id.
    std::optional<http::Request> list(std::string_view at, Timestamp, Timestamp now) const override {
        const bool received = at.starts_with("received");
        const auto id = at.find(' ');
        std::string target =
            settings_.api + (received ? "/v2/received-text-messages" : "/v2/notifications?template_type=sms");
        if (id != std::string_view::npos)
            target += (received ? "?older_than=" : "&older_than=") + http::percent_encode(at.substr(id + 1));
        return http::Request{.method = "GET",
                             .target = std::move(target),
                             .headers = {authorization(now)},
                             .body = {},
                             .request_id = {},
                             .peer = {}};
    }

    Result<ListedPage> read_list(std::string_view at, Timestamp since,
                                 const http::Response& response) const override {
        return read_notify_list(at, since, response);
    }

    double most_per_second() const override { return 50; }

private:
    /// Good for 30 seconds, so each request has its own.
    http::Header authorization(Timestamp now) const {
        const auto issued = std::chrono::floor<std::chrono::seconds>(now.time_since_epoch()).count();
        return {"Authorization", "Bearer " + sign_hs256({{"iss", settings_.service_id}, {"iat", issued}},
                                                        settings_.api_secret)};
    }

    bool is_ours(const http::Request& request) const {
        const auto given = bearer_token(request);
        bool found = false;
        for (const std::string& token : settings_.callback_tokens)
            found |= given && crypto::equal_in_constant_time(*given, token);
        return found;
    }

    NotifySettings settings_;
};

}  // namespace

MadeProvider make_notify(const ProviderOptions& options) {
    OptionCheck check{options};
    check.need_secret("the bearer token you gave Notify for its callbacks");
    for (const std::string& token : options.secrets)
        if (!token.empty() && token.size() < 10)
            check.complain("secrets", "holds a token that Notify refuses",
                           "10 characters or more; 32 random ones are good");
    const std::string key =
        check.required("api_key", "the API key that Notify's page showed once, under API integration");
    if (!key.empty() && key.size() < 2 * id_length + 1)
        check.complain("options.api_key", "is not a whole API key",
                       "its name, the service's id and the secret, all in one line");
    const std::string whole = key.size() < 2 * id_length + 1 ? std::string(2 * id_length + 1, '0') : key;
    std::string template_id =
        check.required("template_id", "the id of a text template that reads ((body)) and nothing else");
    NotifySettings settings{.name = options.name,
                            .api = check.url("api", "https://api.notifications.service.gov.uk"),
                            .service_id = whole.substr(whole.size() - 2 * id_length - 1, id_length),
                            .api_secret = whole.substr(whole.size() - id_length),
                            .template_id = std::move(template_id),
                            .sms_sender_id = check.optional("sms_sender_id"),
                            .callback_tokens = options.secrets};
    if (auto problems = check.finish(); !problems.empty()) return std::unexpected(std::move(problems));
    return std::make_unique<Notify>(std::move(settings));
}

}  // namespace offing::provider
