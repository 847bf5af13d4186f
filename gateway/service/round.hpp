// Work that is done again and again: one loop each, with the one catch that logs, backs off and goes on.

#pragma once

#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <functional>
#include <string>

#include "gateway/base/task.hpp"

namespace offing::service {

class Round {
public:
    /// `work` does one round. It is called at once, then `every`; a round that throws is logged by `name`.
    Round(boost::asio::any_io_executor executor, std::string name, std::chrono::milliseconds every,
          std::function<Task<void>()> work);

    Task<void> run();
    void stop();
    /// The next round now: the clock was moved, or something new is there.
    void wake();

private:
    std::string name_;
    std::chrono::milliseconds every_;
    std::function<Task<void>()> work_;
    boost::asio::steady_timer bell_;
    bool stopping_ = false;
    bool rung_ = false;
};

}  // namespace offing::service
