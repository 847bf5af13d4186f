#include "gateway/http/multipart.hpp"

#include <algorithm>
#include <cctype>

namespace offing::http {

namespace {

constexpr std::string_view type = "multipart/form-data";
constexpr std::size_t longest_boundary = 70;  // RFC 2046, section 5.1.1

bool starts_with_any_case(std::string_view text, std::string_view start) {
    return text.size() >= start.size() &&
           std::ranges::equal(
               text.substr(0, start.size()), start, {},
               [](char letter) { return std::tolower(static_cast<unsigned char>(letter)); },
               [](char letter) { return std::tolower(static_cast<unsigned char>(letter)); });
}

/// The value of `name=` in a header's parameters, with or without quotes.
std::optional<std::string> parameter(std::string_view header, std::string_view name) {
    for (auto at = header.find(';'); at != std::string_view::npos; at = header.find(';')) {
        header.remove_prefix(at + 1);
        while (header.starts_with(' ')) header.remove_prefix(1);
        if (!starts_with_any_case(header, name) || !header.substr(name.size()).starts_with('=')) continue;
        std::string_view value = header.substr(name.size() + 1);
        if (!value.starts_with('"')) return std::string{value.substr(0, value.find(';'))};
        std::string unquoted;
        for (std::size_t i = 1; i < value.size() && value[i] != '"'; ++i) {
            if (value[i] == '\\' && i + 1 < value.size()) ++i;
            unquoted += value[i];
        }
        return unquoted;
    }
    return std::nullopt;
}

std::optional<std::string> name_in(std::string_view headers) {
    while (!headers.empty()) {
        const auto end = std::min(headers.find("\r\n"), headers.size());
        const std::string_view line = headers.substr(0, end);
        headers.remove_prefix(std::min(end + 2, headers.size()));
        if (starts_with_any_case(line, "content-disposition:")) return parameter(line, "name");
    }
    return std::nullopt;
}

}  // namespace

bool is_multipart(std::string_view content_type) { return starts_with_any_case(content_type, type); }

std::optional<std::vector<Header>> parse_multipart(std::string_view content_type, std::string_view body,
                                                   std::size_t most) {
    const auto boundary = parameter(content_type, "boundary");
    if (!boundary || boundary->empty() || boundary->size() > longest_boundary) return std::nullopt;
    const std::string between = "\r\n--" + *boundary;
    const std::string_view first = std::string_view{between}.substr(2);
    if (!body.starts_with(first)) return std::nullopt;
    body.remove_prefix(first.size());
    std::vector<Header> fields;
    while (!body.starts_with("--")) {
        if (!body.starts_with("\r\n") || fields.size() == most) return std::nullopt;
        body.remove_prefix(2);
        const auto headers_end = body.find("\r\n\r\n");
        if (headers_end == std::string_view::npos) return std::nullopt;
        auto name = name_in(body.substr(0, headers_end));
        body.remove_prefix(headers_end + 4);
        const auto end = body.find(between);
        if (!name || end == std::string_view::npos) return std::nullopt;
        fields.emplace_back(std::move(*name), body.substr(0, end));
        body.remove_prefix(end + between.size());
    }
    return fields;
}

}  // namespace offing::http
