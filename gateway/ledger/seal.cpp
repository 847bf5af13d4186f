#include "gateway/ledger/seal.hpp"

#include "gateway/ledger/records.hpp"
#include "gateway/storage/columns.hpp"

namespace offing::ledger {

using storage::Row;
using storage::StatementFailed;
using storage::Transaction;
using storage::Value;

namespace {

constexpr std::string_view purpose = "ledger signing key";
/// Events dated further ahead were written by a clock that has been put right since.
constexpr std::chrono::minutes ahead_of_time{10};

/// Two questions, each of which the index answers in order: with OR, SQLite would sort all that wait.
storage::Rows waiting_events(Transaction& transaction, const SealSettings& settings, Timestamp now) {
    constexpr std::string_view columns =
        "SELECT id, at, nth, kind, version, subject, body FROM ledger_event ";
    static const std::string due =
        std::string{columns} + "WHERE seq IS NULL AND at <= $1 ORDER BY at, nth, id LIMIT $2";
    static const std::string ahead =
        std::string{columns} + "WHERE seq IS NULL AND at > $1 ORDER BY at, nth, id LIMIT $2";
    auto rows = transaction.run(due, {storage::millis(now - settings.rest), std::int64_t{settings.count}});
    if (const auto room = settings.count - std::ssize(rows); room > 0)
        for (auto& row : transaction.run(ahead, {storage::millis(now + ahead_of_time), std::int64_t{room}}))
            rows.push_back(std::move(row));
    return rows;
}

/// False when another daemon holds the row: it is sealing.
bool take_turn(Transaction& transaction) {
    return !transaction
                .run(std::string{"SELECT number FROM ledger_key WHERE number = 1"} +
                     std::string{transaction.skip_locked()})
                .empty();
}

LedgerEvent event_from(const Row& row, std::int64_t seq) {
    return {.seq = seq,
            .id = row.text(0),
            .at = storage::time_of(row, 1),
            .nth = row.integer(2),
            .kind = row.text(3),
            .version = row.integer(4),
            .subject = row.text(5),
            .body = row.text(6)};
}

void number_events(Transaction& transaction, const storage::Rows& rows, StoredTree& tree) {
    for (const Row& row : rows) {
        const auto seq = static_cast<std::int64_t>(tree.size());
        tree.append(leaf_hash(line_of(event_from(row, seq))));
        if (transaction.change("UPDATE ledger_event SET seq = $1 WHERE id = $2 AND seq IS NULL",
                               {seq, row.text(0)}) == 0)
            throw StatementFailed(StatementFailed::Why::conflict, "another daemon sealed this event");
    }
    tree.save();
}

}  // namespace

Result<crypto::SigningKey> signing_key(storage::Database& database, const storage::Vault& vault,
                                       Timestamp now) {
    const auto fresh = crypto::SigningKey::make();
    const Bytes public_key{fresh.public_key().begin(), fresh.public_key().end()};
    const Bytes sealed = vault.seal(fresh.secret(), purpose);
    const auto stored = database.transact_now([&](Transaction& transaction) {
        transaction.run(
            "INSERT INTO ledger_key (number, public_key, private_sealed, made_at) VALUES (1, $1, $2, $3) ON "
            "CONFLICT (number) DO NOTHING",
            {public_key, sealed, storage::millis(now)});
        return transaction.run("SELECT private_sealed FROM ledger_key WHERE number = 1").front().bytes(0);
    });
    if (!stored) return std::unexpected(stored.error());
    const auto secret = vault.open(*stored, purpose);
    if (!secret) return std::unexpected(secret.error());
    auto key = crypto::SigningKey::from_secret(*secret);
    if (!key) return fail(Error::Kind::refused, "the ledger's key has another length");
    return std::move(*key);
}

void adopt_key(Transaction& transaction, const storage::Vault& vault, const crypto::SigningKey& key,
               Timestamp now) {
    transaction.change(
        "INSERT INTO ledger_key (number, public_key, private_sealed, made_at) VALUES (1, $1, $2, $3)",
        {Bytes{key.public_key().begin(), key.public_key().end()}, vault.seal(key.secret(), purpose),
         storage::millis(now)});
}

std::chrono::milliseconds behind_last_head(Transaction& transaction, Timestamp now) {
    const auto head = last_head(transaction);
    return head && now < head->at ? head->at - now : std::chrono::milliseconds{0};
}

std::optional<Head> seal_some(Transaction& transaction, const crypto::SigningKey& key,
                              const SealSettings& settings, Timestamp now) {
    if (!take_turn(transaction)) return std::nullopt;
    const auto before = last_head(transaction);
    if (before && now < before->at) return std::nullopt;
    const auto rows = waiting_events(transaction, settings, now);
    if (rows.empty()) return std::nullopt;
    const bool is_full = std::ssize(rows) >= settings.count;
    if (!is_full && storage::time_of(rows.front(), 1) + settings.patience > now) return std::nullopt;

    StoredTree tree{transaction, before ? static_cast<std::uint64_t>(before->size) : 0};
    number_events(transaction, rows, tree);
    Head head{.key = key.public_key(),
              .number = before ? before->number + 1 : 1,
              .size = static_cast<std::int64_t>(tree.size()),
              .root = tree.root(),
              .previous = before ? digest(*before) : Hash{},
              .at = now};
    head.signature = key.sign(signed_text(head));
    add_head(transaction, head);
    return head;
}

}  // namespace offing::ledger
