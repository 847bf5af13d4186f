#include "gateway/provider/twilio_signature.hpp"

#include <algorithm>

#include "gateway/base/crypto.hpp"

namespace offing::provider {

namespace {

struct UrlParts {
    std::string_view before_port;  ///< scheme, user and host
    std::string_view port;         ///< ":8443" or empty
    std::string_view rest;         ///< path and query
    bool is_https = true;
};

UrlParts split(std::string_view url) {
    const std::size_t scheme_end = url.find("://");
    const std::size_t authority = scheme_end == std::string_view::npos ? 0 : scheme_end + 3;
    const std::size_t end = std::min(url.find_first_of("/?#", authority), url.size());
    std::size_t host = url.substr(0, end).rfind('@');
    host = host == std::string_view::npos || host < authority ? authority : host + 1;
    const std::size_t bracket = url.substr(0, end).rfind(']');  // a colon inside [::1] starts no port
    const std::size_t search = bracket == std::string_view::npos || bracket < host ? host : bracket;
    const std::size_t port = std::min(url.substr(0, end).find(':', search), end);
    return {url.substr(0, port), url.substr(port, end - port), url.substr(end), !url.starts_with("http:")};
}

bool is_any_of(char c, std::string_view set) { return set.find(c) != std::string_view::npos; }

/// As the URL Standard writes a path and a query: https://url.spec.whatwg.org/#percent-encoded-bytes
std::string normalized(std::string_view rest) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    bool in_query = false;
    for (const char c : rest) {
        const auto byte = static_cast<unsigned char>(c);
        const bool escaped = byte <= 0x20 || byte >= 0x7F || is_any_of(c, in_query ? "\"#<>'" : "\"#<>^`{}");
        in_query = in_query || c == '?';
        if (escaped)
            out.append({'%', digits[byte >> 4], digits[byte & 15]});
        else
            out += c;
    }
    return out;
}

/// The query taken apart and written again: repeated keys side by side, !'()* left as they are.
std::string reencoded(std::string_view rest) {
    const std::size_t mark = rest.find('?');
    if (mark == std::string_view::npos || mark + 1 == rest.size()) return std::string{rest};
    auto fields = http::parse_form(rest.substr(mark + 1));
    if (!fields) return std::string{rest};
    std::string out{rest.substr(0, mark)};
    char separator = '?';
    for (std::size_t at = 0; at < fields->size(); ++at) {
        const std::string key = (*fields)[at].first;
        const auto is_earlier = [&](const http::Header& field) { return field.first == key; };
        const auto here = fields->begin() + static_cast<std::ptrdiff_t>(at);
        if (std::find_if(fields->begin(), here, is_earlier) != here) continue;
        for (auto field = here; field != fields->end(); ++field) {
            if (field->first != key) continue;
            for (const std::string_view piece : {std::string_view{key}, std::string_view{field->second}}) {
                out += separator;
                separator = separator == '=' ? '&' : '=';
                for (const char c : piece)
                    out += is_any_of(c, "!'()*") ? std::string(1, c) : http::percent_encode({&c, 1});
            }
        }
    }
    return out;
}

/// UTF-8 in the order of its UTF-16: what the vendor's sort() does with characters beyond U+FFFF.
bool comes_before(std::string_view a, std::string_view b) {
    const auto [left, right] = std::ranges::mismatch(a, b);
    if (left == a.end() || right == b.end()) return left == a.end() && right != b.end();
    const auto weight = [](char c) {
        const int byte = static_cast<unsigned char>(c);
        return byte == 0xEE || byte == 0xEF ? byte + 0x10 : byte;
    };
    return weight(*left) < weight(*right);
}

}  // namespace

std::vector<std::string> twilio_url_spellings(std::string_view url) {
    const UrlParts parts = split(url);
    const std::string bare{parts.before_port};
    const std::string with_port =
        bare + (parts.port.empty() ? (parts.is_https ? ":443" : ":80") : std::string{parts.port});
    const std::string encoded = normalized(parts.rest);
    std::vector<std::string> spellings;
    for (const std::string& rest : {std::string{parts.rest}, encoded, reencoded(encoded)})
        for (const std::string& front : {bare, with_port}) {
            std::string spelling = front + rest;
            if (std::ranges::find(spellings, spelling) == spellings.end())
                spellings.push_back(std::move(spelling));
        }
    return spellings;
}

std::string twilio_signed_fields(std::vector<http::Header> form) {
    std::ranges::sort(form, [](const http::Header& a, const http::Header& b) {
        return a.first == b.first ? comes_before(a.second, b.second) : comes_before(a.first, b.first);
    });
    const auto repeated = std::ranges::unique(form);
    form.erase(repeated.begin(), repeated.end());
    std::string fields;
    for (const auto& [key, value] : form) fields.append(key).append(value);
    return fields;
}

std::string twilio_signature(std::string_view token, std::string_view url, std::string_view fields) {
    std::string message{url};
    message += fields;
    return crypto::to_base64(crypto::hmac_sha1(token, message));
}

}  // namespace offing::provider
