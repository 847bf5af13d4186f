#include "config/settings_checks.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

#include "config/section.hpp"

namespace offing::config {

namespace {

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }
bool is_letter(char letter) { return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z'); }

bool is_international_number(std::string_view text) {
    return text.starts_with('+') && text.size() >= 9 && text.size() <= 16 && text[1] != '0' &&
           std::ranges::all_of(text.substr(1), is_digit);
}

bool is_host(std::string_view host) {
    if (host.starts_with('[') && host.ends_with(']')) return is_address(host.substr(1, host.size() - 2));
    return !host.empty() && host.size() <= 253 && std::ranges::all_of(host, [](char letter) {
        return is_digit(letter) || is_letter(letter) || letter == '-' || letter == '.';
    });
}

bool is_port(std::string_view text) {
    int port = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), port);
    return failed == std::errc{} && end == text.data() + text.size() && port > 0 && port < 65536;
}

}  // namespace

bool is_log_level(std::string_view level) {
    constexpr std::array<std::string_view, 6> levels{"trace", "debug", "info", "warn", "error", "off"};
    return std::ranges::find(levels, level) != levels.end();
}

bool is_address(std::string_view address) {
    std::array<unsigned char, 16> bytes{};
    const std::string text{address};
    return inet_pton(AF_INET, text.c_str(), bytes.data()) == 1 ||
           inet_pton(AF_INET6, text.c_str(), bytes.data()) == 1;
}

bool is_loopback(std::string_view address) {
    return address == "localhost" || address == "::1" || address == "[::1]" ||
           (address.starts_with("127.") && is_address(address));
}

bool is_plain_name(std::string_view name) {
    return !name.empty() && name.size() <= 32 && std::ranges::all_of(name, [](char letter) {
        return is_digit(letter) || (letter >= 'a' && letter <= 'z') || letter == '-';
    });
}

bool is_plain_words(std::string_view words) {
    return !words.empty() && std::ranges::all_of(words, [](char letter) {
        return is_digit(letter) || is_letter(letter) || letter == ' ' || letter == '.';
    });
}

bool is_route(std::string_view route) {
    if (route == "console") return true;
    if (route.starts_with("text:")) return is_international_number(route.substr(5));
    return route.starts_with("webhook:") && !public_base_mistake(route.substr(8));
}

const std::set<std::string, std::less<>>& provider_kinds() {
    static const std::set<std::string, std::less<>> kinds{"generic",   "kannel", "notify",
                                                          "simulator", "twilio", "vonage"};
    return kinds;
}

std::string spell_list(const std::set<std::string, std::less<>>& words) {
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
    return text;
}

std::string spell_duration(std::chrono::minutes length) {
    using namespace std::chrono;
    if (length % days{1} == minutes{0}) return std::to_string(length / days{1}) + "d";
    if (length % hours{1} == minutes{0}) return std::to_string(length / hours{1}) + "h";
    return std::to_string(length.count()) + "m";
}

std::optional<std::string> sender_mistake(std::string_view sender) {
    if (is_international_number(sender)) return std::nullopt;
    if (std::ranges::all_of(sender, is_digit) && sender.size() >= 3 && sender.size() <= 8)
        return std::nullopt;
    if (std::ranges::any_of(sender, is_letter))
        return shown(sender) + " is a name: nobody could text back, and networks block such senders";
    return shown(sender) + " is neither an international number nor a short code";
}

std::optional<std::string> public_base_mistake(std::string_view base) {
    const bool secure = base.starts_with("https://");
    if (!secure && !base.starts_with("http://")) return shown(base) + " isn't https";
    const std::string_view rest = base.substr(secure ? 8 : 7);
    if (rest.find_first_of("?#@ \t\"<>\\") != std::string_view::npos)
        return shown(base) + " holds more than a host, a port and a path";
    const std::string_view authority = rest.substr(0, rest.find('/'));
    std::string_view host = authority;
    const auto colon = authority.starts_with('[')
                           ? authority.find(':', std::min(authority.find(']'), authority.size()))
                           : authority.find(':');
    if (colon != std::string_view::npos) {
        host = authority.substr(0, colon);
        if (!is_port(authority.substr(colon + 1))) return shown(base) + " has a port that can't be";
    }
    if (!is_host(host)) return shown(base) + " names no host";
    if (!secure && !is_loopback(host))
        return shown(base) + " isn't https: texts and numbers would travel in clear";
    return std::nullopt;
}

std::optional<std::string> plain_value(const toml::node& node) {
    if (const auto* text = node.as_string()) return text->get();
    if (const auto* flag = node.as_boolean()) return flag->get() ? "true" : "false";
    if (const auto* number = node.as_integer()) return std::to_string(number->get());
    return std::nullopt;
}

}  // namespace offing::config
