#include "tests/support/postgres_cluster.hpp"

#include <fcntl.h>
#include <grp.h>
#include <libpq-fe.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <memory>
#include <stdexcept>
#include <thread>
#include <vector>

namespace offing::support {

namespace {

using std::chrono::milliseconds;

struct User {
    uid_t id = 0;
    gid_t group = 0;
    std::string name;
};

/// PostgreSQL refuses to run as root.
User unprivileged_user() {
    for (const char* name : {"postgres", "nobody"}) {
        if (const passwd* found = ::getpwnam(name)) return {found->pw_uid, found->pw_gid, name};
    }
    throw std::runtime_error{"neither postgres nor nobody is a user here"};
}

std::filesystem::path find_binary(const std::string& name) {
    std::filesystem::path newest;
    const std::filesystem::path versions = "/usr/lib/postgresql";
    if (std::filesystem::exists(versions)) {
        for (const auto& version : std::filesystem::directory_iterator{versions}) {
            const auto candidate = version.path() / "bin" / name;
            if (std::filesystem::exists(candidate) && candidate > newest) newest = candidate;
        }
    }
    if (newest.empty()) throw std::runtime_error{name + " isn't installed (Debian: postgresql)"};
    return newest;
}

/// Starts `command`, its output going to `log`. It ends with this thread's process, whatever ends that.
pid_t spawn(const std::vector<std::string>& command, const std::filesystem::path& log) {
    std::vector<char*> arguments;
    for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    const bool is_root = ::geteuid() == 0;
    const User user = is_root ? unprivileged_user() : User{};
    const pid_t child = ::fork();
    if (child != 0) return child;
    const int output = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
    ::dup2(output, STDOUT_FILENO);
    ::dup2(output, STDERR_FILENO);
    if (is_root && (::initgroups(user.name.c_str(), user.group) != 0 || ::setgid(user.group) != 0 ||
                    ::setuid(user.id) != 0)) {
        ::_exit(126);
    }
    ::prctl(PR_SET_PDEATHSIG, SIGQUIT);
    ::chdir("/");
    ::execv(arguments[0], arguments.data());
    ::_exit(127);
}

struct Finish {
    void operator()(PGconn* connection) const { PQfinish(connection); }
    void operator()(PGresult* answer) const { PQclear(answer); }
};

}  // namespace

PostgresCluster::PostgresCluster(Options options) : options_{options} {
    if (::geteuid() == 0) {
        const User user = unprivileged_user();
        if (::chown(folder_.path().c_str(), user.id, user.group) != 0) {
            throw std::runtime_error{"can't hand the cluster's folder to " + user.name};
        }
    }
    const pid_t init =
        spawn({find_binary("initdb").string(), "-D", (folder_ / "data").string(), "-A", "trust", "-U",
               "offing", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"},
              folder_ / "initdb.log");
    int status = 0;
    if (::waitpid(init, &status, 0) != init || status != 0) throw std::runtime_error{"initdb failed"};
    start();
}

PostgresCluster::~PostgresCluster() { stop(SIGINT); }

void PostgresCluster::start() {
    const std::string durable = options_.durable ? "on" : "off";
    server_ = spawn({find_binary("postgres").string(), "-D", (folder_ / "data").string(), "-k",
                     folder_.path().string(), "-c", "listen_addresses=", "-c", "fsync=" + durable, "-c",
                     "full_page_writes=" + durable, "-c", "max_connections=60", "-c", "shared_buffers=32MB"},
                    folder_ / "server.log");
    const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds{30};
    while (PQping(url("postgres").c_str()) != PQPING_OK) {
        int status = 0;
        const bool ended = ::waitpid(server_, &status, WNOHANG) == server_;
        if (ended) server_ = -1;
        if (ended || std::chrono::steady_clock::now() > give_up) {
            stop(SIGQUIT);
            throw std::runtime_error{"the PostgreSQL server didn't come up"};
        }
        std::this_thread::sleep_for(milliseconds{20});
    }
}

void PostgresCluster::stop(int signal) {
    if (server_ <= 0) return;
    ::kill(server_, signal);
    int status = 0;
    ::waitpid(server_, &status, 0);
    server_ = -1;
}

void PostgresCluster::crash() { stop(SIGQUIT); }

std::string PostgresCluster::url(const std::string& database) const {
    return "host=" + folder_.path().string() + " user=offing dbname=" + database;
}

std::string PostgresCluster::new_database() {
    const std::string name = "test_" + std::to_string(++databases_made_);
    const std::unique_ptr<PGconn, Finish> connection{PQconnectdb(url("postgres").c_str())};
    const std::unique_ptr<PGresult, Finish> made{
        PQexec(connection.get(), ("CREATE DATABASE " + name).c_str())};
    if (PQresultStatus(made.get()) != PGRES_COMMAND_OK) throw std::runtime_error{"can't create a database"};
    return url(name);
}

PostgresCluster& PostgresCluster::shared() {
    static PostgresCluster cluster;
    return cluster;
}

}  // namespace offing::support
