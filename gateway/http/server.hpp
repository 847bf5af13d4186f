// Two kinds of listener, one engine: strict HTTP/1.1 with a limit on every size and a deadline on every wait.
// Ambiguous framing (Content-Length beside Transfer-Encoding, bad chunks, folded headers, bare LF) is
// answered 400 and the connection closed: RFC 9112 sections 2.2, 5.2, 6.1 and 6.3.
// The executor runs one thing at a time: an io_context with one thread, or a strand.

#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "gateway/base/error.hpp"
#include "gateway/base/task.hpp"
#include "gateway/http/messages.hpp"

namespace offing::http {

struct ServerLimits {
    std::size_t header_bytes = 16 * 1024;
    std::size_t body_bytes = 64 * 1024;
    std::size_t connections = 2048;
    std::size_t requests_per_connection = 10'000;
    std::size_t pipelined = 32;  ///< requests sent ahead of their answers
    std::chrono::milliseconds header_deadline{10'000};
    std::chrono::milliseconds body_deadline{20'000};
    std::chrono::milliseconds idle_deadline{60'000};
    std::chrono::milliseconds handler_deadline{30'000};  ///< then 503, so that a provider tries again
};

struct TlsFiles {
    std::string certificate;  ///< PEM chain
    std::string key;          ///< PEM
};

struct ListenOptions {
    std::string name;  ///< "public" or "internal", for logs and metrics
    std::string address = "127.0.0.1";
    unsigned short port = 0;  ///< 0: any free port; see Server::port()
    std::optional<TlsFiles> tls;
    ServerLimits limits;
};

/// Called once per request; an exception out of it becomes 500 with no detail.
using Handler = std::function<Task<Response>(Request)>;

class Server {
public:
    /// Binds at once, so that a taken port is known at start. Fails with Error::invalid_setting, naming the
    /// port.
    static Result<std::unique_ptr<Server>> listen(boost::asio::any_io_executor executor,
                                                  ListenOptions options, Handler handler);
    virtual ~Server() = default;

    /// Serves until stop(); then finishes the requests it has begun to read and returns.
    virtual Task<void> run() = 0;
    /// No new connection, no new request on an open one; run() returns when the last answer is out, or at
    /// `grace`.
    virtual void stop(std::chrono::milliseconds grace) = 0;
    virtual unsigned short port() const = 0;
};

}  // namespace offing::http
