#include "gateway/provider/jwt.hpp"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <boost/json/serialize.hpp>
#include <stdexcept>

#include "gateway/base/crypto.hpp"
#include "gateway/provider/dialect.hpp"

namespace offing::provider {

namespace {

namespace json = boost::json;

constexpr std::size_t longest_token = 8 * 1024;

std::string signing_input(std::string_view algorithm, const json::object& claims) {
    const std::string header = json::serialize(json::object{{"alg", algorithm}, {"typ", "JWT"}});
    return crypto::to_base64url(as_bytes(header)) + "." +
           crypto::to_base64url(as_bytes(json::serialize(claims)));
}

std::optional<json::object> read_part(std::string_view part) {
    const auto bytes = crypto::from_base64url(part);
    return bytes ? parse_object(as_text(*bytes)) : std::nullopt;
}

/// An encrypted key would ask a question on the terminal; it is refused.
int no_passphrase(char*, int, int, void*) { return -1; }

}  // namespace

std::string sign_hs256(const json::object& claims, std::string_view key) {
    const std::string input = signing_input("HS256", claims);
    return input + "." + crypto::to_base64url(crypto::hmac_sha256(key, input));
}

std::optional<json::object> verify_hs256(std::string_view token, std::span<const std::string> keys) {
    if (token.size() > longest_token) return std::nullopt;
    const std::size_t first = token.find('.'), last = token.rfind('.');
    if (first == std::string_view::npos || first == last) return std::nullopt;
    const auto header = read_part(token.substr(0, first));
    if (!header || text_of(*header, "alg") != "HS256" || header->contains("crit")) return std::nullopt;
    const auto signature = crypto::from_base64url(token.substr(last + 1));
    if (!signature) return std::nullopt;
    bool is_signed = false;
    for (const std::string& key : keys)
        is_signed |= !key.empty() &&
                     crypto::equal_in_constant_time(as_text(*signature),
                                                    as_text(crypto::hmac_sha256(key, token.substr(0, last))));
    if (!is_signed) return std::nullopt;
    return read_part(token.substr(first + 1, last - first - 1));
}

std::optional<std::int64_t> seconds_of(const json::object& claims, std::string_view key) {
    const json::value* value = claims.if_contains(key);
    if (value == nullptr || !value->is_number()) return std::nullopt;
    // Year 2286; beyond it the arithmetic of clocks could overflow.
    constexpr std::int64_t most = 10'000'000'000;
    boost::system::error_code failed;
    const auto seconds = value->to_number<std::int64_t>(failed);
    if (failed || seconds < 0 || seconds > most) return std::nullopt;
    return seconds;
}

std::optional<RsaKey> RsaKey::read(std::string_view pem) {
    if (pem.empty() || pem.size() > 64 * 1024) return std::nullopt;
    const std::unique_ptr<BIO, decltype(&BIO_free_all)> bio{
        BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free_all};
    std::shared_ptr<EVP_PKEY> key{PEM_read_bio_PrivateKey(bio.get(), nullptr, no_passphrase, nullptr),
                                  EVP_PKEY_free};
    if (!key || EVP_PKEY_get_base_id(key.get()) != EVP_PKEY_RSA || EVP_PKEY_get_bits(key.get()) < 2048)
        return std::nullopt;
    return RsaKey{std::move(key)};
}

std::string RsaKey::sign_rs256(const json::object& claims) const {
    const std::string input = signing_input("RS256", claims);
    const auto* bytes = reinterpret_cast<const unsigned char*>(input.data());
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{EVP_MD_CTX_new(), EVP_MD_CTX_free};
    Bytes signature(static_cast<std::size_t>(EVP_PKEY_get_size(static_cast<EVP_PKEY*>(key_.get()))));
    std::size_t length = signature.size();
    if (EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr,
                           static_cast<EVP_PKEY*>(key_.get())) != 1 ||
        EVP_DigestSign(context.get(), signature.data(), &length, bytes, input.size()) != 1)
        throw std::runtime_error("OpenSSL could not sign a token");
    signature.resize(length);
    return input + "." + crypto::to_base64url(signature);
}

}  // namespace offing::provider
