#include "gateway/base/signing.hpp"

#include <sodium.h>

#include <algorithm>
#include <stdexcept>

namespace offing::crypto {

namespace {

static_assert(crypto_sign_PUBLICKEYBYTES == 32 && crypto_sign_BYTES == 64 && crypto_sign_SEEDBYTES == 32);

const unsigned char* raw(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

void start_sodium() {
    static const bool started = sodium_init() >= 0;
    if (!started) throw std::runtime_error("libsodium could not start");
}

}  // namespace

SigningKey SigningKey::make() {
    start_sodium();
    Bytes seed(crypto_sign_SEEDBYTES);
    randombytes_buf(seed.data(), seed.size());
    auto key = from_secret(as_text(seed));
    sodium_memzero(seed.data(), seed.size());
    return std::move(key.value());
}

std::optional<SigningKey> SigningKey::from_secret(std::string_view secret) {
    if (secret.size() != crypto_sign_SEEDBYTES) return std::nullopt;
    start_sodium();
    SigningKey key;
    key.expanded_.resize(crypto_sign_SECRETKEYBYTES);
    crypto_sign_seed_keypair(key.public_.data(), key.expanded_.data(), raw(secret));
    return key;
}

SigningKey::~SigningKey() { sodium_memzero(expanded_.data(), expanded_.size()); }

std::string_view SigningKey::secret() const { return as_text(expanded_).substr(0, crypto_sign_SEEDBYTES); }

Signature SigningKey::sign(std::string_view message) const {
    Signature signature{};
    crypto_sign_detached(signature.data(), nullptr, raw(message), message.size(), expanded_.data());
    return signature;
}

bool is_signed_by(const PublicKey& key, std::string_view message, const Signature& signature) {
    start_sodium();
    return crypto_sign_verify_detached(signature.data(), raw(message), message.size(), key.data()) == 0;
}

}  // namespace offing::crypto
