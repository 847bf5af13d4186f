// A head as a square of dots, to be printed: on a report, or on a woman's own page. Whoever scans it has the
// head as audit head writes it, and can hold the ledger against it years later.

#pragma once

#include <string>

#include "gateway/ledger/head.hpp"

namespace offing::ledger {

/// An SVG element with a title, as wide as its place. Throws std::runtime_error when there is no memory for
/// it.
std::string head_code(const Head& head);

/// A page to print: the square, and the head's text beneath it.
std::string head_page(const Head& head);

}  // namespace offing::ledger
