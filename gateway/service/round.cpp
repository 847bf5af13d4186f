#include "gateway/service/round.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "gateway/base/log.hpp"

namespace offing::service {

Round::Round(boost::asio::any_io_executor executor, std::string name, std::chrono::milliseconds every,
             std::function<Task<void>()> work)
    : name_{std::move(name)}, every_{every}, work_{std::move(work)}, bell_{executor} {}

Task<void> Round::run() {
    while (!stopping_) {
        rung_ = false;
        try {
            co_await work_();
        } catch (const std::exception& error) {
            log::error("round_failed", {{"round", log::code(name_)}, {"why", log::code(error.what())}});
        }
        if (rung_ || stopping_) continue;
        bell_.expires_after(every_);
        boost::system::error_code rung;
        co_await bell_.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, rung));
    }
}

void Round::stop() {
    stopping_ = true;
    bell_.cancel();
}

void Round::wake() {
    rung_ = true;
    bell_.cancel();
}

}  // namespace offing::service
