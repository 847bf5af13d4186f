#include "gateway/storage/person_rows.hpp"

#include "gateway/storage/columns.hpp"

namespace offing::storage {

std::optional<PersonCard> person_card(Transaction& transaction, std::string_view contact) {
    const Rows rows = transaction.run("SELECT name_enc, version, opted_in FROM person WHERE id = $1",
                                      {std::string{contact}});
    if (rows.empty()) return std::nullopt;
    const Row& row = rows.front();
    PersonCard card;
    if (!row.is_null(0)) card.name_sealed = row.bytes(0);
    card.version = row.integer(1);
    if (const auto date = row.maybe_text(2)) card.opted_in = scheduler::parse_date(*date);
    return card;
}

void set_name(Transaction& transaction, const Contact& contact, std::string_view name) {
    transaction.run("UPDATE person SET name_enc = $2 WHERE id = $1",
                    {contact.id, name.empty() ? Value{} : Value{contact.key.seal(name, "name")}});
}

void set_opted_in(Transaction& transaction, std::string_view contact, scheduler::Date date) {
    transaction.run("UPDATE person SET opted_in = $2 WHERE id = $1",
                    {std::string{contact}, scheduler::spell(date)});
}

std::vector<SealedName> sealed_names(Transaction& transaction, int most) {
    std::vector<SealedName> names;
    for (const Row& row :
         transaction.run("SELECT c.id, c.key_wrapped, p.name_enc FROM person p JOIN contact c ON c.id = p.id "
                         "WHERE p.name_enc IS NOT NULL AND c.key_wrapped IS NOT NULL LIMIT $1",
                         {std::int64_t{most}}))
        names.push_back({row.text(0), row.bytes(1), row.bytes(2)});
    return names;
}

void set_number(Transaction& transaction, const Vault& vault, const Contact& contact, std::string_view e164) {
    transaction.run("UPDATE contact SET number_lookup = $2, number_enc = $3 WHERE id = $1",
                    {contact.id, vault.lookup(e164), contact.key.seal(e164, "number")});
}

void merge_enquirer(Transaction& transaction, const Contact& from, const Contact& to, Timestamp now) {
    for (const Row& row : transaction.run(
             "SELECT id, body_enc FROM inbound WHERE contact = $1 AND body_enc IS NOT NULL", {from.id}))
        if (const auto words = from.key.open(row.bytes(1), "body"))
            transaction.run("UPDATE inbound SET body_enc = $2 WHERE id = $1",
                            {row.text(0), to.key.seal(*words, "body")});
    transaction.run("UPDATE inbound SET contact = $2 WHERE contact = $1", {from.id, to.id});
    transaction.run("UPDATE task SET contact = $2 WHERE contact = $1 AND done_at IS NULL", {from.id, to.id});
    erase_contact(transaction, from.id, now);
}

std::vector<LineEvent> line_events(Transaction& transaction, std::string_view contact, int most) {
    std::vector<LineEvent> events;
    for (const Row& row : transaction.run(
             "SELECT at, kind, body FROM ledger_event WHERE subject = $1 AND kind IN ('person_added', "
             "'place_changed') ORDER BY at, nth LIMIT $2",
             {std::string{contact}, std::int64_t{most}}))
        events.push_back({time_of(row, 0), row.text(1), row.text(2)});
    return events;
}

}  // namespace offing::storage
