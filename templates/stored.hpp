// The texts as a store has them: every version of every text, with what stands between it and being sent.
// The files that ship say which texts there are, and how days are written; the store says what is live.

#pragma once

#include <expected>
#include <span>
#include <string>
#include <vector>

#include "templates/catalogue.hpp"

namespace offing::templates {

struct StoredVersion {
    std::string language;
    std::string id;
    int version = 1;
    std::string words;  ///< as write_words() writes them
    Status status = Status::draft;
    std::string review_by{};
    std::vector<Review> reviews{};  ///< of a live version those that opened its gates, else those so far
};

/// A text with other patterns, and those of its arguments that they use.
std::string other_words(const Template& before, const std::map<Level, std::string>& patterns);

struct Assembled {
    std::vector<MessageFile> files;  ///< what the catalogue was read from: for export and other readers
    Catalogue catalogue;
    std::vector<Problem> left_out;  ///< versions that this release can't send, and why
};

/// A catalogue of the stored versions. Left out are texts that no longer ship, versions that can't be read,
/// and those that want arguments which this release doesn't give. Fails only when the shipped files do.
std::expected<Assembled, std::vector<Problem>> assemble(std::span<const MessageFile> shipped,
                                                        std::span<const StoredVersion> stored);

}  // namespace offing::templates
