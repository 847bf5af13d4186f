// Keeps things in order: holds that ran out, words past their time, enquiries past theirs, and the diary's
// view of the store.

#pragma once

#include "gateway/base/task.hpp"
#include "gateway/service/turn.hpp"

namespace offing::service {

struct KeepingSettings {
    std::chrono::days bodies{14};
};

class Keeper {
public:
    Keeper(storage::Database& database, Desk& desk, KeepingSettings settings, const Clock& clock);

    /// Frees what was held too long. Often.
    Task<void> free_holds();
    /// Reads places and the service afresh: another daemon may have changed them. Every few seconds.
    Task<void> refresh_diary();
    /// Bodies and enquiries past their time are gone after this. Hourly.
    Task<void> forget();

private:
    storage::Database& database_;
    Desk& desk_;
    KeepingSettings settings_;
    const Clock& clock_;
    bool live_shown_ = false;  ///< the diary last laid out has sessions as they stand
};

}  // namespace offing::service
