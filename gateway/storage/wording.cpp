#include "gateway/storage/wording.hpp"

#include "gateway/storage/columns.hpp"

namespace offing::storage {

namespace {

#define OFFING_WORDING_COLUMNS                                                                              \
    "language, template, version, words, digest, shipped, status, review_by, standing, flags, review_due, " \
    "round, live_round, revision, changed_at, crisis, live_since"
#define OFFING_REVIEW_COLUMNS                                                                   \
    "id, language, template, version, round, role, how, month, outcome, what_changed, people, " \
    "time_was_paid, "                                                                           \
    "recorded_by, recorded_at"

int small(const Row& row, std::size_t column) { return static_cast<int>(row.integer(column)); }

WordingRow wording_from(const Row& row) {
    return {.key = {row.text(0), row.text(1), small(row, 2)},
            .words = row.text(3),
            .digest = row.text(4),
            .shipped = row.integer(5) != 0,
            .crisis = row.integer(15) != 0,
            .state = {.status = row.text(6),
                      .review_by = row.text(7),
                      .standing = row.text(8),
                      .flags = small(row, 9),
                      .review_due = row.integer(10) != 0,
                      .round = small(row, 11),
                      .live_round = small(row, 12),
                      .live_since = time_of(row, 16)},
            .revision = row.integer(13),
            .changed = time_of(row, 14)};
}

ReviewRow review_from(const Row& row) {
    return {.id = row.text(0),
            .key = {row.text(1), row.text(2), small(row, 3)},
            .round = small(row, 4),
            .role = row.text(5),
            .how = row.text(6),
            .month = row.text(7),
            .outcome = row.text(8),
            .what_changed = row.text(9),
            .people = row.text(10),
            .time_was_paid = row.integer(11) != 0,
            .recorded_by = row.text(12),
            .recorded_at = time_of(row, 13)};
}

std::vector<ReviewRow> reviews_from(const Rows& rows) {
    std::vector<ReviewRow> reviews;
    reviews.reserve(rows.size());
    for (const Row& row : rows) reviews.push_back(review_from(row));
    return reviews;
}

void must_have_changed(const Rows& changed) {
    if (changed.empty())
        throw StatementFailed(StatementFailed::Why::conflict,
                              "the text was changed by somebody else meanwhile");
}

}  // namespace

std::int64_t wording_revision(Transaction& transaction) {
    return transaction.run("SELECT CAST(COALESCE(SUM(revision), 0) AS BIGINT) FROM wording")
        .front()
        .integer(0);
}

std::vector<WordingRow> all_wording(Transaction& transaction) {
    std::vector<WordingRow> all;
    for (const Row& row : transaction.run("SELECT " OFFING_WORDING_COLUMNS
                                          " FROM wording ORDER BY language, template, version"))
        all.push_back(wording_from(row));
    return all;
}

std::optional<WordingRow> find_wording(Transaction& transaction, const WordingKey& key) {
    const Rows rows = transaction.run("SELECT " OFFING_WORDING_COLUMNS
                                      " FROM wording WHERE language = $1 AND template = $2 AND version = $3",
                                      {key.language, key.id, std::int64_t{key.version}});
    return rows.empty() ? std::nullopt : std::optional{wording_from(rows.front())};
}

int newest_version(Transaction& transaction, std::string_view language, std::string_view id) {
    return small(
        transaction
            .run("SELECT COALESCE(MAX(version), 0) FROM wording WHERE language = $1 AND template = $2",
                 {std::string{language}, std::string{id}})
            .front(),
        0);
}

bool add_wording(Transaction& transaction, const WordingRow& row, Timestamp now) {
    return !transaction
                .run(
                    "INSERT INTO wording (language, template, version, words, digest, shipped, status, "
                    "review_by, standing, round, live_round, created_at, changed_at, crisis, live_since) "
                    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12, $13, $14) "
                    "ON CONFLICT DO NOTHING RETURNING template",
                    {row.key.language, row.key.id, std::int64_t{row.key.version}, row.words, row.digest,
                     std::int64_t{row.shipped}, row.state.status, row.state.review_by, row.state.standing,
                     std::int64_t{row.state.round}, std::int64_t{row.state.live_round}, millis(now),
                     std::int64_t{row.crisis}, millis(row.state.live_since)})
                .empty();
}

void change_wording(Transaction& transaction, const WordingRow& row, const WordingState& state,
                    Timestamp now) {
    must_have_changed(transaction.run(
        "UPDATE wording SET status = $5, review_by = $6, standing = $7, flags = $8, review_due = $9, round = "
        "$10, live_round = $11, changed_at = $12, live_since = $13, revision = revision + 1 "
        "WHERE language = $1 AND template = $2 AND version = $3 AND revision = $4 RETURNING template",
        {row.key.language, row.key.id, std::int64_t{row.key.version}, row.revision, state.status,
         state.review_by, state.standing, std::int64_t{state.flags}, std::int64_t{state.review_due},
         std::int64_t{state.round}, std::int64_t{state.live_round}, millis(now), millis(state.live_since)}));
}

