#include "gateway/service/service_book.hpp"

#include <boost/json/array.hpp>

#include "config/service_edit.hpp"
#include "config/write_service.hpp"
#include "gateway/ledger/event.hpp"
#include "gateway/storage/service_versions.hpp"

namespace offing::service {

using storage::Transaction;

namespace {

constexpr std::size_t versions_kept = 8;

/// What was found in the store: the number, and the file if it wasn't known already.
struct Found {
    std::int64_t number = 0;
    std::shared_ptr<const config::ServiceFile> file;
    bool is_unreadable = false;
};

Found read(const std::optional<storage::ServiceVersion>& stored) {
    if (!stored) return {};
    auto file = config::read_bundle({stored->body, stored->files});
    if (!file) return {stored->version, nullptr, true};
    return {stored->version, std::make_shared<const config::ServiceFile>(std::move(*file))};
}

boost::json::array parts_of(const config::ServiceFile& before, const config::ServiceFile& after) {
    boost::json::array parts;
    std::string last;
    for (const auto& difference : config::differences(before, after)) {
        std::string part = difference.part + ' ' + difference.id;
        if (part != last) parts.emplace_back(part);
        last = std::move(part);
    }
    return parts;
}

Result<ServiceVersion> as_version(Found found) {
    if (found.is_unreadable)
        return fail(Error::Kind::invalid_setting, "the stored service can't be read by this version");
    if (!found.file) return fail(Error::Kind::not_found, "there is no such version of the service");
    return ServiceVersion{found.number, std::move(found.file)};
}

}  // namespace

std::int64_t store_version(Transaction& transaction, const ServiceVersion& base,
                           const config::ServiceFile& changed, const std::string& by, Timestamp now) {
    const auto version =
        storage::add_service_after(transaction, base.number, config::write_service(changed), now);
    ledger::record(
        transaction, ledger::Kind::service_changed, "",
        {{"version", version}, {"base", base.number}, {"by", by}, {"parts", parts_of(*base.file, changed)}},
        now);
    return version;
}

std::shared_ptr<const config::ServiceFile> ServiceBook::known(std::int64_t number) const {
    const std::scoped_lock lock{mutex_};
    const auto found = read_.find(number);
    return found == read_.end() ? nullptr : found->second;
}

ServiceVersion ServiceBook::keep(ServiceVersion version) {
    const std::scoped_lock lock{mutex_};
    read_.insert_or_assign(version.number, version.file);
    while (read_.size() > versions_kept) read_.erase(read_.begin());
    return version;
}

Task<Result<ServiceVersion>> ServiceBook::latest() {
    auto found = co_await database_.read([this](Transaction& transaction) {
        const std::int64_t number = storage::service_version(transaction);
        if (auto file = known(number)) return Found{number, std::move(file)};
        return read(storage::latest_service(transaction));
    });
    if (!found) co_return std::unexpected(std::move(found.error()));
    auto version = as_version(std::move(*found));
    if (!version) co_return version;
    co_return keep(std::move(*version));
}

Task<Result<ServiceVersion>> ServiceBook::at(std::int64_t number) {
    if (auto file = known(number)) co_return ServiceVersion{number, std::move(file)};
    auto found = co_await database_.read(
        [number](Transaction& transaction) { return read(storage::find_service(transaction, number)); });
    if (!found) co_return std::unexpected(std::move(found.error()));
    auto version = as_version(std::move(*found));
    if (!version) co_return version;
    co_return keep(std::move(*version));
}

Task<Result<ServiceVersion>> ServiceBook::save(ServiceVersion base, config::ServiceFile changed,
                                               std::string by) {
    const auto file = std::make_shared<const config::ServiceFile>(std::move(changed));
    const Timestamp now = clock_.now();
    const auto number = co_await database_.transact([base, file, by, now](Transaction& transaction) {
        return store_version(transaction, base, *file, by, now);
    });
    if (!number) co_return std::unexpected(number.error());
    co_return keep({*number, file});
}

}  // namespace offing::service
