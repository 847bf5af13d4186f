// Texts on their way out. Each is leased, checked once more, its attempt put on record, posted, and settled.
// A text whose outcome is unknown is asked about where the company can say, else left to a person: never sent
// blindly again.

#pragma once

#include <boost/asio/steady_timer.hpp>
#include <string>

#include "gateway/http/client.hpp"
#include "gateway/service/inbox.hpp"
#include "gateway/storage/texts.hpp"

namespace offing::service {

class Outbox {
public:
    Outbox(boost::asio::any_io_executor executor, storage::Database& database, const Desk& desk,
           const Accounts& accounts, http::Client& client, const Clock& clock);

    /// Sends until stop(); then finishes what it has leased and returns.
    Task<void> run();
    void stop();

    /// One pass: what is due is leased, checked, posted and settled. False when nothing was due.
    Task<bool> send_due();
    /// One look at what a stopped daemon left behind, and at what may have gone out.
    Task<void> sweep();

    /// Something new may be due.
    void wake();

private:
    struct Ready {
        storage::DueText due;
        provider::OutboundText text;
    };
    struct Leased {
        std::vector<Ready> ready;
        int checked = 0;  ///< leased in all, those that were put back or dropped included
    };
    struct Posted {
        storage::DueText due;
        provider::SendOutcome outcome;
    };

    struct Posting;

    Task<Leased> lease(int most);
    Task<provider::SendOutcome> post(const Ready& ready);
    Task<std::vector<Posted>> post_all(std::vector<Ready> batch);
    Task<void> post_lane(Posting& posting);
    Task<void> settle(std::vector<Posted> results);
    Task<void> ask_about_unknown();
    Task<void> wait();
    /// Null for an account that is no longer set: nobody is asked in its place.
    const Account* account_for(std::string_view provider) const;
    int tokens();

    boost::asio::any_io_executor executor_;
    storage::Database& database_;
    const Desk& desk_;
    const Accounts& accounts_;
    http::Client& client_;
    const Clock& clock_;
    std::string owner_;
    boost::asio::steady_timer bell_;
    bool stopping_ = false;
    bool rung_ = false;
    double allowance_ = 1;
    std::chrono::steady_clock::time_point filled_{};
};

}  // namespace offing::service
