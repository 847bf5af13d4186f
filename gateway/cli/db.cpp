#include <filesystem>
#include <iostream>
#include <memory>

#include "gateway/base/clock.hpp"
#include "gateway/cli/commands.hpp"
#include "gateway/cli/give_up.hpp"
#include "gateway/cli/store_address.hpp"
#include "gateway/storage/migrations.hpp"
#include "gateway/storage/store_check.hpp"

namespace offing::cli {

namespace {

namespace fs = std::filesystem;
using storage::Database;

struct DbOptions {
    StoreOptions store;
    fs::path folder = "backups";
    fs::path copy;
    std::size_t keep = 0;
    bool force = false;
};

constexpr std::string_view this_command = "db";

ChosenStore choose(const DbOptions& options) {
    try {
        return choose_store(options.store);
    } catch (const std::exception& error) {
        give_up(this_command, error.what());
    }
}

/// Opening would make an SQLite file that isn't there; a typing error is not a new store.
std::unique_ptr<Database> open_existing(const storage::StoreAddress& address) {
    if (address.engine == "sqlite" && !fs::exists(address.file_or_url)) {
        give_up(this_command, address.file_or_url + " isn't there; offing db migrate makes a new store");
    }
    return value_or_give_up(this_command, storage::open_store(address));
}

std::optional<storage::Vault> vault_of(const ChosenStore& store) {
    if (store.master_key.empty()) return std::nullopt;
    return vault_or_give_up(this_command, store.master_key);
}

void run_migrate(const DbOptions& options) {
    const auto database = value_or_give_up(this_command, storage::open_store(choose(options).address));
    const int before = value_or_give_up(this_command, storage::schema_version(*database));
    const int reached = value_or_give_up(this_command, storage::migrate(*database, SystemClock{}.now()));
    std::cout << "schema " << before << " -> " << reached << (before == reached ? ", nothing to do\n" : "\n");
}

void run_check(const DbOptions& options) {
    const ChosenStore store = choose(options);
    const auto vault = vault_of(store);
    const auto database = open_existing(store.address);
    const auto check =
        value_or_give_up(this_command, storage::check_store(*database, vault ? &*vault : nullptr));
    std::cout << "engine " << database->engine() << ", schema " << check.schema << ", keys opened "
              << check.keys_opened << (vault ? "\n" : " (no master key given)\n");
    for (const std::string& finding : check.findings) std::cout << "finding: " << finding << '\n';
    if (!check.findings.empty()) throw CLI::RuntimeError(1);
    std::cout << "all well\n";
}

void run_backup(const DbOptions& options) {
    const ChosenStore store = choose(options);
    const fs::path manifest =
        value_or_give_up(this_command, storage::back_up(store.address, options.folder, SystemClock{}.now()));
    std::cout << manifest.string() << '\n';
    if (options.keep == 0) return;
    const int removed =
        value_or_give_up(this_command, storage::remove_old_backups(options.folder, options.keep));
    if (removed > 0) std::cout << "removed " << removed << " older\n";
}

void run_restore(const DbOptions& options) {
    const auto manifest = value_or_give_up(
        this_command, storage::restore(options.copy, choose(options).address, options.force));
    std::cout << "restored the " << manifest.engine << " store of " << manifest.made_at << ", schema "
              << manifest.schema << '\n';
}

CLI::App* add_command(CLI::App& db, const std::string& name, const std::string& description,
                      const std::shared_ptr<DbOptions>& options, void (*run)(const DbOptions&)) {
    CLI::App* command = db.add_subcommand(name, description);
    add_store_options(*command, options->store);
    command->callback([options, run] { run(*options); });
    return command;
}

}  // namespace

void add_db(CLI::App& app) {
    const auto options = std::make_shared<DbOptions>();
    CLI::App* db = app.add_subcommand("db",
                                      "Looks after the store: schema, health, copies.\n"
                                      "Example: offing db check --config /etc/offing/offing.toml");
    db->require_subcommand(1);
    add_command(*db, "migrate",
                "Brings the schema up to this Offing's; serve does so too.\n"
                "Example: offing db migrate --config /etc/offing/offing.toml",
                options, run_migrate);
    add_command(
        *db, "check",
        "Checks that the store is whole: pages, references, schema, and that the master key opens what "
        "is sealed.\nFails when something is found.\n"
        "Example: offing db check --config /etc/offing/offing.toml",
        options, run_check);
    CLI::App* backup =
        add_command(*db, "backup",
                    "Copies the store while it runs, opens and checks the copy, and prints its "
                    "manifest's path.\nThe master key isn't in it: keep that elsewhere.\n"
                    "Example: offing db backup --config /etc/offing/offing.toml --folder "
                    "/var/lib/offing/backups --keep 14",
                    options, run_backup);
    backup->add_option("--folder", options->folder, "Where copies go")->capture_default_str();
    backup->add_option("--keep", options->keep, "Remove all but this many newest copies; 0: remove none");
    CLI::App* restore = add_command(*db, "restore",
                                    "Puts a copy back, once it is found to be whole. Stop Offing first.\n"
                                    "Example: offing db restore --config /etc/offing/offing.toml "
                                    "backups/offing-20261123T033000Z.json",
                                    options, run_restore);
    restore->add_option("copy", options->copy, "The copy's manifest")->required();
    restore->add_flag("--force", options->force,
                      "Replace the store that is there (an SQLite file is kept as <file>.replaced)");
}

}  // namespace offing::cli
