// What the health pages show of the deployment itself, and how they have it looked at. The app knows the
// settings; no secret of them is among it.

#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "gateway/base/task.hpp"
#include "gateway/service/test_send.hpp"

namespace offing::console {

struct SeenFinding {
    enum class Level { well, soon, wrong } level = Level::well;
    std::string check, what, mend;
};

struct SeenAccount {
    std::string name, kind, sender;
    std::string webhook;  ///< the address that the company calls; empty without a public base
    double texts_per_second = 1;
    double weight = 1;
};

/// A copy of the store that was found whole when it was made.
struct SeenCopy {
    std::string name;
    std::string made_at;  ///< "2026-11-23T01:30:00Z"
    std::uintmax_t bytes = 0;
};

struct Deployment {
    std::string engine;
    std::vector<SeenAccount> accounts;
    std::chrono::days keep_bodies{14}, keep_enquiries{30};
    std::size_t on_call_routes = 0;
    /// As `offing doctor` finds it; away from the thread that answers.
    std::function<Task<std::vector<SeenFinding>>()> examine{};
    std::function<Task<service::TestSent>(std::string account, std::string number)> send_test{};
    /// Newest first.
    std::function<Task<std::vector<SeenCopy>>()> copies{};
    /// Reads the newest copy back; what is wrong with it, or nothing.
    std::function<Task<std::string>()> check_newest_copy{};
};

}  // namespace offing::console
