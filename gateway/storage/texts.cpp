#include "gateway/storage/texts.hpp"

#include "gateway/storage/columns.hpp"

namespace offing::storage {

bool record_inbound(Transaction& transaction, const NewInbound& text, Timestamp now) {
    const auto added = transaction.change(
        "INSERT INTO inbound (id, provider, provider_id, also_known_as, contact, received_at, body_enc, "
        "intents) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING",
        {text.id, text.provider, text.provider_id,
         text.also_known_as.empty() ? Value{} : Value{text.also_known_as}, text.contact, millis(now),
         text.body_sealed, text.intents_json});
    return added > 0;
}

bool inbound_seen(Transaction& transaction, std::string_view provider, std::string_view provider_id) {
    return !transaction
                .run(
                    "SELECT id FROM inbound WHERE provider = $1 AND provider_id = $2 UNION ALL "
                    "SELECT id FROM inbound WHERE provider = $1 AND also_known_as = $2",
                    {std::string{provider}, std::string{provider_id}})
                .empty();
}

bool use_replay_key(Transaction& transaction, std::string_view provider, std::string_view key,
                    Timestamp expires, Timestamp now) {
    transaction.run("DELETE FROM replay_key WHERE expires_at < $1", {millis(now)});
    return transaction.change(
               "INSERT INTO replay_key (provider, key, expires_at) VALUES ($1, $2, $3) "
               "ON CONFLICT (provider, key) DO NOTHING",
               {std::string{provider}, std::string{key}, millis(expires)}) > 0;
}

std::string_view spell(OutboundStatus status) {
    switch (status) {
        case OutboundStatus::waiting:
            return "waiting";
        case OutboundStatus::sending:
            return "sending";
        case OutboundStatus::sent:
            return "sent";
        case OutboundStatus::unknown:
            return "unknown";
        case OutboundStatus::failed:
            return "failed";
        case OutboundStatus::expired:
            return "expired";
        case OutboundStatus::dropped:
            return "dropped";
        case OutboundStatus::opted_out:
            return "opted_out";
    }
    return "failed";
}

void queue_text(Transaction& transaction, const NewOutbound& text, Timestamp now) {
    transaction.run(
        "INSERT INTO outbound (id, contact, booking, template, template_version, language, priority, "
        "unprompted, "
        "body_enc, due_at, expires_at, status, created_at, offer_set) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'waiting', $12, $13)",
        {text.id, text.contact, text.booking ? Value{*text.booking} : Value{}, text.template_id,
         std::int64_t{text.template_version}, text.language, static_cast<std::int64_t>(text.priority),
         std::int64_t{text.unprompted}, text.body.bytes(), millis(text.due), millis(text.expires),
         millis(now), text.offers ? Value{*text.offers} : Value{}});
}

void reword(Transaction& transaction, const NewOutbound& text) {
    transaction.run("UPDATE outbound SET template_version = $2, language = $3, body_enc = $4 WHERE id = $1",
                    {text.id, std::int64_t{text.template_version}, text.language, text.body.bytes()});
}

std::optional<Timestamp> next_due(Transaction& transaction) {
    const Rows rows = transaction.run("SELECT MIN(due_at) FROM outbound WHERE status = 'waiting'");
    if (rows.empty() || rows.front().is_null(0)) return std::nullopt;
    return time_of(rows.front(), 0);
}

std::optional<ReceiptMatch> note_receipt(Transaction& transaction, std::string_view provider,
                                         std::string_view provider_id, std::string_view our_id,
                                         std::string_view delivery, int rank, Timestamp now) {
    const Value company{std::string{provider}}, ours{std::string{our_id}};
    const Value theirs = provider_id.empty() ? Value{} : Value{std::string{provider_id}};
    const Rows found = transaction.run(
        "SELECT id, contact, COALESCE(delivery_rank, 0) FROM outbound WHERE provider = $1 AND provider_id = "
        "$2 "
        "UNION SELECT id, contact, COALESCE(delivery_rank, 0) FROM outbound WHERE id = $3",
        {company, theirs, ours});
    if (found.empty()) return std::nullopt;
    const Row& text = found.front();
    const bool raised = text.integer(2) < rank;
    transaction.run(
        "UPDATE outbound SET delivery = CASE WHEN COALESCE(delivery_rank, 0) < $3 THEN $2 ELSE delivery END, "
        "delivery_rank = CASE WHEN COALESCE(delivery_rank, 0) < $3 THEN $3 ELSE delivery_rank END, "
        "status = CASE WHEN status IN ('sending', 'unknown') THEN 'sent' ELSE status END, "
        "provider_id = COALESCE(provider_id, $4), settled_at = COALESCE(settled_at, $5) WHERE id = $1",
        {text.text(0), std::string{delivery}, std::int64_t{rank}, theirs, millis(now)});
    return ReceiptMatch{text.text(0), text.text(1), raised};
}

void keep_unknown_receipt(Transaction& transaction, std::string_view provider, std::string_view provider_id,
                          std::string_view delivery, int rank, Timestamp now) {
    transaction.run(
        "INSERT INTO unknown_receipt (provider, provider_id, delivery, delivery_rank, came_at) VALUES ($1, "
        "$2, $3, $4, $5) "
        "ON CONFLICT (provider, provider_id, delivery) DO NOTHING",
        {std::string{provider}, std::string{provider_id}, std::string{delivery}, std::int64_t{rank},
         millis(now)});
}

void forget_unknown_receipts(Transaction& transaction, Timestamp before) {
    transaction.run("DELETE FROM unknown_receipt WHERE came_at < $1", {millis(before)});
}

int unprompted_between(Transaction& transaction, std::string_view contact, Timestamp from, Timestamp to) {
    const Rows rows = transaction.run(
        "SELECT COUNT(*) FROM outbound WHERE contact = $1 AND unprompted = 1 AND due_at > $2 AND due_at < $3 "
        "AND status IN ('waiting', 'sending', 'sent', 'unknown')",
        {std::string{contact}, millis(from), millis(to)});
    return static_cast<int>(rows.front().integer(0));
}

int answers_since(Transaction& transaction, std::string_view contact, Timestamp since) {
    const Rows rows = transaction.run(
        "SELECT COUNT(*) FROM outbound WHERE contact = $1 AND created_at > $2 AND unprompted = 0",
        {std::string{contact}, millis(since)});
    return static_cast<int>(rows.front().integer(0));
}

bool has_text_about(Transaction& transaction, std::string_view booking, std::string_view template_id) {
    return !transaction
                .run(
                    "SELECT id FROM outbound WHERE booking = $1 AND template = $2 AND status IN ('waiting', "
                    "'sending', 'sent', 'unknown') LIMIT 1",
                    {std::string{booking}, std::string{template_id}})
                .empty();
}

void drop_waiting_about(Transaction& transaction, std::string_view booking, Timestamp now) {
    transaction.run(
        "UPDATE outbound SET status = 'dropped', why = 'its appointment changed', settled_at = $2 "
        "WHERE booking = $1 AND status = 'waiting' AND unprompted = 1",
        {std::string{booking}, millis(now)});
}

void drop_waiting_for(Transaction& transaction, std::string_view contact, Timestamp now) {
    transaction.run(
        "UPDATE outbound SET status = 'dropped', why = 'texts went off', settled_at = $2 "
        "WHERE contact = $1 AND status = 'waiting' AND priority > 0",
        {std::string{contact}, millis(now)});
}

void drop_waiting_missed(Transaction& transaction, std::string_view contact, Timestamp now) {
    transaction.run(
        "UPDATE outbound SET status = 'dropped', why = 'she texted first', settled_at = $2 "
        "WHERE contact = $1 AND status = 'waiting' AND unprompted = 1 AND booking IN "
        "(SELECT id FROM booking WHERE contact = $1 AND status = 'missed')",
        {std::string{contact}, millis(now)});
}

int forget_bodies(Transaction& transaction, Timestamp before, int most) {
    const Rows in = transaction.run(
        "UPDATE inbound SET body_enc = NULL WHERE id IN (SELECT id FROM inbound WHERE body_enc IS NOT NULL "
        "AND received_at < $1 LIMIT $2) RETURNING id",
        {millis(before), std::int64_t{most}});
    const Rows out = transaction.run(
        "UPDATE outbound SET body_enc = NULL WHERE id IN (SELECT id FROM outbound WHERE body_enc IS NOT NULL "
        "AND created_at < $1 AND status NOT IN ('waiting', 'sending') LIMIT $2) RETURNING id",
        {millis(before), std::int64_t{most}});
    return static_cast<int>(in.size() + out.size());
}

}  // namespace offing::storage
