// How far a request's head goes, and whether it means one thing only. Runs over the raw bytes before any
// parser, because two readers that disagree on where a request ends are how requests are smuggled.
// Pure: bytes in, verdict out.

#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string_view>

namespace offing::http {

/// Finds the end of a head while it arrives. Each byte is looked at once.
class HeadScan {
public:
    enum class Found { more_needed, whole, bare_line_feed };

    /// `bytes`: everything since the request's first byte, never shorter than before.
    Found feed(std::string_view bytes);
    /// The head with its empty line; only when whole.
    std::size_t length() const { return length_; }

private:
    std::size_t looked_at_ = 0;
    std::size_t line_begin_ = 0;
    std::size_t length_ = 0;
};

struct Head {
    bool is_http_11 = true;
    bool keeps_alive = true;
    bool is_chunked = false;
    bool expects_continue = false;
    std::uint64_t content_length = 0;
    std::string_view
        target;  ///< origin form ("/path?query") or "*"; of an absolute URL what follows its host
};

/// Why a request isn't read further: the status that says so. `why` is for tests and metrics.
struct Refusal {
    int status;
    std::string_view why;
};

struct HeadLimits {
    std::size_t target_bytes = 8 * 1024;
    std::size_t fields = 100;
    std::uint64_t body_bytes = 64 * 1024;
};

/// `head` ends with its empty line. The views in the answer look into it.
std::expected<Head, Refusal> check_head(std::string_view head, const HeadLimits& limits);

/// Whether a name and value may stand in an answer's head: no control byte can start a line of its own.
bool is_safe_field(std::string_view name, std::string_view value);

}  // namespace offing::http
