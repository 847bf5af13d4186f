// Webhooks: the public door. A text is durable, understood and answered in the store before the company hears
// 200.

#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "gateway/base/clock.hpp"
#include "gateway/base/task.hpp"
#include "gateway/http/messages.hpp"
#include "gateway/service/turn.hpp"
#include "gateway/storage/database.hpp"

namespace offing::service {

/// A configured account with one company. Named in webhook paths: /webhooks/<name>.
struct Account {
    std::string name;
    std::unique_ptr<provider::Provider> provider;
    double texts_per_second = 1.0;
};
using Accounts = std::map<std::string, Account, std::less<>>;

class Inbox {
public:
    /// `wake` is called after a commit that left something to send. All references outlive the inbox.
    Inbox(storage::Database& database, const Desk& desk, const Accounts& accounts, const Clock& clock,
          std::function<void()> wake);

    /// POST /webhooks/<name>[/...]: 200 (or what the company wants to hear) once everything in it is durable;
    /// 403 for a proven bad signature; 400 for what can't be read; 503 when the store can't take it, so that
    /// the company tries again.
    Task<http::Response> handle(http::Request request);

private:
    storage::Database& database_;
    const Desk& desk_;
    const Accounts& accounts_;
    const Clock& clock_;
    std::function<void()> wake_;
};

}  // namespace offing::service
