#include "gateway/provider/dialect.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <charconv>

#include "gateway/base/crypto.hpp"

namespace offing::provider {

namespace {

namespace json = boost::json;

std::optional<unsigned> escaped_unit(std::string_view body, std::size_t at) {
    if (at + 6 > body.size() || body[at] != '\\' || body[at + 1] != 'u') return std::nullopt;
    unsigned unit = 0;
    const char* end = body.data() + at + 6;
    if (std::from_chars(body.data() + at + 2, end, unit, 16).ptr != end) return std::nullopt;
    return unit;
}

bool is_high(unsigned unit) { return unit >= 0xD800 && unit <= 0xDBFF; }
bool is_low(unsigned unit) { return unit >= 0xDC00 && unit <= 0xDFFF; }

/// \ud83d without its other half, as companies make them when they cut a long text in two.
std::string mend_surrogates(std::string_view body) {
    std::string mended;
    mended.reserve(body.size());
    for (std::size_t at = 0; at < body.size();) {
        const auto unit = escaped_unit(body, at);
        if (!unit) {
            const std::size_t length = body[at] == '\\' ? 2 : 1;
            mended += body.substr(at, length);
            at += length;
            continue;
        }
        const auto next = escaped_unit(body, at + 6);
        const bool is_pair = is_high(*unit) && next && is_low(*next);
        const bool is_half = !is_pair && (is_high(*unit) || is_low(*unit));
        const std::size_t length = is_pair ? 12 : 6;
        mended += is_half ? std::string_view{"\\ufffd"} : body.substr(at, length);
        at += length;
    }
    return mended;
}

json::value parse_leniently(std::string_view body, boost::system::error_code& failed) {
    json::parse_options options;
    options.allow_invalid_utf8 = true;
    return json::parse(body, failed, {}, options);
}

}  // namespace

std::optional<json::object> parse_object(std::string_view body) {
    boost::system::error_code failed;
    json::value value = parse_leniently(body, failed);
    if (failed && (body.contains("\\ud") || body.contains("\\uD")))
        if (const std::string mended = mend_surrogates(body); mended != body)
            value = parse_leniently(mended, failed);
    if (failed || !value.is_object()) return std::nullopt;
    return std::move(value.get_object());
}

std::string text_of(const json::object& object, std::string_view key) {
    const json::value* value = object.if_contains(key);
    if (value == nullptr) return {};
    if (value->is_string()) return {value->get_string().data(), value->get_string().size()};
    if (value->is_number()) return json::serialize(*value);
    return {};
}

const json::object& object_of(const json::object& object, std::string_view key) {
    static const json::object none;
    const json::value* value = object.if_contains(key);
    return value != nullptr && value->is_object() ? value->get_object() : none;
}

std::string make_form(Fields fields) {
    std::string form;
    for (const auto& [key, value] : fields) {
        if (value.empty()) continue;
        if (!form.empty()) form += '&';
        form += http::percent_encode(key) + '=' + http::percent_encode(value);
    }
    return form;
}

http::Header basic_authorization(std::string_view user, std::string_view password) {
    std::string pair{user};
    pair.append(":").append(password);
    return {"Authorization", "Basic " + crypto::to_base64(as_bytes(pair))};
}

std::optional<std::string_view> bearer_token(const http::Request& request) {
    constexpr std::string_view scheme = "bearer ";
    const auto value = request.header("Authorization");
    if (!value || value->size() <= scheme.size()) return std::nullopt;
    const auto is_same = [](char theirs, char ours) { return (theirs | 0x20) == (ours | 0x20); };
    if (!std::equal(scheme.begin(), scheme.end(), value->begin(), is_same)) return std::nullopt;
    return value->substr(scheme.size());
}

std::optional<std::string> query_value(std::string_view query, std::string_view key) {
    const auto fields = http::parse_form(query);
    if (!fields) return std::nullopt;
    const auto found = std::ranges::find(*fields, key, &http::Header::first);
    if (found == fields->end()) return std::nullopt;
    return found->second;
}

std::chrono::seconds retry_after(const http::Response& response) {
    constexpr std::chrono::seconds most{3600};
    const auto value = response.header("Retry-After");
    if (!value) return {};
    unsigned seconds = 0;
    const auto [end, failed] = std::from_chars(value->data(), value->data() + value->size(), seconds);
    if (failed == std::errc::result_out_of_range) return most;
    if (failed != std::errc{} || end != value->data() + value->size()) return {};
    return std::min(most, std::chrono::seconds{seconds});
}

bool is_success(const http::Response& response) { return response.status >= 200 && response.status < 300; }

std::string with_plus(std::string_view number) {
    const bool is_digits =
        !number.empty() && number.find_first_not_of("0123456789") == std::string_view::npos;
    if (!is_digits) return std::string{number};
    if (number.starts_with("00")) return "+" + std::string{number.substr(2)};
    // Short codes and national spellings carry no country.
    if (number.size() < 8 || number.starts_with('0')) return std::string{number};
    return "+" + std::string{number};
}

std::string_view without_plus(std::string_view number) {
    return number.starts_with('+') ? number.substr(1) : number;
}

}  // namespace offing::provider
