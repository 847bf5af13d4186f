#include "gateway/storage/outbox.hpp"

#include <algorithm>
#include <array>

#include "gateway/storage/columns.hpp"

namespace offing::storage {

namespace {

#define OFFING_OUTBOUND_COLUMNS                                                                            \
    "id, contact, booking, template, template_version, language, priority, unprompted, body_enc, due_at, " \
    "expires_at, attempts, provider, provider_id, lease_until, route, offer_set"

// Bounds on priority, so that what is due is one stretch of the index, however much waits for later.
constexpr std::string_view urgent_only = "priority < 2";
constexpr std::string_view the_rest = "priority = 2";

}  // namespace

/// What the store holds was sealed before it came there.
struct OutboundRow {
    static SealedText body(const Row& row, std::size_t column) {
        return row.is_null(column) ? SealedText{} : SealedText{row.bytes(column)};
    }
};

namespace {

DueText due_text_from(const Row& row) {
    DueText due;
    due.text = {.id = row.text(0),
                .contact = row.text(1),
                .booking = row.maybe_text(2),
                .template_id = row.text(3),
                .template_version = static_cast<int>(row.integer(4)),
                .language = row.text(5),
                .priority = static_cast<Priority>(row.integer(6)),
                .unprompted = row.integer(7) != 0,
                .body = OutboundRow::body(row, 8),
                .due = time_of(row, 9),
                .expires = time_of(row, 10)};
    due.attempts = static_cast<int>(row.integer(11));
    due.provider = row.maybe_text(12).value_or("");
    due.provider_id = row.maybe_text(13).value_or("");
    due.lease_until = time_of(row, 14);
    due.route = row.text(15);
    due.text.offers = row.maybe_text(16);
    return due;
}

std::vector<DueText> due_texts_from(const Rows& rows) {
    std::vector<DueText> due;
    due.reserve(rows.size());
    for (const Row& row : rows) due.push_back(due_text_from(row));
    return due;
}

void lease_some(Transaction& transaction, const Lease& lease, std::string_view which,
                const std::string& route, int most, std::vector<DueText>& leased) {
    if (most < 1) return;
    std::string sql =
        "UPDATE outbound SET status = 'sending', attempts = attempts + 1, lease_by = $1, lease_until = $2, "
        "provider = $3, provider_id = NULL WHERE id IN (SELECT id FROM outbound WHERE status = 'waiting' AND "
        "route = $4 AND ";
    sql.append(which).append(" AND due_at <= $5 ORDER BY priority, due_at LIMIT $6");
    sql.append(transaction.skip_locked()).append(") RETURNING " OFFING_OUTBOUND_COLUMNS);
    auto some = due_texts_from(transaction.run(sql, {lease.owner, millis(lease.until), lease.account, route,
                                                     millis(lease.now), std::int64_t{most}}));
    std::ranges::move(some, std::back_inserter(leased));
}

}  // namespace

std::vector<DueText> lease_due(Transaction& transaction, const Lease& lease) {
    std::vector<DueText> leased;
    const auto taken = [&](std::size_t before) { return static_cast<int>(leased.size() - before); };
    for (const auto& [which, most] : std::array<std::pair<std::string_view, int>, 2>{
             {{urgent_only, lease.urgent}, {the_rest, lease.reminders}}}) {
        const std::size_t before = leased.size();
        lease_some(transaction, lease, which, lease.account, most, leased);
        lease_some(transaction, lease, which, "", most - taken(before), leased);
    }
    std::ranges::sort(leased, {},
                      [](const DueText& one) { return std::pair{one.text.priority, one.text.due}; });
    return leased;
}

void send_by(Transaction& transaction, std::string_view id, std::string_view account) {
    transaction.run(
        "UPDATE outbound SET status = 'waiting', attempts = attempts - 1, route = $2, lease_by = NULL, "
        "provider = CASE WHEN attempts > 1 THEN provider ELSE NULL END WHERE id = $1 AND status = 'sending'",
        {std::string{id}, std::string{account}});
}

int free_route(Transaction& transaction, std::string_view account, int most) {
    return static_cast<int>(
        transaction
            .run("UPDATE outbound SET route = '' WHERE id IN (SELECT id FROM outbound WHERE status = "
                 "'waiting' AND route = $1 ORDER BY priority, due_at LIMIT $2) RETURNING id",
                 {std::string{account}, std::int64_t{most}})
            .size());
}

std::vector<DueText> overdue_leases(Transaction& transaction, Timestamp now, int most) {
    return due_texts_from(transaction.run(
        "SELECT " OFFING_OUTBOUND_COLUMNS
        " FROM outbound WHERE status = 'sending' AND lease_until <= $1 ORDER BY lease_until LIMIT $2",
        {millis(now), std::int64_t{most}}));
}

std::vector<DueText> unknown_texts(Transaction& transaction, Timestamp before, int most) {
    return due_texts_from(
        transaction.run("SELECT " OFFING_OUTBOUND_COLUMNS
                        " FROM outbound WHERE status = 'unknown' AND asked = 0 AND settled_at <= $1 "
                        "ORDER BY settled_at LIMIT $2",
                        {millis(before), std::int64_t{most}}));
}

void stop_asking(Transaction& transaction, std::string_view id) {
    transaction.run("UPDATE outbound SET asked = 1 WHERE id = $1", {std::string{id}});
}

void settle(Transaction& transaction, std::string_view id, OutboundStatus status,
            std::string_view provider_id, std::string_view why, Timestamp now) {
    transaction.run(
        "UPDATE outbound SET status = $2, provider_id = COALESCE($3, provider_id), why = $4, settled_at = "
        "$5, "
        "lease_by = NULL WHERE id = $1 AND status IN ('waiting', 'sending', 'unknown')",
        {std::string{id}, std::string{spell(status)},
         provider_id.empty() ? Value{} : Value{std::string{provider_id}}, std::string{why}, millis(now)});
    if (provider_id.empty()) return;
    // A receipt may have come before the send was on record.
    for (const Row& early :
         transaction.run("DELETE FROM unknown_receipt WHERE provider_id = $1 AND provider = "
                         "(SELECT provider FROM outbound WHERE id = $2) "
                         "RETURNING provider, delivery, delivery_rank",
                         {std::string{provider_id}, std::string{id}}))
        note_receipt(transaction, early.text(0), provider_id, id, early.text(1),
                     static_cast<int>(early.integer(2)), now);
}

void put_back(Transaction& transaction, std::string_view id, Timestamp due, std::string_view why,
              std::string_view route) {
    transaction.run(
        "UPDATE outbound SET status = 'waiting', due_at = $2, why = $3, route = $4, lease_by = NULL "
        "WHERE id = $1 AND status IN ('sending', 'unknown')",
        {std::string{id}, millis(due), std::string{why}, std::string{route}});
}

void put_back_uncounted(Transaction& transaction, std::string_view id, Timestamp due, std::string_view why) {
    transaction.run(
        "UPDATE outbound SET status = 'waiting', due_at = $2, why = $3, route = '', lease_by = NULL, "
        "attempts = attempts - 1 WHERE id = $1 AND status IN ('sending', 'unknown')",
        {std::string{id}, millis(due), std::string{why}});
}

std::string account_she_texted(Transaction& transaction, std::string_view contact) {
    const Rows rows =
        transaction.run("SELECT provider FROM inbound WHERE contact = $1 ORDER BY received_at DESC LIMIT 1",
                        {std::string{contact}});
    return rows.empty() ? std::string{} : rows.front().text(0);
}

std::vector<Timestamp> unprompted_sent_since(Transaction& transaction, std::string_view contact,
                                             Timestamp since) {
    std::vector<Timestamp> sent;
    for (const Row& row : transaction.run(
             "SELECT settled_at FROM outbound WHERE contact = $1 AND unprompted = 1 AND settled_at "
             "> $2 AND status IN ('sent', 'unknown') ORDER BY settled_at",
             {std::string{contact}, millis(since)}))
        sent.push_back(time_of(row, 0));
    return sent;
}

std::vector<Bytes> bodies_sent_since(Transaction& transaction, std::string_view contact, Timestamp since) {
    std::vector<Bytes> bodies;
    for (const Row& row :
         transaction.run("SELECT body_enc FROM outbound WHERE contact = $1 AND lease_until > $2 AND "
                         "status IN ('sent', 'unknown') AND body_enc IS NOT NULL",
                         {std::string{contact}, millis(since)}))
        bodies.push_back(row.bytes(0));
    return bodies;
}

}  // namespace offing::storage
