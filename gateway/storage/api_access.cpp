#include "gateway/storage/api_access.hpp"

#include <algorithm>
#include <array>

#include "gateway/storage/columns.hpp"

namespace offing::storage {

namespace {

constexpr std::array<std::string_view, 3> kinds{"worker", "clinic", "site"};

#define OFFING_KEY_COLUMNS "id, name, roles, made_by, made_at, ends_at, used_on"

ApiKey key_from(const Row& row) {
    return {row.text(0),     row.text(1),     row.text(2),      row.text(3),
            time_of(row, 4), time_of(row, 5), row.maybe_text(6)};
}

CalendarFeed feed_from(const Row& row) {
    return {row.text(0), parse_feed_kind(row.text(1)).value_or(CalendarFeed::Kind::clinic), row.text(2),
            row.text(3), time_of(row, 4)};
}

}  // namespace

std::string_view spell(CalendarFeed::Kind kind) { return kinds.at(static_cast<std::size_t>(kind)); }

std::optional<CalendarFeed::Kind> parse_feed_kind(std::string_view text) {
    const auto found = std::ranges::find(kinds, text);
    if (found == kinds.end()) return std::nullopt;
    return static_cast<CalendarFeed::Kind>(found - kinds.begin());
}

void add_api_key(Transaction& transaction, const ApiKey& key, const Bytes& hash) {
    transaction.run(
        "INSERT INTO api_key (id, name, roles, key_hash, made_by, made_at, ends_at) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7)",
        {key.id, key.name, key.roles, hash, key.made_by, millis(key.made_at), millis(key.ends_at)});
}

std::optional<ApiKey> find_api_key(Transaction& transaction, const Bytes& hash, Timestamp now) {
    const Rows rows =
        transaction.run("SELECT " OFFING_KEY_COLUMNS
                        " FROM api_key WHERE key_hash = $1 AND revoked_at IS NULL AND ends_at > $2",
                        {hash, millis(now)});
    if (rows.empty()) return std::nullopt;
    return key_from(rows.front());
}

void note_api_key_used(Transaction& transaction, std::string_view id, std::string_view date) {
    transaction.run("UPDATE api_key SET used_on = $2 WHERE id = $1", {std::string{id}, std::string{date}});
}

std::vector<ApiKey> api_keys(Transaction& transaction, Timestamp now, int most) {
    std::vector<ApiKey> found;
    for (const Row& row : transaction.run("SELECT " OFFING_KEY_COLUMNS
                                          " FROM api_key WHERE revoked_at IS NULL AND ends_at > $1 "
                                          "ORDER BY made_at DESC, id LIMIT $2",
                                          {millis(now), std::int64_t{most}}))
        found.push_back(key_from(row));
    return found;
}

bool revoke_api_key(Transaction& transaction, std::string_view id, Timestamp now) {
    return !transaction
                .run("UPDATE api_key SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL RETURNING id",
                     {std::string{id}, millis(now)})
                .empty();
}

void add_feed(Transaction& transaction, const CalendarFeed& feed, const Bytes& hash) {
    transaction.run(
        "INSERT INTO calendar_feed (id, kind, target, secret_hash, made_by, made_at) "
        "VALUES ($1, $2, $3, $4, $5, $6)",
        {feed.id, std::string{spell(feed.kind)}, feed.target, hash, feed.made_by, millis(feed.made_at)});
}

std::optional<CalendarFeed> find_feed(Transaction& transaction, const Bytes& hash) {
    const Rows rows = transaction.run(
        "SELECT id, kind, target, made_by, made_at FROM calendar_feed WHERE secret_hash = $1 AND "
        "revoked_at IS NULL",
        {hash});
    if (rows.empty()) return std::nullopt;
    return feed_from(rows.front());
}

std::vector<CalendarFeed> calendar_feeds(Transaction& transaction, int most) {
    std::vector<CalendarFeed> found;
    for (const Row& row : transaction.run(
             "SELECT id, kind, target, made_by, made_at FROM calendar_feed WHERE revoked_at IS NULL "
             "ORDER BY kind, target, made_at LIMIT $1",
             {std::int64_t{most}}))
        found.push_back(feed_from(row));
    return found;
}

bool revoke_feed(Transaction& transaction, std::string_view id, Timestamp now) {
    return !transaction
                .run(
                    "UPDATE calendar_feed SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL RETURNING "
                    "id",
                    {std::string{id}, millis(now)})
                .empty();
}

}  // namespace offing::storage
