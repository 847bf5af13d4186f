#include "gateway/storage/vault.hpp"

#include <sodium.h>

#include <array>
#include <span>

#include "gateway/base/crypto.hpp"

namespace offing::storage {

namespace {

static_assert(crypto_kdf_KEYBYTES == 32);
constexpr std::size_t key_length = 32;
constexpr char kdf_context[crypto_kdf_CONTEXTBYTES + 1] = "offing01";
constexpr std::string_view wrapping_context = "contact key";

enum class SubKey : std::uint64_t { wrapping = 1, look_up = 2, service = 3 };

Bytes derive(std::string_view master, SubKey which) {
    Bytes key(key_length);
    crypto_kdf_derive_from_key(key.data(), key.size(), static_cast<std::uint64_t>(which), kdf_context,
                               reinterpret_cast<const unsigned char*>(master.data()));
    return key;
}

}  // namespace

Result<Vault> Vault::make(std::string_view master) {
    if (master.size() != key_length) {
        return fail(Error::Kind::invalid_setting,
                    "the master key has " + std::to_string(master.size()) + " bytes; it must have 32");
    }
    if (sodium_init() < 0) return fail(Error::Kind::io, "libsodium can't start");
    Vault vault;
    vault.wrap_key_ = derive(master, SubKey::wrapping);
    vault.lookup_key_ = derive(master, SubKey::look_up);
    vault.service_key_ = derive(master, SubKey::service);
    return vault;
}

Vault::~Vault() {
    sodium_memzero(wrap_key_.data(), wrap_key_.size());
    sodium_memzero(lookup_key_.data(), lookup_key_.size());
    sodium_memzero(service_key_.data(), service_key_.size());
}

Bytes Vault::lookup(std::string_view e164) const { return crypto::hmac_sha256(as_text(lookup_key_), e164); }

Bytes Vault::seal(std::string_view plain, std::string_view purpose) const {
    return crypto::seal(service_key_, plain, purpose);
}

Result<std::string> Vault::open(const Bytes& sealed, std::string_view purpose) const {
    auto plain = crypto::open(service_key_, sealed, purpose);
    if (!plain)
        return fail(Error::Kind::refused,
                    "the " + std::string{purpose} + " doesn't open with this master key");
    return std::move(*plain);
}

ContactKey Vault::new_key() const {
    ContactKey key;
    key.key_ = crypto::random_bytes(key_length);
    key.wrapped_ = crypto::seal(wrap_key_, as_text(key.key_), wrapping_context);
    return key;
}

Result<ContactKey> Vault::unwrap(const Bytes& wrapped) const {
    auto opened = crypto::open(wrap_key_, wrapped, wrapping_context);
    if (!opened || opened->size() != key_length) {
        return fail(Error::Kind::refused, "a contact's key was destroyed or belongs to another master key");
    }
    ContactKey key;
    key.key_ = as_bytes(*opened);
    key.wrapped_ = wrapped;
    sodium_memzero(opened->data(), opened->size());
    return key;
}

ContactKey::~ContactKey() { sodium_memzero(key_.data(), key_.size()); }

Bytes ContactKey::seal(std::string_view plain, std::string_view field) const {
    return crypto::seal(key_, plain, field);
}

Result<std::string> ContactKey::open(const Bytes& sealed, std::string_view field) const {
    auto plain = crypto::open(key_, sealed, field);
    if (!plain) return fail(Error::Kind::refused, "sealed bytes don't open with this contact's key");
    return std::move(*plain);
}

}  // namespace offing::storage
