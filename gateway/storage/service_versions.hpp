// The service file as imported, version by version, so that every daemon on one store runs the same service.

#pragma once

#include <map>
#include <optional>
#include <string>

#include "gateway/base/clock.hpp"
#include "gateway/storage/database.hpp"

namespace offing::storage {

struct ServiceVersion {
    std::int64_t version = 0;
    std::string body;                          ///< the service file's text
    std::map<std::string, std::string> files;  ///< the calendars it names
};

/// 0 before the first import.
std::int64_t service_version(Transaction& transaction);
std::optional<ServiceVersion> latest_service(Transaction& transaction);
std::optional<ServiceVersion> find_service(Transaction& transaction, std::int64_t version);
/// As add_service, on condition that `base` still is the latest: else throws StatementFailed with
/// Why::conflict, so that nothing of the transaction is written.
std::int64_t add_service_after(Transaction& transaction, std::int64_t base, std::string_view body,
                               Timestamp now);
/// The new version's number.
std::int64_t add_service(Transaction& transaction, std::string_view body,
                         const std::map<std::string, std::string>& files, Timestamp now);

}  // namespace offing::storage
