// What the companies' dialects have in common: reading JSON that strangers wrote, headers, forms. Nothing
// here throws on any input, and JSON nested more than 32 deep is refused.

#pragma once

#include <boost/json/object.hpp>
#include <chrono>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "gateway/http/messages.hpp"

namespace offing::provider {

/// Empty unless `body` is one JSON object. Bytes that aren't UTF-8 are kept as they are, and half a surrogate
/// pair becomes U+FFFD: a woman's text must not be lost to a broken emoji.
std::optional<boost::json::object> parse_object(std::string_view body);

/// A member as text: a string as it is, a number spelt out, anything else empty.
std::string text_of(const boost::json::object& object, std::string_view key);

/// A member that is an object; empty object otherwise.
const boost::json::object& object_of(const boost::json::object& object, std::string_view key);

using Fields = std::initializer_list<std::pair<std::string_view, std::string_view>>;
/// application/x-www-form-urlencoded; fields with an empty value are left out.
std::string make_form(Fields fields);

http::Header basic_authorization(std::string_view user, std::string_view password);
/// What follows "Bearer "; empty when there is none.
std::optional<std::string_view> bearer_token(const http::Request& request);

/// The first value of `key` in a raw query, decoded.
std::optional<std::string> query_value(std::string_view query, std::string_view key);

/// Retry-After in seconds, at most an hour; zero when absent or a date.
std::chrono::seconds retry_after(const http::Response& response);

bool is_success(const http::Response& response);

/// "447700900123" and "00447700900123" as "+447700900123"; what isn't all digits stays as it is.
std::string with_plus(std::string_view number);
/// "+447700900123" as "447700900123".
std::string_view without_plus(std::string_view number);

}  // namespace offing::provider
