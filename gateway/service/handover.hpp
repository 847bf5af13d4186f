// A service changes hands: everything that a change of provider must not cost anybody goes into one file of
// lines, and from it into an empty store. Calendars, texts with their reviews, women with their windows,
// wishes and places in line, their times, and the ledger with its key, so that heads and proofs kept
// elsewhere stay good. docs/handover.md has the format.

#pragma once

#include <filesystem>

#include "gateway/base/clock.hpp"
#include "gateway/storage/database.hpp"
#include "gateway/storage/vault.hpp"

namespace offing::service {

struct HandedOver {
    std::int64_t women = 0;
    std::int64_t bookings = 0;
    std::int64_t events = 0;     ///< of the ledger, all sealed
    std::int64_t left_open = 0;  ///< tasks that were open at the export: they don't go along
};

/// Seals what isn't sealed, then writes everything as it is at one moment. The daemon has to be stopped. Only
/// this user may read the file: it holds numbers and names in clear. Fails with the store's or the file's
/// error.
Result<HandedOver> export_service(storage::Database& database, const storage::Vault& vault,
                                  const std::filesystem::path& file, Timestamp now);

/// Into a store that is empty but for its tables, all or nothing. Fails with Error::malformed naming the line
/// (a field or version that isn't known, an event that isn't what was sealed), or Error::refused when the
/// store isn't empty.
Result<HandedOver> import_service(storage::Database& database, const storage::Vault& vault,
                                  const std::filesystem::path& file, Timestamp now);

}  // namespace offing::service
