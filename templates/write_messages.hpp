// Writes a language's texts the way read_messages() reads them, and for translators as PO. What is written
// and read again is the same, but for comments.

#pragma once

#include <span>
#include <string>

#include "templates/read_messages.hpp"

namespace offing::templates {

/// TOML, with everything: words, versions, reviews. `head` is put first, as a comment.
std::string write_messages(const Language& language, const std::string& head = {});

/// A version's own words, purpose and arguments, as its table in the file has them: the same words give the
/// same text, whatever their status.
std::string write_words(const Template& shown);

/// The reviews, as a text's table has them; nothing when there are none.
std::string write_reviews(std::span<const Review> reviews);

/// The comment a file begins with, so that it can be kept.
std::string head_of(const std::string& content);

/// PO: the English words, and beside them what `translated` has. Retired texts and old versions are left out.
std::string write_po(const Language& english, const Language& translated);

}  // namespace offing::templates
