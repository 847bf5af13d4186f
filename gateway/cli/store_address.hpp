// Which store a command means: the one of a settings file, or one named on the command line.

#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "config/settings.hpp"
#include "gateway/storage/backup.hpp"
#include "gateway/storage/vault.hpp"

namespace offing::cli {

struct StoreOptions {
    std::filesystem::path config;
    std::string database;  ///< a file, or postgresql://...
};

/// --config FILE or --database FILE-OR-URL, one of them.
void add_store_options(CLI::App& command, StoreOptions& options);

struct ChosenStore {
    storage::StoreAddress address;
    config::Secret master_key;  ///< empty with --database
};
/// Throws config::BadConfiguration.
ChosenStore choose_store(const StoreOptions& options);

/// The vault that `master_key`, in base64, opens, or `command` gives up (give_up.hpp).
storage::Vault vault_or_give_up(std::string_view command, const config::Secret& master_key);

storage::StoreAddress address_of(const config::DatabaseSettings& settings);

}  // namespace offing::cli
