// Posts signed texts over kept-alive connections, each from the next number, and prints what it saw as JSON.
//   turn_load PORT PATH CONNECTIONS TEXTS FIRST_NUMBER
// The requests are made before the clock starts. One thread, so that it takes at most one core.

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json.hpp>
#include <chrono>
#include <cstring>
#include <iostream>
#include <vector>

#include "gateway/base/crypto.hpp"

namespace {

namespace json = boost::json;
using Steady = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr auto longest_run = 120s;

/// Words that ask for something, so that every turn understands, searches and offers.
constexpr const char* words[] = {"cant do tues, after drop off thurs?",
                                 "can i come in friday morning",
                                 "anything next week? not monday",
                                 "any drop ins this week",
                                 "is there a women only one",
                                 "could i come wed after 1",
                                 "need a time in the next few days pls",
                                 "mornings best, after half 9"};

std::string request(const std::string& path, int number) {
    char from[32];
    std::snprintf(from, sizeof from, "+4477%08d", number);
    const std::string id = "load-" + std::to_string(number);
    const std::string body =
        json::serialize(json::object{{"type", "text"},
                                     {"id", id},
                                     {"from", from},
                                     {"to", "+447700900000"},
                                     {"body", words[static_cast<std::size_t>(number) % std::size(words)]}});
    return "POST " + path +
           " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: " +
           std::to_string(body.size()) + "\r\nX-Simulator-Signature: " +
           offing::crypto::to_hex(offing::crypto::hmac_sha256("bench secret", body)) + "\r\n\r\n" + body;
}

struct Connection {
    int socket = -1;
    std::size_t current = 0;
    Steady::time_point sent;
    std::string answer;
};

int connect_to(int port) {
    const int made = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(made, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
        std::perror("connect");
        std::exit(1);
    }
    const int on = 1;
    setsockopt(made, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return made;
}

/// The status once the answer is whole; 0 before.
int whole_status(const std::string& answer) {
    const auto head = answer.find("\r\n\r\n");
    if (head == std::string::npos) return 0;
    std::size_t length = 0;
    for (const char* key : {"Content-Length: ", "content-length: "})
        if (const auto at = answer.find(key); at < head)
            length = std::stoul(answer.substr(at + std::strlen(key)));
    return answer.size() < head + 4 + length ? 0 : std::stoi(answer.substr(9, 3));
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 6) {
        std::cerr << "usage: turn_load PORT PATH CONNECTIONS TEXTS FIRST_NUMBER\n";
        return 2;
    }
    const int port = std::stoi(argv[1]), connections = std::stoi(argv[3]), texts = std::stoi(argv[4]);
    std::vector<std::string> requests;
    requests.reserve(static_cast<std::size_t>(texts));
    for (int n = 0; n < texts; ++n) requests.push_back(request(argv[2], std::stoi(argv[5]) + n));

    const int poll = epoll_create1(0);
    std::vector<Connection> all(static_cast<std::size_t>(connections));
    std::vector<double> took;
    took.reserve(requests.size());
    std::size_t next = 0;
    int failed = 0, running = 0;
    const auto send_next = [&](Connection& connection) {
        if (next == requests.size()) {
            --running;
            return;
        }
        connection.current = next++;
        connection.sent = Steady::now();
        connection.answer.clear();
        const std::string& out = requests[connection.current];
        if (send(connection.socket, out.data(), out.size(), MSG_NOSIGNAL) !=
            static_cast<ssize_t>(out.size())) {
            ++failed;
            --running;
        }
    };
    const auto started = Steady::now();
    for (auto& connection : all) {
        connection.socket = connect_to(port);
        epoll_event event{.events = EPOLLIN, .data = {.ptr = &connection}};
        epoll_ctl(poll, EPOLL_CTL_ADD, connection.socket, &event);
        ++running;
        send_next(connection);
    }
    epoll_event events[256];
    char buffer[16384];
    while (running > 0 && Steady::now() - started < longest_run) {
        const int ready = epoll_wait(poll, events, 256, 1000);
        for (int n = 0; n < ready; ++n) {
            auto& connection = *static_cast<Connection*>(events[n].data.ptr);
            const ssize_t got = recv(connection.socket, buffer, sizeof buffer, 0);
            if (got <= 0) {
                ++failed;
                --running;
                epoll_ctl(poll, EPOLL_CTL_DEL, connection.socket, nullptr);
                continue;
            }
            connection.answer.append(buffer, static_cast<std::size_t>(got));
            const int status = whole_status(connection.answer);
            if (status == 0) continue;
            if (status != 200) ++failed;
            took.push_back(
                std::chrono::duration<double, std::milli>(Steady::now() - connection.sent).count());
            send_next(connection);
        }
    }
    const double seconds = std::chrono::duration<double>(Steady::now() - started).count();
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    std::ranges::sort(took);
    const auto at = [&](double share) {
        return took.empty()
                   ? 0.0
                   : took[std::min(took.size() - 1,
                                   static_cast<std::size_t>(share * static_cast<double>(took.size())))];
    };
    std::cout << json::serialize(json::object{{"answered", took.size()},
                                              {"failed", failed},
                                              {"seconds", seconds},
                                              {"per_second", static_cast<double>(took.size()) / seconds},
                                              {"p50_ms", at(0.5)},
                                              {"p99_ms", at(0.99)},
                                              {"worst_ms", at(1.0)}})
              << '\n';
    return failed == 0 && next == requests.size() ? 0 : 1;
}
