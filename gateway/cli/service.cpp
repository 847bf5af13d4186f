// offing service: brings a service file into the store, and shows what is there.

#include <algorithm>
#include <iostream>
#include <memory>

#include "config/service_file.hpp"
#include "config/write_service.hpp"
#include "gateway/base/clock.hpp"
#include "gateway/cli/commands.hpp"
#include "gateway/cli/give_up.hpp"
#include "gateway/cli/open_store.hpp"
#include "gateway/ledger/event.hpp"
#include "gateway/service/replan.hpp"
#include "gateway/storage/service_versions.hpp"

namespace offing::cli {

namespace {

using storage::Transaction;

constexpr std::string_view this_command = "service";

config::BundledService load_or_give_up(const std::string& file) {
    auto loaded = config::load_service(file);
    if (loaded) return std::move(*loaded);
    for (const config::Mistake& mistake : loaded.error()) std::cerr << config::spell(mistake) << '\n';
    give_up(this_command, std::to_string(loaded.error().size()) + " mistakes, nothing was imported");
}

std::string spell_hours(const scheduler::Clinic& clinic) {
    return scheduler::spell_clock(clinic.opens) + "-" + scheduler::spell_clock(clinic.closes);
}

void show(const scheduler::Service& service) {
    std::cout << service.name << " (" << service.id << "), " << service.zone << '\n';
    for (const scheduler::Site& site : service.sites)
        std::cout << "  site    " << site.id
                  << (site.hidden ? ", hidden" : ", called \"" + site.nickname + "\"") << '\n';
    for (const scheduler::Worker& worker : service.workers)
        std::cout << "  worker  " << worker.id << ", " << worker.first_name << '\n';
    for (const scheduler::Clinic& clinic : service.clinics) {
        std::cout << "  clinic  " << clinic.id << ", " << scheduler::spell(clinic.kind) << ", "
                  << scheduler::spell(clinic.mode) << ", " << scheduler::spell(clinic.audience)
                  << (clinic.children_welcome ? ", children welcome" : "") << ", " << clinic.rrule << " "
                  << spell_hours(clinic) << '\n';
    }
    for (const std::string_view id : service.schools.ids()) std::cout << "  school  " << id << '\n';
}

void import_file(const std::string& file, const std::string& config, bool only_check) {
    const config::BundledService loaded = load_or_give_up(file);
    const scheduler::Service& changed = loaded.file.service;
    const std::string summary = std::to_string(changed.sites.size()) + " sites, " +
                                std::to_string(changed.workers.size()) + " workers, " +
                                std::to_string(changed.clinics.size()) + " clinics, " +
                                std::to_string(changed.schools.ids().size()) + " school calendars";
    if (only_check) {
        std::cout << file << " has no mistakes: " << summary << ". Nothing was imported.\n";
        return;
    }
    const config::Settings settings = settings_or_give_up(this_command, config);
    if (!loaded.file.demo_people.empty() && !settings.demo)
        give_up(
            this_command,
            file + " makes up women ([[person]]), and this is no demo; take them out. Nothing was imported");
    const auto database = store_or_give_up(this_command, settings);
    const auto now = SystemClock{}.now();
    int changes = 0;
    const auto imported =
        database->transact_now([&](Transaction& transaction) -> std::pair<std::int64_t, bool> {
            const auto latest = storage::latest_service(transaction);
            if (latest && latest->body == loaded.bundle.text && latest->files == loaded.bundle.files)
                return {latest->version, false};
            changes = service::count_changes(transaction, changed, now);
            if (changes > 0) return {0, false};
            const auto version =
                storage::add_service(transaction, loaded.bundle.text, loaded.bundle.files, now);
            ledger::record(transaction, ledger::Kind::service_imported, "", {{"version", version}}, now);
            return {version, true};
        });
    if (!imported) give_up(this_command, "the database refused it: " + imported.error().what);
    if (changes > 0)
        give_up(this_command, std::to_string(changes) + (changes == 1 ? " booked time" : " booked times") +
                                  " would change, and nobody would be told. Nothing was imported. See what "
                                  "happens to each, and "
                                  "carry it out, with:  offing replan " +
                                  file + " --config " + config);
    std::cout << (imported->second ? "Imported as version " : "Nothing new: it is version ")
              << imported->first << ": " << summary << '\n';
}

struct Stored {
    std::int64_t version;
    config::ServiceFile file;
};

Stored stored_or_give_up(const std::string& config) {
    const config::Settings settings = settings_or_give_up(this_command, config);
    const auto latest = store_or_give_up(this_command, settings)->transact_now(storage::latest_service);
    if (!latest) give_up(this_command, "the database can't be read: " + latest.error().what);
    if (!*latest) give_up(this_command, "no service is imported; offing service import FILE does it");
    auto read = config::read_bundle({(*latest)->body, (*latest)->files});
    if (!read)
        give_up(this_command, "version " + std::to_string((*latest)->version) +
                                  " can't be read by this program: " + config::spell(read.error().front()));
    return {(*latest)->version, std::move(*read)};
}

void show_imported(const std::string& config) {
    const Stored stored = stored_or_give_up(config);
    std::cout << "Version " << stored.version << '\n';
    show(stored.file.service);
}

void export_file(const std::string& config) {
    std::cout << config::write_service(stored_or_give_up(config).file);
}

}  // namespace

void add_service(CLI::App& app) {
    auto* service = app.add_subcommand("service",
                                       "The sites, workers, clinics and school calendars.\n"
                                       "Example: offing service import service.toml --dry-run");
    service->require_subcommand(1);
    auto config = std::make_shared<std::string>("/etc/offing/offing.toml");

    auto* import =
        service->add_subcommand("import",
                                "Takes a service file whole, or names every mistake in it.\n"
                                "Example: offing service import service.toml --config offing.toml");
    auto file = std::make_shared<std::string>();
    auto only_check = std::make_shared<bool>(false);
    import->add_option("FILE", *file, "The service file")->required();
    import->add_option("--config", *config, "The settings file")->capture_default_str();
    import->add_flag("--dry-run", *only_check, "Only checks the file: needs no settings and no store");
    import->callback([=] { import_file(*file, *config, *only_check); });

    auto* shown =
        service->add_subcommand("show", "Shows the service that is imported.\nExample: offing service show");
    shown->add_option("--config", *config, "The settings file")->capture_default_str();
    shown->callback([=] { show_imported(*config); });

    auto* written = service->add_subcommand(
        "export",
        "Writes the service as a service file, school calendars and changes made in the console included.\n"
        "Example: offing service export > service.toml");
    written->add_option("--config", *config, "The settings file")->capture_default_str();
    written->callback([=] { export_file(*config); });
}

}  // namespace offing::cli
