// Pages on wording that wording_pages.cpp gathers into one table.

#pragma once

#include "gateway/console/route.hpp"

namespace offing::console {

/// Writing other words for a text.
std::span<const Route> wording_edit_routes();

}  // namespace offing::console
