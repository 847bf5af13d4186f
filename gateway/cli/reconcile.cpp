// offing reconcile: asks the companies now for what we may have missed.

#include "gateway/service/reconcile.hpp"

#include <iostream>
#include <memory>

#include "gateway/app_parts.hpp"
#include "gateway/cli/commands.hpp"
#include "gateway/cli/installation.hpp"

namespace offing::cli {

namespace {

struct ReconcileOptions {
    std::string config = "/etc/offing/offing.toml";
    int hours = 0;
};

bool print(const service::Reconciled& one) {
    std::cout << one.account << ": ";
    if (!one.can_be_asked) {
        std::cout << "can't be asked; what it brings by webhook is all there is\n";
        return true;
    }
    std::cout << one.texts_in << " texts in listed, " << one.texts_found << " of them lost until now; "
              << one.receipts << " texts out listed, news of " << one.receipts_new << "; " << one.blocks_new
              << " numbers newly blocked\n";
    if (one.trouble.empty()) return true;
    std::cout << "  not read to the end: " << one.trouble << '\n';
    return false;
}

void reconcile(const ReconcileOptions& options) {
    Installation here{"reconcile", options.config};
    try {
        const auto vault = here.vault();
        service::Wording wording{here.database(),
                                 service::load_shipped(here.settings().templates_folder.string())};
        const auto catalogue = app::load_catalogue(here.settings(), wording, here.clock());
        const auto lexicon = app::load_lexicon(here.settings());
        const auto diary = app::load_diary(here.settings(), here.database(), vault, here.clock());
        const service::Desk desk{vault,
                                 catalogue,
                                 lexicon,
                                 *diary,
                                 {.hold = here.settings().hold,
                                  .keep_enquiries = here.settings().keep_enquiries,
                                  .crisis_cover = here.settings().crisis_cover}};
        const auto accounts = here.accounts();
        const auto client = here.client();
        service::Reconciler reconciler{here.database(), desk, accounts, *client, here.clock(), [] {}};
        std::optional<Timestamp> since;
        if (options.hours > 0) since = here.clock().now() - std::chrono::hours{options.hours};
        bool all_well = true;
        for (const auto& one : here.run(reconciler.all(since))) all_well = print(one) && all_well;
        if (!all_well) throw CLI::RuntimeError(1);
    } catch (const std::runtime_error& error) {
        if (dynamic_cast<const CLI::Error*>(&error) != nullptr) throw;
        give_up("reconcile", error.what());
    }
}

}  // namespace

void add_reconcile(CLI::App& app) {
    const auto options = std::make_shared<ReconcileOptions>();
    CLI::App* command = app.add_subcommand(
        "reconcile",
        "Asks Twilio and GOV.UK Notify for texts whose webhook never came, for what became of texts we "
        "sent,\n"
        "and for numbers they block. The daemon does so every hour; this does it now, beside it.\n"
        "Example: offing reconcile --hours 48");
    command->add_option("--config", options->config, "The settings file")->capture_default_str();
    command
        ->add_option("--hours", options->hours, "How far to look back; default: to where the last one ended")
        ->check(CLI::Range(1, 168));
    command->callback([options] { reconcile(*options); });
}

}  // namespace offing::cli
