// What a release brings: its texts as the files have them, read once, so that one version after another can
// be looked at beside them.

#pragma once

#include <expected>
#include <span>
#include <string_view>
#include <vector>

#include "templates/catalogue.hpp"
#include "templates/read_messages.hpp"
#include "templates/stored.hpp"

namespace offing::templates {

class Shipped {
public:
    static std::expected<Shipped, std::vector<Problem>> read(std::span<const MessageFile> files);

    /// The newest version; null when there is none.
    const Template* find(std::string_view id, std::string_view language) const;
    /// Null when no file is in that language.
    const Language* spoken(std::string_view language) const;
    const std::vector<Language>& languages() const { return languages_; }
    /// Every version, oldest first.
    std::vector<StoredVersion> versions() const;

    /// One version by itself, read as a file's text is: every problem with its line, counted from the first
    /// line of its words. Refused are also arguments that this release doesn't give.
    std::expected<Template, std::vector<Problem>> read_version(const StoredVersion& version) const;
    /// This version with the pieces it may be given, to lint it and to show it: no gate stands in the way.
    /// Refused is also what fits on no phone.
    std::expected<Catalogue, std::vector<Problem>> with_version(const StoredVersion& version) const;

private:
    std::vector<Language> languages_;
};

/// A language's head without its texts.
Language without_texts(const Language& language);

}  // namespace offing::templates
