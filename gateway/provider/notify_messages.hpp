// GOV.UK Notify's JSON: what its words of delivery mean, what makes a text the same text, and its two lists.

#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/provider/provider.hpp"

namespace offing::provider {

/// Empty for a word that Notify didn't have when this was written.
std::optional<Delivery> delivery_of_notify(std::string_view status);
/// The first of {"errors": [{"error": "BadRequestError", ...}]}, else the status.
std::string notify_code(const http::Response& response);
/// Notify can give one text two ids. What it can't give twice is a moment, to the microsecond, with these
/// words.
std::string notify_fingerprint(const boost::json::object& message);
std::string with_country(const std::string& number);
Result<ListedPage> read_notify_list(std::string_view at, Timestamp since, const http::Response& response);

}  // namespace offing::provider
