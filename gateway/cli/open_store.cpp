#include "gateway/cli/open_store.hpp"

#include "gateway/storage/postgres_database.hpp"
#include "gateway/storage/sqlite_database.hpp"

namespace offing::cli {

Result<std::unique_ptr<storage::Database>> open_store(const config::Settings& settings) {
    const config::DatabaseSettings& database = settings.database;
    if (database.kind == config::DatabaseSettings::Kind::sqlite) return storage::open_sqlite(database.file);
    return storage::open_postgres(database.postgres_url.reveal(), {.connections = 1});
}

}  // namespace offing::cli
