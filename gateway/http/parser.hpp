// Beast's parsers behind two small doors, writing straight into our own messages. Only parser.cpp and
// beast.cpp include Beast.

#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "gateway/http/messages.hpp"

namespace offing::http {

struct Parsed {
    enum class Progress { more_needed, done, malformed, too_large } progress = Progress::more_needed;
    std::size_t consumed = 0;  ///< the rest is to be handed in again, with more behind it
};

/// One for each connection, started anew for each request.
class RequestParser {
public:
    RequestParser();
    ~RequestParser();
    RequestParser(const RequestParser&) = delete;
    RequestParser& operator=(const RequestParser&) = delete;

    /// `into` outlives the request's reading. Trailing fields are refused: they could pose as signed ones.
    void start(Request& into, std::size_t header_limit, std::uint64_t body_limit);
    Parsed feed(std::string_view bytes);

private:
    struct State;
    std::unique_ptr<State> state_;
};

class ResponseParser {
public:
    ResponseParser();
    ~ResponseParser();
    ResponseParser(const ResponseParser&) = delete;
    ResponseParser& operator=(const ResponseParser&) = delete;

    void start(Response& into, std::size_t header_limit, std::uint64_t body_limit, bool answers_head);
    /// Interim answers (1xx) are skipped.
    Parsed feed(std::string_view bytes);
    /// The peer closed: done only where that is how this answer ends.
    Parsed finish();
    /// After done: whether the connection may carry another request.
    bool keeps_alive() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// "Not Found" for 404.
std::string_view reason_for(int status);

}  // namespace offing::http
