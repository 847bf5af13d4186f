#include "gateway/storage/service_versions.hpp"

#include <boost/json.hpp>

#include "gateway/storage/columns.hpp"

namespace offing::storage {

std::int64_t service_version(Transaction& transaction) {
    return transaction.run("SELECT COALESCE(MAX(version), 0) FROM service_version").front().integer(0);
}

namespace {

std::optional<ServiceVersion> version_from(const Rows& rows) {
    if (rows.empty()) return std::nullopt;
    ServiceVersion found{rows.front().integer(0), rows.front().text(1), {}};
    const boost::json::value files = read_json(rows.front().text(2));
    if (files.is_object())
        for (const auto& [name, content] : files.get_object())
            if (content.is_string()) found.files[std::string{name}] = std::string{content.get_string()};
    return found;
}

}  // namespace

std::optional<ServiceVersion> latest_service(Transaction& transaction) {
    return version_from(
        transaction.run("SELECT version, body, files FROM service_version ORDER BY version DESC LIMIT 1"));
}

std::optional<ServiceVersion> find_service(Transaction& transaction, std::int64_t version) {
    return version_from(
        transaction.run("SELECT version, body, files FROM service_version WHERE version = $1", {version}));
}

std::int64_t add_service_after(Transaction& transaction, std::int64_t base, std::string_view body,
                               Timestamp now) {
    // Whoever writes the same number in between is caught by the primary key.
    if (service_version(transaction) != base)
        throw StatementFailed{StatementFailed::Why::conflict,
                              "another version of the service came in between"};
    return add_service(transaction, body, {}, now);
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
