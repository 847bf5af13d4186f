#include "gateway/http/serialise.hpp"

#include <charconv>

#include "gateway/http/framing.hpp"
#include "gateway/http/parser.hpp"

namespace offing::http {

namespace {

bool is_framing(std::string_view name) {
    const auto is = [name](std::string_view other) {
        if (name.size() != other.size()) return false;
        for (std::size_t i = 0; i < name.size(); ++i) {
            if ((name[i] | 0x20) != other[i]) return false;
        }
        return true;
    };
    switch (name.size()) {
        case 10:
            return is("connection");
        case 14:
            return is("content-length");
        case 17:
            return is("transfer-encoding");
        default:
            return false;
    }
}

bool are_safe(const std::vector<Header>& headers) {
    for (const auto& [name, value] : headers) {
        if (!is_safe_field(name, value)) return false;
    }
    return true;
}

void append_number(std::string& out, std::uint64_t number) {
    char digits[20];
    const auto [end, failed] = std::to_chars(digits, digits + sizeof digits, number);
    out.append(digits, end);
}

void append_fields(std::string& out, const std::vector<Header>& headers) {
    for (const auto& [name, value] : headers) {
        if (!is_framing(name)) out.append(name).append(": ").append(value).append("\r\n");
    }
}

void append_length(std::string& out, std::size_t length) {
    out += "Content-Length: ";
    append_number(out, length);
    out += "\r\n";
}

}  // namespace

bool append_response(std::string& out, const Response& response, AnswerForm form) {
    if (response.status < 200 || response.status > 599 || !are_safe(response.headers)) return false;
    out += form.is_http_11 ? "HTTP/1.1 " : "HTTP/1.0 ";
    append_number(out, static_cast<std::uint64_t>(response.status));
    out.append(" ").append(reason_for(response.status)).append("\r\n");
    append_fields(out, response.headers);
    const bool has_body = response.status != 204 && response.status != 304;
    if (has_body) append_length(out, response.body.size());
    if (!form.keeps_alive) {
        out += "Connection: close\r\n";
    } else if (!form.is_http_11) {
        out += "Connection: keep-alive\r\n";
    }
    out += "\r\n";
    if (has_body && !form.to_head) out += response.body;
    return true;
}

bool append_request(std::string& out, const Request& request, std::string_view target,
                    std::string_view host) {
    if (!is_safe_field(request.method, host) || !are_safe(request.headers)) return false;
    out.append(request.method).append(" ").append(target).append(" HTTP/1.1\r\nHost: ");
    out.append(host).append("\r\n");
    append_fields(out, request.headers);
    const bool may_have_none = request.method == "GET" || request.method == "HEAD";
    if (!request.body.empty() || !may_have_none) append_length(out, request.body.size());
    out.append("\r\n").append(request.body);
    return true;
}

}  // namespace offing::http
