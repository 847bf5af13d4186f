// The machine: ports, folders, time.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <memory>
#include <system_error>

#include "gateway/cli/findings.hpp"
#include "gateway/cli/port_owner.hpp"
#include "scheduler/calendar.hpp"

namespace offing::cli {

namespace {

namespace fs = std::filesystem;
using Level = Finding::Level;

constexpr std::uintmax_t too_little_space = 200ULL << 20;
constexpr std::uintmax_t little_space = 2ULL << 30;
constexpr std::chrono::minutes clocks_may_differ{5};

/// A socket that is closed when it goes.
class Socket {
public:
    explicit Socket(int family) : fd_{::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0)} {}
    ~Socket() {
        if (fd_ >= 0) ::close(fd_);
    }
    Socket(const Socket&) = delete;
    Socket& operator=(const Socket&) = delete;
    int fd() const { return fd_; }

private:
    int fd_;
};

struct Address {
    sockaddr_storage storage{};
    socklen_t size = 0;
    const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&storage); }
};

std::optional<Address> to_address(const std::string& text, std::uint16_t port) {
    Address address;
    sockaddr_in v4{};
    sockaddr_in6 v6{};
    if (::inet_pton(AF_INET, text.c_str(), &v4.sin_addr) == 1) {
        v4.sin_family = AF_INET;
        v4.sin_port = htons(port);
        std::memcpy(&address.storage, &v4, sizeof v4);
        address.size = sizeof v4;
    } else if (::inet_pton(AF_INET6, text.c_str(), &v6.sin6_addr) == 1) {
        v6.sin6_family = AF_INET6;
        v6.sin6_port = htons(port);
        std::memcpy(&address.storage, &v6, sizeof v6);
        address.size = sizeof v6;
    } else {
        return std::nullopt;
    }
    return address;
}

