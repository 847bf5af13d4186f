// Outbound HTTP(S): certificates checked, connections kept and re-used, a deadline on everything.

#pragma once

#include <memory>

#include "gateway/base/error.hpp"
#include "gateway/base/task.hpp"
#include "gateway/http/messages.hpp"

namespace offing::http {

struct ClientOptions {
    std::chrono::milliseconds connect_deadline{5'000};
    std::chrono::milliseconds answer_deadline{15'000};
    std::size_t answer_bytes = 1024 * 1024;
    std::size_t idle_per_host = 8;
    bool allow_private_addresses =
        false;                  ///< loopback, link-local and private ranges are refused otherwise (SSRF)
    std::string extra_ca_file;  ///< PEM, beside the system's
};

/// What happened to a request. `unknown` is the dangerous one: it may have been carried out.
struct Exchange {
    enum class Outcome {
        answered,
        not_sent,  ///< nothing reached the peer: safe to try again
        unknown    ///< the request went out, whole or in part, and no answer came
    } outcome = Outcome::not_sent;
    Response response;  ///< only when answered
    std::string what;   ///< for operators, when not answered
};

class Client {
public:
    virtual ~Client() = default;
    /// `request.target` is a whole URL, http or https. Never follows a redirect. Never retries.
    virtual Task<Exchange> send(Request request) = 0;

    /// Outlives its requests. The executor runs one thing at a time. Throws std::runtime_error when the
    /// certificate authorities can't be read.
    static std::unique_ptr<Client> make(boost::asio::any_io_executor executor, ClientOptions options);
};

}  // namespace offing::http
