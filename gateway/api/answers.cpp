#include "gateway/api/answers.hpp"

#include <algorithm>
#include <boost/json/serialize.hpp>

#include "gateway/base/crypto.hpp"
#include "scheduler/calendar.hpp"

namespace offing::api {

namespace json = boost::json;

namespace {

http::Response bare(int status, std::string body, std::string_view type) {
    http::Response response = http::Response::text(status, std::move(body), type);
    response.headers.emplace_back("Cache-Control", "private, no-cache");
    response.headers.emplace_back("X-Content-Type-Options", "nosniff");
    return response;
}

std::string_view title_of(int status) {
    switch (status) {
        case 404:
            return "Not here";
        case 409:
            return "Somebody else was first";
        default:
            return "Not available now";
    }
}

int status_of(Error::Kind kind) {
    switch (kind) {
        case Error::Kind::not_found:
            return 404;
        case Error::Kind::conflict:
            return 409;
        default:
            return 503;
    }
}

}  // namespace

std::string etag_of(std::string_view body) {
    const auto hash = crypto::sha256(body);
    return '"' + crypto::to_hex(std::span{hash}.first(16)) + '"';
}

http::Response answer_bytes(const http::Request& request, std::string body, std::string_view type) {
    const std::string etag = etag_of(body);
    const auto known = request.header("If-None-Match");
    const bool is_known = known && (*known == "*" || known->find(etag) != std::string_view::npos);
    http::Response response = is_known ? bare(304, "", type) : bare(200, std::move(body), type);
    response.headers.emplace_back("ETag", etag);
    return response;
}

http::Response answer(const http::Request& request, const json::value& body, std::string_view type) {
    return answer_bytes(request, json::serialize(body), type);
}

http::Response problem(int status, std::string_view title, std::string_view detail) {
    return bare(status,
                json::serialize(json::object{
                    {"type", "about:blank"}, {"title", title}, {"status", status}, {"detail", detail}}),
                "application/problem+json");
}

http::Response refused(const std::vector<config::FieldMistake>& mistakes) {
    json::array errors;
    for (const auto& mistake : mistakes)
        errors.push_back({{"field", mistake.field}, {"what", mistake.what}, {"remedy", mistake.remedy}});
    return bare(422,
                json::serialize(json::object{{"type", "about:blank"},
                                             {"title", "Can't be taken as it is"},
                                             {"status", 422},
                                             {"detail", "nothing was changed"},
                                             {"errors", std::move(errors)}}),
                "application/problem+json");
}

http::Response failed(const Error& error) {
    const int status = status_of(error.kind);
    return problem(status, title_of(status), status == 503 ? "try again in a moment" : error.what);
}

std::string spell_utc(scheduler::Instant instant) {
    return scheduler::spell(scheduler::LocalTime{instant.time_since_epoch()}) + ":00Z";
}

std::string cursor_of(std::string_view key) {
    const Bytes bytes = as_bytes(key);
    return crypto::to_base64url(bytes);
}

std::optional<std::string> key_of(std::string_view cursor) {
    if (cursor.size() > 200) return std::nullopt;
    const auto bytes = crypto::from_base64url(cursor);
    if (!bytes) return std::nullopt;
    return std::string{as_text(*bytes)};
}

json::object page_of(std::vector<Listed> items, const Page& page) {
    std::ranges::sort(items, {}, &Listed::key);
    auto next = std::ranges::upper_bound(items, page.after, {}, &Listed::key);
    if (page.after.empty()) next = items.begin();
    json::array made;
    std::string last;
    for (; next != items.end() && made.size() < page.limit; ++next) {
        made.push_back(next->make());
        last = next->key;
    }
    json::object body{{"items", std::move(made)}};
    if (next != items.end()) body["next"] = cursor_of(last);
    return body;
}

}  // namespace offing::api
