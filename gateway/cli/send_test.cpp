// offing send-test: one harmless text to a number of the operator's own.

#include <iostream>
#include <memory>

#include "gateway/cli/commands.hpp"
#include "gateway/cli/installation.hpp"
#include "gateway/service/test_send.hpp"

namespace offing::cli {

namespace {

using What = service::TestSent::What;

struct TestOptions {
    std::string config = "/etc/offing/offing.toml";
    std::string to;
    std::string account;
};

std::string account_of(const service::Accounts& accounts, const TestOptions& options) {
    std::string names;
    for (const auto& [name, account] : accounts) names += (names.empty() ? "" : ", ") + name;
    if (options.account.empty() && accounts.size() > 1)
        give_up("send-test", "say by which account, --by NAME: " + names);
    if (options.account.empty()) return accounts.begin()->first;
    if (!accounts.contains(options.account))
        give_up("send-test", options.account + " is no account of the settings, which have: " + names);
    return options.account;
}

void send(const TestOptions& options) {
    Installation here{"send-test", options.config};
    const auto accounts = here.accounts();
    const std::string by = account_of(accounts, options);
    const auto vault = here.vault();
    const auto client = here.client();
    const auto sent = here.run(
        service::send_test(here.database(), vault, accounts, *client, by, options.to, here.clock().now()));
    switch (sent.what) {
        case What::sent:
            std::cout << by << " has taken it" << (sent.provider_id.empty() ? "" : " as " + sent.provider_id)
                      << ". Look at the phone: a company may take what a network then drops.\n";
            return;
        case What::refused_number:
            give_up("send-test",
                    "that is not a number that texts can go to; write a UK mobile number of your own");
        case What::her_number:
            give_up("send-test",
                    "that is the number of a woman in touch with the service; use one of your own");
        case What::no_such_account:
            give_up("send-test", by + " is no account of the settings");
        case What::failed:
            give_up("send-test", by + " did not take it: " + sent.outcome +
                                     (sent.detail.empty() ? "" : " (" + sent.detail + ")") +
                                     "; docs/providers says what the company's codes mean");
    }
}

}  // namespace

void add_send_test(CLI::App& app) {
    const auto options = std::make_shared<TestOptions>();
    CLI::App* command = app.add_subcommand(
        "send-test",
        "Sends \"Test. Please ignore.\" to a number of your own, by the account's real company.\n"
        "Example: offing send-test --to \"+447700900999\" --by twilio");
    command->add_option("--config", options->config, "The settings file")->capture_default_str();
    command->add_option("--to", options->to, "A UK mobile number of your own")->required();
    command->add_option("--by", options->account, "The [[provider]]'s name; needed when there are several");
    command->callback([options] { send(*options); });
}

}  // namespace offing::cli
