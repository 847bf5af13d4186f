// How a command ends that can't go on: it says "offing COMMAND: why" on stderr and throws
// CLI::RuntimeError(1).

#pragma once

#include <string_view>
#include <utility>

#include "gateway/base/error.hpp"

namespace offing::cli {

[[noreturn]] void give_up(std::string_view command, std::string_view why);

template <typename T>
T value_or_give_up(std::string_view command, Result<T> result) {
    if (!result) give_up(command, result.error().what);
    return std::move(*result);
}

}  // namespace offing::cli
