// OpenSSL for what the wire demands, libsodium for what we keep. A failure inside either is a broken machine,
// not an answer: it throws.

#include "gateway/base/crypto.hpp"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/sha.h>
#include <sodium.h>

#include <stdexcept>

namespace offing::crypto {

namespace {

const unsigned char* raw(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

/// Looking an algorithm up costs OpenSSL more than a short HMAC: each thread does it once.
class Hmac {
public:
    explicit Hmac(const char* digest) {
        EVP_MAC* mac = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
        context_ = mac == nullptr ? nullptr : EVP_MAC_CTX_new(mac);
        EVP_MAC_free(mac);
        const OSSL_PARAM settings[] = {
            OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, const_cast<char*>(digest), 0),
            OSSL_PARAM_construct_end()};
        if (context_ == nullptr || EVP_MAC_CTX_set_params(context_, settings) != 1) broke();
    }
    ~Hmac() { EVP_MAC_CTX_free(context_); }
    Hmac(const Hmac&) = delete;
    Hmac& operator=(const Hmac&) = delete;

    Bytes operator()(std::string_view key, std::string_view message) {
        static constexpr unsigned char nothing = 0;  // a null key means "the last one"
        Bytes out(EVP_MAX_MD_SIZE);
        std::size_t length = 0;
        if (EVP_MAC_init(context_, key.empty() ? &nothing : raw(key), key.size(), nullptr) != 1 ||
            EVP_MAC_update(context_, raw(message), message.size()) != 1 ||
            EVP_MAC_final(context_, out.data(), &length, out.size()) != 1)
            broke();
        out.resize(length);
        return out;
    }

private:
    [[noreturn]] static void broke() { throw std::runtime_error("OpenSSL could not compute an HMAC"); }

    EVP_MAC_CTX* context_;
};

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

Bytes hmac_sha1(std::string_view key, std::string_view message) {
    thread_local Hmac hmac{"SHA1"};
    return hmac(key, message);
}

Bytes hmac_sha256(std::string_view key, std::string_view message) {
    thread_local Hmac hmac{"SHA256"};
    return hmac(key, message);
}

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
    if (text.empty()) return Bytes{};
    Bytes out(text.size() / 2);
    std::size_t length = 0;
    if (sodium_hex2bin(out.data(), out.size(), text.data(), text.size(), nullptr, &length, nullptr) != 0 ||
        length != out.size())
        return std::nullopt;
    return out;
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
    return a.size() == b.size() && (a.empty() || sodium_memcmp(a.data(), b.data(), a.size()) == 0);
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
