// offing alerts: which alarms are open, taking one, and a test of who is reached.

#include <iostream>
#include <memory>

#include "gateway/base/clock.hpp"
#include "gateway/cli/commands.hpp"
#include "gateway/cli/give_up.hpp"
#include "gateway/cli/open_store.hpp"
#include "gateway/service/on_call.hpp"

namespace offing::cli {

namespace {

using storage::Alert;
using storage::Transaction;

constexpr std::chrono::days shown_for{7};
constexpr int most_shown = 100;

constexpr std::string_view this_command = "alerts";

template <typename Work>
auto in_store(const config::Settings& settings, Work work) {
    auto done = store_or_give_up(this_command, settings)->transact_now(work);
    if (!done) give_up(this_command, "the database refused it: " + done.error().what);
    return std::move(*done);
}

std::string minutes_between(Timestamp from, Timestamp to) {
    return std::to_string(std::chrono::duration_cast<std::chrono::minutes>(to - from).count()) + " min";
}

void show(const std::string& config) {
    const auto settings = settings_or_give_up(this_command, config);
    const Timestamp now = SystemClock{}.now();
    const auto alerts = in_store(settings, [now](Transaction& transaction) {
        auto open = storage::open_alerts(transaction, most_shown);
        for (Alert& alert : storage::alerts_since(transaction, now - shown_for, most_shown))
            if (alert.acknowledged) open.push_back(std::move(alert));
        return open;
    });
    if (alerts.empty()) std::cout << "No alarm is open, and none was in the last week.\n";
    for (const Alert& alert : alerts) {
        std::cout << (alert.acknowledged ? "taken  " : "OPEN   ") << alert.id << "  " << alert.kind
                  << ", told " << alert.step << (alert.step == 1 ? " time" : " times") << ", opened "
                  << minutes_between(alert.opened, now) << " ago";
        if (alert.acknowledged)
            std::cout << ", taken by " << alert.acknowledged_by << " after "
                      << minutes_between(alert.opened, *alert.acknowledged);
        std::cout << '\n';
    }
}

void take(const std::string& config, const std::string& id, const std::string& by) {
    const auto settings = settings_or_give_up(this_command, config);
    const Timestamp now = SystemClock{}.now();
    const bool taken = in_store(settings, [&id, &by, now](Transaction& transaction) {
        return service::acknowledge(transaction, id, by, now);
    });
    if (!taken) give_up(this_command, "no alarm with that id is open; offing alerts show lists them");
    std::cout << "Noted: " << by
              << " has it, and nobody is told any more. The task stays open until it is done.\n";
}

void test(const std::string& config) {
    const auto settings = settings_or_give_up(this_command, config);
    if (settings.on_call_routes.empty())
        give_up(this_command, "nobody would be told: write routes under [on_call]");
    const Timestamp now = SystemClock{}.now();
    const std::string id = in_store(
        settings, [now](Transaction& transaction) { return service::open_test_alert(transaction, now); });
    std::cout << "The daemon tells everybody on call now, says so again after 5 and 15 minutes, and stops "
                 "when one\n"
                 "of them texts the code back, or with: offing alerts ack "
              << id << " --by NAME\n";
}

}  // namespace

void add_alerts(CLI::App& app) {
    auto* alerts = app.add_subcommand("alerts",
                                      "Alarms for whoever is on call: open ones, taking one, a test.\n"
                                      "Example: offing alerts show");
    alerts->require_subcommand(1);
    auto config = std::make_shared<std::string>("/etc/offing/offing.toml");
    const auto with_config = [&config](CLI::App* command) {
        command->add_option("--config", *config, "The settings file")->capture_default_str();
        return command;
    };

    with_config(alerts->add_subcommand("show",
                                       "The alarms that are open, and those of the last week.\n"
                                       "Example: offing alerts show"))
        ->callback([config] { show(*config); });

    auto id = std::make_shared<std::string>();
    auto by = std::make_shared<std::string>();
    auto* ack = with_config(alerts->add_subcommand(
        "ack", "You have it: nobody is told any more.\nExample: offing alerts ack 01k... --by dana"));
    ack->add_option("ID", *id, "As offing alerts show says it")->required();
    ack->add_option("--by", *by, "Who has it; stands in the ledger for good")
        ->required()
        ->check(CLI::Validator{[](std::string& name) {
                                   const bool plain = !name.empty() && name.size() <= 40 &&
                                                      name.find_first_of("0123456789+@") == std::string::npos;
                                   return plain ? std::string{}
                                                : "write a name of up to 40 letters, no number or address";
                               },
                               "NAME"});
    ack->callback([=] { take(*config, *id, *by); });

    with_config(alerts->add_subcommand("test",
                                       "An alarm about nobody, to see that everybody on call is reached.\n"
                                       "Example: offing alerts test"))
        ->callback([config] { test(*config); });
}

}  // namespace offing::cli
