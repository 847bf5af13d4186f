// What staff's pages about one woman need beside her contact: her name, still sealed, the version her answers
// were read at, and the changes of her number.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/storage/contacts.hpp"

namespace offing::storage {

struct PersonCard {
    Bytes name_sealed{};  ///< empty: she gave none
    std::int64_t version = 1;
    std::optional<scheduler::Date> opted_in{};  ///< the day she said yes in person
};
/// Empty for whoever is not in touch.
std::optional<PersonCard> person_card(Transaction& transaction, std::string_view contact);
/// An empty name takes it away.
void set_name(Transaction& transaction, const Contact& contact, std::string_view name);
void set_opted_in(Transaction& transaction, std::string_view contact, scheduler::Date date);

struct SealedName {
    std::string contact;
    Bytes key_wrapped, name_sealed;
};
/// Of everybody who gave a name.
std::vector<SealedName> sealed_names(Transaction& transaction, int most);

/// From now on she is known by this number. The caller has made sure that nobody else is.
void set_number(Transaction& transaction, const Vault& vault, const Contact& contact, std::string_view e164);
/// What came from `from`, who is in touch with nobody, belongs to `to`: texts, sealed anew, and open tasks.
/// `from` is gone then.
void merge_enquirer(Transaction& transaction, const Contact& from, const Contact& to, Timestamp now);

/// When her place in line was set or changed by a person: moments, with the event's kind and body.
struct LineEvent {
    Timestamp at;
    std::string kind, body;
};
std::vector<LineEvent> line_events(Transaction& transaction, std::string_view contact, int most);

}  // namespace offing::storage
