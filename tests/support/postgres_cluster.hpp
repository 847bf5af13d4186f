// A PostgreSQL server of a test program's own: a fresh cluster in a scratch folder, reached by a Unix socket
// only, run as an unprivileged user when the test is root, and ended with the test.

#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>

#include "tests/support/scratch_folder.hpp"

namespace offing::support {

class PostgresCluster {
public:
    struct Options {
        bool durable = false;  ///< fsync; only what measures or kills the machine needs it
    };
    PostgresCluster() : PostgresCluster{Options{}} {}
    /// Throws std::runtime_error when the server doesn't come up.
    explicit PostgresCluster(Options options);
    ~PostgresCluster();
    PostgresCluster(const PostgresCluster&) = delete;
    PostgresCluster& operator=(const PostgresCluster&) = delete;

    /// Creates an empty database and returns its connection string.
    std::string new_database();
    std::string url(const std::string& database) const;

    /// As pg_ctl's immediate stop: what clients see when a server dies.
    void crash();
    void start();

    /// One for the whole test program, made when it is first asked for.
    static PostgresCluster& shared();

private:
    void stop(int signal);

    ScratchFolder folder_;
    Options options_;
    pid_t server_ = -1;
    int databases_made_ = 0;
};

}  // namespace offing::support
