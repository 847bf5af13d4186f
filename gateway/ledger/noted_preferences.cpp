#include "gateway/ledger/noted_preferences.hpp"

#include <boost/json.hpp>

#include "gateway/base/crypto.hpp"
#include "gateway/ledger/event.hpp"
#include "gateway/storage/columns.hpp"
#include "gateway/storage/json_values.hpp"

namespace offing::ledger {

namespace json = boost::json;
using storage::Transaction;

namespace {

constexpr std::string_view field = "noted preferences";
constexpr std::size_t salt_digits = 32;

std::optional<NotedPreferences> open(const storage::ContactKey& key, const Bytes& sealed) {
    auto plain = key.open(sealed, field);
    if (!plain || plain->size() < salt_digits) return std::nullopt;
    return NotedPreferences{.salt = plain->substr(0, salt_digits), .text = plain->substr(salt_digits)};
}

std::vector<std::string> texts_of(const json::object& object, std::string_view key) {
    std::vector<std::string> texts;
    const json::value* found = object.if_contains(key);
    if (found == nullptr || !found->is_array()) return texts;
    for (const json::value& one : found->get_array())
        if (one.is_string()) texts.emplace_back(one.get_string());
    return texts;
}

std::optional<std::string> text_of(const json::object& object, std::string_view key) {
    const json::value* found = object.if_contains(key);
    if (found == nullptr || !found->is_string()) return std::nullopt;
    return std::string{found->get_string()};
}

}  // namespace

std::string write_preferences(const storage::Person& person) {
    json::object out;
    if (!person.busy.empty()) out["busy"] = storage::to_json(person.busy);
    if (person.travel.count() != 0) out["travel"] = person.travel.count();
    if (!person.school.empty()) out["school"] = person.school;
    if (person.usual_worker) out["usual_worker"] = *person.usual_worker;
    if (!person.workers_not.empty()) out["workers_not"] = json::value_from(person.workers_not);
    if (person.women_only) out["women_only"] = true;
    if (person.not_before) out["not_before"] = scheduler::spell_clock(*person.not_before);
    if (!person.taken_before.empty()) {
        json::array taken;
        for (const auto clock : person.taken_before) taken.emplace_back(scheduler::spell_clock(clock));
        out["taken_before"] = std::move(taken);
    }
    return json::serialize(out);
}

std::optional<scheduler::Preferences> read_preferences(std::string_view text) {
    const json::value value = storage::read_json(text);
    if (!value.is_object()) return std::nullopt;
    const json::object& object = value.get_object();
    scheduler::Preferences woman;
    if (const json::value* busy = object.if_contains("busy")) woman.busy = storage::busy_windows_from(*busy);
    if (const json::value* travel = object.if_contains("travel"); travel != nullptr && travel->is_int64())
        woman.travel = std::chrono::minutes{travel->get_int64()};
    woman.school = text_of(object, "school").value_or("");
    woman.usual_worker = text_of(object, "usual_worker");
    woman.workers_not = texts_of(object, "workers_not");
    if (const json::value* only = object.if_contains("women_only"); only != nullptr && only->is_bool())
        woman.women_only = only->get_bool();
    if (const auto clock = text_of(object, "not_before")) woman.not_before = scheduler::parse_clock(*clock);
    for (const std::string& clock : texts_of(object, "taken_before"))
        if (const auto read = scheduler::parse_clock(clock)) woman.taken_before.push_back(*read);
    return woman;
}

std::string digest_of(const NotedPreferences& noted) {
    return crypto::to_hex(crypto::sha256(noted.salt + noted.text));
}

void note_preferences(Transaction& transaction, const storage::Contact& contact, Timestamp now) {
    if (!contact.person) return;
    NotedPreferences fresh{.salt = {}, .text = write_preferences(*contact.person)};
    const auto last = transaction.run(
        "SELECT number, body_enc FROM noted_preferences WHERE contact = $1 ORDER BY number DESC LIMIT 1",
        {contact.id});
    if (!last.empty() && !last.front().is_null(1)) {
        const auto known = open(contact.key, last.front().bytes(1));
        if (known && known->text == fresh.text) return;
    }
    fresh.salt = crypto::to_hex(crypto::random_bytes(salt_digits / 2));
    const std::string digest = digest_of(fresh);
    const std::int64_t number = last.empty() ? 1 : last.front().integer(0) + 1;
    transaction.run(
        "INSERT INTO noted_preferences (contact, number, digest, body_enc) VALUES ($1, $2, $3, $4)",
        {contact.id, number, digest, contact.key.seal(fresh.salt + fresh.text, field)});
    record(transaction, Kind::preferences_noted, contact.id, {{"digest", digest}}, now);
}

std::optional<NotedPreferences> find_noted(Transaction& transaction, const storage::Vault& vault,
                                           std::string_view digest) {
    const auto rows = transaction.run(
        "SELECT n.body_enc, c.key_wrapped FROM noted_preferences n JOIN contact c ON c.id = n.contact WHERE "
        "n.digest = $1",
        {std::string{digest}});
    if (rows.empty() || rows.front().is_null(0) || rows.front().is_null(1)) return std::nullopt;
    const auto key = vault.unwrap(rows.front().bytes(1));
    if (!key)
        throw storage::StatementFailed(storage::StatementFailed::Why::sealed,
                                       "a contact's key can't be opened with this master key");
    return open(*key, rows.front().bytes(0));
}

}  // namespace offing::ledger
