// offing staff: accounts for the console, and the way in for the first administrator.

#include <iostream>
#include <memory>

#include "gateway/base/clock.hpp"
#include "gateway/base/crypto.hpp"
#include "gateway/cli/commands.hpp"
#include "gateway/cli/give_up.hpp"
#include "gateway/cli/open_store.hpp"
#include "gateway/staff/accounts.hpp"
#include "gateway/staff/password.hpp"

namespace offing::cli {

namespace {

using storage::StaffAccount;
using storage::Transaction;

struct StaffOptions {
    std::string config = "/etc/offing/offing.toml";
    std::string account, name;
    std::vector<std::string> roles;
};

constexpr std::string_view this_command = "staff";

std::unique_ptr<storage::Database> store_of(const StaffOptions& options) {
    return store_or_give_up(this_command, settings_or_give_up(this_command, options.config));
}

staff::Roles roles_of(const StaffOptions& options) {
    std::vector<staff::Role> roles;
    for (const std::string& word : options.roles) {
        const auto role = staff::parse_role(word);
        if (!role)
            give_up(this_command,
                    "\"" + word +
                        "\" is no role; there are front_desk, worker, manager, wording_panel, auditor, "
                        "administrator");
        roles.push_back(*role);
    }
    return staff::Roles{roles};
}

void record(Transaction& transaction, std::string_view what, Timestamp now) {
    staff::record_act(transaction, {"command line", staff::Right::manage_staff, std::string{what}}, "", now);
}

void print_password(const std::string& account, const std::string& password) {
    std::cout << "Account   " << account << "\nPassword  " << password
              << "\nIt is shown only now, works for 7 days, and has to be changed when it is first used.\n";
}

void add_one(const StaffOptions& options) {
    const std::string account = staff::lower_case(options.account);
    if (const auto problem = staff::account_problem(account)) give_up(this_command, *problem);
    const staff::NewStaff wanted{.account = account,
                                 .name = options.name.empty() ? account : options.name,
                                 .roles = roles_of(options)};
    const std::string password = staff::make_password(), hash = staff::hash_password(password);
    const auto now = SystemClock{}.now();
    const auto added =
        value_or_give_up(this_command, store_of(options)->transact_now([&](Transaction& transaction) {
            const auto id = staff::add(transaction, wanted, hash, now);
            if (id) record(transaction, "staff_added", now);
            return id.has_value();
        }));
    if (!added)
        give_up(this_command,
                "there is an account " + account + " already; offing staff reset gives it a new password");
    print_password(account, password);
}

void list(const StaffOptions& options) {
    const auto all = value_or_give_up(this_command, store_of(options)->read_now([](Transaction& transaction) {
        return storage::all_staff(transaction, staff::most_staff);
    }));
    if (all.empty()) std::cout << "Nobody yet. The first: offing staff add NAME --role administrator\n";
    for (const StaffAccount& account : all) {
        std::cout << account.account << "  " << account.roles << "  "
                  << (account.password_until               ? "given a password"
                      : account.code_secret_sealed.empty() ? "password"
                                                           : "password and codes")
                  << "  " << account.name << '\n';
    }
}

void reset(const StaffOptions& options) {
    const std::string account = staff::lower_case(options.account);
    const std::string password = staff::make_password(), hash = staff::hash_password(password);
    const auto now = SystemClock{}.now();
    const bool done =
        value_or_give_up(this_command, store_of(options)->transact_now([&](Transaction& transaction) {
            const auto found = storage::find_staff_by_account(transaction, account);
            if (!found) return false;
            staff::reset(transaction, found->id, hash, now);
            record(transaction, "staff_password_reset", now);
            return true;
        }));
    if (!done) give_up(this_command, "there is no account " + account + "; offing staff list shows them");
    print_password(account, password);
}

void remove(const StaffOptions& options) {
    const std::string account = staff::lower_case(options.account);
    const auto now = SystemClock{}.now();
    const std::string refused = value_or_give_up(
        this_command, store_of(options)->transact_now([&](Transaction& transaction) -> std::string {
            const auto found = storage::find_staff_by_account(transaction, account);
            if (!found) return "there is no account " + account + "; offing staff list shows them";
            if (staff::is_last_administrator(transaction, found->id))
                return account + " is the only administrator: add another first";
            staff::remove(transaction, found->id, now);
            record(transaction, "staff_removed", now);
            return {};
        }));
    if (!refused.empty()) give_up(this_command, refused);
    std::cout << account << " can't sign in any more. What was done with it stays on record.\n";
}

}  // namespace

void add_staff(CLI::App& app) {
    const auto options = std::make_shared<StaffOptions>();
    auto* staff =
        app.add_subcommand("staff",
                           "Accounts for the console.\n"
                           "Example: offing staff add sam.okoye --name \"Sam Okoye\" --role administrator");
    staff->require_subcommand(1);
    const auto command = [&](const char* name, const char* help, void (*run)(const StaffOptions&)) {
        auto* made = staff->add_subcommand(name, help);
        made->add_option("--config", options->config, "The settings file")->capture_default_str();
        made->callback([options, run] { run(*options); });
        return made;
    };
    auto* add = command("add",
                        "Adds an account and prints a password to give.\n"
                        "Example: offing staff add sam.okoye --name \"Sam Okoye\" --role administrator",
                        add_one);
    add->add_option("ACCOUNT", options->account, "What she signs in with, for example sam.okoye")->required();
    add->add_option("--name", options->name, "As colleagues know her or him");
    add->add_option(
           "--role", options->roles,
           "front_desk, worker, manager, wording_panel, auditor or administrator; may be given again")
        ->required();
    command("list", "Shows the accounts.\nExample: offing staff list", list);
    command("reset",
            "Gives a new password, turns one-time codes off and signs out everywhere.\n"
            "Example: offing staff reset sam.okoye",
            reset)
        ->add_option("ACCOUNT", options->account, "Whose")
        ->required();
    command(
        "remove",
        "Ends an account. The record of what was done with it stays.\nExample: offing staff remove sam.okoye",
        remove)
        ->add_option("ACCOUNT", options->account, "Whose")
        ->required();
}

}  // namespace offing::cli
