// The files of a backup: manifests, digests, and moves that survive a power cut.

#pragma once

#include <filesystem>
#include <string>

#include "gateway/base/error.hpp"
#include "gateway/storage/backup.hpp"

namespace offing::storage {

Result<std::string> sha256_of_file(const std::filesystem::path& file);
Result<void> sync_file(const std::filesystem::path& file_or_folder);
/// Renames, replacing what is there, and makes the folder's new entry durable.
Result<void> move_durably(const std::filesystem::path& from, const std::filesystem::path& to);

Result<void> write_manifest(const std::filesystem::path& file, const Manifest& manifest);
/// Refuses a manifest that names a file outside its own folder.
Result<Manifest> read_manifest(const std::filesystem::path& file);

}  // namespace offing::storage
