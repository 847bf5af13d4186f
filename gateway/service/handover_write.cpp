#include <boost/json.hpp>
#include <fstream>
#include <unordered_map>

#include "gateway/base/crypto.hpp"
#include "gateway/ledger/records.hpp"
#include "gateway/ledger/seal.hpp"
#include "gateway/service/handover.hpp"
#include "gateway/service/handover_tables.hpp"
#include "gateway/storage/private_file.hpp"

namespace offing::service {

namespace json = boost::json;
using storage::Row;
using storage::StatementFailed;
using storage::Transaction;

namespace {

constexpr int page = 2048;

/// Everything gets its seal, however young: nothing is being written beside this.
void seal_all(storage::Database& database, const crypto::SigningKey& key, Timestamp now) {
    const ledger::SealSettings at_once{
        .count = 256, .patience = std::chrono::seconds{0}, .rest = std::chrono::milliseconds{0}};
    for (bool more = true; more;) {
        const auto head = database.transact_now(
            [&](Transaction& transaction) { return ledger::seal_some(transaction, key, at_once, now); });
        if (!head) throw StatementFailed(StatementFailed::Why::other, head.error().what);
        more = head->has_value();
    }
}

class Writer {
public:
    Writer(Transaction& transaction, const storage::Vault& vault, const std::filesystem::path& file)
        : transaction_{transaction}, vault_{vault}, out_{file, std::ios::binary | std::ios::trunc} {}

    HandedOver write(const crypto::SigningKey& key, Timestamp now) {
        line({{"kind", "offing-handover"}, {"version", 1}, {"made_at", ledger::spell_time(now)}});
        load_keys();
        for (const HandoverTable& table : handover_tables()) write_table(table);
        line({{"kind", "ledger_key"},
              {"secret", crypto::to_hex(Bytes{key.secret().begin(), key.secret().end()})}});
        write_ledger();
        line({{"kind", "end"}, {"lines", lines_ + 1}});
        out_.flush();
        if (!out_) throw StatementFailed(StatementFailed::Why::other, "the file can't be written");
        done_.left_open = count("SELECT COUNT(*) FROM task WHERE done_at IS NULL");
        return done_;
    }

private:
    void line(const json::object& object) {
        out_ << json::serialize(object) << '\n';
        ++lines_;
    }

    std::int64_t count(std::string_view sql) { return transaction_.run(sql).front().integer(0); }

    void load_keys() {
        for (const Row& row :
             transaction_.run("SELECT c.id, c.key_wrapped FROM contact c JOIN person p ON p.id = "
                              "c.id WHERE c.key_wrapped IS NOT NULL")) {
            auto key = vault_.unwrap(row.bytes(1));
            if (!key)
                throw StatementFailed(StatementFailed::Why::sealed,
                                      "a contact's key can't be opened with this master key");
            keys_.emplace(row.text(0), std::move(*key));
        }
    }

    void write_table(const HandoverTable& table) {
        std::string sql = "SELECT ";
        for (const HandoverField& field : table.fields)
            sql += (&field == table.fields.data() ? "" : ", ") + std::string{field.column};
        sql += " FROM " + std::string{table.table};
        if (!table.where.empty()) sql += " WHERE " + std::string{table.where};
        sql += " ORDER BY " + std::string{table.order};
        for (const Row& row : transaction_.run(sql)) write_row(table, row);
    }

    void write_row(const HandoverTable& table, const Row& row) {
        json::object object{{"kind", table.kind}};
        std::string owner;
        for (std::size_t at = 0; at < table.fields.size(); ++at) {
            const HandoverField& field = table.fields[at];
            object[field.name] = value_of(field, row, at, owner);
            if (field.name == table.owner) owner = row.text(at);
        }
        line(object);
        if (table.kind == "contact") ++done_.women;
        if (table.kind == "booking") ++done_.bookings;
    }

    json::value value_of(const HandoverField& field, const Row& row, std::size_t at,
                         const std::string& owner) {
        if (row.is_null(at)) return nullptr;
        if (field.form == FieldForm::integer) return row.integer(at);
        if (field.form == FieldForm::text) return json::string{row.text(at)};
        auto plain = keys_.at(owner).open(row.bytes(at), field.sealed_as);
        if (!plain) throw StatementFailed(StatementFailed::Why::sealed, plain.error().what);
        return json::string{*plain};
    }

    /// The events under a seal, then its head.
    void write_ledger() {
        for (auto heads = ledger::heads(transaction_, 1, page); !heads.empty();
             heads = ledger::heads(transaction_, heads.back().number + 1, page))
            for (const ledger::Head& head : heads) {
                write_events(head.size);
                line({{"kind", "head"}, {"text", ledger::write_head(head)}});
            }
        if (ledger::count_unsealed(transaction_) > 0)
            throw StatementFailed(StatementFailed::Why::other,
                                  "events were written meanwhile, or are dated ahead of this clock: stop the "
                                  "daemon, then try again");
    }

    void write_events(std::int64_t end) {
        while (done_.events < end) {
            const auto events =
                ledger::sealed_events(transaction_, done_.events,
                                      static_cast<int>(std::min<std::int64_t>(page, end - done_.events)));
            if (events.empty() || events.front().seq != done_.events ||
                events.back().seq != done_.events + std::ssize(events) - 1)
                throw StatementFailed(StatementFailed::Why::other,
                                      "events are missing in the ledger: offing audit verify says which");
            for (const auto& event : events)
                line({{"kind", "event"}, {"seq", event.seq}, {"line", ledger::line_of(event)}});
            done_.events += std::ssize(events);
        }
    }

    Transaction& transaction_;
    const storage::Vault& vault_;
    std::ofstream out_;
    std::unordered_map<std::string, storage::ContactKey> keys_;
    std::int64_t lines_ = 0;
    HandedOver done_;
};

}  // namespace

Result<HandedOver> export_service(storage::Database& database, const storage::Vault& vault,
                                  const std::filesystem::path& file, Timestamp now) {
    const auto key = ledger::signing_key(database, vault, now);
    if (!key) return std::unexpected(key.error());
    try {
        seal_all(database, *key, now);
    } catch (const StatementFailed& failed) {
        return fail(Error::Kind::io, failed.what());
    }
    std::filesystem::path partial = file;
    partial += ".partial";
    storage::make_private_file(partial);
    auto done = database.read_now(
        [&](Transaction& transaction) { return Writer{transaction, vault, partial}.write(*key, now); });
    std::error_code failed;
    if (done) std::filesystem::rename(partial, file, failed);
    if (done && failed) done = fail(Error::Kind::io, file.string() + " can't be written");
    if (!done) std::filesystem::remove(partial, failed);
    return done;
}

}  // namespace offing::service
