// PostgreSQL's own part of backing up: its programs pg_dump and pg_restore, told by their environment where
// the server is, so that no password stands in a process list.

#pragma once

#include <filesystem>
#include <string>

#include "gateway/base/error.hpp"

namespace offing::storage {

Result<void> dump_postgres(const std::string& url, const std::filesystem::path& to);
/// Reads the whole archive.
Result<void> read_postgres_dump(const std::filesystem::path& dump);
/// In one transaction; what the archive holds replaces what is there.
Result<void> restore_postgres(const std::filesystem::path& dump, const std::string& url);

}  // namespace offing::storage
