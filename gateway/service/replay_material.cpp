#include "gateway/service/replay_material.hpp"

#include <boost/json.hpp>
#include <stdexcept>

#include "config/service_file.hpp"
#include "gateway/storage/service_versions.hpp"

namespace offing::service {

namespace json = boost::json;

namespace {

template <typename T>
T value_or_throw(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().what);
    return std::move(*result);
}

std::vector<ledger::ExportedService> services_of(storage::Transaction& transaction) {
    std::vector<ledger::ExportedService> services;
    for (std::int64_t version = 1; version <= storage::service_version(transaction); ++version)
        if (const auto found = storage::find_service(transaction, version))
            services.push_back(
                {version, json::serialize(json::object{{"body", found->body},
                                                       {"files", json::value_from(found->files)}})});
    return services;
}

std::vector<std::string> noted_digests(storage::Transaction& transaction) {
    std::vector<std::string> digests;
    for (const auto& row :
         transaction.run("SELECT digest FROM noted_preferences WHERE body_enc IS NOT NULL ORDER BY digest"))
        digests.push_back(row.text(0));
    return digests;
}

}  // namespace

std::shared_ptr<const scheduler::Service> StoreMaterial::service(std::int64_t version) {
    const auto stored = value_or_throw(database_.read_now([version](storage::Transaction& transaction) {
        return storage::find_service(transaction, version);
    }));
    if (!stored) return nullptr;
    auto read = config::read_bundle({stored->body, stored->files});
    if (!read) return nullptr;
    return std::make_shared<const scheduler::Service>(std::move(read->service));
}

std::optional<ledger::NotedPreferences> StoreMaterial::preferences(const std::string& digest) {
    return value_or_throw(database_.read_now(
        [&](storage::Transaction& transaction) { return ledger::find_noted(transaction, vault_, digest); }));
}

ledger::ExportedMaterial exported_material(storage::Database& database, const storage::Vault* vault) {
    ledger::ExportedMaterial material;
    material.services = value_or_throw(database.read_now(services_of));
    if (vault != nullptr)
        material.each_preferences = [&database, vault](const auto& write) {
            StoreMaterial from{database, *vault};
            for (const auto& digest : value_or_throw(database.read_now(noted_digests)))
                if (const auto noted = from.preferences(digest))
                    write(ledger::ExportedPreferences{digest, noted->salt, noted->text});
        };
    return material;
}

}  // namespace offing::service
