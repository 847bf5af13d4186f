#include <algorithm>
#include <boost/json.hpp>
#include <fstream>
#include <unordered_map>

#include "gateway/base/crypto.hpp"
#include "gateway/ledger/event.hpp"
#include "gateway/ledger/records.hpp"
#include "gateway/ledger/seal.hpp"
#include "gateway/service/handover.hpp"
#include "gateway/service/handover_tables.hpp"

namespace offing::service {

namespace json = boost::json;
using storage::StatementFailed;
using storage::Transaction;
using storage::Value;

namespace {

constexpr std::size_t longest_line = 64 * 1024 * 1024;
constexpr std::int64_t known_version = 1;

/// What is wrong with a line; the transaction ends with it.
struct BadLine : StatementFailed {
    explicit BadLine(const std::string& what) : StatementFailed{Why::other, what} {}
};

class Reader {
public:
    Reader(Transaction& transaction, const storage::Vault& vault, const std::filesystem::path& file,
           Timestamp now)
        : transaction_{transaction},
          vault_{vault},
          name_{file.filename().string()},
          stream_{file, std::ios::binary},
          now_{now} {}

    HandedOver read() {
        if (!stream_) throw BadLine{name_ + " can't be read"};
        take_title(next());
        while (!ended_) take(next());
        if (stream_.peek() != std::ifstream::traits_type::eof()) bad("something follows the end");
        if (!leaves_.empty()) bad("the last events are under no head");
        ledger::record(transaction_, ledger::Kind::taken_over, "",
                       {{"seal", head_ ? head_->number : 0}, {"women", done_.women}}, now_);
        return done_;
    }

private:
    [[noreturn]] void bad(const std::string& what) const {
        throw BadLine{name_ + ":" + std::to_string(line_) + ": " + what};
    }

    json::object next() {
        std::string text;
        if (!std::getline(stream_, text)) {
            ++line_;
            bad("the file ends early: its last line is missing");
        }
        ++line_;
        if (stream_.eof()) bad("the file ends in the middle of a line");
        if (text.size() > longest_line) bad("the line is too long");
        boost::system::error_code failed;
        json::value value = json::parse(text, failed);
        if (failed || !value.is_object()) bad("this is no JSON object");
        return std::move(value.get_object());
    }

    std::string text(const json::object& object, std::string_view key) const {
        const json::value* found = object.if_contains(key);
        if (found == nullptr || !found->is_string())
            bad("\"" + std::string{key} + "\" is missing, or no text");
        return std::string{found->get_string()};
    }
    std::int64_t integer(const json::object& object, std::string_view key) const {
        const json::value* found = object.if_contains(key);
        if (found == nullptr || !found->is_int64())
            bad("\"" + std::string{key} + "\" is missing, or no number");
        return found->get_int64();
    }
    void hold_fields(const json::object& object, std::initializer_list<std::string_view> known) const {
        for (const auto& [key, value] : object)
            if (key != "kind" && std::ranges::find(known, std::string_view{key}) == known.end())
                unknown_field(key);
    }
    [[noreturn]] void unknown_field(std::string_view key) const {
        bad("the field \"" + std::string{key} +
            "\" isn't known here; a newer Offing wrote it. Nothing was imported");
    }

    void take_title(const json::object& object) {
        const json::value* kind = object.if_contains("kind");
        if (kind == nullptr || !kind->is_string() || kind->get_string() != "offing-handover")
            bad("this is no handover of a service");
        if (const auto version = integer(object, "version"); version != known_version)
            bad("version " + std::to_string(version) + " of the handover isn't known here, only version " +
                std::to_string(known_version) + "; a newer Offing may know it. Nothing was imported");
        hold_fields(object, {"version", "made_at"});
    }

    void take(const json::object& object) {
        const std::string kind = text(object, "kind");
        if (kind == "event") return take_event(object);
        if (kind == "head") return take_head(object);
        if (kind == "ledger_key") return take_key(object);
        if (kind == "end") return take_end(object);
        const auto tables = handover_tables();
        const auto table = std::ranges::find(tables, std::string_view{kind}, &HandoverTable::kind);
        if (table == tables.end())
            bad("a line of kind \"" + kind.substr(0, 40) +
                "\" isn't known here; a newer Offing wrote it. Nothing was imported");
        take_row(*table, object);
    }

    void take_row(const HandoverTable& table, const json::object& object) {
        for (const auto& [key, value] : object)
            if (key != "kind" && std::ranges::find(table.fields, std::string_view{key},
                                                   &HandoverField::name) == table.fields.end())
                unknown_field(key);
        std::string columns, numbers;
        std::vector<Value> values;
        const auto add = [&](std::string_view column, Value value) {
            values.push_back(std::move(value));
            columns += (values.size() == 1 ? "" : ", ") + std::string{column};
            numbers += (values.size() == 1 ? "$" : ", $") + std::to_string(values.size());
        };
        if (table.kind == "contact") add_contact(object, add);
        for (const HandoverField& field : table.fields) add(field.column, value_of(table, field, object));
        insert("INSERT INTO " + std::string{table.table} + " (" + columns + ") VALUES (" + numbers + ")",
               values);
        if (table.kind == "booking") ++done_.bookings;
    }

