#include "gateway/storage/contacts.hpp"

#include <boost/json.hpp>

#include "gateway/base/crypto.hpp"
#include "gateway/base/ids.hpp"
#include "gateway/storage/columns.hpp"
#include "gateway/storage/json_values.hpp"

namespace offing::storage {

namespace json = boost::json;

namespace {

#define OFFING_CONTACT_COLUMNS                                                                        \
    "c.id, c.number_enc, c.key_wrapped, c.texts, c.quiet_until, c.conversation, c.texted_at, "        \
    "p.waiting_since, p.language, p.discreet_level, p.usual_worker, p.school, p.travel_min, p.busy, " \
    "p.safe, "                                                                                        \
    "p.preferences, p.number_checked, p.last_seen, p.created_at, p.code_word_enc "                    \
    "FROM contact c LEFT JOIN person p ON p.id = c.id "

TextsState parse_texts(std::string_view text) {
    for (const auto state : {TextsState::on, TextsState::off, TextsState::pending_check})
        if (spell(state) == text) return state;
    return TextsState::suspended;
}

void read_preferences(const json::value& value, Person& person) {
    if (!value.is_object()) return;
    const json::object& object = value.get_object();
    const auto flag = [&](std::string_view key, bool otherwise) {
        const json::value* found = object.if_contains(key);
        return found != nullptr && found->is_bool() ? found->get_bool() : otherwise;
    };
    person.women_only = flag("women_only", false);
    person.answer_at_once = flag("answer_at_once", true);
    if (const json::value* clock = object.if_contains("not_before"); clock != nullptr && clock->is_string())
        person.not_before = scheduler::parse_clock(clock->get_string());
    if (const json::value* workers = object.if_contains("workers_not");
        workers != nullptr && workers->is_array())
        for (const json::value& worker : workers->get_array())
            if (worker.is_string()) person.workers_not.emplace_back(worker.get_string());
    if (const json::value* taken = object.if_contains("taken_before"); taken != nullptr && taken->is_array())
        for (const json::value& clock : taken->get_array())
            if (clock.is_string())
                if (const auto time = scheduler::parse_clock(clock.get_string()))
                    person.taken_before.push_back(*time);
}

std::string preferences_to_json(const Person& person) {
    json::object object{{"women_only", person.women_only}, {"answer_at_once", person.answer_at_once}};
    if (person.not_before) object["not_before"] = scheduler::spell_clock(*person.not_before);
    json::array workers;
    for (const auto& worker : person.workers_not) workers.emplace_back(worker);
    object["workers_not"] = std::move(workers);
    json::array taken;
    for (const auto clock : person.taken_before) taken.emplace_back(scheduler::spell_clock(clock));
    object["taken_before"] = std::move(taken);
    return json::serialize(object);
}

Person person_from(const Row& row) {
    Person person;
    person.waiting_since = time_of(row, 7);
    person.language = row.text(8);
    person.discreet_level = static_cast<int>(row.integer(9));
    person.usual_worker = row.maybe_text(10);
    person.school = row.text(11);
    person.travel = std::chrono::minutes{row.integer(12)};
    person.busy = busy_windows_from(read_json(row.text(13)));
    person.safe = busy_windows_from(read_json(row.text(14)));
    read_preferences(read_json(row.text(15)), person);
    if (const auto date = row.maybe_text(16)) person.number_checked = scheduler::parse_date(*date);
    if (const auto date = row.maybe_text(17)) person.last_seen = scheduler::parse_date(*date);
    person.created = time_of(row, 18);
    if (!row.is_null(19)) person.code_word_sealed = row.bytes(19);
    return person;
}

std::optional<Contact> contact_from(const Rows& rows, const Vault& vault) {
    if (rows.empty()) return std::nullopt;
    const Row& row = rows.front();
    if (row.is_null(1) || row.is_null(2)) return std::nullopt;
    auto key = vault.unwrap(row.bytes(2));
    if (!key)
        throw StatementFailed(StatementFailed::Why::sealed,
                              "a contact's key can't be opened with this master key");
    Contact contact{.id = row.text(0), .key = std::move(*key), .number_sealed = row.bytes(1)};
    contact.texts = parse_texts(row.text(3));
    contact.quiet_until = time_of(row, 4);
    contact.conversation = row.text(5);
    contact.texted_at = time_of(row, 6);
    if (!row.is_null(7)) contact.person = person_from(row);
    return contact;
}

}  // namespace

std::string_view spell(TextsState texts) {
    switch (texts) {
        case TextsState::on:
            return "on";
        case TextsState::off:
            return "off";
        case TextsState::pending_check:
            return "pending_check";
        case TextsState::suspended:
            return "suspended";
    }
    return "suspended";
}

std::optional<Contact> find_by_number(Transaction& transaction, const Vault& vault, std::string_view e164) {
    return contact_from(
        transaction.run("SELECT " OFFING_CONTACT_COLUMNS "WHERE c.number_lookup = $1", {vault.lookup(e164)}),
        vault);
}

std::optional<Contact> find_contact(Transaction& transaction, const Vault& vault, std::string_view id) {
    return contact_from(
        transaction.run("SELECT " OFFING_CONTACT_COLUMNS "WHERE c.id = $1", {std::string{id}}), vault);
}

Contact add_enquirer(Transaction& transaction, const Vault& vault, std::string_view e164, Timestamp now,
                     Timestamp purge_at) {
    Contact contact{.id = new_id(now), .key = vault.new_key()};
    contact.number_sealed = contact.key.seal(e164, "number");
    transaction.run(
        "INSERT INTO contact (id, number_lookup, number_enc, key_wrapped, created_at, purge_at) "
        "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (number_lookup) DO NOTHING",
        {contact.id, vault.lookup(e164), contact.number_sealed, contact.key.wrapped(), millis(now),
         millis(purge_at)});
    return contact;
}

void add_person(Transaction& transaction, const Contact& contact, const Person& person, std::string_view name,
                Timestamp now) {
    const auto date = [](const std::optional<scheduler::Date>& day) {
        return day ? Value{scheduler::spell(*day)} : Value{};
    };
    transaction.run(
        "INSERT INTO person (id, name_enc, waiting_since, language, discreet_level, usual_worker, school, "
        "travel_min, "
        "busy, safe, preferences, number_checked, last_seen, created_at) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        {contact.id, name.empty() ? Value{} : Value{contact.key.seal(name, "name")},
         millis(person.waiting_since), person.language, std::int64_t{person.discreet_level},
         person.usual_worker ? Value{*person.usual_worker} : Value{}, person.school,
         std::int64_t{person.travel.count()}, json::serialize(to_json(person.busy)),
         json::serialize(to_json(person.safe)), preferences_to_json(person), date(person.number_checked),
         date(person.last_seen), millis(now)});
    transaction.run("UPDATE contact SET purge_at = NULL WHERE id = $1", {contact.id});
}

