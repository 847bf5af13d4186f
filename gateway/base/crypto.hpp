// The few cryptographic building blocks that webhooks, storage and the ledger share. OpenSSL and libsodium
// inside.

#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "gateway/base/bytes.hpp"

namespace offing::crypto {

Bytes hmac_sha1(std::string_view key, std::string_view message);
Bytes hmac_sha256(std::string_view key, std::string_view message);
std::array<std::uint8_t, 32> sha256(std::string_view message);

std::string to_hex(std::span<const std::uint8_t> bytes);
std::string to_base64(std::span<const std::uint8_t> bytes);
std::string to_base64url(std::span<const std::uint8_t> bytes);  ///< without padding
/// Empty unless `text` is base64 (padded) to the last character.
std::optional<Bytes> from_base64(std::string_view text);
std::optional<Bytes> from_base64url(std::string_view text);
std::optional<Bytes> from_hex(std::string_view text);

/// Takes as long for a near miss as for a far one. Different lengths are unequal.
bool equal_in_constant_time(std::string_view a, std::string_view b);

Bytes random_bytes(std::size_t count);

/// XChaCha20-Poly1305. The nonce is random and stands before the cipher text. `context` must be the same at
/// open().
Bytes seal(std::span<const std::uint8_t> key32, std::string_view plain, std::string_view context);
/// Empty when the key, the context or a single bit is wrong.
std::optional<std::string> open(std::span<const std::uint8_t> key32, std::span<const std::uint8_t> sealed,
                                std::string_view context);

}  // namespace offing::crypto
