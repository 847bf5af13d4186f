// How the API answers: JSON with an ETag, pages with a cursor, and mistakes as application/problem+json
// (RFC 9457).

#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "config/service_edit.hpp"
#include "gateway/base/error.hpp"
#include "gateway/http/messages.hpp"
#include "scheduler/interval.hpp"

namespace offing::api {

constexpr std::string_view json_type = "application/json";
constexpr std::string_view fhir_type = "application/fhir+json; fhirVersion=4.0";

/// 200, or 304 when the request's If-None-Match names what would be sent.
http::Response answer(const http::Request& request, const boost::json::value& body,
                      std::string_view type = json_type);
/// As answer(), for a body of any type.
http::Response answer_bytes(const http::Request& request, std::string body, std::string_view type);
std::string etag_of(std::string_view body);

http::Response problem(int status, std::string_view title, std::string_view detail);
/// 422, with {"errors": [{"field", "what", "remedy"}]}
http::Response refused(const std::vector<config::FieldMistake>& mistakes);
http::Response failed(const Error& error);

/// "2026-03-19T10:00:00Z"
std::string spell_utc(scheduler::Instant instant);

/// What a list asks for: `limit` and `after`. Bounded, whatever is asked.
struct Page {
    std::size_t limit = 100;
    std::string after{};  ///< the key of the last item of the page before; empty: from the beginning
};
constexpr std::size_t largest_page = 200;
/// A word that holds `key` and nothing a reader should rely on.
std::string cursor_of(std::string_view key);
std::optional<std::string> key_of(std::string_view cursor);

/// Items in order of their keys, each made only when it is on the page.
struct Listed {
    std::string key;
    std::function<boost::json::value()> make;
};
/// {"items": [...], "next": "..."}; `next` is absent on the last page.
boost::json::object page_of(std::vector<Listed> items, const Page& page);

}  // namespace offing::api