void rewrite_wording(Transaction& transaction, const WordingRow& row, std::string_view words,
                     std::string_view digest, const WordingState& state, Timestamp now) {
    must_have_changed(transaction.run(
        "UPDATE wording SET words = $5, digest = $6 "
        "WHERE language = $1 AND template = $2 AND version = $3 AND revision = $4 RETURNING template",
        {row.key.language, row.key.id, std::int64_t{row.key.version}, row.revision, std::string{words},
         std::string{digest}}));
    change_wording(transaction, row, state, now);
}

void add_review(Transaction& transaction, const ReviewRow& review) {
    transaction.run("INSERT INTO wording_review (" OFFING_REVIEW_COLUMNS
                    ", nth) SELECT $1, $2, $3, CAST($4 AS BIGINT), CAST($5 AS BIGINT), $6, $7, $8, $9, $10, "
                    "$11, CAST($12 AS "
                    "BIGINT), $13, CAST($14 AS BIGINT), COUNT(*) + 1 FROM wording_review WHERE language = $2 "
                    "AND template = "
                    "$3 AND version = CAST($4 AS BIGINT)",
                    {review.id, review.key.language, review.key.id, std::int64_t{review.key.version},
                     std::int64_t{review.round}, review.role, review.how, review.month, review.outcome,
                     review.what_changed, review.people, std::int64_t{review.time_was_paid},
                     review.recorded_by, millis(review.recorded_at)});
}

std::vector<ReviewRow> reviews_of(Transaction& transaction, const WordingKey& key) {
    return reviews_from(transaction.run("SELECT " OFFING_REVIEW_COLUMNS
                                        " FROM wording_review WHERE language = $1 AND "
                                        "template = $2 AND version = $3 ORDER BY nth",
                                        {key.language, key.id, std::int64_t{key.version}}));
}

std::vector<ReviewRow> all_reviews(Transaction& transaction) {
    return reviews_from(transaction.run("SELECT " OFFING_REVIEW_COLUMNS
                                        " FROM wording_review ORDER BY language, template, version, nth"));
}

bool add_flag(Transaction& transaction, const FlagRow& flag) {
    return !transaction
                .run(
                    "INSERT INTO wording_flag (id, language, template, version, outbound, flagged_by, "
                    "flagged_at) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING RETURNING id",
                    {flag.id, flag.key.language, flag.key.id, std::int64_t{flag.key.version},
                     flag.outbound.empty() ? Value{} : Value{flag.outbound}, flag.by, millis(flag.at)})
                .empty();
}

std::vector<FlagRow> flags_of(Transaction& transaction, const WordingKey& key) {
    std::vector<FlagRow> flags;
    for (const Row& row : transaction.run(
             "SELECT id, COALESCE(outbound, ''), flagged_by, flagged_at FROM wording_flag WHERE language = "
             "$1 AND template = $2 AND version = $3 ORDER BY flagged_at, id",
             {key.language, key.id, std::int64_t{key.version}}))
        flags.push_back({.id = row.text(0),
                         .key = key,
                         .outbound = row.text(1),
                         .by = row.text(2),
                         .at = time_of(row, 3)});
    return flags;
}

bool has_flagged(Transaction& transaction, std::string_view contact, const WordingKey& key, Timestamp since) {
    return !transaction
                .run(
                    "SELECT 1 FROM wording_flag JOIN outbound ON outbound.id = wording_flag.outbound WHERE "
                    "outbound.contact = $1 AND wording_flag.language = $2 AND wording_flag.template = $3 AND "
                    "wording_flag.version = $4 AND wording_flag.flagged_at >= $5 LIMIT 1",
                    {std::string{contact}, key.language, key.id, std::int64_t{key.version}, millis(since)})
                .empty();
}

std::optional<SentWording> last_sent(Transaction& transaction, std::string_view contact,
                                     std::string_view template_id) {
    const Rows rows = transaction.run(
        "SELECT id, language, template, template_version FROM outbound WHERE contact = $1 AND template = $2 "
        "ORDER BY created_at DESC, id DESC LIMIT 1",
        {std::string{contact}, std::string{template_id}});
    if (rows.empty()) return std::nullopt;
    const Row& row = rows.front();
    return SentWording{row.text(0), {row.text(1), row.text(2), small(row, 3)}};
}

}  // namespace offing::storage
