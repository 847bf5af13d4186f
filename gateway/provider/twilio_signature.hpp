// Whether Twilio signed a request. Real signatures cover different spellings of one URL (with its port or
// without, its query raw or encoded again), so every spelling that the vendor's own validator tries is tried.
// https://www.twilio.com/docs/usage/security

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gateway/http/messages.hpp"

namespace offing::provider {

/// The spellings of `url`, the likeliest first, none twice.
std::vector<std::string> twilio_url_spellings(std::string_view url);

/// Each key with its values, keys in order; of a repeated key every different value once, in order.
std::string twilio_signed_fields(std::vector<http::Header> form);

/// base64(HMAC-SHA1(token, url + fields)).
std::string twilio_signature(std::string_view token, std::string_view url, std::string_view fields);

}  // namespace offing::provider