bool change_person(Transaction& transaction, std::string_view contact, const Person& person,
                   std::int64_t version) {
    return transaction.change(
               "UPDATE person SET language = $3, discreet_level = $4, usual_worker = $5, school = $6, "
               "travel_min = $7, busy = $8, safe = $9, preferences = $10, version = version + 1 "
               "WHERE id = $1 AND version = $2",
               {std::string{contact}, version, person.language, std::int64_t{person.discreet_level},
                person.usual_worker ? Value{*person.usual_worker} : Value{}, person.school,
                std::int64_t{person.travel.count()}, json::serialize(to_json(person.busy)),
                json::serialize(to_json(person.safe)), preferences_to_json(person)}) > 0;
}

void save_conversation(Transaction& transaction, std::string_view contact, std::string_view memory,
                       std::optional<Timestamp> texted) {
    transaction.run("UPDATE contact SET conversation = $2, texted_at = COALESCE($3, texted_at) WHERE id = $1",
                    {std::string{contact}, std::string{memory}, texted ? Value{millis(*texted)} : Value{}});
}

void set_texts(Transaction& transaction, std::string_view contact, TextsState texts) {
    transaction.run("UPDATE contact SET texts = $2 WHERE id = $1",
                    {std::string{contact}, std::string{spell(texts)}});
}

void set_quiet_until(Transaction& transaction, std::string_view contact, Timestamp until) {
    transaction.run("UPDATE contact SET quiet_until = $2 WHERE id = $1",
                    {std::string{contact}, millis(until)});
}

void set_code_word(Transaction& transaction, const Contact& contact, std::string_view word) {
    transaction.run("UPDATE person SET code_word_enc = $2 WHERE id = $1",
                    {contact.id, word.empty() ? Value{} : Value{contact.key.seal(word, "code word")}});
}

bool is_code_word(const Contact& contact, std::string_view folded) {
    if (!contact.person || contact.person->code_word_sealed.empty() || folded.empty()) return false;
    const auto word = contact.key.open(contact.person->code_word_sealed, "code word");
    return word && crypto::equal_in_constant_time(*word, folded);
}

void set_usual_worker(Transaction& transaction, std::string_view contact, std::string_view worker) {
    transaction.run("UPDATE person SET usual_worker = $2 WHERE id = $1 AND usual_worker IS NULL",
                    {std::string{contact}, std::string{worker}});
}

std::vector<std::string> purge_enquirers(Transaction& transaction, Timestamp now, int most) {
    const Rows due = transaction.run(
        "SELECT c.id FROM contact c WHERE c.purge_at IS NOT NULL AND c.purge_at <= $1 AND c.erased_at IS "
        "NULL "
        "AND NOT EXISTS (SELECT 1 FROM person p WHERE p.id = c.id) LIMIT $2",
        {millis(now), std::int64_t{most}});
    std::vector<std::string> gone;
    for (const Row& row : due) {
        erase_contact(transaction, row.text(0), now);
        gone.push_back(row.text(0));
    }
    return gone;
}

int erase_contact(Transaction& transaction, std::string_view contact, Timestamp now) {
    const std::string id{contact};
    transaction.run(
        "UPDATE contact SET number_lookup = NULL, number_enc = NULL, key_wrapped = NULL, conversation = "
        "'{}', "
        "texts = 'off', purge_at = NULL, erased_at = $2 WHERE id = $1",
        {id, millis(now)});
    transaction.run(
        "UPDATE person SET name_enc = NULL, code_word_enc = NULL, busy = '[]', safe = '[]', preferences = "
        "'{}' WHERE id = $1",
        {id});
    transaction.run("DELETE FROM provider_block WHERE contact = $1", {id});
    transaction.run("UPDATE noted_preferences SET body_enc = NULL WHERE contact = $1", {id});
    transaction.run("UPDATE inbound SET body_enc = NULL WHERE contact = $1", {id});
    transaction.run("UPDATE outbound SET body_enc = NULL WHERE contact = $1", {id});
    return static_cast<int>(
        transaction
            .run("UPDATE outbound SET status = 'dropped', why = 'she was erased', settled_at = $2 "
                 "WHERE contact = $1 AND status = 'waiting' RETURNING id",
                 {id, millis(now)})
            .size());
}

}  // namespace offing::storage
