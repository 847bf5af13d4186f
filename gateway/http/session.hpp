// One connection of a listener, and what the connections of a listener share. All of it runs on the
// listener's executor, one thing at a time; nothing here locks.

#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <list>
#include <memory>
#include <optional>

#include "gateway/http/server.hpp"

namespace offing::http {

class Session;

/// Shared by a server and its sessions: a handler that outlasts the grace of stop() still finds it.
struct Listener {
    Listener(boost::asio::any_io_executor used, ListenOptions with, Handler calls);

    boost::asio::any_io_executor executor;
    ListenOptions options;
    Handler handler;
    std::optional<boost::asio::ssl::context> tls;
    boost::asio::steady_timer tick;             ///< one timer for every deadline of every session
    boost::asio::steady_timer has_room;         ///< cancelled when a session ends
    std::chrono::steady_clock::time_point now;  ///< as of the last tick
    std::list<Session*> sessions;
    bool is_stopping = false;

    std::string next_request_id();

private:
    std::string id_prefix_;
    std::uint64_t requests_ = 0;
};

/// Lives until its connection is closed and its handler has returned.
class Session : public std::enable_shared_from_this<Session> {
public:
    explicit Session(std::shared_ptr<Listener> listener);
    virtual ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    /// Called at each tick. Deadlines are exact to one tick.
    void check_deadline();
    /// No further request is waited for; one that is on its way gets a moment.
    void begin_to_stop();
    /// Drops the connection at once.
    virtual void shut() = 0;

    static void start(std::shared_ptr<Listener> listener, boost::asio::ip::tcp::socket socket);

protected:
    enum class Phase { handshaking, idle, reading_head, reading_body, handling, writing, closing };

    void enter(Phase phase, std::chrono::milliseconds deadline);
    /// Ends the read under way with operation_aborted.
    virtual void cancel_read() = 0;
    virtual void answer_unavailable() = 0;

    std::shared_ptr<Listener> listener_;
    Phase phase_ = Phase::handshaking;
    bool timed_out_ = false;
    bool gave_up_ = false;  ///< the handler was too slow and has been answered for

private:
    std::chrono::steady_clock::time_point since_;
    std::chrono::steady_clock::time_point deadline_;
    std::list<Session*>::iterator place_;
};

}  // namespace offing::http
