// RFC 9112 sections 2.2, 3, 5, 6.1 to 6.3 and 7.1; RFC 9110 sections 5.5, 5.6.2, 7.2 and 10.1.1.
// Where they leave a choice between repairing and refusing, this refuses.

#include "gateway/http/framing.hpp"

#include <array>
#include <charconv>
#include <cstring>

namespace offing::http {

namespace {

constexpr std::size_t longest_method = 24;

constexpr std::array<bool, 256> token_bytes = [] {
    std::array<bool, 256> is_token{};
    for (const char c : std::string_view{"!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz"
                                         "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}) {
        is_token[static_cast<unsigned char>(c)] = true;
    }
    return is_token;
}();

bool is_token(std::string_view text) {
    for (const char c : text) {
        if (!token_bytes[static_cast<unsigned char>(c)]) return false;
    }
    return !text.empty();
}

bool is_field_value(std::string_view text) {
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte < 0x20 && byte != '\t') || byte == 0x7f) return false;
    }
    return true;
}

bool is_same(std::string_view text, std::string_view lower) {
    if (text.size() != lower.size()) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if ((c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c) != lower[i]) return false;
    }
    return true;
}

std::string_view trim(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

/// host [":" port]; no user name, no path, nothing that could be read as the end of either.
bool is_authority(std::string_view text) {
    for (const char c : text) {
        const bool is_letter_or_digit =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!is_letter_or_digit &&
            std::string_view{"-._~%!$&'()*+,;=:[]"}.find(c) == std::string_view::npos) {
            return false;
        }
    }
    return true;
}

bool is_target(std::string_view text) {
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte <= 0x20 || byte >= 0x7f || c == '#') return false;
    }
    return !text.empty();
}

std::unexpected<Refusal> refuse(int status, std::string_view why) {
    return std::unexpected(Refusal{status, why});
}

/// Takes one line, CRLF included, off the front. A CR anywhere else makes the line unreadable.
std::optional<std::string_view> next_line(std::string_view& rest) {
    const std::size_t end = rest.find('\r');
    if (end == std::string_view::npos || end + 1 >= rest.size() || rest[end + 1] != '\n') return std::nullopt;
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end + 2);
    return line;
}

class HeadReader {
public:
    explicit HeadReader(const HeadLimits& limits) : limits_{limits} {}

    std::expected<Head, Refusal> read(std::string_view rest) {
        const auto first = next_line(rest);
        if (!first) return refuse(400, "carriage return in the request line");
        if (auto bad = read_request_line(*first)) return std::unexpected(*bad);
        for (std::size_t fields = 0;; ++fields) {
            const auto line = next_line(rest);
            if (!line) return refuse(400, "carriage return in a field");
            if (line->empty()) break;
            if (fields == limits_.fields) return refuse(431, "too many fields");
            if (auto bad = read_field(*line)) return std::unexpected(*bad);
        }
        if (!rest.empty()) return refuse(400, "bytes after the empty line");
        return finish();
    }

private:
    std::optional<Refusal> read_request_line(std::string_view line) {
        const std::size_t first_space = line.find(' ');
        const std::size_t last_space = line.rfind(' ');
        if (first_space == std::string_view::npos || first_space == last_space) {
            return Refusal{400, "request line isn't method, target, version"};
        }
        method_ = line.substr(0, first_space);
        const std::string_view target = line.substr(first_space + 1, last_space - first_space - 1);
        const std::string_view version = line.substr(last_space + 1);
        if (!is_token(method_) || method_.size() > longest_method) return Refusal{400, "method"};
        if (target.size() > limits_.target_bytes) return Refusal{414, "target too long"};
        if (!is_target(target)) return Refusal{400, "target"};
        if (version == "HTTP/1.0") {
            head_.is_http_11 = false;
        } else if (version != "HTTP/1.1") {
            const bool is_other_http = version.size() == 8 && version.starts_with("HTTP/");
            return is_other_http ? Refusal{505, "version"} : Refusal{400, "version"};
        }
        return read_target(target);
    }

    std::optional<Refusal> read_target(std::string_view target) {
        head_.target = target;
        if (target.front() == '/') return std::nullopt;
        if (target == "*") {
            return method_ == "OPTIONS" ? std::nullopt : std::optional{Refusal{400, "asterisk target"}};
        }
        std::size_t begin = 0;
        if (is_same(target.substr(0, 7), "http://")) begin = 7;
        if (is_same(target.substr(0, 8), "https://")) begin = 8;
        if (begin == 0) return Refusal{400, "target form"};
        const std::size_t slash = target.find('/', begin);
        if (slash == std::string_view::npos) return Refusal{400, "absolute target without a path"};
        absolute_host_ = target.substr(begin, slash - begin);
        if (absolute_host_->empty() || !is_authority(*absolute_host_))
            return Refusal{400, "absolute target's host"};
        head_.target = target.substr(slash);
        return std::nullopt;
    }

