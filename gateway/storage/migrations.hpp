// The schema, as numbered files that only ever go forward. They are embedded in the binary and recorded in
// the store with their SHA-256, so a store that another binary shaped is noticed before it is touched.

#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/base/clock.hpp"
#include "gateway/storage/database.hpp"

namespace offing::storage {

struct Migration {
    int version;
    std::string_view name;    ///< "0001_foundation"
    std::string_view sha256;  ///< of the file, in hex
    std::string_view sql;
};

/// This binary's, in order.
std::span<const Migration> known_migrations();

/// Applies what is missing, each file in a transaction of its own, and returns the version reached. Two
/// processes may do so at once. Fails with Error::refused, having changed nothing, when the store is newer
/// than `known` or was shaped by other files.
Result<int> migrate(Database& database, Timestamp now, std::span<const Migration> known = known_migrations());

/// The store's version (0: empty), after the checks of migrate(). Changes nothing.
Result<int> schema_version(Database& database, std::span<const Migration> known = known_migrations());

/// The statements of a file, apart. Knows quotes, comments and dollar quotes.
std::vector<std::string> split_statements(std::string_view sql);

}  // namespace offing::storage
