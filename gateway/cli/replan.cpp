// offing replan: what a changed service file does to the women who have times booked, and carrying it out.

#include "gateway/service/replan.hpp"

#include <iostream>
#include <memory>

#include "config/service_file.hpp"
#include "gateway/app_parts.hpp"
#include "gateway/cli/commands.hpp"
#include "gateway/storage/service_versions.hpp"

namespace offing::cli {

namespace {

using storage::Transaction;

constexpr std::size_t shown_digest = 12;

struct ReplanOptions {
    std::string file;
    std::string config = "/etc/offing/offing.toml";
    std::string digest;
    std::string by = "command line";
};

[[noreturn]] void give_up(const std::string& what) {
    std::cerr << "offing replan: " << what << '\n';
    throw CLI::RuntimeError(1);
}

template <typename T>
T value_or_give_up(Result<T> result) {
    if (!result) give_up("the database refused it, nothing has changed: " + result.error().what);
    return std::move(*result);
}

config::BundledService load_changed(const ReplanOptions& options) {
    auto loaded = config::load_service(options.file);
    if (loaded) return std::move(*loaded);
    for (const config::Mistake& mistake : loaded.error()) std::cerr << config::spell(mistake) << '\n';
    give_up(std::to_string(loaded.error().size()) + " mistakes, nothing has changed");
}

std::unique_ptr<service::Diary> diary_of(storage::Database& database, Timestamp now) {
    const auto latest = value_or_give_up(database.read_now(storage::latest_service));
    if (!latest) give_up("no service is imported yet; offing service import FILE does it");
    auto before = config::read_bundle({latest->body, latest->files});
    if (!before)
        give_up("the imported service can't be read by this program: " +
                config::spell(before.error().front()));
    auto service = std::make_shared<const scheduler::Service>(std::move(before->service));
    const auto zone = scheduler::Zone::find(service->zone);
    const auto today = scheduler::date_of(zone->to_local(to_minutes(now)));
    const auto taken = value_or_give_up(database.read_now(
        [&](Transaction& transaction) { return storage::taken_places(transaction, today, now); }));
    return std::make_unique<service::Diary>(std::move(service), taken, now);
}

void print(const service::Plan& plan, const scheduler::Service& changed, const ReplanOptions& options) {
    for (const std::string& line : service::spell(plan, changed)) std::cout << line << '\n';
    std::cout << "Nothing has changed yet. To carry out just this:\n  offing replan " << options.file
              << " --config " << options.config << " --apply " << plan.digest.substr(0, shown_digest) << '\n';
}

void apply(storage::Database& database, const service::Desk& desk, const config::BundledService& changed,
           const ReplanOptions& options, Timestamp now) {
    const auto applied = value_or_give_up(
        database.transact_now([&](Transaction& transaction) -> std::optional<service::Applied> {
            const auto plan = service::plan_change(transaction, desk, changed, now);
            if (!plan.digest.starts_with(options.digest)) return std::nullopt;
            return service::apply_change(transaction, desk, changed, plan.digest, options.by, now);
        }));
    if (!applied)
        give_up(
            "this is no longer what you read: something was booked or changed since. Nothing has changed; "
            "run it without --apply and read the plan again");
    std::cout << "The service is now version " << applied->version << ": " << applied->moved << " moved, "
              << applied->choices << " given a choice, " << applied->calls
              << " to be called (offing tasks, or the console)\n";
}

void replan(const ReplanOptions& options) {
    const config::BundledService changed = load_changed(options);
    std::unique_ptr<storage::Database> database;
    try {
        const SystemClock clock;
        const config::Settings settings = config::load_settings(options.config);
        if (!changed.file.demo_people.empty() && !settings.demo)
            give_up(options.file + " makes up women ([[person]]), and this is no demo; take them out");
        database = app::open_database(settings, clock);
        const Timestamp now = clock.now();
        const storage::Vault vault = app::make_vault(settings);
        service::Wording wording{*database, service::load_shipped(settings.templates_folder.string())};
        const templates::Catalogue catalogue = app::load_catalogue(settings, wording, clock);
        const conversation::Lexicon lexicon = app::load_lexicon(settings);
        const auto diary = diary_of(*database, now);
        const service::Desk desk{
            vault, catalogue, lexicon, *diary, {.hold = settings.hold, .crisis_cover = {}}};
        if (!options.digest.empty()) return apply(*database, desk, changed, options, now);
        print(value_or_give_up(database->read_now([&](Transaction& transaction) {
                  return service::plan_change(transaction, desk, changed, now);
              })),
              changed.file.service, options);
    } catch (const std::runtime_error& wrong) {
        give_up(wrong.what());
    }
}

}  // namespace

void add_replan(CLI::App& app) {
    auto options = std::make_shared<ReplanOptions>();
    auto* command = app.add_subcommand(
        "replan",
        "Shows what a changed service file does to booked times: who moves where, who is given a choice, who "
        "needs a call, and each text that goes out. With --apply it is carried out, whole or not at all.\n"
        "Example: offing replan service.toml");
    command->add_option("FILE", options->file, "The changed service file")->required();
    command->add_option("--config", options->config, "The settings file")->capture_default_str();
    command->add_option("--apply", options->digest, "Carries out the plan with this digest, as it was shown")
        ->check([](const std::string& digest) {
            const bool hex = digest.find_first_not_of("0123456789abcdef") == std::string::npos;
            return hex && digest.size() >= shown_digest ? std::string{}
                                                        : std::string{"take it from the plan that was shown"};
        });
    command->add_option("--by", options->by, "Who decided it, for the ledger: a role, no name")
        ->capture_default_str();
    command->callback([options] { replan(*options); });
}

}  // namespace offing::cli
