// Asking the companies for what we may have missed: texts in whose webhook never came, what became of texts
// out, and numbers they block. Every hour, after a start, and on demand. What was acted on before is not
// acted on again.

#pragma once

#include <functional>
#include <string>
#include <vector>

#include "gateway/base/task.hpp"
#include "gateway/http/client.hpp"
#include "gateway/service/accounts.hpp"
#include "gateway/service/turn.hpp"

namespace offing::service {

struct Reconciled {
    std::string account;
    bool can_be_asked = false;
    int pages = 0;
    int texts_in = 0;     ///< listed by the company
    int texts_found = 0;  ///< of these, lost until now
    int receipts = 0;     ///< what became of texts out, as listed
    int receipts_new = 0;
    int blocks_new = 0;
    std::string trouble{};  ///< empty when the list was read to its end
};

class Reconciler {
public:
    /// `wake` is called when something is there to send.
    Reconciler(storage::Database& database, const Desk& desk, const Accounts& accounts, http::Client& client,
               const Clock& clock, std::function<void()> wake);

    /// Every account whose turn has come: an hour since any daemon last began.
    Task<void> round();
    /// Now, from `since` on; from where the last one ended, and a little before, when it is empty.
    Task<std::vector<Reconciled>> all(std::optional<Timestamp> since);

private:
    Task<Reconciled> one(const Account& account, Timestamp since);
    Task<void> read_list(const Account& account, std::string at, Timestamp since, Reconciled& result);
    Task<void> take_page(const Account& account, std::vector<provider::WebhookEvent> events,
                         Reconciled& result);
    Task<Timestamp> starting_point(const Account& account);

    storage::Database& database_;
    const Desk& desk_;
    const Accounts& accounts_;
    http::Client& client_;
    const Clock& clock_;
    std::function<void()> wake_;
};

}  // namespace offing::service
