// Numbers that text, and the women behind those who are in touch with the service. What identifies her is
// sealed with her own key. An unknown number that asks a question gets a contact and no person.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/base/clock.hpp"
#include "gateway/storage/database.hpp"
#include "gateway/storage/vault.hpp"
#include "scheduler/preferences.hpp"

namespace offing::storage {

enum class TextsState { on, off, pending_check, suspended };
std::string_view spell(TextsState texts);

/// A woman in touch with the service: windows and wishes, no reasons.
struct Person {
    Timestamp waiting_since{};  ///< her place in line: set once
    std::string language = "en-GB";
    int discreet_level = 1;
    std::optional<std::string> usual_worker;
    std::string school;
    std::chrono::minutes travel{0};
    std::vector<scheduler::BusyWindow> busy;
    std::vector<scheduler::BusyWindow>
        safe;  ///< when an unprompted text may come; only days, from and to are used
    bool women_only = false;
    bool answer_at_once =
        true;  ///< answers may come outside her safe windows, because she has the phone in her hand
    std::optional<scheduler::ClockTime> not_before;
    std::vector<std::string> workers_not;
    std::vector<scheduler::ClockTime> taken_before;
    std::optional<scheduler::Date> number_checked;
    std::optional<scheduler::Date> last_seen;
    Timestamp created{};       ///< set by the store
    Bytes code_word_sealed{};  ///< empty: she has none. Changed by set_code_word() alone
};

struct Contact {
    std::string id;  ///< her pseudonym everywhere outside this table
    ContactKey key;
    Bytes number_sealed{};
    TextsState texts = TextsState::on;
    Timestamp quiet_until{};
    std::string conversation = "{}";  ///< JSON of gateway/service/memory
    Timestamp texted_at{};
    std::optional<Person> person{};
};

/// Empty for a number never seen, or erased.
std::optional<Contact> find_by_number(Transaction& transaction, const Vault& vault, std::string_view e164);
std::optional<Contact> find_contact(Transaction& transaction, const Vault& vault, std::string_view id);

/// A number nobody has told us of. Purged at `purge_at` unless a person is added to it.
Contact add_enquirer(Transaction& transaction, const Vault& vault, std::string_view e164, Timestamp now,
                     Timestamp purge_at);
/// Makes the contact a woman in touch. Her place in line is `person.waiting_since` from now on.
void add_person(Transaction& transaction, const Contact& contact, const Person& person, std::string_view name,
                Timestamp now);

/// Her wishes and safe contact; never her place in line. False when `version` is no longer the stored one:
/// somebody else was first.
bool change_person(Transaction& transaction, std::string_view contact, const Person& person,
                   std::int64_t version);

/// `texted` when a text of hers brought it about; absent when a text of ours did.
void save_conversation(Transaction& transaction, std::string_view contact, std::string_view memory,
                       std::optional<Timestamp> texted);
void set_texts(Transaction& transaction, std::string_view contact, TextsState texts);
void set_quiet_until(Transaction& transaction, std::string_view contact, Timestamp until);
/// Folded; an empty word takes it away.
void set_code_word(Transaction& transaction, const Contact& contact, std::string_view word);
/// False without a code word, too.
bool is_code_word(const Contact& contact, std::string_view folded);
void set_usual_worker(Transaction& transaction, std::string_view contact, std::string_view worker);

/// Contacts without a person whose time has come, at most `most`: key, number and texts are gone for good.
/// Their ids.
std::vector<std::string> purge_enquirers(Transaction& transaction, Timestamp now, int most);
/// Destroys her key and number. What was stored under the key can't be read by anyone any more. Returns how
/// many texts were waiting to go to her.
int erase_contact(Transaction& transaction, std::string_view contact, Timestamp now);

}  // namespace offing::storage
