// Figures as files: CSV and JSON for other programs, and the dictionary that says what is in them.

#pragma once

#include <string>

#include "gateway/figures/book.hpp"

namespace offing::figures {

/// RFC 4180. One row for each line of a figure.
std::string csv_of(const Published& published);
std::string json_of(const Published& published);
/// Markdown, as docs/figures.md holds it.
std::string dictionary();

/// "35 of 40 (88 %)", "half within 3 hours, nine in ten within 20 (45)": a line in words.
std::string in_words(const ShownLine& line);
/// Who the figures are for, and what the signs mean.
std::string rule_in_words(const Rule& rule);

}  // namespace offing::figures
