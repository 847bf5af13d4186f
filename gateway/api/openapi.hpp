// openapi.json, built into the program.

#pragma once

#include <string_view>

namespace offing::api {

extern const std::string_view openapi_json;

}  // namespace offing::api