int bind_error(const Address& address) {
    const Socket socket{address.storage.ss_family};
    const int yes = 1;
    ::setsockopt(socket.fd(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (::bind(socket.fd(), address.get(), address.size) != 0) return errno;
    return ::listen(socket.fd(), 1) == 0 ? 0 : errno;
}

Finding check_port(const config::ListenSettings& listener, const std::string& name) {
    const std::string where = listener.address + ":" + std::to_string(listener.port);
    const auto address = to_address(listener.address, listener.port);
    if (!address)
        return {Level::wrong, "ports", name + " address " + where + " is no address",
                "write an address of this machine in [" + name + "]"};
    const int error = bind_error(*address);
    if (error == 0) return {Level::well, "ports", name + " " + where + " is free", ""};
    if (error == EADDRINUSE) {
        const auto program = program_on_port(listener.port);
        if (program == "offing")
            return {Level::well, "ports", name + " " + where + " is served by Offing", ""};
        const std::string who = program ? "by " + *program : "by a program that this user may not see";
        return {Level::wrong, "ports", name + " " + where + " is taken " + who,
                "stop it (ss -ltnp 'sport = :" + std::to_string(listener.port) +
                    "' names it to root), or write another port in [" + name + "]"};
    }
    if (error == EADDRNOTAVAIL)
        return {Level::wrong, "ports", name + " " + where + " is not an address of this machine",
                "write one that `ip address` lists in [" + name + "]"};
    if (error == EACCES)
        return {Level::wrong, "ports", name + " " + where + " may not be opened by this user",
                "write a port above 1023 in [" + name + "], behind a proxy"};
    return {Level::wrong, "ports", name + " " + where + ": " + std::generic_category().message(error),
            "write another address or port in [" + name + "]"};
}

bool can_write(const fs::path& folder) {
    std::string pattern = (folder / ".offing-doctor-XXXXXX").string();
    const int fd = ::mkstemp(pattern.data());
    if (fd < 0) return false;
    ::close(fd);
    ::unlink(pattern.c_str());
    return true;
}

std::string spell_bytes(std::uintmax_t bytes) {
    return bytes < (1ULL << 30) ? std::to_string(bytes >> 20) + " MiB" : std::to_string(bytes >> 30) + " GiB";
}

Finding check_space(const fs::path& folder) {
    std::error_code failed;
    const fs::space_info space = fs::space(folder, failed);
    const std::string mend = "make room on the disk of " + folder.string() + ", or move data_folder";
    if (failed) return {Level::soon, "disk", "how much room there is can't be told", mend};
    const std::string room = spell_bytes(space.available) + " free";
    if (space.available < too_little_space) return {Level::wrong, "disk", room, mend};
    if (space.available < little_space) return {Level::soon, "disk", room, mend};
    return {Level::well, "disk", room, ""};
}

}  // namespace

Findings check_ports(const config::Settings& settings) {
    return {check_port(settings.public_listener, "public"),
            check_port(settings.internal_listener, "internal")};
}

Findings check_data_folder(const config::Settings& settings) {
    const fs::path& folder = settings.data_folder;
    std::error_code failed;
    if (!fs::is_directory(folder, failed))
        return {{Level::wrong, "data folder", folder.string() + " is no folder",
                 "make it for the user that runs offing: install -d -m 700 -o offing " + folder.string()}};
    Findings findings;
    const fs::perms mode = fs::status(folder, failed).permissions();
    if ((mode & (fs::perms::group_all | fs::perms::others_all)) != fs::perms::none)
        findings.push_back({Level::wrong, "data folder", folder.string() + " is open to other users",
                            "close it: chmod 700 " + folder.string()});
    if (!can_write(folder))
        findings.push_back(
            {Level::wrong, "data folder", folder.string() + " can't be written by this user",
             "run the doctor as the user that runs offing; if it is: chown offing " + folder.string()});
    if (findings.empty())
        findings.push_back(
            {Level::well, "data folder", folder.string() + " is closed and can be written", ""});
    findings.push_back(check_space(folder));
    return findings;
}

Findings check_time_zone(const std::string& name) {
    using namespace std::chrono_literals;
    const std::string mend = "install the time zone data: apt-get install --reinstall tzdata";
    const auto zone = scheduler::Zone::find(name);
    if (!zone) return {{Level::wrong, "time zone", name + " is unknown here", mend}};
    if (name != "Europe/London") return {{Level::well, "time zone", name + " is known", ""}};
    // The clocks of 2026: forward on 29 March, back on 25 October, both at 01:00 UTC.
    const auto spring = std::chrono::sys_days{std::chrono::year{2026} / 3 / 29} + 1h;
    const auto autumn = std::chrono::sys_days{std::chrono::year{2026} / 10 / 25} + 1h;
    const auto ahead = [&](scheduler::Instant instant) {
        return zone->to_local(instant).time_since_epoch() - instant.time_since_epoch();
    };
    const bool right = ahead(spring - 1min) == 0min && ahead(spring) == 60min &&
                       ahead(autumn - 1min) == 60min && ahead(autumn) == 0min;
    if (right) return {{Level::well, "time zone", name + " changes its clocks in 2026 when it should", ""}};
    return {{Level::wrong, "time zone", name + " changes its clocks in 2026 on the wrong day", mend}};
}

Findings check_clock(Timestamp now, scheduler::Date built_on, std::optional<Timestamp> last_event) {
    const std::string mend = "set the clock, and keep it right: timedatectl set-ntp true";
    const auto today = scheduler::Date{std::chrono::floor<std::chrono::days>(now.time_since_epoch())};
    if (today < built_on - std::chrono::days{1})
        return {{Level::wrong, "clock",
                 "says " + scheduler::spell(today) + ", a day before this program was made", mend}};
    if (last_event && now + clocks_may_differ < *last_event)
        return {{Level::wrong, "clock",
                 "is " + std::to_string(std::chrono::ceil<std::chrono::minutes>(*last_event - now).count()) +
                     " minutes behind the newest event in the store",
                 mend}};
    return {{Level::well, "clock", "says " + scheduler::spell(today), ""}};
}

}  // namespace offing::cli