    /// She gets a key of her own under this store's master key.
    template <typename Add>
    void add_contact(const json::object& object, const Add& add) {
        const auto key = keys_.emplace(text(object, "id"), vault_.new_key()).first;
        add("key_wrapped", Value{key->second.wrapped()});
        add("number_lookup", Value{vault_.lookup(text(object, "number"))});
        ++done_.women;
    }

    Value value_of(const HandoverTable& table, const HandoverField& field, const json::object& object) const {
        const json::value* found = object.if_contains(field.name);
        if (found != nullptr && found->is_null() && field.may_be_null) return {};
        if (field.form == FieldForm::integer) return integer(object, field.name);
        std::string plain = text(object, field.name);
        if (field.form == FieldForm::text) return plain;
        const auto key = keys_.find(text(object, table.owner));
        if (key == keys_.end()) bad("\"" + std::string{table.owner} + "\" names nobody in this file");
        return key->second.seal(plain, field.sealed_as);
    }

    void insert(const std::string& sql, const std::vector<Value>& values) {
        try {
            transaction_.change(sql, values);
        } catch (const StatementFailed& failed) {
            if (failed.why() != StatementFailed::Why::unique && failed.why() != StatementFailed::Why::other)
                throw;
            bad("the store doesn't take it, it stands there twice or refers to what isn't there: " +
                std::string{failed.what()});
        }
    }

    void take_key(const json::object& object) {
        hold_fields(object, {"secret"});
        const auto secret = crypto::from_hex(text(object, "secret"));
        const auto key = secret ? crypto::SigningKey::from_secret(as_text(*secret)) : std::nullopt;
        if (!key || key_) bad("the ledger's key isn't 64 hex digits, or stands there twice");
        key_ = key->public_key();
        ledger::adopt_key(transaction_, vault_, *key, now_);
    }

    void take_event(const json::object& object) {
        hold_fields(object, {"seq", "line"});
        const std::string written = text(object, "line");
        auto event = ledger::event_from_line(written);
        if (!event) bad(event.error().what);
        event->seq = integer(object, "seq");
        if (event->seq != done_.events)
            bad("event " + std::to_string(event->seq) + " stands where event " +
                std::to_string(done_.events) + " belongs");
        insert(
            "INSERT INTO ledger_event (seq, id, at, nth, kind, version, subject, body) VALUES ($1, $2, $3, "
            "$4, "
            "$5, $6, $7, $8)",
            {event->seq, event->id, event->at.time_since_epoch().count(), event->nth, event->kind,
             event->version, event->subject, event->body});
        leaves_.push_back(ledger::leaf_hash(written));
        ++done_.events;
    }

    void take_head(const json::object& object) {
        hold_fields(object, {"text"});
        const auto head = ledger::read_head(text(object, "text"));
        if (!head) bad(head.error().what);
        if (!key_ || head->key != *key_) bad("the head is another ledger's");
        const ledger::Hash previous = head_ ? ledger::digest(*head_) : ledger::Hash{};
        if (head->number != (head_ ? head_->number : 0) + 1 || head->previous != previous)
            bad("seal " + std::to_string(head->number) + " doesn't follow from the one before it");
        const auto before = static_cast<std::uint64_t>(head_ ? head_->size : 0);
        ledger::StoredTree tree{transaction_, before};
        for (const ledger::Hash& leaf : leaves_) tree.append(leaf);
        if (head->size != done_.events || tree.root() != head->root)
            bad("events " + std::to_string(before) + " to " + std::to_string(done_.events - 1) +
                " aren't what seal " + std::to_string(head->number) + " sealed");
        tree.save();
        ledger::add_head(transaction_, *head);
        leaves_.clear();
        head_ = *head;
    }

    void take_end(const json::object& object) {
        hold_fields(object, {"lines"});
        if (integer(object, "lines") != line_) bad("lines are missing before the end");
        if (!key_) bad("the ledger's key is missing");
        ended_ = true;
    }

    Transaction& transaction_;
    const storage::Vault& vault_;
    std::string name_;
    std::ifstream stream_;
    Timestamp now_;
    std::int64_t line_ = 0;
    bool ended_ = false;
    std::unordered_map<std::string, storage::ContactKey> keys_;
    std::optional<crypto::PublicKey> key_;
    std::optional<ledger::Head> head_;
    std::vector<ledger::Hash> leaves_;  ///< since the last head
    HandedOver done_;
};

bool is_empty(Transaction& transaction) {
    const auto has_none = [&](std::string_view table) {
        return transaction.run("SELECT 1 FROM " + std::string{table} + " LIMIT 1").empty();
    };
    return std::ranges::all_of(handover_tables(), has_none, &HandoverTable::table) &&
           has_none("ledger_key") && has_none("ledger_event");
}

}  // namespace

Result<HandedOver> import_service(storage::Database& database, const storage::Vault& vault,
                                  const std::filesystem::path& file, Timestamp now) {
    auto done = database.transact_now([&](Transaction& transaction) -> std::optional<HandedOver> {
        if (!is_empty(transaction)) return std::nullopt;
        return Reader{transaction, vault, file, now}.read();
    });
    if (!done) return std::unexpected(done.error());
    if (*done) return **done;
    return fail(Error::Kind::refused,
                "the store isn't empty: a service is taken over into a new one (offing db migrate makes it), "
                "before its daemon runs for the first time");
}

}  // namespace offing::service
