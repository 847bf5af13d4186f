// JSON Web Tokens as SMS companies use them (RFC 7519): HS256 both ways, RS256 to sign. The algorithm is the
// caller's choice, never the token's, so "none" and a public key taken for a secret get nowhere.

#pragma once

#include <boost/json/object.hpp>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace offing::provider {

std::string sign_hs256(const boost::json::object& claims, std::string_view key);

/// The claims, when the token is HS256 and signed with one of `keys`. Says nothing of its times.
std::optional<boost::json::object> verify_hs256(std::string_view token, std::span<const std::string> keys);

/// A whole number of seconds among the claims; empty when it is missing or anything else.
std::optional<std::int64_t> seconds_of(const boost::json::object& claims, std::string_view key);

/// An RSA private key that signs. Safe from any thread.
class RsaKey {
public:
    /// Empty unless `pem` is an unencrypted RSA private key of 2048 bits or more.
    static std::optional<RsaKey> read(std::string_view pem);

    std::string sign_rs256(const boost::json::object& claims) const;

private:
    explicit RsaKey(std::shared_ptr<void> key) : key_{std::move(key)} {}
    std::shared_ptr<void> key_;
};

}  // namespace offing::provider
