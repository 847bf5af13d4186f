#include "gateway/storage/service_versions.hpp"

#include <boost/json.hpp>

#include "gateway/storage/columns.hpp"

namespace offing::storage {

std::int64_t service_version(Transaction& transaction) {
    return transaction.run("SELECT COALESCE(MAX(version), 0) FROM service_version").front().integer(0);
}

std::optional<ServiceVersion> latest_service(Transaction& transaction) {
    const Rows rows =
        transaction.run("SELECT version, body, files FROM service_version ORDER BY version DESC LIMIT 1");
    if (rows.empty()) return std::nullopt;
    ServiceVersion latest{rows.front().integer(0), rows.front().text(1), {}};
    const boost::json::value files = read_json(rows.front().text(2));
    if (files.is_object())
        for (const auto& [name, content] : files.get_object())
            if (content.is_string()) latest.files[std::string{name}] = std::string{content.get_string()};
    return latest;
}

std::int64_t add_service(Transaction& transaction, std::string_view body,
                         const std::map<std::string, std::string>& files, Timestamp now) {
    const std::int64_t version = service_version(transaction) + 1;
    transaction.run(
        "INSERT INTO service_version (version, imported_at, body, files) VALUES ($1, $2, $3, $4)",
        {version, millis(now), std::string{body}, boost::json::serialize(boost::json::value_from(files))});
    return version;
}

}  // namespace offing::storage
