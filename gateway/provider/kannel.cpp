// Kannel's smsbox: a modem or an SMPP line of one's own. It signs nothing, so a secret stands in the path of
// its callbacks, which should never leave the machine or go without TLS. Formats: docs/providers/kannel.md.

#include <algorithm>
#include <array>

#include "gateway/base/crypto.hpp"
#include "gateway/provider/dialect.hpp"
#include "gateway/provider/option_check.hpp"

namespace offing::provider {

namespace {

using Kind = SendOutcome::Kind;

struct KannelSettings {
    std::string name, sender, api, username, password, callback, smsc;
    std::vector<std::string> secrets;
};

/// https://www.kannel.org/download/1.4.5/userguide-1.4.5/userguide.html#delivery-reports
std::optional<Delivery> delivery_of(std::string_view type) {
    if (type == "1") return Delivery::delivered;
    if (type == "2" || type == "16") return Delivery::failed;
    if (type == "4") return Delivery::submitted;
    if (type == "8") return Delivery::sent;
    return std::nullopt;
}

/// One UTF-8 character after another: whether GSM 03.38 has them all (3GPP TS 23.038, 6.2.1).
bool is_gsm7(std::string_view text) {
    constexpr std::string_view beyond_ascii = "¡£¤¥§¿ÄÅÆÇÉÑÖØÜßàäåæèéìñòöøùüΓΔΘΛΞΠΣΦΨΩ€";
    constexpr std::string_view controls = "\n\r\f";
    while (!text.empty()) {
        const auto lead = static_cast<unsigned char>(text.front());
        const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        const bool is_plain = lead >= 0x20 && lead < 0x7F && lead != '`';
        if (!is_plain && !controls.contains(text.front()) &&
            (lead < 0xC0 || !beyond_ascii.contains(text.substr(0, length))))
            return false;
        text.remove_prefix(std::min(length, text.size()));
    }
    return true;
}

/// Texts in the wide alphabet come as UTF-16BE, whatever charset the others have. Half a pair becomes U+FFFD.
std::string from_utf16(std::string_view bytes) {
    const auto unit = [bytes](std::size_t at) -> char32_t {
        if (at + 1 >= bytes.size()) return 0;
        return (char32_t{static_cast<unsigned char>(bytes[at])} << 8U) |
               static_cast<unsigned char>(bytes[at + 1]);
    };
    std::string text;
    for (std::size_t at = 0; at < bytes.size(); at += 2) {
        char32_t c = at + 1 < bytes.size() ? unit(at) : 0xFFFD;
        const bool is_low_next = unit(at + 2) >= 0xDC00 && unit(at + 2) < 0xE000;
        if (c >= 0xD800 && c < 0xDC00 && is_low_next) {
            c = 0x10000 + ((c - 0xD800) << 10U) + (unit(at + 2) - 0xDC00);
            at += 2;
        } else if (c >= 0xD800 && c < 0xE000) {
            c = 0xFFFD;
        }
        const int more = c < 0x80 ? 0 : c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
        constexpr std::array<unsigned, 4> leads{0x00, 0xC0, 0xE0, 0xF0};
        text += static_cast<char>(leads[static_cast<std::size_t>(more)] | (c >> (6 * more)));
        for (int left = more - 1; left >= 0; --left)
            text += static_cast<char>(0x80 | ((c >> (6 * left)) & 0x3F));
    }
    return text;
}

class Kannel final : public Provider {
public:
    explicit Kannel(KannelSettings settings) : settings_{std::move(settings)} {}

    std::string_view name() const override { return settings_.name; }

    http::Request encode(const OutboundText& text, Timestamp) const override {
        const auto minutes = std::chrono::ceil<std::chrono::minutes>(text.valid_for).count();
        const std::string receipt = settings_.callback + "/" +
                                    http::percent_encode(settings_.secrets.front()) +
                                    "?our=" + http::percent_encode(text.id) + "&dlr=%d";
        const std::string query = make_form({{"username", settings_.username},
                                             {"password", settings_.password},
                                             {"from", settings_.sender},
                                             {"to", text.to},
                                             {"text", text.body},
                                             {"charset", "UTF-8"},
                                             {"coding", is_gsm7(text.body) ? "0" : "2"},
                                             {"validity", std::to_string(minutes)},
                                             {"smsc", settings_.smsc},
                                             {"dlr-mask", "31"},
                                             {"dlr-url", receipt}});
        return {.method = "GET",
                .target = settings_.api + "/cgi-bin/sendsms?" + query,
                .headers = {},
                .body = {},
                .request_id = {},
                .peer = {}};
    }

