#include "gateway/cli/installation.hpp"

#include <pwd.h>
#include <unistd.h>

#include <filesystem>

#include "gateway/app_parts.hpp"
#include "gateway/cli/open_store.hpp"

namespace offing::cli {

Installation::Installation(std::string command, const std::string& config)
    : command_{std::move(command)}, settings_{settings_or_give_up(command_, config)} {
    const auto& chosen = settings_.database;
    if (chosen.kind == config::DatabaseSettings::Kind::sqlite && !std::filesystem::exists(chosen.file))
        give_up(command_, chosen.file.string() + " isn't there yet; the first  offing serve  makes it");
    database_ = store_or_give_up(command_, settings_);
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
