// HTTP requests and answers as plain values, so that providers and pages can be tested without a socket.

#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace offing::http {

using Header = std::pair<std::string, std::string>;

/// The first header of that name, case-insensitively; empty when there is none.
std::optional<std::string_view> find_header(const std::vector<Header>& headers, std::string_view name);

struct Request {
    std::string method = "GET";
    std::string target;  ///< as it came: path and query, raw. For outbound requests the whole URL.
    std::vector<Header> headers;
    std::string body;
    std::string request_id;   ///< ours, for logs
    std::string peer;         ///< address, for throttling; never logged with a person
    bool to_private = false;  ///< outbound only: the settings say that this peer is in our own network

    std::string_view path() const;   ///< up to '?', still percent-encoded
    std::string_view query() const;  ///< after '?', raw; empty when there is none
    std::optional<std::string_view> header(std::string_view name) const { return find_header(headers, name); }
};

struct Response {
    int status = 200;
    std::vector<Header> headers;
    std::string body;

    static Response text(int status, std::string body, std::string_view type = "text/plain; charset=utf-8");
    static Response json(int status, std::string body);
    static Response html(int status, std::string body);
    std::optional<std::string_view> header(std::string_view name) const { return find_header(headers, name); }
};

/// application/x-www-form-urlencoded, in order, repeated keys kept. Empty when an escape is broken or there
/// are more than `most` fields.
std::optional<std::vector<Header>> parse_form(std::string_view body, std::size_t most = 256);
std::string percent_encode(std::string_view text);
std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space);

}  // namespace offing::http
