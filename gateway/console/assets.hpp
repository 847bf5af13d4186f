// The pages' files, built into the program.

#pragma once

#include <string_view>

namespace offing::console {

extern const std::string_view handset_html;
extern const std::string_view handset_css;
extern const std::string_view handset_js;

}  // namespace offing::console
