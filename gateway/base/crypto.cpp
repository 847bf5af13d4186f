// OpenSSL for what the wire demands, libsodium for what we keep. A failure inside either is a broken machine,
// not an answer: it throws.

#include "gateway/base/crypto.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>
#include <sodium.h>

#include <climits>
#include <stdexcept>

namespace offing::crypto {

namespace {

const unsigned char* raw(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

Bytes hmac(const EVP_MD* digest, std::string_view key, std::string_view message) {
    if (key.size() > INT_MAX) throw std::length_error("an HMAC key is too long");
    static constexpr unsigned char nothing = 0;  // HMAC() takes a null key to mean "the last one"
    const unsigned char* key_bytes = key.empty() ? &nothing : raw(key);
    Bytes out(EVP_MAX_MD_SIZE);
    unsigned length = 0;
    if (HMAC(digest, key_bytes, static_cast<int>(key.size()), raw(message), message.size(), out.data(),
             &length) == nullptr)
        throw std::runtime_error("OpenSSL could not compute an HMAC");
    out.resize(length);
    return out;
}

std::string encode(std::span<const std::uint8_t> bytes, int variant) {
    std::string out(sodium_base64_encoded_len(bytes.size(), variant), '\0');
    sodium_bin2base64(out.data(), out.size(), bytes.data(), bytes.size(), variant);
    out.pop_back();  // libsodium counts the closing NUL
    return out;
}

std::optional<Bytes> decode(std::string_view text, int variant) {
    Bytes out(text.size() / 4 * 3 + 3);
    std::size_t length = 0;
    if (sodium_base642bin(out.data(), out.size(), text.data(), text.size(), nullptr, &length, nullptr,
                          variant) != 0)
        return std::nullopt;
    out.resize(length);
    return out;
}

const unsigned char* sealing_key(std::span<const std::uint8_t> key) {
    if (key.size() != crypto_aead_xchacha20poly1305_ietf_KEYBYTES)
        throw std::invalid_argument("a sealing key has 32 bytes");
    return key.data();
}

void start_sodium() {
    static const bool started = sodium_init() >= 0;
    if (!started) throw std::runtime_error("libsodium could not start");
}

}  // namespace

Bytes hmac_sha1(std::string_view key, std::string_view message) { return hmac(EVP_sha1(), key, message); }
Bytes hmac_sha256(std::string_view key, std::string_view message) { return hmac(EVP_sha256(), key, message); }

std::array<std::uint8_t, 32> sha256(std::string_view message) {
    std::array<std::uint8_t, 32> out{};
    SHA256(raw(message), message.size(), out.data());
    return out;
}

std::string to_hex(std::span<const std::uint8_t> bytes) {
    std::string out(bytes.size() * 2 + 1, '\0');
    sodium_bin2hex(out.data(), out.size(), bytes.data(), bytes.size());
    out.pop_back();
    return out;
}

std::string to_base64(std::span<const std::uint8_t> bytes) {
    return encode(bytes, sodium_base64_VARIANT_ORIGINAL);
}
std::string to_base64url(std::span<const std::uint8_t> bytes) {
    return encode(bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}
std::optional<Bytes> from_base64(std::string_view text) {
    return decode(text, sodium_base64_VARIANT_ORIGINAL);
}
std::optional<Bytes> from_base64url(std::string_view text) {
    return decode(text, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

std::optional<Bytes> from_hex(std::string_view text) {
    if (text.size() % 2 != 0) return std::nullopt;
    Bytes out(text.size() / 2);
    std::size_t length = 0;
    if (sodium_hex2bin(out.data(), out.size(), text.data(), text.size(), nullptr, &length, nullptr) != 0 ||
        length != out.size())
        return std::nullopt;
    return out;
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

Bytes random_bytes(std::size_t count) {
    start_sodium();
    Bytes out(count);
    randombytes_buf(out.data(), out.size());
    return out;
}

Bytes seal(std::span<const std::uint8_t> key32, std::string_view plain, std::string_view context) {
    constexpr std::size_t nonce_size = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
    const unsigned char* key = sealing_key(key32);
    start_sodium();
    Bytes out(nonce_size + plain.size() + crypto_aead_xchacha20poly1305_ietf_ABYTES);
    randombytes_buf(out.data(), nonce_size);
    crypto_aead_xchacha20poly1305_ietf_encrypt(out.data() + nonce_size, nullptr, raw(plain), plain.size(),
                                               raw(context), context.size(), nullptr, out.data(), key);
    return out;
}

std::optional<std::string> open(std::span<const std::uint8_t> key32, std::span<const std::uint8_t> sealed,
                                std::string_view context) {
    constexpr std::size_t nonce_size = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
    constexpr std::size_t tag_size = crypto_aead_xchacha20poly1305_ietf_ABYTES;
    const unsigned char* key = sealing_key(key32);
    if (sealed.size() < nonce_size + tag_size) return std::nullopt;
    start_sodium();
    std::string plain(sealed.size() - nonce_size - tag_size, '\0');
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(
            reinterpret_cast<unsigned char*>(plain.data()), nullptr, nullptr, sealed.data() + nonce_size,
            sealed.size() - nonce_size, raw(context), context.size(), sealed.data(), key) != 0)
        return std::nullopt;
    return plain;
}

}  // namespace offing::crypto
