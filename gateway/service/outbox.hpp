// Texts on their way out. Each is leased, checked once more, its attempt put on record, posted, and settled.
// A text whose outcome is unknown is asked about where the company can say, else left to a person: never sent
// blindly again. A slow company holds up its own texts only, and reminders never hold up answers.

#pragma once

#include <boost/asio/steady_timer.hpp>
#include <string>
#include <vector>

#include "gateway/http/client.hpp"
#include "gateway/service/accounts.hpp"
#include "gateway/service/traffic.hpp"
#include "gateway/service/turn.hpp"
#include "gateway/storage/outbox.hpp"

namespace offing::service {

class Outbox {
public:
    Outbox(boost::asio::any_io_executor executor, storage::Database& database, const Desk& desk,
           const Accounts& accounts, http::Client& client, const Clock& clock);

    /// Sends until stop(); then finishes what it has leased and returns.
    Task<void> run();
    void stop();

    /// One pass: what is due, and may leave now, is leased, checked, posted and settled. False when there was
    /// nothing of it.
    Task<bool> send_due();
    /// One look at what a stopped daemon left behind, at what may have gone out, and at texts that wait for
    /// an account that fails.
    Task<void> sweep();

    /// Something new may be due.
    void wake();

    /// For metrics: the share of texts that each account carries at present, from 0 to 1.
    double share(std::string_view account) { return traffic_.share(account, clock_.now()); }

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

    /// Leases and begins to post for every account that has room. False when nothing was due.
    Task<bool> begin_due();
    Task<Leased> lease(std::string account, Traffic::Room room);
    void check(storage::Transaction& transaction, storage::DueText due, bool several, Leased& leased,
               Timestamp now);
    bool belongs_elsewhere(storage::Transaction& transaction, const storage::DueText& due, Timestamp now);
    Task<void> carry(Ready ready);
    /// Settles all that is posted, together; one at a time does it.
    Task<void> settle_posted();
    Task<void> settle(std::vector<Posted> results);
    Task<void> ask_about_unknown();
    Task<std::vector<Ready>> unknown_texts(Timestamp now);
    Task<void> free_failing_routes();
    Task<void> wait(boost::asio::steady_timer& timer, std::chrono::milliseconds most);
    Task<void> drain();
    std::chrono::milliseconds next_look();
    /// Null for an account that is no longer set: nobody is asked in its place.
    const Account* account_for(std::string_view provider) const;

    boost::asio::any_io_executor executor_;
    storage::Database& database_;
    const Desk& desk_;
    const Accounts& accounts_;
    http::Client& client_;
    const Clock& clock_;
    std::string owner_;
    Traffic traffic_;
    boost::asio::steady_timer bell_, drained_;
    std::vector<Posted> posted_;
    int carrying_ = 0;
    bool settling_ = false;
    bool stopping_ = false;
    bool rung_ = false;
};

}  // namespace offing::service
