// What a decision knew of a woman's life: windows and wishes, no reasons. The ledger holds only a digest;
// what it is the digest of lies beside it, sealed with her key, and goes when she is erased.

#pragma once

#include <optional>
#include <string>

#include "gateway/storage/contacts.hpp"

namespace offing::ledger {

/// Writes them down when they are not what was noted last, with the event `preferences_noted`.
void note_preferences(storage::Transaction& transaction, const storage::Contact& contact, Timestamp now);

struct NotedPreferences {
    std::string salt;  ///< 32 hex digits
    std::string text;  ///< JSON
};
/// SHA-256 over the salt and the text, in hex: what the ledger says.
std::string digest_of(const NotedPreferences& noted);

/// Empty when she was erased. Throws StatementFailed when the master key is another.
std::optional<NotedPreferences> find_noted(storage::Transaction& transaction, const storage::Vault& vault,
                                           std::string_view digest);

/// The JSON, and back. What isn't for the scheduler (her language, her safe times) is not in it.
std::string write_preferences(const storage::Person& person);
/// Empty when it is none. `engaged` and `waiting_since` are not in it: they follow from other events.
std::optional<scheduler::Preferences> read_preferences(std::string_view text);

}  // namespace offing::ledger
