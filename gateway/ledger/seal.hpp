// Sealing: events written since get their numbers, in the order of time, and a signed head over all of them.
// Any number of daemons may try at once; one at a time gets through, and the schema sees to that.

#pragma once

#include <optional>

#include "gateway/ledger/head.hpp"
#include "gateway/storage/database.hpp"
#include "gateway/storage/vault.hpp"

namespace offing::ledger {

struct SealSettings {
    int count = 256;                        ///< events under one seal, at most
    std::chrono::seconds patience{30};      ///< how old an event may get before fewer than `count` are sealed
    std::chrono::milliseconds rest{2'000};  ///< left to transactions that are under way on other daemons
};

/// The store's own key, made and put there at the first call, sealed under the master key. Fails with
/// Error::refused when the master key isn't the one it was sealed under.
Result<crypto::SigningKey> signing_key(storage::Database& database, const storage::Vault& vault,
                                       Timestamp now);

/// Puts a key there that came with a handover. Throws StatementFailed when there is one already.
void adopt_key(storage::Transaction& transaction, const storage::Vault& vault, const crypto::SigningKey& key,
               Timestamp now);

/// By how much this clock is behind the last head, so that nothing is sealed; 0 when it isn't.
std::chrono::milliseconds behind_last_head(storage::Transaction& transaction, Timestamp now);

/// Seals up to `settings.count` events; the new head, or nothing when there was nothing to seal yet, another
/// daemon is at it, or `now` lies before the last head. Throws StatementFailed.
std::optional<Head> seal_some(storage::Transaction& transaction, const crypto::SigningKey& key,
                              const SealSettings& settings, Timestamp now);

}  // namespace offing::ledger
