// Parts of words that would tell somebody who looks over her shoulder what a text is about. No name of a
// place, a session or a worker may hold one; the texts themselves are checked by the templates' own lint.

#pragma once

#include <array>
#include <string_view>

namespace offing::config {

inline constexpr std::array<std::string_view, 18> telling_words{
    "drug",   "clinic",   "recovery", "addict",  "alcohol",   "methadone", "needle", "prescri", "treatment",
    "health", "hospital", "pharmacy", "chemist", "substance", "detox",     "child",  "social",  "service"};

}  // namespace offing::config
