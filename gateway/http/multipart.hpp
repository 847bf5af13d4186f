// multipart/form-data (RFC 7578), as forms with a file send it: names and values, a file by its content. File
// names and types are not kept: nothing here believes them.

#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "gateway/http/messages.hpp"

namespace offing::http {

bool is_multipart(std::string_view content_type);

/// In order, repeated names kept. Empty when it can't be read whole, or has more than `most` parts.
std::optional<std::vector<Header>> parse_multipart(std::string_view content_type, std::string_view body,
                                                   std::size_t most = 64);

}  // namespace offing::http
