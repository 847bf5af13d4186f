// Provider cases as JSON: what tests/provider_cases/*.jsonl hold, and what the checks against the companies'
// own packages speak.

#pragma once

#include <boost/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/provider/registry.hpp"

namespace offing::provider {

std::string text(const boost::json::object& object, std::string_view key, std::string_view otherwise = "");
/// "2026-11-23T09:30:00Z", or that very moment when the row has none. Throws std::invalid_argument.
Timestamp time_of(const boost::json::object& row, std::string_view key);
/// An option that reads "(made for this run)" becomes a fresh RSA key.
ProviderOptions settings_of(boost::json::object settings, const boost::json::value* set);
std::vector<http::Header> headers_of(const boost::json::object& message);
http::Request request_of(const boost::json::object& message);
OutboundText outbound_of(const boost::json::object& said);
boost::json::object event_as_json(const WebhookEvent& event);

}  // namespace offing::provider
