// Tells whoever is on call until a person has it: at once, after 5 minutes, after 15, and every quarter of an
// hour from then on. What is told holds no name, no number and no word of hers. A telling that failed is
// tried again until the next step is due.

#pragma once

#include <string>
#include <vector>

#include "gateway/http/client.hpp"
#include "gateway/service/inbox.hpp"
#include "gateway/service/on_call.hpp"

namespace offing::service {

class Alerts {
public:
    /// Texts go by the accounts, webhooks by the client, which keeps to public addresses.
    Alerts(storage::Database& database, const OnCall& on_call, const Accounts& accounts, http::Client& client,
           const Clock& clock);

    /// Whatever step is due, and whatever was not told yet. Every second.
    Task<void> round();

private:
    struct Told {
        storage::Notice notice;
        bool reached = false;
        std::string code{};  ///< of the alert
    };

    Task<std::vector<Told>> lease();
    Task<void> tell_all(std::vector<Told>& notices, std::size_t from);
    Task<void> tell(Told& told);
    Task<bool> by_text(const Route& route, const Told& told);
    Task<bool> by_webhook(const Route& route, const Told& told);
    Task<void> settle(std::vector<Told> told);

    storage::Database& database_;
    const OnCall& on_call_;
    const Accounts& accounts_;
    http::Client& client_;
    const Clock& clock_;
};

}  // namespace offing::service
