// Erasing somebody: her key is destroyed, and with it everything that was sealed under it, in every copy. Her
// places are free for others, nothing more goes to her, and the companies are asked to forget her too. The
// ledger stays whole and says nothing about her.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/storage/contacts.hpp"
#include "scheduler/offer.hpp"

namespace offing::service {

/// Finds a contact by her number, however it is spelt. Empty for a number nobody has texted from.
std::optional<std::string> contact_by_number(storage::Transaction& transaction, const storage::Vault& vault,
                                             std::string_view number);

struct Erased {
    int bookings_freed = 0;
    std::vector<scheduler::PlaceKey> places{};  ///< hers until now: a running daemon's diary releases them
    int texts_dropped = 0;
    int tasks_closed = 0;
    std::int64_t at_companies = 0;  ///< copies of her texts that companies are now asked to remove
};
/// Empty when there is nobody of that id, or she was erased before. `by` is who decided; the caller has made
/// sure that she herself asks for it (docs/operating.md).
std::optional<Erased> erase_person(storage::Transaction& transaction, std::string_view contact,
                                   std::string_view by, Timestamp now);

}  // namespace offing::service
