// offing handover: a service moves to another provider, or to another installation, whole.

#include "gateway/service/handover.hpp"

#include <iostream>
#include <memory>

#include "gateway/cli/commands.hpp"
#include "gateway/cli/installation.hpp"

namespace offing::cli {

namespace {

struct HandoverOptions {
    std::string config = "/etc/offing/offing.toml";
    std::string file;
};

void export_to(const HandoverOptions& options) {
    Installation here{"handover", options.config};
    const auto done =
        service::export_service(here.database(), here.vault(), options.file, here.clock().now());
    if (!done) give_up("handover", done.error().what + ". Nothing was written");
    std::cout << options.file << ": " << done->women << " women, " << done->bookings << " booked times, "
              << done->events << " events of the ledger.\n"
              << "It holds numbers, names and the ledger's key in clear: seal it before it travels, and "
                 "delete it afterwards.\n";
    if (done->left_open > 0)
        std::cout << done->left_open
                  << " open tasks don't go along: do them first, or tell those who take over.\n";
}

void import_from(const HandoverOptions& options) {
    Installation here{"handover", options.config};
    const auto done =
        service::import_service(here.database(), here.vault(), options.file, here.clock().now());
    if (!done) give_up("handover", done.error().what);
    std::cout << "Taken over: " << done->women << " women, each with her place in line; " << done->bookings
              << " booked times, " << done->events
              << " events of the ledger, each as it was sealed.\nNext: offing audit verify --config "
              << options.config << " --head A-HEAD-KEPT-BEFORE\n";
}

}  // namespace

void add_handover(CLI::App& app) {
    const auto options = std::make_shared<HandoverOptions>();
    CLI::App* handover = app.add_subcommand("handover",
                                            "Moves a service to another provider whole, so that it costs "
                                            "nobody her place: calendars, texts with\n"
                                            "their reviews, women with their windows, wishes, places and "
                                            "times, the ledger. docs/handover.md has\n"
                                            "the format.\nExample: offing handover export service.handover");
    handover->require_subcommand(1);
    CLI::App* exported = handover->add_subcommand(
        "export",
        "Writes everything into one file that only you can read. The daemon has to be stopped.\n"
        "Example: offing handover export service.handover --config /etc/offing/offing.toml");
    CLI::App* imported = handover->add_subcommand(
        "import",
        "Takes everything over into an empty store: all of it, or nothing when a line isn't as it should "
        "be.\n"
        "Example: offing handover import service.handover --config /etc/offing/offing.toml");
    for (CLI::App* command : {exported, imported}) {
        command->add_option("file", options->file, "The file")->required();
        command->add_option("--config", options->config, "The settings file")->capture_default_str();
    }
    exported->callback([options] { export_to(*options); });
    imported->callback([options] { import_from(*options); });
}

}  // namespace offing::cli
