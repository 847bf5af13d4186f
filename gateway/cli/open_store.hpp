// The store that the settings name.

#pragma once

#include <memory>

#include "config/settings.hpp"
#include "gateway/base/error.hpp"
#include "gateway/storage/database.hpp"

namespace offing::cli {

/// Opened, not migrated. SQLite's file is created when it isn't there.
Result<std::unique_ptr<storage::Database>> open_store(const config::Settings& settings);

}  // namespace offing::cli
