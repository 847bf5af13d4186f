#include "gateway/storage/companies.hpp"

#include "gateway/storage/columns.hpp"

namespace offing::storage {

bool add_block(Transaction& transaction, std::string_view contact, std::string_view account, Timestamp now) {
    return !transaction
                .run(
                    "INSERT INTO provider_block (contact, provider, since) VALUES ($1, $2, $3) "
                    "ON CONFLICT (contact, provider) DO NOTHING RETURNING contact",
                    {std::string{contact}, std::string{account}, millis(now)})
                .empty();
}

bool lift_block(Transaction& transaction, std::string_view contact, std::string_view account) {
    return !transaction
                .run("DELETE FROM provider_block WHERE contact = $1 AND provider = $2 RETURNING contact",
                     {std::string{contact}, std::string{account}})
                .empty();
}

bool is_blocked(Transaction& transaction, std::string_view contact) {
    return !transaction
                .run("SELECT contact FROM provider_block WHERE contact = $1 LIMIT 1", {std::string{contact}})
                .empty();
}

std::vector<ProviderBlock> blocks(Transaction& transaction, int most) {
    std::vector<ProviderBlock> found;
    for (const Row& row :
         transaction.run("SELECT contact, provider, since FROM provider_block ORDER BY since DESC LIMIT $1",
                         {std::int64_t{most}}))
        found.push_back({row.text(0), row.text(1), time_of(row, 2)});
    return found;
}

std::vector<UpstreamCopy> upstream_copies(Transaction& transaction, std::string_view account,
                                          Timestamp inbound_before, Timestamp outbound_before, int most) {
    std::vector<UpstreamCopy> copies;
    const auto add = [&](const Rows& rows, bool inbound) {
        for (const Row& row : rows)
            copies.push_back({row.text(0), row.text(1), inbound, row.text(2) == "to_remove"});
    };
    add(transaction.run("SELECT id, provider_id, upstream FROM inbound WHERE provider = $1 AND "
                        "upstream IN ('kept', 'to_remove') AND (upstream = 'to_remove' OR received_at < $2) "
                        "ORDER BY upstream DESC, received_at LIMIT $3",
                        {std::string{account}, millis(inbound_before), std::int64_t{most}}),
        true);
    add(transaction.run(
            "SELECT id, provider_id, upstream FROM outbound WHERE provider = $1 AND "
            "upstream IN ('kept', 'to_remove') AND provider_id IS NOT NULL AND status IN ('sent', "
            "'failed', 'opted_out', 'dropped') AND (upstream = 'to_remove' OR "
            "COALESCE(delivery_rank, 0) >= 3 OR settled_at < $2) "
            "ORDER BY upstream DESC, settled_at LIMIT $3",
            {std::string{account}, millis(outbound_before), std::int64_t{most}}),
        false);
    return copies;
}

void note_upstream(Transaction& transaction, const UpstreamCopy& copy, UpstreamState state) {
    const std::string word = state == UpstreamState::redacted  ? "redacted"
                             : state == UpstreamState::removed ? "removed"
                                                               : "refused";
    // An erasure that came meanwhile stays to be done.
    const std::string was = copy.everything ? "to_remove" : "kept";
    transaction.run(copy.inbound ? "UPDATE inbound SET upstream = $2 WHERE id = $1 AND upstream = $3"
                                 : "UPDATE outbound SET upstream = $2 WHERE id = $1 AND upstream = $3",
                    {copy.id, word, was});
}

void remove_upstream(Transaction& transaction, std::string_view contact) {
    transaction.run("UPDATE inbound SET upstream = 'to_remove' WHERE contact = $1 AND upstream <> 'removed'",
                    {std::string{contact}});
    transaction.run(
        "UPDATE outbound SET upstream = 'to_remove' WHERE contact = $1 AND upstream <> 'removed' AND "
        "provider_id IS NOT NULL",
        {std::string{contact}});
}

std::int64_t count_to_remove(Transaction& transaction) {
    return transaction
        .run(
            "SELECT (SELECT COUNT(*) FROM inbound WHERE upstream = 'to_remove') + "
            "(SELECT COUNT(*) FROM outbound WHERE upstream = 'to_remove' AND provider_id IS NOT NULL)")
        .front()
        .integer(0);
}

Timestamp reconciled_until(Transaction& transaction, std::string_view account) {
    const Rows rows =
        transaction.run("SELECT seen_until FROM reconciled WHERE provider = $1", {std::string{account}});
    return rows.empty() ? Timestamp{} : time_of(rows.front(), 0);
}

bool begin_reconciling(Transaction& transaction, std::string_view account, std::chrono::milliseconds every,
                       Timestamp now) {
    transaction.run("INSERT INTO reconciled (provider) VALUES ($1) ON CONFLICT (provider) DO NOTHING",
                    {std::string{account}});
    // A clock that was set back must not stop it for good.
    return !transaction
                .run(
                    "UPDATE reconciled SET began_at = $3 WHERE provider = $1 AND (began_at <= $2 OR began_at "
                    "> "
                    "$3) RETURNING provider",
                    {std::string{account}, millis(now - every), millis(now)})
                .empty();
}

void note_reconciled(Transaction& transaction, std::string_view account, Timestamp until) {
    transaction.run(
        "INSERT INTO reconciled (provider, seen_until) VALUES ($1, $2) ON CONFLICT (provider) DO UPDATE SET "
        "seen_until = excluded.seen_until",
        {std::string{account}, millis(until)});
}

std::vector<Bytes> bodies_received(Transaction& transaction, std::string_view contact, Timestamp from,
                                   Timestamp to) {
    std::vector<Bytes> bodies;
    for (const Row& row : transaction.run("SELECT body_enc FROM inbound WHERE contact = $1 AND received_at "
                                          "BETWEEN $2 AND $3 AND body_enc IS NOT NULL",
                                          {std::string{contact}, millis(from), millis(to)}))
        bodies.push_back(row.bytes(0));
    return bodies;
}

}  // namespace offing::storage
