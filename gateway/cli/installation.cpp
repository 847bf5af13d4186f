#include "gateway/cli/installation.hpp"

#include <pwd.h>
#include <unistd.h>

#include <filesystem>
#include <iostream>

#include "gateway/app_parts.hpp"
#include "gateway/cli/open_store.hpp"
#include "gateway/storage/migrations.hpp"

namespace offing::cli {

namespace {

config::Settings load(const std::string& command, const std::string& file) {
    try {
        return config::load_settings(file);
    } catch (const config::BadConfiguration& bad) {
        give_up(command, std::string{"the settings have mistakes\n"} + bad.what());
    }
}

}  // namespace

void give_up(const std::string& command, const std::string& what) {
    std::cerr << "offing " << command << ": " << what << '\n';
    throw CLI::RuntimeError(1);
}

Installation::Installation(std::string command, const std::string& config)
    : command_{std::move(command)}, settings_{load(command_, config)} {
    const auto& chosen = settings_.database;
    if (chosen.kind == config::DatabaseSettings::Kind::sqlite && !std::filesystem::exists(chosen.file))
        give_up(command_, chosen.file.string() + " isn't there yet; the first  offing serve  makes it");
    auto opened = open_store(settings_);
    if (!opened)
        give_up(command_,
                "the database can't be reached: " + opened.error().what + "; offing doctor says more");
    database_ = std::move(*opened);
    if (const auto version = storage::migrate(*database_, clock_.now()); !version)
        give_up(command_, "the database can't be used: " + version.error().what);
}

storage::Vault Installation::vault() const { return app::make_vault(settings_); }

service::Accounts Installation::accounts() const {
    return app::make_accounts(settings_, app::simulator_secret(settings_), settings_.internal_listener.port);
}

std::unique_ptr<http::Client> Installation::client() {
    http::ClientOptions options;
    options.allow_private_addresses = settings_.demo;
    return http::Client::make(io_.get_executor(), options);
}

std::string this_user() {
    const passwd* user = ::getpwuid(::geteuid());
    return "operator:" + (user != nullptr ? std::string{user->pw_name} : std::to_string(::geteuid()));
}

}  // namespace offing::cli
