// What the companies still hold of texts is asked to be forgotten: the words once a text has arrived and we
// have it, all of it when a woman was erased.

#pragma once

#include "gateway/base/task.hpp"
#include "gateway/http/client.hpp"
#include "gateway/service/accounts.hpp"
#include "gateway/service/turn.hpp"

namespace offing::service {

class Upstream {
public:
    Upstream(storage::Database& database, const Accounts& accounts, http::Client& client, const Clock& clock);

    /// Some of what is to be forgotten, at each account whose company offers it. Every minute.
    Task<void> round();

private:
    Task<void> forget_some(const Account& account);

    storage::Database& database_;
    const Accounts& accounts_;
    http::Client& client_;
    const Clock& clock_;
};

}  // namespace offing::service
