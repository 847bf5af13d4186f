// One-time codes of six digits from an app on her phone (TOTP, RFC 6238: SHA-1, 30 seconds), and recovery
// codes for when she has lost it.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/base/clock.hpp"

namespace offing::staff {

/// 20 random bytes as base 32, as apps take them.
std::string new_code_secret();
/// otpauth://totp/..., which a phone opens in its app.
std::string code_address(std::string_view secret, std::string_view account, std::string_view service);
/// The time step that `code` belongs to, one step early or late allowed; empty when it is none of them.
/// Spaces in the code don't matter.
std::optional<std::int64_t> step_of_code(std::string_view secret, std::string_view code, Timestamp now);
/// The code of this moment: for tests, and for trying out a clock.
std::string code_at(std::string_view secret, Timestamp now);

/// Eight, of ten letters and digits each.
std::vector<std::string> new_recovery_codes();
/// As she may have typed it: lower case, without spaces and dashes.
std::string plain_code(std::string_view typed);

}  // namespace offing::staff
