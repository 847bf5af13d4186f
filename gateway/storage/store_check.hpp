// Whether a store is whole: what the engine says of its pages and keys, the schema's record, and a few sealed
// rows opened.

#pragma once

#include <string>
#include <vector>

#include "gateway/storage/database.hpp"
#include "gateway/storage/vault.hpp"

namespace offing::storage {

struct StoreCheck {
    int schema = 0;
    int keys_opened = 0;                ///< of the newest contacts, with the vault given
    std::vector<std::string> findings;  ///< empty: all well
};

/// Without a vault nothing sealed is opened. Fails when the store can't be asked.
Result<StoreCheck> check_store(Database& database, const Vault* vault);

}  // namespace offing::storage
