// Personal data at rest. Each contact has a key of her own, wrapped by the master key; destroying it makes
// everything stored about her unreadable. Look-ups go by a keyed hash, so the store holds no number in clear.

#pragma once

#include <string>
#include <string_view>

#include "gateway/base/bytes.hpp"
#include "gateway/base/error.hpp"

namespace offing::storage {

class ContactKey;

class Vault {
public:
    /// `master` is 32 bytes. Sub-keys for wrapping and for look-ups are derived from it (HKDF by libsodium's
    /// kdf).
    static Result<Vault> make(std::string_view master);
    ~Vault();  ///< wipes its keys, as ContactKey does
    Vault(const Vault&) = default;
    Vault(Vault&&) noexcept = default;
    Vault& operator=(const Vault&) = default;
    Vault& operator=(Vault&&) noexcept = default;

    /// The store's column for finding a number: HMAC-SHA-256 under the look-up key, 32 bytes.
    Bytes lookup(std::string_view e164) const;

    /// A fresh random key and its wrapped form for the store.
    ContactKey new_key() const;
    /// Fails with Error::refused when the wrapped key was destroyed or belongs to another master key.
    Result<ContactKey> unwrap(const Bytes& wrapped) const;

    /// What belongs to the service and not to one person. `purpose` is bound in.
    Bytes seal(std::string_view plain, std::string_view purpose) const;
    /// Fails with Error::refused when it was sealed under another master key or for another purpose.
    Result<std::string> open(const Bytes& sealed, std::string_view purpose) const;

private:
    Vault() = default;
    Bytes wrap_key_, lookup_key_, service_key_;
};

class ContactKey {
public:
    ~ContactKey();
    ContactKey(const ContactKey&) = default;
    ContactKey(ContactKey&&) noexcept = default;
    ContactKey& operator=(const ContactKey&) = default;
    ContactKey& operator=(ContactKey&&) noexcept = default;
    const Bytes& wrapped() const { return wrapped_; }
    /// `field` ("number", "body", "name") is bound in: a cipher text moved to another column won't open.
    Bytes seal(std::string_view plain, std::string_view field) const;
    Result<std::string> open(const Bytes& sealed, std::string_view field) const;

private:
    friend class Vault;
    ContactKey() = default;
    Bytes key_, wrapped_;
};

}  // namespace offing::storage
