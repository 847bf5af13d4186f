// What we know of the SMS companies' side: numbers they block, copies of texts that they still hold, and
// until when they were asked for what we may have missed.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/base/clock.hpp"
#include "gateway/storage/database.hpp"

namespace offing::storage {

struct ProviderBlock {
    std::string contact;
    std::string account;
    Timestamp since{};
};
/// False when it was known already.
bool add_block(Transaction& transaction, std::string_view contact, std::string_view account, Timestamp now);
bool lift_block(Transaction& transaction, std::string_view contact, std::string_view account);
bool is_blocked(Transaction& transaction, std::string_view contact);
std::vector<ProviderBlock> blocks(Transaction& transaction, int most);

/// A text whose copy at the company is to go.
struct UpstreamCopy {
    std::string id;
    std::string provider_id;
    bool inbound = false;
    bool everything = false;  ///< she was erased: not only the words
};
enum class UpstreamState { redacted, removed, refused };
/// Texts in older than `inbound_before`; texts out that arrived or failed, or were settled before
/// `outbound_before`; and before all else those of women who were erased.
std::vector<UpstreamCopy> upstream_copies(Transaction& transaction, std::string_view account,
                                          Timestamp inbound_before, Timestamp outbound_before, int most);
void note_upstream(Transaction& transaction, const UpstreamCopy& copy, UpstreamState state);
/// Whatever the companies still have of her is to be removed.
void remove_upstream(Transaction& transaction, std::string_view contact);
/// Erased women's texts that a company still holds.
std::int64_t count_to_remove(Transaction& transaction);

/// Until when this account was read; the epoch when never.
Timestamp reconciled_until(Transaction& transaction, std::string_view account);
/// False when another daemon began within `every`: then it is doing it.
bool begin_reconciling(Transaction& transaction, std::string_view account, std::chrono::milliseconds every,
                       Timestamp now);
void note_reconciled(Transaction& transaction, std::string_view account, Timestamp until);

/// The sealed words of texts in from her between two moments, for recognising one that comes under another
/// id.
std::vector<Bytes> bodies_received(Transaction& transaction, std::string_view contact, Timestamp from,
                                   Timestamp to);

}  // namespace offing::storage
