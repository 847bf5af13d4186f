// The figures of a quarter as a page that prints well and stands by itself: what each means, what it says,
// and what it can't.

#pragma once

#include <string>

#include "gateway/figures/book.hpp"

namespace offing::figures {

/// `row` as publish_row() gives it; its last is what the report is about. The body alone: the page around it
/// brings the style.
std::string report_body(const std::vector<Published>& row);
/// A whole page with its own style, for a file.
std::string report_page(const std::vector<Published>& row);

}  // namespace offing::figures
