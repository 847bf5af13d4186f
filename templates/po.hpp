// The PO files of gettext, as translators' tools read and write them: only what our texts need.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "templates/template.hpp"

namespace offing::templates {

struct PoEntry {
    std::vector<std::string> comments;  ///< for the translator
    std::string context;                ///< "offers|plain"
    std::string original;
    std::string translation;  ///< empty: not done yet
    bool fuzzy = false;       ///< the translator is not sure
    int line = 0;
};

struct PoFile {
    std::string language;
    std::vector<PoEntry> entries;
};

std::string spell_po(const std::string& language, const std::vector<PoEntry>& entries);

/// Adds what is wrong to `problems`: not UTF-8 to the last byte, another charset, a line that is no PO.
PoFile read_po(const MessageFile& file, std::vector<Problem>& problems);

/// The line of the first byte that is not UTF-8; 0 when all is well.
int first_broken_line(std::string_view text);

}  // namespace offing::templates
