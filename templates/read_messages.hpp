// Reads a language's file of texts (templates/messages/en-GB.toml says how it is written).

#pragma once

#include <string>
#include <vector>

#include "templates/dates.hpp"
#include "templates/pattern.hpp"
#include "templates/template.hpp"

namespace offing::templates {

/// A template with its patterns compiled.
struct Entry {
    Template shown;
    std::map<Level, Pattern> compiled;
};

struct Language {
    std::string tag;  ///< "en-GB"
    std::string file;
    DateWords dates;
    std::unique_ptr<PluralForms> plurals;
    std::vector<Entry> entries;  ///< every version, as they stand in the file
};

/// Adds what is wrong to `problems`; what it returns is only whole when it added none.
Language read_messages(const MessageFile& file, std::vector<Problem>& problems);

}  // namespace offing::templates
