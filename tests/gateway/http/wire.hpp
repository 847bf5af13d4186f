// A server in a thread of its own, and a plain socket that says exactly what a test tells it to.

#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <future>
#include <string>
#include <thread>

#include "gateway/http/server.hpp"

namespace offing::http::testing {

class RunningServer {
public:
    explicit RunningServer(Handler handler, ListenOptions options = {}) {
        auto made = Server::listen(context_.get_executor(), std::move(options), std::move(handler));
        if (!made) throw std::runtime_error{made.error().what};
        server_ = std::move(*made);
        boost::asio::co_spawn(context_, server_->run(), boost::asio::detached);
        thread_ = std::thread{[this] { context_.run(); }};
    }
    ~RunningServer() {
        stop(std::chrono::seconds{1});
        thread_.join();
    }
    void stop(std::chrono::milliseconds grace) { server_->stop(grace); }
    unsigned short port() const { return server_->port(); }
    boost::asio::io_context& context() { return context_; }

private:
    boost::asio::io_context context_{1};
    std::unique_ptr<Server> server_;
    std::thread thread_;
};

class Wire {
public:
    explicit Wire(unsigned short port) : socket_{::socket(AF_INET, SOCK_STREAM, 0)} {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        const auto* plain = reinterpret_cast<const sockaddr*>(&address);
        is_connected_ = ::connect(socket_, plain, sizeof address) == 0;
    }
    ~Wire() { ::close(socket_); }
    Wire(const Wire&) = delete;
    Wire& operator=(const Wire&) = delete;

    bool is_connected() const { return is_connected_; }

    Wire& say(std::string_view bytes) {
        while (!bytes.empty()) {
            const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0) break;
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
        return *this;
    }

    /// Everything until the peer closes, or what came within the time.
    std::string hear_all(std::chrono::milliseconds within = std::chrono::seconds{10}) {
        while (read_some(within)) {
        }
        return std::exchange(heard_, {});
    }

    /// Up to and with `end`; what came when it never does.
    std::string hear_until(std::string_view end,
                           std::chrono::milliseconds within = std::chrono::seconds{10}) {
        while (heard_.find(end) == std::string::npos) {
            if (!read_some(within)) return std::exchange(heard_, {});
        }
        const std::size_t length = heard_.find(end) + end.size();
        std::string whole = heard_.substr(0, length);
        heard_.erase(0, length);
        return whole;
    }

    void finish_sending() { ::shutdown(socket_, SHUT_WR); }
    bool is_closed_by_peer() const { return is_closed_; }

private:
    bool read_some(std::chrono::milliseconds within) {
        pollfd waiting{socket_, POLLIN, 0};
        if (::poll(&waiting, 1, static_cast<int>(within.count())) != 1) return false;
        char bytes[4096];
        const ssize_t count = ::recv(socket_, bytes, sizeof bytes, 0);
        is_closed_ = count <= 0;
        if (count > 0) heard_.append(bytes, static_cast<std::size_t>(count));
        return count > 0;
    }

    int socket_;
    bool is_connected_ = false;
    bool is_closed_ = false;
    std::string heard_;
};

/// "400" of "HTTP/1.1 400 Bad Request"; empty when nothing came.
inline std::string status_of(const std::string& answer) {
    return answer.size() < 12 ? "" : answer.substr(9, 3);
}

}  // namespace offing::http::testing
