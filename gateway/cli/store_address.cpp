#include "gateway/cli/store_address.hpp"

#include "gateway/base/crypto.hpp"
#include "gateway/cli/give_up.hpp"

namespace offing::cli {

void add_store_options(CLI::App& command, StoreOptions& options) {
    auto* group = command.add_option_group("store", "Which store");
    group->add_option("--config", options.config, "The settings file, offing.toml");
    group->add_option("--database", options.database, "An SQLite file, or postgresql://...");
    group->require_option(1);
}

storage::StoreAddress address_of(const config::DatabaseSettings& settings) {
    if (settings.kind == config::DatabaseSettings::Kind::postgres) {
        return {.engine = "postgres", .file_or_url = settings.postgres_url.reveal()};
    }
    return {.engine = "sqlite", .file_or_url = settings.file.string()};
}

ChosenStore choose_store(const StoreOptions& options) {
    if (!options.config.empty()) {
        const config::Settings settings = config::load_settings(options.config);
        return {.address = address_of(settings.database), .master_key = settings.master_key};
    }
    const bool postgres = options.database.starts_with("postgres") || options.database.contains("host=");
    return {.address = {.engine = postgres ? "postgres" : "sqlite", .file_or_url = options.database},
            .master_key = {}};
}

storage::Vault vault_or_give_up(std::string_view command, const config::Secret& master_key) {
    const auto master = crypto::from_base64(master_key.reveal());
    if (!master) give_up(command, "the master key isn't base64");
    return value_or_give_up(command, storage::Vault::make(as_text(*master)));
}

}  // namespace offing::cli
