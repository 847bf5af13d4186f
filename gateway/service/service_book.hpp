// The service as staff change it: the stored versions, read and checked, and a new one on condition that
// nobody was faster. What is read is kept, so that a page costs no reading. Safe from any thread.

#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "config/service_file.hpp"
#include "gateway/base/clock.hpp"
#include "gateway/base/task.hpp"
#include "gateway/storage/database.hpp"

namespace offing::service {

struct ServiceVersion {
    std::int64_t number = 0;
    std::shared_ptr<const config::ServiceFile> file;
};

/// Writes `changed` as the version after `base` and the ledger's line about it. Throws StatementFailed with
/// Why::conflict when `base` no longer is the latest; then nothing of the transaction is written. `by` is an
/// id of who did it, never a name.
std::int64_t store_version(storage::Transaction& transaction, const ServiceVersion& base,
                           const config::ServiceFile& changed, const std::string& by, Timestamp now);

class ServiceBook {
public:
    ServiceBook(storage::Database& database, const Clock& clock) : database_{database}, clock_{clock} {}

    /// Fails with Error::not_found before the first import.
    Task<Result<ServiceVersion>> latest();
    /// Fails with Error::not_found when there was no such version.
    Task<Result<ServiceVersion>> at(std::int64_t number);
    /// The new version. Fails with Error::conflict when `base` no longer is the latest.
    Task<Result<ServiceVersion>> save(ServiceVersion base, config::ServiceFile changed, std::string by);

private:
    std::shared_ptr<const config::ServiceFile> known(std::int64_t number) const;
    ServiceVersion keep(ServiceVersion version);

    storage::Database& database_;
    const Clock& clock_;
    mutable std::mutex mutex_;
    std::map<std::int64_t, std::shared_ptr<const config::ServiceFile>> read_;
};

}  // namespace offing::service
