// offing audit export and replay. Each says what is wrong on stderr, or as a finding, and throws
// CLI::RuntimeError(1).

#pragma once

#include "gateway/cli/ledger_place.hpp"

namespace offing::cli {

/// From `exported` when it is named, else from the store.
void run_replay(const LedgerPlace& place, const std::filesystem::path& exported, bool each);

/// `with_preferences`: what decisions were made from, in clear, under pseudonyms; needs the master key.
void run_export(const LedgerPlace& place, const std::filesystem::path& out, bool with_preferences);

}  // namespace offing::cli
