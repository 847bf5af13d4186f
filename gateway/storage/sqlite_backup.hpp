// SQLite's own part of backing up: its online copy, and putting one back.

#pragma once

#include <filesystem>

#include "gateway/base/error.hpp"

namespace offing::storage {

/// A copy of one moment, in one file without a log, while others go on writing.
Result<void> copy_sqlite(const std::filesystem::path& from, const std::filesystem::path& to);

/// Whether nobody else has the file open. A damaged file that can't be asked counts as free.
Result<bool> is_unused_sqlite(const std::filesystem::path& file);

}  // namespace offing::storage
