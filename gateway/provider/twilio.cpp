// Twilio's Messaging API, version 2010-04-01, and its form and JSON webhooks. Formats and sources:
// docs/providers/twilio.md.

#include <date/date.h>

#include <algorithm>

#include "gateway/base/crypto.hpp"
#include "gateway/provider/dialect.hpp"
#include "gateway/provider/option_check.hpp"
#include "gateway/provider/twilio_messages.hpp"
#include "gateway/provider/twilio_signature.hpp"

namespace offing::provider {

namespace {

namespace json = boost::json;
using Kind = SendOutcome::Kind;
using Form = std::vector<http::Header>;

std::string field(const Form& form, std::string_view key) {
    const auto found = std::ranges::find(form, key, &http::Header::first);
    return found == form.end() ? std::string{} : found->second;
}

bool is_form(const http::Request& request) {
    const auto type = request.header("Content-Type");
    return type && type->starts_with("application/x-www-form-urlencoded");
}

SendOutcome refusal(const http::Response& response) {
    const auto answer = parse_object(response.body);
    std::string code = answer ? text_of(*answer, "code") : std::string{};
    if (code.empty()) code = std::to_string(response.status);
    if (code == "21610") return {Kind::opted_out, {}, code};
    if (response.status == 429 || code == "20429" || code == "21611" || code == "14107")
        return {Kind::throttled, {}, code, retry_after(response)};
    // Refused for the account's sake, not the text's: another provider may still carry it.
    const bool is_account = response.status == 401 || response.status == 403 || response.status == 404;
    return {is_account ? Kind::temporary : Kind::permanent, {}, code};
}

struct TwilioSettings {
    std::string name, sender, public_base, callback;
    std::vector<std::string> tokens;
    std::string account, messaging_service, api;
};

class Twilio final : public Provider {
public:
    explicit Twilio(TwilioSettings settings) : settings_{std::move(settings)} {}

    std::string_view name() const override { return settings_.name; }

