#include "gateway/service/replay_material.hpp"

#include <stdexcept>

#include "config/service_file.hpp"
#include "gateway/storage/service_versions.hpp"

namespace offing::service {

std::shared_ptr<const scheduler::Service> StoreMaterial::service(std::int64_t version) {
    const auto stored = database_.read_now(
        [version](storage::Transaction& transaction) { return storage::find_service(transaction, version); });
    if (!stored) throw std::runtime_error(stored.error().what);
    if (!*stored) return nullptr;
    auto read = config::read_bundle({(*stored)->body, (*stored)->files});
    if (!read) return nullptr;
    return std::make_shared<const scheduler::Service>(std::move(read->service));
}

std::optional<ledger::NotedPreferences> StoreMaterial::preferences(const std::string& digest) {
    auto noted = database_.read_now(
        [&](storage::Transaction& transaction) { return ledger::find_noted(transaction, vault_, digest); });
    if (!noted) throw std::runtime_error(noted.error().what);
    return std::move(*noted);
}

}  // namespace offing::service
