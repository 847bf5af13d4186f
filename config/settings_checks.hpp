// What a single setting may be. Each is a function of the value alone, so that a test needs no file.

#pragma once

#include <toml++/toml.h>

#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace offing::config {

bool is_log_level(std::string_view level);
/// An IPv4 or IPv6 address, without a port.
bool is_address(std::string_view address);
bool is_loopback(std::string_view address);
/// What may stand in a path: small letters, digits and hyphens, up to 32.
bool is_plain_name(std::string_view name);
/// Letters, digits, spaces and full stops of ASCII: no change of a text's alphabet.
bool is_plain_words(std::string_view words);
bool is_route(std::string_view route);

const std::set<std::string, std::less<>>& provider_kinds();
std::string spell_list(const std::set<std::string, std::less<>>& words);
std::string spell_duration(std::chrono::minutes length);

/// What is wrong with it, or nothing.
std::optional<std::string> sender_mistake(std::string_view sender);
std::optional<std::string> public_base_mistake(std::string_view base);

/// A provider's option as text.
std::optional<std::string> plain_value(const toml::node& node);

}  // namespace offing::config
