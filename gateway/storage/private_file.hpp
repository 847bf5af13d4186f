// Files that only the daemon's user reads, whatever its umask.

#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <filesystem>

namespace offing::storage {

/// Makes an empty file unless one is there. Failure shows when the file is opened for its purpose.
inline void make_private_file(const std::filesystem::path& file) {
    const int made = ::open(file.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
    if (made >= 0) ::close(made);
}

}  // namespace offing::storage
