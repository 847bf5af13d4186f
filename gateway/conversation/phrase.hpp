// From what step() wants to say to words that may be sent.

#pragma once

#include <expected>
#include <string_view>

#include "gateway/conversation/dialogue.hpp"
#include "templates/catalogue.hpp"

namespace offing::conversation {

/// Fails when no reviewed wording can carry it; then a person answers. `cover` says when a person sees an
/// urgent text ("now", "from 9am"); empty says nothing of it.
std::expected<templates::Text, templates::Problem> phrase(const Say& say,
                                                          const templates::Catalogue& catalogue,
                                                          std::string_view language, templates::Level level,
                                                          std::string_view cover = {});

}  // namespace offing::conversation
