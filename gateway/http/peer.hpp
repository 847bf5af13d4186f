// One outbound connection, plain or TLS, under a deadline at every step.

#pragma once

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gateway/base/task.hpp"
#include "gateway/http/parser.hpp"
#include "gateway/http/read_buffer.hpp"

namespace offing::http {

/// Made by std::make_shared: a deadline that fires late still finds it.
class Peer : public std::enable_shared_from_this<Peer> {
public:
    using Endpoints = std::vector<boost::asio::ip::tcp::endpoint>;

    /// Plain without `tls`.
    Peer(boost::asio::any_io_executor executor, boost::asio::ssl::context* tls);

    /// At `deadline` every step under way fails, and the connection is gone.
    void expect_within(std::chrono::milliseconds deadline);
    void no_deadline() { timer_.cancel(); }
    bool timed_out() const { return timed_out_; }

    /// Tries each in turn; then shakes hands, the certificate checked against `host`. Empty when connected,
    /// else what failed.
    Task<std::optional<std::string>> connect(Endpoints endpoints, std::string host);

    struct Written {
        bool is_whole;
        bool may_have_gone_out;  ///< false: not one byte reached the kernel
    };
    Task<Written> write(std::string_view bytes);

    /// Empty when the answer is whole; else what failed.
    Task<std::optional<std::string>> read(Response& response, std::uint64_t body_limit, bool answers_head);

    /// After a whole answer: nothing unread, and the peer keeps the connection.
    bool may_be_kept() const { return is_reusable_; }
    /// Still silent and open. A peer that has closed, or spoken out of turn, is not.
    bool is_fresh();
    std::chrono::steady_clock::time_point idle_since;

private:
    boost::asio::ip::tcp::socket& socket() { return tls_ ? tls_->next_layer() : plain_; }

    boost::asio::ip::tcp::socket plain_;
    std::optional<boost::asio::ssl::stream<boost::asio::ip::tcp::socket>> tls_;
    boost::asio::steady_timer timer_;
    ReadBuffer buffer_;
    ResponseParser parser_;
    bool timed_out_ = false;
    bool is_reusable_ = false;
};

}  // namespace offing::http
