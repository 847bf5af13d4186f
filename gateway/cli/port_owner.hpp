// Which program listens on a TCP port of this machine, from /proc.

#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace offing::cli {

/// The name of the program's file, such as "offing"; empty when nobody listens, or when this user may not see
/// who does.
std::optional<std::string> program_on_port(std::uint16_t port);

}  // namespace offing::cli
