// Copies of a store, made while it runs and believed only after they were opened and checked. A copy is two
// files: the data, and a manifest beside it (.json) that is written last; without its manifest it is none.

#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "gateway/base/clock.hpp"
#include "gateway/storage/database.hpp"

namespace offing::storage {

struct StoreAddress {
    std::string engine;       ///< "sqlite" or "postgres"
    std::string file_or_url;  ///< as open_sqlite and open_postgres take it
};
Result<std::unique_ptr<Database>> open_store(const StoreAddress& address);

struct Manifest {
    std::string engine;
    std::string data;  ///< file name, in the manifest's folder
    std::string sha256;
    std::uintmax_t bytes = 0;
    int schema = 0;
    std::string made_at;  ///< "2026-11-23T01:30:00Z"
};

/// Copies the store into `folder` (made if need be) under the name of the moment, and returns the manifest's
/// path. An unfinished copy is removed.
Result<std::filesystem::path> back_up(const StoreAddress& store, const std::filesystem::path& folder,
                                      Timestamp now);

/// `copy` is the manifest or the data file beside it. Fails unless every byte is as it was written and the
/// copy can be read whole.
Result<Manifest> verify_backup(const std::filesystem::path& copy);

/// Verifies first. Without `replace` it fails with Error::refused when something is stored already; with it,
/// what was there is kept beside an SQLite store as <file>.replaced. Refused while SQLite's file is in use.
Result<Manifest> restore(const std::filesystem::path& copy, const StoreAddress& store, bool replace);

/// Removes the oldest copies in `folder` but the `kept` newest. The number removed.
Result<int> remove_old_backups(const std::filesystem::path& folder, std::size_t kept);

}  // namespace offing::storage
