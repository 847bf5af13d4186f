// Keys of programs that use the API, and secret addresses of calendar feeds. Both are found by the SHA-256 of
// what the holder knows; what is stored opens nothing.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/base/clock.hpp"
#include "gateway/storage/database.hpp"

namespace offing::storage {

struct ApiKey {
    std::string id;
    std::string name;   ///< what it is for, in the words of who made it
    std::string roles;  ///< "manager,auditor"
    std::string made_by;
    Timestamp made_at{};
    Timestamp ends_at{};
    std::optional<std::string> used_on{};  ///< the last date
};

void add_api_key(Transaction& transaction, const ApiKey& key, const Bytes& hash);
/// Empty when there is none, when it was revoked, or when its time is over.
std::optional<ApiKey> find_api_key(Transaction& transaction, const Bytes& hash, Timestamp now);
void note_api_key_used(Transaction& transaction, std::string_view id, std::string_view date);
/// Those that still work, the newest first.
std::vector<ApiKey> api_keys(Transaction& transaction, Timestamp now, int most);
/// False when it worked no more.
bool revoke_api_key(Transaction& transaction, std::string_view id, Timestamp now);

struct CalendarFeed {
    enum class Kind { worker, clinic, site };
    std::string id;
    Kind kind = Kind::clinic;
    std::string target;  ///< id of the worker, clinic or site
    std::string made_by;
    Timestamp made_at{};
};
std::string_view spell(CalendarFeed::Kind kind);
std::optional<CalendarFeed::Kind> parse_feed_kind(std::string_view text);

void add_feed(Transaction& transaction, const CalendarFeed& feed, const Bytes& hash);
std::optional<CalendarFeed> find_feed(Transaction& transaction, const Bytes& hash);
std::vector<CalendarFeed> calendar_feeds(Transaction& transaction, int most);
bool revoke_feed(Transaction& transaction, std::string_view id, Timestamp now);

}  // namespace offing::storage
