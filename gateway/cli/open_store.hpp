// The store that the settings name.

#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "config/settings.hpp"
#include "gateway/base/error.hpp"
#include "gateway/storage/database.hpp"

namespace offing::cli {

/// Opened, not migrated. SQLite's file is created when it isn't there.
Result<std::unique_ptr<storage::Database>> open_store(const config::Settings& settings);

/// For `command`, which gives up (give_up.hpp) when there are mistakes in the file.
config::Settings settings_or_give_up(std::string_view command, const std::string& file);
/// Opened and migrated, or `command` gives up.
std::unique_ptr<storage::Database> store_or_give_up(std::string_view command,
                                                    const config::Settings& settings);

}  // namespace offing::cli
