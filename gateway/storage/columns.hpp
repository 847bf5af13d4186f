// Small conversions between columns and values that the repositories share.

#pragma once

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <cstdint>
#include <optional>
#include <string_view>

#include "gateway/base/clock.hpp"
#include "gateway/storage/database.hpp"

namespace offing::storage {

inline std::int64_t millis(Timestamp time) { return time.time_since_epoch().count(); }
inline Timestamp timestamp(std::int64_t milliseconds) {
    return Timestamp{std::chrono::milliseconds{milliseconds}};
}
inline Timestamp time_of(const Row& row, std::size_t column) { return timestamp(row.integer(column)); }
inline std::optional<Timestamp> maybe_time(const Row& row, std::size_t column) {
    return row.is_null(column) ? std::nullopt : std::optional{time_of(row, column)};
}

/// Null for a column that isn't JSON: our own columns are, and a reader must not fail on a damaged one.
inline boost::json::value read_json(std::string_view text) {
    boost::system::error_code failed;
    boost::json::value value = boost::json::parse(text, failed);
    return failed ? boost::json::value{} : value;
}

}  // namespace offing::storage
