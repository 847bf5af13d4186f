#include "tests/support/test_store.hpp"

#include <stdexcept>

#include "gateway/storage/postgres_database.hpp"
#include "gateway/storage/sqlite_database.hpp"
#include "tests/support/postgres_cluster.hpp"

namespace offing::support {

TestStore::TestStore(std::string_view engine) : engine_{engine} {
    address_ =
        engine == "postgres" ? PostgresCluster::shared().new_database() : (folder_ / "offing.db").string();
}

std::unique_ptr<storage::Database> TestStore::open() const {
    auto opened = engine_ == "postgres" ? storage::open_postgres(address_) : storage::open_sqlite(address_);
    if (!opened) throw std::runtime_error{opened.error().what};
    return std::move(*opened);
}

}  // namespace offing::support