    http::Request encode(const OutboundText& text, Timestamp) const override {
        const auto valid = std::clamp<std::chrono::seconds::rep>(text.valid_for.count(), 1, 36'000);
        const std::string callback = settings_.callback + "?id=" + http::percent_encode(text.id);
        const bool by_service = !settings_.messaging_service.empty();
        return {.method = "POST",
                .target = messages_url(),
                .headers = {authorization(), {"Content-Type", "application/x-www-form-urlencoded"}},
                .body = make_form({{"To", text.to},
                                   {"From", by_service ? "" : settings_.sender},
                                   {"MessagingServiceSid", settings_.messaging_service},
                                   {"Body", text.body},
                                   {"StatusCallback", callback},
                                   {"ValidityPeriod", std::to_string(valid)}}),
                .request_id = {},
                .peer = {}};
    }

    SendOutcome decode(const http::Response& response) const override {
        const std::string status = std::to_string(response.status);
        if (is_success(response)) {
            const auto answer = parse_object(response.body);
            const std::string sid = answer ? text_of(*answer, "sid") : std::string{};
            return {sid.empty() ? Kind::unknown : Kind::accepted, sid, status};
        }
        if (response.status >= 500 || response.status < 300) return {Kind::unknown, {}, status};
        if (response.status < 400) return {Kind::temporary, {}, status};
        return refusal(response);
    }

    Result<WebhookAnswer> read_webhook(const http::Request& request, Timestamp) const override {
        const auto form = signed_form(request);
        if (!form) return std::unexpected(form.error());
        const std::string sid = field(*form, "MessageSid");
        if (sid.empty()) return fail(Error::Kind::malformed, "Twilio's request has no MessageSid");
        if (const std::string status = field(*form, "MessageStatus"); !status.empty())
            return receipt(request, *form, sid, status);
        const std::string from = field(*form, "From");
        if (from.empty()) return fail(Error::Kind::malformed, "Twilio's text has no sender");
        const std::string opt_out = field(*form, "OptOutType"), media = field(*form, "NumMedia");
        WebhookAnswer answer{.events = {}, .ok = http::Response::text(200, "<Response/>", "text/xml")};
        answer.events.push_back(InboundText{.provider_id = sid,
                                            .from = from,
                                            .to = field(*form, "To"),
                                            .body = field(*form, "Body"),
                                            .opt_out_keyword = opt_out == "STOP",
                                            .opt_in_keyword = opt_out == "START",
                                            .media = media.size() == 1 && media[0] > '0' && media[0] <= '9'
                                                         ? media[0] - '0'
                                                         : (media.size() > 1)});
        return answer;
    }

    std::optional<http::Request> ask_about(const OutboundText& text, Timestamp sent_at,
                                           Timestamp) const override {
        const auto since = std::chrono::floor<date::days>(sent_at - std::chrono::minutes{5});
        return request("GET",
                       messages_url() + "?To=" + http::percent_encode(text.to) +
                           "&DateSent%3E=" + date::format("%F", since) + "&PageSize=200",
                       {});
    }

    std::optional<SendOutcome> read_answer(const OutboundText& text, Timestamp sent_at,
                                           const http::Response& response) const override {
        return find_in_twilio_list(response, text, sent_at);
    }

    std::vector<std::string> lists() const override { return {"messages"}; }

    std::optional<http::Request> list(std::string_view at, Timestamp since, Timestamp) const override {
        return request("GET", twilio_page(settings_.api, settings_.account, at, since), {});
    }

    Result<ListedPage> read_list(std::string_view, Timestamp since,
                                 const http::Response& response) const override {
        const bool by_service = !settings_.messaging_service.empty();
        return read_twilio_page(response, by_service ? "" : settings_.sender, since);
    }

    /// https://www.twilio.com/docs/messaging/api/message-resource#delete-a-message-resource: an empty Body
    /// takes the words out, DELETE takes out all of it. Neither is allowed before the text has arrived or
    /// failed.
    std::optional<http::Request> forget(std::string_view provider_id, bool, Forget what) const override {
        const std::string url = settings_.api + "/2010-04-01/Accounts/" + settings_.account + "/Messages/" +
                                http::percent_encode(provider_id) + ".json";
        return what == Forget::words ? request("POST", url, "Body=") : request("DELETE", url, {});
    }

private:
    http::Request request(std::string method, std::string url, std::string form) const {
        http::Request made{.method = std::move(method),
                           .target = std::move(url),
                           .headers = {authorization()},
                           .body = std::move(form),
                           .request_id = {},
                           .peer = {}};
        if (!made.body.empty())
            made.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
        return made;
    }
    std::string messages_url() const {
        return settings_.api + "/2010-04-01/Accounts/" + settings_.account + "/Messages.json";
    }
    http::Header authorization() const {
        return basic_authorization(settings_.account, settings_.tokens.front());
    }

    Result<Form> signed_form(const http::Request& request) const;
    bool is_signed(const http::Request& request, const Form& form) const;
    static WebhookAnswer receipt(const http::Request& request, const Form& form, const std::string& sid,
                                 const std::string& status);

    TwilioSettings settings_;
};

Result<Form> Twilio::signed_form(const http::Request& request) const {
    const auto refused = fail(Error::Kind::bad_signature, "Twilio's signature is missing or wrong");
    const auto form = [&]() -> std::optional<Form> {
        if (is_form(request)) return http::parse_form(request.body);
        Form fields;
        const auto message = parse_object(request.body);
        if (!message) return request.body.empty() ? std::optional{fields} : std::nullopt;
        for (const auto& member : *message)
            fields.emplace_back(member.key(), text_of(*message, member.key()));
        return fields;
    };
    if (const auto hash = query_value(request.query(), "bodySHA256")) {
        if (!is_signed(request, {}) ||
            !crypto::equal_in_constant_time(*hash, crypto::to_hex(crypto::sha256(request.body))))
            return refused;
        if (auto fields = form()) return *std::move(fields);
        return fail(Error::Kind::malformed, "Twilio's body is neither a form nor a JSON object");
    }
    // Only a form is covered by the signature of the address.
    if (!is_form(request) && !request.body.empty()) return refused;
    auto fields = form();
    if (!fields) return fail(Error::Kind::malformed, "Twilio's form can't be read");
    if (!is_signed(request, *fields)) return refused;
    return *std::move(fields);
}

bool Twilio::is_signed(const http::Request& request, const Form& form) const {
    const auto given = request.header("X-Twilio-Signature");
    if (!given) return false;
    const std::string fields = twilio_signed_fields(form);
    for (const std::string& url : twilio_url_spellings(settings_.public_base + request.target))
        for (const std::string& token : settings_.tokens)
            if (crypto::equal_in_constant_time(*given, twilio_signature(token, url, fields))) return true;
    return false;
}

WebhookAnswer Twilio::receipt(const http::Request& request, const Form& form, const std::string& sid,
                              const std::string& status) {
    WebhookAnswer answer{.events = {}, .ok = {.status = 204, .headers = {}, .body = {}}};
    const std::string code = field(form, "ErrorCode");
    // A word we don't know says nothing about how far the text has come.
    if (const auto delivery = twilio_delivery(status, code))
        answer.events.push_back(Receipt{.provider_id = sid,
                                        .our_id = query_value(request.query(), "id").value_or(""),
                                        .delivery = *delivery,
                                        .code = code});
    return answer;
}

}  // namespace

MadeProvider make_twilio(const ProviderOptions& options) {
    OptionCheck check{options};
    check.need_secret("the Auth Token of Twilio's console, under Account > API keys & tokens");
    check.need_public_base();
    std::string account =
        check.required("account_sid", "the Account SID of Twilio's console: AC and 32 digits");
    if (!account.empty() && (!account.starts_with("AC") || account.size() != 34))
        check.complain("options.account_sid", "is not an Account SID", "AC and 32 hexadecimal digits");
    std::string service = check.optional("messaging_service_sid");
    if (!service.empty() && (!service.starts_with("MG") || service.size() != 34))
        check.complain("options.messaging_service_sid", "is not a Messaging Service SID",
                       "MG and 32 hexadecimal digits, or leave it out and set sender");
    if (service.empty()) check.need_sender("your number at Twilio, such as \"+447700900000\"");
    std::string api = check.url("api", "https://api.twilio.com");
    if (auto problems = check.finish(); !problems.empty()) return std::unexpected(std::move(problems));
    return std::make_unique<Twilio>(TwilioSettings{.name = options.name,
                                                   .sender = options.sender,
                                                   .public_base = options.public_base,
                                                   .callback = callback_url(options),
                                                   .tokens = options.secrets,
                                                   .account = std::move(account),
                                                   .messaging_service = std::move(service),
                                                   .api = std::move(api)});
}

}  // namespace offing::provider
