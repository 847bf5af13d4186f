// Texts out to translators and other services, and back. An import is taken whole or not at all. Pure: files
// come in and go out as values.

#pragma once

#include <expected>
#include <span>
#include <string>
#include <vector>

#include "templates/template.hpp"

namespace offing::templates {

enum class Exchange { po, toml };

/// `po`: words for a translator. `toml`: everything, reviews included, to move to another service.
std::expected<std::string, std::vector<Problem>> export_texts(std::span<const MessageFile> files,
                                                              const std::string& language, Exchange form);

struct Imported {
    MessageFile file;  ///< the language's new file
    std::vector<std::string> added, changed, unchanged;
    int untranslated = 0;
};

/// Words that differ become a new draft version; the one women have had stays behind it. Every problem at
/// once: ids that en-GB does not have, English that has changed since the export, patterns that can't be
/// read, arguments that differ, encodings mixed.
std::expected<Imported, std::vector<Problem>> import_texts(std::span<const MessageFile> files,
                                                           const MessageFile& incoming, Exchange form);

struct Difference {
    std::string id;
    Level level = Level::plain;
    std::string before, after;  ///< empty: not there
};
/// What changed in a language's newest words between two sets of files.
std::vector<Difference> differences(std::span<const MessageFile> before, std::span<const MessageFile> after,
                                    const std::string& language);

}  // namespace offing::templates
