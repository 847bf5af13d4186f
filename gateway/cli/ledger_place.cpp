#include "gateway/cli/ledger_place.hpp"

#include <cstdlib>

#include "gateway/cli/store_address.hpp"
#include "gateway/ledger/export.hpp"
#include "gateway/storage/backup.hpp"
#include "gateway/storage/migrations.hpp"
#include "gateway/storage/sqlite_backup.hpp"

namespace offing::cli {

namespace {

namespace fs = std::filesystem;

constexpr int first_schema_with_seals = 3;

/// A folder of our own that is gone when nobody holds its path any more.
Result<std::shared_ptr<const fs::path>> make_scratch_folder() {
    std::error_code failed;
    std::string name = (fs::temp_directory_path(failed) / "offing-audit-XXXXXX").string();
    if (failed || ::mkdtemp(name.data()) == nullptr)
        return fail(Error::Kind::io, "no folder can be made for the copy of the backup; set TMPDIR");
    return std::shared_ptr<const fs::path>{new fs::path{name}, [](const fs::path* folder) {
                                               std::error_code ignored;
                                               fs::remove_all(*folder, ignored);
                                               delete folder;
                                           }};
}

/// Opening writes beside an SQLite file, so a backup is copied first.
Result<storage::StoreAddress> copy_of(const fs::path& backup, const fs::path& folder) {
    fs::path data = backup;
    if (data.extension() == ".json") data.replace_extension(".db");
    std::error_code failed;
    if (data.extension() == ".dump" ||
        (!fs::exists(data, failed) && fs::exists(data.replace_extension(".dump"), failed)))
        return fail(Error::Kind::refused, backup.string() +
                                              " is a PostgreSQL dump: restore it into an empty database with "
                                              "offing db restore, and name that with --database");
    if (!fs::exists(data, failed)) return fail(Error::Kind::not_found, backup.string() + " isn't there");
    const fs::path copy = folder / "copy.db";
    if (const auto copied = storage::copy_sqlite(data, copy); !copied) return std::unexpected(copied.error());
    return storage::StoreAddress{.engine = "sqlite", .file_or_url = copy.string()};
}

Result<storage::StoreAddress> address_of_place(const LedgerPlace& place) {
    try {
        auto address = choose_store({.config = place.config, .database = place.database}).address;
        std::error_code failed;
        if (address.engine == "sqlite" && !fs::exists(address.file_or_url, failed))
            return fail(Error::Kind::not_found, address.file_or_url + " isn't there");
        return address;
    } catch (const std::exception& error) {
        return fail(Error::Kind::invalid_setting, error.what());
    }
}

}  // namespace

void add_ledger_options(CLI::App& command, LedgerPlace& place) {
    auto* group = command.add_option_group("ledger", "Which ledger");
    group->add_option("--config", place.config, "The settings file, offing.toml");
    group->add_option("--database", place.database, "An SQLite file, or postgresql://...");
    group->add_option("--backup", place.backup, "A copy made by offing db backup; it is left as it is");
    group->add_option("--export", place.exported, "A file made by offing audit export");
    group->require_option(1);
}

Result<std::unique_ptr<OpenLedger>> open_ledger(const LedgerPlace& place) {
    auto opened = std::make_unique<OpenLedger>();
    if (!place.exported.empty()) {
        auto source = ledger::ExportSource::open(place.exported);
        if (!source) return std::unexpected(source.error());
        opened->source = std::move(*source);
        return opened;
    }
    if (!place.backup.empty()) {
        auto folder = make_scratch_folder();
        if (!folder) return std::unexpected(folder.error());
        opened->copy = std::move(*folder);
    }
    const auto address =
        place.backup.empty() ? address_of_place(place) : copy_of(place.backup, *opened->copy);
    if (!address) return std::unexpected(address.error());
    auto store = storage::open_store(*address);
    if (!store) return std::unexpected(store.error());
    const auto schema = storage::schema_version(**store);
    if (!schema) return std::unexpected(schema.error());
    if (*schema < first_schema_with_seals)
        return fail(Error::Kind::refused,
                    "the store has schema " + std::to_string(*schema) +
                        ", from before events were sealed; offing db migrate brings it up to date");
    opened->store = std::move(*store);
    opened->source = std::make_unique<ledger::StoreSource>(*opened->store);
    return opened;
}

}  // namespace offing::cli
