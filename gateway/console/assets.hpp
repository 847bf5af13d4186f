// The files of the pages, built into the program: views, styles, scripts.

#pragma once

#include <span>
#include <string_view>

namespace offing::console {

struct EmbeddedFile {
    std::string_view name;  ///< "today.html"
    std::string_view bytes;
    std::string_view sha256;  ///< in hex; stands in the address, so that a browser may keep it for good
};

std::span<const EmbeddedFile> embedded_files();
/// Null when there is none of that name.
const EmbeddedFile* find_embedded(std::string_view name);
/// One that is known to be there.
std::string_view embedded(std::string_view name);

}  // namespace offing::console
