// The head of the ledger at one seal: how many events there are, the root over them, what the head before
// was, and a signature. As a text it is what an auditor keeps: whoever holds one can tell, at any later
// time, whether anything that stood before it was touched.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "gateway/base/clock.hpp"
#include "gateway/base/error.hpp"
#include "gateway/base/signing.hpp"
#include "gateway/ledger/merkle.hpp"

namespace offing::ledger {

struct Head {
    crypto::PublicKey key{};  ///< the ledger's own: two ledgers never share one
    std::int64_t number = 0;  ///< of the seal, from 1
    std::int64_t size = 0;    ///< events under it
    Hash root{};
    Hash previous{};  ///< digest() of the head before; zeros for the first
    Timestamp at{};
    crypto::Signature signature{};
};

/// What is signed: a line for each field, docs/ledger.md has the format.
std::string signed_text(const Head& head);
Hash digest(const Head& head);
bool is_signature_right(const Head& head);

/// The file: what is signed, then the signature.
std::string write_head(const Head& head);
/// Fails with Error::malformed, naming the line, or Error::refused when the signature isn't the key's.
Result<Head> read_head(std::string_view text);

/// "2026-11-25T14:03:00.000Z"
std::string spell_time(Timestamp time);
/// The first 16 hex digits of the key, how people call a ledger.
std::string ledger_name(const crypto::PublicKey& key);

}  // namespace offing::ledger
