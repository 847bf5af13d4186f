#include "gateway/cli/open_store.hpp"

#include "gateway/base/clock.hpp"
#include "gateway/cli/give_up.hpp"
#include "gateway/storage/migrations.hpp"
#include "gateway/storage/postgres_database.hpp"
#include "gateway/storage/sqlite_database.hpp"

namespace offing::cli {

Result<std::unique_ptr<storage::Database>> open_store(const config::Settings& settings) {
    const config::DatabaseSettings& database = settings.database;
    if (database.kind == config::DatabaseSettings::Kind::sqlite) return storage::open_sqlite(database.file);
    return storage::open_postgres(database.postgres_url.reveal(), {.connections = 1});
}

config::Settings settings_or_give_up(std::string_view command, const std::string& file) {
    try {
        return config::load_settings(file);
    } catch (const config::BadConfiguration& bad) {
        give_up(command, std::string{"the settings have mistakes\n"} + bad.what());
    }
}

std::unique_ptr<storage::Database> store_or_give_up(std::string_view command,
                                                    const config::Settings& settings) {
    auto database = open_store(settings);
    if (!database)
        give_up(command,
                "the database can't be reached: " + database.error().what + "; offing doctor says more");
    if (const auto version = storage::migrate(**database, SystemClock{}.now()); !version)
        give_up(command, "the database can't be used: " + version.error().what);
    return std::move(*database);
}

}  // namespace offing::cli