    SendOutcome decode(const http::Response& response) const override {
        const std::string code = std::to_string(response.status);
        if (response.status == 202 || response.status == 200) return {Kind::accepted, {}, code};
        if (response.status == 503) return {Kind::temporary, {}, code, retry_after(response)};
        if (response.status == 401 || response.status == 403) return {Kind::temporary, {}, code};
        return {response.status >= 400 && response.status < 500 ? Kind::permanent : Kind::unknown, {}, code};
    }

    Result<WebhookAnswer> read_webhook(const http::Request& request, Timestamp) const override {
        if (!is_ours(request)) return fail(Error::Kind::bad_signature, "Kannel's secret is missing or wrong");
        const auto fields = http::parse_form(request.query());
        if (!fields) return fail(Error::Kind::malformed, "Kannel's query can't be read");
        // An empty answer: whatever stands in it goes out as a text.
        WebhookAnswer answer{.events = {}, .ok = http::Response::text(200, "")};
        const auto value = [&](std::string_view key) { return http::find_header(*fields, key); };
        if (const auto type = value("dlr")) {
            const std::string our_id{value("our").value_or("")};
            if (our_id.empty())
                return fail(Error::Kind::malformed, "Kannel's receipt says not for which text");
            if (const auto delivery = delivery_of(*type))
                answer.events.push_back(Receipt{.provider_id = our_id,
                                                .our_id = our_id,
                                                .delivery = *delivery,
                                                .code = std::string{*type}});
            return answer;
        }
        const std::string id{value("id").value_or("")}, from{value("from").value_or("")};
        if (id.empty() || from.empty())
            return fail(Error::Kind::malformed, "Kannel's text has no id or no sender");
        answer.events.push_back(InboundText{.provider_id = id,
                                            .from = with_plus(from),
                                            .to = with_plus(value("to").value_or("")),
                                            .body = value("charset").value_or("").starts_with("UTF-16")
                                                        ? from_utf16(value("text").value_or(request.body))
                                                        : std::string{value("text").value_or(request.body)}});
        return answer;
    }

private:
    /// The last piece of the path, or a bearer token that a proxy adds.
    bool is_ours(const http::Request& request) const {
        const std::string_view path = request.path();
        const auto in_path = http::percent_decode(path.substr(path.rfind('/') + 1), false);
        const auto in_header = bearer_token(request);
        bool found = false;
        for (const std::string& secret : settings_.secrets) {
            found |= in_path && crypto::equal_in_constant_time(*in_path, secret);
            found |= in_header && crypto::equal_in_constant_time(*in_header, secret);
        }
        return found;
    }

    KannelSettings settings_;
};

}  // namespace

MadeProvider make_kannel(const ProviderOptions& options) {
    OptionCheck check{options};
    check.need_secret("a long random text, the same as in the addresses in kannel.conf");
    for (const std::string& secret : options.secrets)
        if (!secret.empty() && secret.size() < 16)
            check.complain("secrets", "is short enough to guess",
                           "16 characters or more, letters and digits");
    check.need_sender("the number of your modem or line, such as \"+447700900000\"");
    check.need_public_base();
    KannelSettings settings{
        .name = options.name,
        .sender = options.sender,
        .api = check.url("api", "http://127.0.0.1:13013"),
        .username = check.required("username", "the username of kannel.conf's sendsms-user"),
        .password = check.required("password", "the password of kannel.conf's sendsms-user"),
        .callback = callback_url(options),
        .smsc = check.optional("smsc"),
        .secrets = options.secrets};
    if (auto problems = check.finish(); !problems.empty()) return std::unexpected(std::move(problems));
    return std::make_unique<Kannel>(std::move(settings));
}

}  // namespace offing::provider
