// Argon2 takes a tenth of a second and 64 MB: one thread of its own does it, for a bounded number of waiters.

#pragma once

#include <boost/asio/thread_pool.hpp>
#include <optional>
#include <string>

#include "gateway/base/task.hpp"

namespace offing::console {

class PasswordWork {
public:
    PasswordWork() = default;
    ~PasswordWork() { pool_.join(); }
    PasswordWork(const PasswordWork&) = delete;
    PasswordWork& operator=(const PasswordWork&) = delete;

    /// Empty when too many wait already: then nobody was checked. Called on one executor only.
    /// An empty hash is nobody's: false, after as long as for somebody's.
    Task<std::optional<bool>> verify(std::string hash, std::string password);
    Task<std::optional<std::string>> hash(std::string password);

private:
    static Task<bool> verify_here(std::string hash, std::string password);
    static Task<std::string> hash_here(std::string password);

    boost::asio::thread_pool pool_{1};
    int waiting_ = 0;
};

}  // namespace offing::console
