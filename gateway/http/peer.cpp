#include "gateway/http/peer.hpp"

#include <openssl/ssl.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace offing::http {

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t header_bytes = 32 * 1024;

}  // namespace

Peer::Peer(asio::any_io_executor executor, asio::ssl::context* tls)
    : plain_{executor}, timer_{executor}, buffer_{header_bytes} {
    if (tls != nullptr) tls_.emplace(tcp::socket{executor}, *tls);
}

void Peer::expect_within(std::chrono::milliseconds deadline) {
    timer_.expires_after(deadline);
    timer_.async_wait([self = weak_from_this()](const boost::system::error_code& cancelled) {
        const auto peer = self.lock();
        // A deadline that was moved after this was queued is not over.
        if (cancelled || !peer || peer->timer_.expiry() > std::chrono::steady_clock::now()) return;
        peer->timed_out_ = true;
        boost::system::error_code ignored;
        peer->socket().close(ignored);
    });
}

Task<std::optional<std::string>> Peer::connect(Endpoints endpoints, std::string host) {
    boost::system::error_code failed = asio::error::host_not_found;
    for (const tcp::endpoint& endpoint : endpoints) {
        boost::system::error_code ignored;
        socket().close(ignored);
        std::tie(failed) = co_await socket().async_connect(endpoint, as_result);
        if (!failed || timed_out_) break;
    }
    if (timed_out_) co_return "connecting took too long";
    if (failed) co_return "can't connect: " + failed.message();
    boost::system::error_code ignored;
    socket().set_option(tcp::no_delay{true}, ignored);
    if (!tls_) co_return std::nullopt;

    boost::system::error_code not_an_address;
    (void)asio::ip::make_address(host, not_an_address);
    if (not_an_address) SSL_set_tlsext_host_name(tls_->native_handle(), host.c_str());
    tls_->set_verify_callback(asio::ssl::host_name_verification{host}, failed);
    if (!failed) {
        std::tie(failed) = co_await tls_->async_handshake(asio::ssl::stream_base::client, as_result);
    }
    if (timed_out_) co_return "the TLS handshake took too long";
    if (failed) co_return "no trusted TLS connection: " + failed.message();
    co_return std::nullopt;
}

Task<Peer::Written> Peer::write(std::string_view bytes) {
    if (tls_) {
        // A record may leave whole though its write is reported as failed.
        const auto [failed, count] = co_await asio::async_write(*tls_, asio::buffer(bytes), as_result);
        co_return Written{!failed, true};
    }
    const auto [failed, count] = co_await asio::async_write(plain_, asio::buffer(bytes), as_result);
    co_return Written{!failed, count > 0};
}

Task<std::optional<std::string>> Peer::read(Response& response, std::uint64_t body_limit, bool answers_head) {
    parser_.start(response, header_bytes, body_limit, answers_head);
    is_reusable_ = false;
    for (;;) {
        const auto space = buffer_.space();
        if (space.empty()) co_return "an answer with too long a head";
        const auto into = asio::buffer(space.data(), space.size());
        const auto [failed, count] = tls_ ? co_await tls_->async_read_some(into, as_result)
                                          : co_await plain_.async_read_some(into, as_result);
        buffer_.add(count);
        if (timed_out_) co_return "no whole answer in time";
        // Over TLS only a proper close ends an answer; a cut connection is no end.
        if (failed == asio::error::eof && parser_.finish().progress == Parsed::Progress::done) {
            co_return std::nullopt;
        }
        if (failed) co_return "the connection ended before the answer: " + failed.message();
        const Parsed parsed = parser_.feed(buffer_.bytes());
        buffer_.consume(parsed.consumed);
        if (parsed.progress == Parsed::Progress::too_large) co_return "an answer beyond the limit";
        if (parsed.progress == Parsed::Progress::malformed) co_return "an answer that can't be read";
        if (parsed.progress == Parsed::Progress::done) {
            is_reusable_ = parser_.keeps_alive() && buffer_.is_empty();
            co_return std::nullopt;
        }
    }
}

bool Peer::is_fresh() {
    boost::system::error_code failed;
    socket().non_blocking(true, failed);
    if (failed) return false;
    char byte = 0;
    socket().receive(asio::buffer(&byte, 1), tcp::socket::message_peek, failed);
    return failed == asio::error::would_block;
}

}  // namespace offing::http
