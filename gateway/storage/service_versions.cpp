#include "gateway/storage/service_versions.hpp"

#include "gateway/storage/columns.hpp"

namespace offing::storage {

std::int64_t service_version(Transaction& transaction) {
    return transaction.run("SELECT COALESCE(MAX(version), 0) FROM service_version").front().integer(0);
}

std::optional<ServiceVersion> latest_service(Transaction& transaction) {
    const Rows rows = transaction.run("SELECT version, body FROM service_version ORDER BY version DESC LIMIT 1");
    if (rows.empty()) return std::nullopt;
    return ServiceVersion{rows.front().integer(0), rows.front().text(1)};
}

std::int64_t add_service(Transaction& transaction, std::string_view body, Timestamp now) {
    const std::int64_t version = service_version(transaction) + 1;
    transaction.run("INSERT INTO service_version (version, imported_at, body) VALUES ($1, $2, $3)",
                    {version, millis(now), std::string{body}});
    return version;
}

}  // namespace offing::storage
