// Webhooks: the public door. A text is durable, understood and answered in the store before the company hears
// 200.

#pragma once

#include <functional>
#include <string>

#include "gateway/base/clock.hpp"
#include "gateway/base/task.hpp"
#include "gateway/http/messages.hpp"
#include "gateway/service/accounts.hpp"
#include "gateway/service/turn.hpp"
#include "gateway/storage/database.hpp"

namespace offing::service {

/// What to do with a receipt for a text that isn't on record: it may be ours and come early, or never have
/// been.
enum class Unmatched { keep, forget };
/// True when it told us something new about a text of ours.
bool take_receipt(storage::Transaction& transaction, std::string_view account,
                  const provider::Receipt& receipt, Unmatched unmatched, Timestamp now);
/// What an account's company told us, acted on once: texts in and receipts.
TurnOutcome take_events(storage::Transaction& transaction, const Desk& desk, std::string_view account,
                        const std::vector<provider::WebhookEvent>& events, Timestamp now);

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
