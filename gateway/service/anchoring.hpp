// The newest head, sent to somebody who keeps it out of our reach: only a head kept elsewhere shows a ledger
// that was written anew as a whole, or cut off.

#pragma once

#include <string>

#include "gateway/base/clock.hpp"
#include "gateway/base/task.hpp"
#include "gateway/http/client.hpp"
#include "gateway/storage/database.hpp"

namespace offing::service {

struct AnchorSettings {
    std::string url;  ///< empty: nobody
    std::chrono::minutes every{1440};
};

class Anchoring {
public:
    Anchoring(storage::Database& database, http::Client& client, AnchorSettings settings, const Clock& clock);

    /// Posts the newest head as text when `every` has gone by and there is a newer one. What isn't answered
    /// with a 2xx is said in the log and tried again in a few minutes. After a restart a head may go a second
    /// time.
    Task<void> round();

private:
    Task<bool> post(std::string head);

    storage::Database& database_;
    http::Client& client_;
    AnchorSettings settings_;
    const Clock& clock_;
    Timestamp next_{};
    std::int64_t last_ = 0;  ///< the seal that was sent last
};

}  // namespace offing::service
