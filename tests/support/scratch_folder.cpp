#include "tests/support/scratch_folder.hpp"

#include <stdlib.h>

#include <system_error>

namespace offing::support {

ScratchFolder::ScratchFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "offing-test-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) {
        throw std::system_error{errno, std::generic_category(), "mkdtemp"};
    }
    path_ = name;
}

ScratchFolder::~ScratchFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

}  // namespace offing::support
