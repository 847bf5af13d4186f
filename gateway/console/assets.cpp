#include "gateway/console/assets.hpp"

#include <algorithm>
#include <cassert>

namespace offing::console {

const EmbeddedFile* find_embedded(std::string_view name) {
    const auto files = embedded_files();
    const auto found = std::ranges::find(files, name, &EmbeddedFile::name);
    return found == files.end() ? nullptr : &*found;
}

std::string_view embedded(std::string_view name) {
    const EmbeddedFile* file = find_embedded(name);
    assert(file != nullptr);
    return file->bytes;
}

}  // namespace offing::console
