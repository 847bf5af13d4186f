#include "gateway/console/cookies.hpp"

namespace offing::console {

namespace {

constexpr std::size_t longest_cookie = 4096;

std::string_view without_spaces(std::string_view text) {
    while (text.starts_with(' ')) text.remove_prefix(1);
    while (text.ends_with(' ')) text.remove_suffix(1);
    return text;
}

std::string attributes(const Tools& tools) {
    return std::string{"; Path=/; HttpOnly; SameSite=Strict"} + (tools.tls ? "; Secure" : "");
}

}  // namespace

CookieNames cookie_names(const Tools& tools) {
    if (tools.tls) return {"__Host-offing", "__Host-offing-said", "__Host-offing-door"};
    return {"offing", "offing-said", "offing-door"};
}

std::optional<std::string> cookie(const http::Request& request, std::string_view name) {
    for (const auto& [header, value] : request.headers) {
        if (!http::find_header({{header, value}}, "Cookie")) continue;
        std::string_view rest = std::string_view{value}.substr(0, longest_cookie);
        while (!rest.empty()) {
            const auto end = rest.find(';');
            const std::string_view pair = without_spaces(rest.substr(0, end));
            const auto equals = pair.find('=');
            if (equals != std::string_view::npos && pair.substr(0, equals) == name)
                return std::string{pair.substr(equals + 1)};
            rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
        }
    }
    return std::nullopt;
}

void set_cookie(http::Response& response, const Tools& tools, std::string_view name, std::string_view value) {
    response.headers.emplace_back("Set-Cookie",
                                  std::string{name} + "=" + std::string{value} + attributes(tools));
}

void forget_cookie(http::Response& response, const Tools& tools, std::string_view name) {
    response.headers.emplace_back("Set-Cookie", std::string{name} + "=; Max-Age=0" + attributes(tools));
}

}  // namespace offing::console