    std::optional<Refusal> read_field(std::string_view line) {
        if (line.front() == ' ' || line.front() == '\t') return Refusal{400, "folded field"};
        const std::size_t colon = line.find(':');
        if (colon == std::string_view::npos) return Refusal{400, "field without a colon"};
        const std::string_view name = line.substr(0, colon);
        if (!is_token(name)) return Refusal{400, "field name"};
        const std::string_view value = trim(line.substr(colon + 1));
        if (!is_field_value(value)) return Refusal{400, "control byte in a field"};
        // Only these lengths matter to framing; the rest is left to whoever asks for it.
        switch (name.size()) {
            case 4:
                return is_same(name, "host") ? read_host(value) : std::nullopt;
            case 6:
                return is_same(name, "expect") ? read_expect(value) : std::nullopt;
            case 10:
                return is_same(name, "connection") ? read_connection(value) : std::nullopt;
            case 14:
                return is_same(name, "content-length") ? read_length(value) : std::nullopt;
            case 17:
                return is_same(name, "transfer-encoding") ? read_encoding(value) : std::nullopt;
            default:
                return std::nullopt;
        }
    }

    std::optional<Refusal> read_host(std::string_view value) {
        if (host_) return Refusal{400, "two hosts"};
        if (!is_authority(value)) return Refusal{400, "host"};
        host_ = value;
        return std::nullopt;
    }

    std::optional<Refusal> read_expect(std::string_view value) {
        if (!is_same(value, "100-continue")) return Refusal{417, "expectation"};
        head_.expects_continue = head_.is_http_11;
        return std::nullopt;
    }

    std::optional<Refusal> read_connection(std::string_view value) {
        while (!value.empty()) {
            const std::string_view word = trim(value.substr(0, value.find(',')));
            value.remove_prefix(std::min(value.size(), value.find(',')));
            if (!value.empty()) value.remove_prefix(1);
            if (word.empty()) continue;
            if (!is_token(word)) return Refusal{400, "connection"};
            if (is_same(word, "close")) says_close_ = true;
            if (is_same(word, "keep-alive")) says_keep_alive_ = true;
        }
        return std::nullopt;
    }

    std::optional<Refusal> read_length(std::string_view value) {
        std::uint64_t length = 0;
        const auto [end, failed] = std::from_chars(value.data(), value.data() + value.size(), length);
        if (failed != std::errc{} || end != value.data() + value.size())
            return Refusal{400, "content length"};
        if (length_) return Refusal{400, "two content lengths"};
        length_ = length;
        return std::nullopt;
    }

    std::optional<Refusal> read_encoding(std::string_view value) {
        if (!head_.is_http_11) return Refusal{400, "transfer encoding in HTTP/1.0"};
        if (head_.is_chunked) return Refusal{400, "two transfer encodings"};
        if (!is_same(value, "chunked")) return Refusal{400, "transfer encoding other than chunked"};
        head_.is_chunked = true;
        return std::nullopt;
    }

    std::expected<Head, Refusal> finish() {
        if (!host_ && head_.is_http_11) return refuse(400, "no host");
        if (absolute_host_ && host_ && *absolute_host_ != *host_)
            return refuse(400, "target's host isn't Host");
        if (head_.is_chunked && length_) return refuse(400, "content length beside transfer encoding");
        head_.content_length = length_.value_or(0);
        if (head_.content_length > limits_.body_bytes) return refuse(413, "body");
        head_.keeps_alive = !says_close_ && (head_.is_http_11 || says_keep_alive_);
        return head_;
    }

    const HeadLimits& limits_;
    Head head_;
    std::string_view method_;
    std::optional<std::string_view> host_;
    std::optional<std::string_view> absolute_host_;
    std::optional<std::uint64_t> length_;
    bool says_close_ = false;
    bool says_keep_alive_ = false;
};

}  // namespace

HeadScan::Found HeadScan::feed(std::string_view bytes) {
    while (looked_at_ < bytes.size()) {
        const auto* at =
            static_cast<const char*>(std::memchr(bytes.data() + looked_at_, '\n', bytes.size() - looked_at_));
        if (at == nullptr) {
            looked_at_ = bytes.size();
            break;
        }
        const auto line_end = static_cast<std::size_t>(at - bytes.data());
        if (line_end == line_begin_ || bytes[line_end - 1] != '\r') return Found::bare_line_feed;
        const bool is_empty = line_end - line_begin_ == 1;
        looked_at_ = line_begin_ = line_end + 1;
        if (is_empty) {
            length_ = line_begin_;
            return Found::whole;
        }
    }
    return Found::more_needed;
}

std::expected<Head, Refusal> check_head(std::string_view head, const HeadLimits& limits) {
    return HeadReader{limits}.read(head);
}

bool is_safe_field(std::string_view name, std::string_view value) {
    return is_token(name) && is_field_value(value);
}

}  // namespace offing::http
