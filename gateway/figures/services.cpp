#include "gateway/figures/services.hpp"

#include <boost/json.hpp>

#include "config/service_file.hpp"
#include "gateway/storage/service_versions.hpp"

namespace offing::figures {

namespace {

std::shared_ptr<const scheduler::Service> service_of(const config::ServiceBundle& bundle) {
    auto read = config::read_bundle(bundle);
    return read ? std::make_shared<const scheduler::Service>(std::move(read->service)) : nullptr;
}

}  // namespace

Services services_in(storage::Transaction& transaction) {
    Services services;
    const std::int64_t last = storage::service_version(transaction);
    for (std::int64_t version = 1; version <= last; ++version) {
        const auto stored = storage::find_service(transaction, version);
        if (!stored) continue;
        if (auto service = service_of({stored->body, stored->files})) services[version] = std::move(service);
    }
    return services;
}

std::shared_ptr<const scheduler::Service> read_service(const ledger::ExportedService& exported) {
    boost::system::error_code failed;
    const auto value = boost::json::parse(exported.json, failed);
    if (failed || !value.is_object()) return nullptr;
    config::ServiceBundle bundle;
    bundle.text = std::string{value.at("body").as_string()};
    for (const auto& [name, text] : value.at("files").as_object())
        bundle.files[std::string{name}] = std::string{text.as_string()};
    return service_of(bundle);
}

Services services_in(const std::vector<ledger::ExportedService>& exported) {
    Services services;
    for (const auto& one : exported)
        if (auto service = read_service(one)) services[one.version] = std::move(service);
    return services;
}

}  // namespace offing::figures
