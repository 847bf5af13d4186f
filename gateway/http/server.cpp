#include "gateway/http/server.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "gateway/http/session.hpp"
#include "gateway/http/tls.hpp"

namespace offing::http {

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using std::chrono::milliseconds;

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);
constexpr milliseconds after_failed_accept{50};

/// Fine enough for the shortest deadline, coarse enough to cost nothing.
milliseconds tick_for(const ServerLimits& limits) {
    const auto shortest = std::min({limits.header_deadline, limits.body_deadline, limits.idle_deadline,
                                    limits.handler_deadline, milliseconds{1'000}});
    return std::max(milliseconds{5}, shortest / 4);
}

class TcpServer final : public Server {
public:
    TcpServer(std::shared_ptr<Listener> listener, tcp::acceptor acceptor, unsigned short port)
        : listener_{std::move(listener)}, acceptor_{std::move(acceptor)}, port_{port} {}

    Task<void> run() override {
        is_accepting_ = true;
        asio::co_spawn(listener_->executor, accept(), asio::detached);
        const milliseconds tick = tick_for(listener_->options.limits);
        while (is_accepting_ || !listener_->sessions.empty()) {
            listener_->tick.expires_after(tick);
            co_await listener_->tick.async_wait(as_result);
            listener_->now = std::chrono::steady_clock::now();
            check_sessions();
            if (listener_->is_stopping && listener_->now >= give_up_at_) break;
        }
        for (Session* session : listener_->sessions) session->shut();
        while (is_accepting_) {
            listener_->tick.expires_after(tick);
            co_await listener_->tick.async_wait(as_result);
        }
    }

    void stop(milliseconds grace) override {
        asio::post(listener_->executor, [this, grace, alive = std::weak_ptr{listener_}] {
            if (!alive.expired()) begin_to_stop(grace);
        });
    }

    unsigned short port() const override { return port_; }

private:
    void begin_to_stop(milliseconds grace) {
        if (listener_->is_stopping) return;
        listener_->is_stopping = true;
        listener_->now = std::chrono::steady_clock::now();
        give_up_at_ = listener_->now + grace;
        boost::system::error_code ignored;
        acceptor_.cancel(ignored);
        listener_->has_room.cancel();
        for (Session* session : listener_->sessions) session->begin_to_stop();
        listener_->tick.cancel();
    }

    void check_sessions() {
        for (auto next = listener_->sessions.begin(); next != listener_->sessions.end();) {
            Session* session = *next++;  // checking may end it
            session->check_deadline();
        }
    }

    Task<void> accept() {
        while (!listener_->is_stopping) {
            if (listener_->sessions.size() >= listener_->options.limits.connections) {
                listener_->has_room.expires_at(std::chrono::steady_clock::time_point::max());
                co_await listener_->has_room.async_wait(as_result);
                continue;
            }
            auto [failed, socket] = co_await acceptor_.async_accept(as_result);
            if (!failed) {
                Session::start(listener_, std::move(socket));
            } else if (!listener_->is_stopping) {
                // Out of descriptors, most likely: let some close first.
                listener_->has_room.expires_after(after_failed_accept);
                co_await listener_->has_room.async_wait(as_result);
            }
        }
        take_those_who_wait();
        boost::system::error_code ignored;
        acceptor_.close(ignored);
        is_accepting_ = false;
        listener_->tick.cancel();
    }

    /// Whoever the kernel has already greeted gets an answer too.
    void take_those_who_wait() {
        boost::system::error_code failed;
        acceptor_.non_blocking(true, failed);
        while (!failed) {
            tcp::socket socket{listener_->executor};
            acceptor_.accept(socket, failed);
            if (!failed) Session::start(listener_, std::move(socket));
        }
    }

    std::shared_ptr<Listener> listener_;
    tcp::acceptor acceptor_;
    unsigned short port_;
    bool is_accepting_ = false;
    std::chrono::steady_clock::time_point give_up_at_;
};

std::unexpected<Error> cannot_listen(const ListenOptions& options, const boost::system::error_code& failed) {
    return fail(Error::Kind::invalid_setting, "the " + options.name + " listener can't use " +
                                                  options.address + " port " + std::to_string(options.port) +
                                                  ": " + failed.message());
}

}  // namespace

Result<std::unique_ptr<Server>> Server::listen(asio::any_io_executor executor, ListenOptions options,
                                               Handler handler) {
    boost::system::error_code failed;
    const auto address = asio::ip::make_address(options.address, failed);
    if (failed) return cannot_listen(options, failed);
    const tcp::endpoint endpoint{address, options.port};
    tcp::acceptor acceptor{executor};
    acceptor.open(endpoint.protocol(), failed);
    if (!failed) acceptor.set_option(tcp::acceptor::reuse_address{true}, failed);
    if (!failed) acceptor.bind(endpoint, failed);
    if (!failed) acceptor.listen(asio::socket_base::max_listen_connections, failed);
    if (failed) return cannot_listen(options, failed);
    const unsigned short port = acceptor.local_endpoint(failed).port();

    auto listener = std::make_shared<Listener>(executor, std::move(options), std::move(handler));
    if (listener->options.tls) {
        auto context = make_server_context(*listener->options.tls);
        if (!context) return std::unexpected(std::move(context.error()));
        listener->tls.emplace(std::move(*context));
    }
    return std::make_unique<TcpServer>(std::move(listener), std::move(acceptor), port);
}

}  // namespace offing::http
