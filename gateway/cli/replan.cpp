// offing replan: what a changed service file does to the women who have times booked, and carrying it out.

#include "gateway/service/replan.hpp"

#include <iostream>
#include <memory>

#include "config/service_file.hpp"
#include "gateway/cli/commands.hpp"
#include "gateway/cli/desk_here.hpp"
#include "gateway/cli/give_up.hpp"

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

constexpr std::string_view this_command = "replan";

config::BundledService load_changed(const ReplanOptions& options) {
    auto loaded = config::load_service(options.file);
    if (loaded) return std::move(*loaded);
    for (const config::Mistake& mistake : loaded.error()) std::cerr << config::spell(mistake) << '\n';
    give_up(this_command, std::to_string(loaded.error().size()) + " mistakes, nothing has changed");
}

void print(const service::Plan& plan, const scheduler::Service& changed, const ReplanOptions& options) {
    for (const std::string& line : service::spell(plan, changed)) std::cout << line << '\n';
    std::cout << "Nothing has changed yet. To carry out just this:\n  offing replan " << options.file
              << " --config " << options.config << " --apply " << plan.digest.substr(0, shown_digest) << '\n';
}

void apply(DeskHere& here, const config::BundledService& changed, const ReplanOptions& options) {
    const auto applied = here.transact([&](Transaction& transaction) -> std::optional<service::Applied> {
        const auto plan = service::plan_change(transaction, here.desk(), changed, here.now());
        if (!plan.digest.starts_with(options.digest)) return std::nullopt;
        return service::apply_change(transaction, here.desk(), changed, plan.digest, options.by, here.now());
    });
    if (!applied)
        give_up(
            this_command,
            "this is no longer what you read: something was booked or changed since. Nothing has changed; "
            "run it without --apply and read the plan again");
    std::cout << "The service is now version " << applied->version << ": " << applied->moved << " moved, "
              << applied->choices << " given a choice, " << applied->calls
              << " to be called (offing tasks, or the console)\n";
}

void replan(const ReplanOptions& options) {
    const config::BundledService changed = load_changed(options);
    DeskHere here{"replan", options.config};
    if (!changed.file.demo_people.empty() && !here.settings().demo)
        give_up(this_command,
                options.file + " makes up women ([[person]]), and this is no demo; take them out");
    if (!options.digest.empty()) return apply(here, changed, options);
    print(here.read([&](Transaction& transaction) {
        return service::plan_change(transaction, here.desk(), changed, here.now());
    }),
          changed.file.service, options);
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
