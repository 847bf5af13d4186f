// Which ledger a command means: the one of a store, or of a backup, of which a copy is opened.

#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <string>

#include "gateway/ledger/source.hpp"

namespace offing::cli {

struct LedgerPlace {
    std::filesystem::path config;
    std::string database;
    std::filesystem::path backup;
    std::filesystem::path exported;
};

/// --config FILE, --database FILE-OR-URL, --backup FILE or --export FILE, one of them.
void add_ledger_options(CLI::App& command, LedgerPlace& place);

struct OpenLedger {
    /// Holds the copy of a backup; the folder goes with it.
    std::shared_ptr<const std::filesystem::path> copy;
    std::unique_ptr<storage::Database> store;  ///< none for an export
    std::unique_ptr<ledger::LedgerSource> source;
};
Result<std::unique_ptr<OpenLedger>> open_ledger(const LedgerPlace& place);

}  // namespace offing::cli
