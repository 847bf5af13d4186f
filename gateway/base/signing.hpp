// Signatures by Ed25519 (RFC 8032), by libsodium.

#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "gateway/base/bytes.hpp"

namespace offing::crypto {

using PublicKey = std::array<std::uint8_t, 32>;
using Signature = std::array<std::uint8_t, 64>;

class SigningKey {
public:
    static SigningKey make();
    /// From the 32 bytes of secret(). Empty for any other length.
    static std::optional<SigningKey> from_secret(std::string_view secret);
    ~SigningKey();  ///< wipes the secret
    SigningKey(const SigningKey&) = default;
    SigningKey(SigningKey&&) noexcept = default;
    SigningKey& operator=(const SigningKey&) = default;
    SigningKey& operator=(SigningKey&&) noexcept = default;

    const PublicKey& public_key() const { return public_; }
    std::string_view secret() const;
    Signature sign(std::string_view message) const;

private:
    SigningKey() = default;
    Bytes expanded_;  ///< libsodium's form: the secret, then the public key
    PublicKey public_{};
};

bool is_signed_by(const PublicKey& key, std::string_view message, const Signature& signature);

}  // namespace offing::crypto
