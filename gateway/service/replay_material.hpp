// What a replay needs beside the ledger, from a store: the service's versions, and what women's preferences
// were, as long as their keys are there.

#pragma once

#include "gateway/ledger/export.hpp"
#include "gateway/ledger/fold.hpp"
#include "gateway/storage/database.hpp"

namespace offing::service {

class StoreMaterial final : public ledger::ReplayMaterial {
public:
    StoreMaterial(storage::Database& database, const storage::Vault& vault)
        : database_{database}, vault_{vault} {}

    std::shared_ptr<const scheduler::Service> service(std::int64_t version) override;
    /// Throws std::runtime_error when the store can't be read, or the master key is another's.
    std::optional<ledger::NotedPreferences> preferences(const std::string& digest) override;

private:
    storage::Database& database_;
    const storage::Vault& vault_;
};

/// The same for an export; without preferences when there is no vault. Both outlive what is returned. Throws
/// as above, also while it is written.
ledger::ExportedMaterial exported_material(storage::Database& database, const storage::Vault* vault);

}  // namespace offing::service
