// What lies in the store of a deployment, beside the commands.

#pragma once

#include <utility>

#include "gateway/app_parts.hpp"
#include "tests/gateway/cli/deployment.hpp"

namespace offing::cli {

/// `work(transaction, vault, now)` as one unit of work.
template <typename Work>
auto in_store(const Deployment& deployment, Work work) {
    const SystemClock clock;
    const auto settings = deployment.settings();
    const auto database = app::open_database(settings, clock);
    const auto vault = app::make_vault(settings);
    return database
        ->transact_now(
            [&](storage::Transaction& transaction) { return work(transaction, vault, clock.now()); })
        .value();
}

}  // namespace offing::cli
