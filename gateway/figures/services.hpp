// The versions of the service that a ledger speaks of, read from a store or from an export.

#pragma once

#include <map>
#include <memory>

#include "gateway/figures/supply_follower.hpp"
#include "gateway/ledger/export.hpp"

namespace offing::figures {

/// Without those that this program can't read.
using Services = std::map<std::int64_t, std::shared_ptr<const scheduler::Service>>;

Services services_in(storage::Transaction& transaction);
Services services_in(const std::vector<ledger::ExportedService>& exported);
/// Nothing when it can't be read.
std::shared_ptr<const scheduler::Service> read_service(const ledger::ExportedService& exported);

}  // namespace offing::figures
