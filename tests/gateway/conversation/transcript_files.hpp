// The transcripts of tests/transcripts, and the words that they are played with.

#pragma once

#include <algorithm>
#include <filesystem>
#include <vector>

#include "templates/catalogue.hpp"

namespace offing::conversation {

inline std::vector<std::filesystem::path> transcripts() {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator{OFFING_ROOT "/tests/transcripts"})
        if (entry.path().extension() == ".txt") files.push_back(entry.path());
    std::ranges::sort(files);
    return files;
}

inline const templates::Catalogue& catalogue() {
    static const templates::Catalogue catalogue = [] {
        auto loaded = templates::Catalogue::load(OFFING_ROOT "/templates/messages").value();
        loaded.set_demo(true);
        return loaded;
    }();
    return catalogue;
}

}  // namespace offing::conversation
