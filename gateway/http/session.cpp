#include "gateway/http/session.hpp"

#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <random>

#include "gateway/http/framing.hpp"
#include "gateway/http/parser.hpp"
#include "gateway/http/read_buffer.hpp"
#include "gateway/http/serialise.hpp"

namespace offing::http {

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using TlsStream = asio::ssl::stream<tcp::socket>;

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);
constexpr std::chrono::milliseconds parting{1'000};  ///< for a refusal or a last answer to reach the peer
constexpr std::chrono::milliseconds idle_when_full{1'000};
constexpr std::chrono::milliseconds moment_when_stopping{250};  ///< for a request that is on its way
constexpr int most_reads_after_refusal = 64;

template <typename Stream>
class StreamSession final : public Session {
public:
    StreamSession(std::shared_ptr<Listener> listener, Stream stream, std::string peer)
        : Session{std::move(listener)},
          stream_{std::move(stream)},
          peer_{std::move(peer)},
          buffer_{limits().header_bytes} {}

    static Task<void> serve(std::shared_ptr<StreamSession> self) {
        if (co_await self->shake_hands()) {
            while (co_await self->serve_one()) {
            }
        }
        if (!self->gave_up_) self->shut();
    }

    void shut() override {
        boost::system::error_code ignored;
        socket().close(ignored);
    }

private:
    static constexpr bool is_tls = std::is_same_v<Stream, TlsStream>;

    tcp::socket& socket() {
        if constexpr (is_tls) {
            return stream_.next_layer();
        } else {
            return stream_;
        }
    }
    const ServerLimits& limits() const { return listener_->options.limits; }

    void cancel_read() override {
        boost::system::error_code ignored;
        socket().cancel(ignored);
    }

    void answer_unavailable() override {
        asio::co_spawn(listener_->executor,
                       answer_for_handler(std::static_pointer_cast<StreamSession>(shared_from_this())),
                       asio::detached);
    }

    static Task<void> answer_for_handler(std::shared_ptr<StreamSession> self) {
        Response response = Response::text(503, "try again\n");
        response.headers.emplace_back("Retry-After", "5");
        co_await self->answer(response, {self->is_http_11_, false, self->is_to_head_});
        co_await self->close_gently();
        self->shut();
    }

    Task<bool> shake_hands() {
        if constexpr (is_tls) {
            enter(Phase::handshaking, limits().header_deadline);
            const auto [failed] = co_await stream_.async_handshake(TlsStream::server, as_result);
            if (failed) co_return false;
        }
        co_return true;
    }

    /// One request and its answer. False when the connection is to be closed.
    Task<bool> serve_one() {
        const auto head = co_await read_head();
        if (!head) co_return false;
        Request request;
        request.peer = peer_;
        if (!co_await read_message(*head, request)) co_return false;

        is_http_11_ = head->is_http_11;
        is_to_head_ = request.method == "HEAD";
        request.request_id = listener_->next_request_id();
        enter(Phase::handling, limits().handler_deadline);
        Response response;
        try {
            response = co_await listener_->handler(std::move(request));
        } catch (...) {
            response = Response::text(500, "something went wrong here\n");
        }
        if (gave_up_) co_return false;

        const bool keeps_alive =
            head->keeps_alive && !listener_->is_stopping && ++served_ < limits().requests_per_connection;
        enter(Phase::writing, limits().body_deadline);
        const bool is_out = co_await answer(response, {is_http_11_, keeps_alive, is_to_head_});
        if (is_out && keeps_alive) co_return true;
        if (is_out) co_await close_gently();
        co_return false;
    }

    /// Empty when the connection ended, or was refused and has been told so. The head stays in the buffer.
    Task<std::optional<Head>> read_head() {
        HeadScan scan;
        bool skipped_line = false;
        if (buffer_.is_empty()) {
            enter(Phase::idle, listener_->is_stopping ? moment_when_stopping : limits().idle_deadline);
        } else {
            enter(Phase::reading_head, limits().header_deadline);
            if (++waiting_in_line_ > limits().pipelined) {
                co_return co_await refuse({400, "too many requests at once"});
            }
        }
        for (;;) {
            const auto found = scan.feed(buffer_.bytes());
            if (found == HeadScan::Found::bare_line_feed) co_return co_await refuse({400, "bare line feed"});
            if (found == HeadScan::Found::whole) {
                if (scan.length() > limits().header_bytes) co_return co_await refuse({431, "head"});
                if (scan.length() > 2) break;
                if (skipped_line) co_return co_await refuse({400, "empty lines"});
                // One empty line before a request is forgiven: RFC 9112 section 2.2.
                skipped_line = true;
                buffer_.consume(scan.length());
                scan = HeadScan{};
                continue;
            }
            if (buffer_.size() >= limits().header_bytes) co_return co_await refuse({431, "head"});
            if (!co_await read_more()) {
                if (timed_out_ && phase_ == Phase::reading_head) co_return co_await refuse({408, "head"});
                co_return std::nullopt;
            }
            if (phase_ == Phase::idle) enter(Phase::reading_head, limits().header_deadline);
        }
        const HeadLimits head_limits{.body_bytes = limits().body_bytes};
        const auto head = check_head(buffer_.bytes().substr(0, scan.length()), head_limits);
        if (!head) co_return co_await refuse(head.error());
        head_length_ = scan.length();
        co_return *head;
    }

    Task<bool> read_message(const Head& head, Request& request) {
        const std::size_t target_length = head.target.size();
        parser_.start(request, limits().header_bytes + 1, limits().body_bytes);
        const bool has_body = head.is_chunked || head.content_length > 0;
        if (has_body) enter(Phase::reading_body, limits().body_deadline);
        if (has_body && head.expects_continue && buffer_.size() == head_length_) {
            if (!co_await write("HTTP/1.1 100 Continue\r\n\r\n")) co_return false;
        }
        for (;;) {
            const Parsed parsed = parser_.feed(buffer_.bytes());
            buffer_.consume(parsed.consumed);
            if (parsed.progress == Parsed::Progress::done) break;
            if (parsed.progress == Parsed::Progress::malformed) co_return co_await refuse_body({400, "body"});
            if (parsed.progress == Parsed::Progress::too_large) co_return co_await refuse_body({413, "body"});
            if (buffer_.size() >= limits().header_bytes)
                co_return co_await refuse_body({400, "chunk header"});
            if (!co_await read_more()) {
                if (timed_out_) co_await refuse({408, "body"});
                co_return false;
            }
        }
        // Of an absolute URL only what follows the host is the target: RFC 9112 section 3.2.2.
        if (request.target.size() != target_length) {
            request.target.erase(0, request.target.size() - target_length);
        }
        co_return true;
    }

    Task<bool> read_more() {
        const auto space = buffer_.space();
        const auto [failed, count] =
            co_await stream_.async_read_some(asio::buffer(space.data(), space.size()), as_result);
        buffer_.add(count);
        waiting_in_line_ = 0;
        if (count > 0 && phase_ == Phase::idle) timed_out_ = false;
        co_return !failed && !timed_out_;
    }

    Task<std::optional<Head>> refuse(Refusal refusal) {
        timed_out_ = false;
        enter(Phase::writing, parting);
        is_to_head_ = false;
        const Response response =
            Response::text(refusal.status, std::string{reason_for(refusal.status)} + "\n");
        if (co_await answer(response, {true, false, false})) co_await close_gently();
        co_return std::nullopt;
    }

    Task<bool> refuse_body(Refusal refusal) {
        co_await refuse(refusal);
        co_return false;
    }

    Task<bool> answer(const Response& response, AnswerForm form) {
        out_.clear();
        if (!append_response(out_, response, form)) {
            append_response(out_, Response::text(500, "something went wrong here\n"), form);
        }
        const bool is_out = co_await write(out_);
        if (out_.capacity() > 64 * 1024) out_ = std::string{};
        co_return is_out;
    }

    Task<bool> write(std::string_view bytes) {
        if constexpr (!is_tls) {
            // Most answers fit the socket's buffer: a try without waiting spares a turn of the event loop.
            boost::system::error_code failed;
            bytes.remove_prefix(stream_.write_some(asio::buffer(bytes), failed));
            if (bytes.empty()) co_return true;
            if (failed && failed != asio::error::would_block) co_return false;
        }
        const auto [failed, count] = co_await asio::async_write(stream_, asio::buffer(bytes), as_result);
        co_return !failed;
    }

    /// A close while the peer still sends would make its kernel drop our answer unread.
    Task<void> close_gently() {
        enter(Phase::closing, parting);
        boost::system::error_code ignored;
        if constexpr (is_tls) {
            co_await stream_.async_shutdown(as_result);
        } else {
            socket().shutdown(tcp::socket::shutdown_send, ignored);
            std::array<char, 4096> waste;
            for (int reads = 0; reads < most_reads_after_refusal; ++reads) {
                const auto [failed, count] =
                    co_await socket().async_read_some(asio::buffer(waste), as_result);
                if (failed) break;
            }
        }
    }

    Stream stream_;
    std::string peer_;
    ReadBuffer buffer_;
    RequestParser parser_;
    std::string out_;
    std::size_t head_length_ = 0;
    std::size_t served_ = 0;
    std::size_t waiting_in_line_ = 0;
    bool is_http_11_ = true;
    bool is_to_head_ = false;
};

template <typename Stream>
void spawn(std::shared_ptr<Listener> listener, Stream stream, std::string peer) {
    const auto executor = listener->executor;
    auto session =
        std::make_shared<StreamSession<Stream>>(std::move(listener), std::move(stream), std::move(peer));
    asio::co_spawn(executor, StreamSession<Stream>::serve(std::move(session)), asio::detached);
}

}  // namespace

Listener::Listener(asio::any_io_executor used, ListenOptions with, Handler calls)
    : executor{std::move(used)},
      options{std::move(with)},
      handler{std::move(calls)},
      tick{executor},
      has_room{executor},
      now{std::chrono::steady_clock::now()} {
    std::random_device random;
    static constexpr std::string_view digits = "0123456789abcdefghjkmnpqrstvwxyz";
    for (int i = 0; i < 6; ++i) id_prefix_ += digits[random() % digits.size()];
    id_prefix_ += '-';
}

std::string Listener::next_request_id() { return id_prefix_ + std::to_string(++requests_); }

Session::Session(std::shared_ptr<Listener> listener)
    : listener_{std::move(listener)},
      since_{listener_->now},
      deadline_{since_ + listener_->options.limits.header_deadline},
      place_{listener_->sessions.insert(listener_->sessions.end(), this)} {}

Session::~Session() {
    listener_->sessions.erase(place_);
    listener_->has_room.cancel();
    if (listener_->is_stopping) listener_->tick.cancel();
}

void Session::start(std::shared_ptr<Listener> listener, tcp::socket socket) {
    boost::system::error_code failed;
    const auto peer = socket.remote_endpoint(failed);
    if (failed) return;
    socket.set_option(tcp::no_delay{true}, failed);
    socket.non_blocking(true, failed);
    std::string address = peer.address().to_string();
    if (listener->tls) {
        TlsStream stream{std::move(socket), *listener->tls};
        spawn(std::move(listener), std::move(stream), std::move(address));
    } else {
        spawn(std::move(listener), std::move(socket), std::move(address));
    }
}

void Session::enter(Phase phase, std::chrono::milliseconds deadline) {
    phase_ = phase;
    since_ = listener_->now;
    deadline_ = since_ + deadline;
}

void Session::begin_to_stop() {
    if (phase_ == Phase::idle) deadline_ = std::min(deadline_, listener_->now + moment_when_stopping);
}

void Session::check_deadline() {
    const bool is_full = listener_->sessions.size() >= listener_->options.limits.connections;
    const bool gives_way = is_full && phase_ == Phase::idle && listener_->now - since_ > idle_when_full;
    if (listener_->now < deadline_ && !gives_way) return;
    switch (phase_) {
        case Phase::idle:
        case Phase::reading_head:
        case Phase::reading_body:
            timed_out_ = true;
            deadline_ = listener_->now + parting;
            cancel_read();
            break;
        case Phase::handling:
            gave_up_ = true;
            enter(Phase::writing, parting);
            answer_unavailable();
            break;
        case Phase::handshaking:
        case Phase::writing:
        case Phase::closing:
            shut();
            break;
    }
}

}  // namespace offing::http
