#include "tests/support/test_store.hpp"

#include <stdexcept>

#include "gateway/storage/sqlite_database.hpp"

namespace offing::support {

TestStore::TestStore(std::string_view engine) : engine_{engine} {
    address_ = (folder_ / "offing.db").string();
}

std::unique_ptr<storage::Database> TestStore::open() const {
    auto opened = storage::open_sqlite(address_);
    if (!opened) throw std::runtime_error{opened.error().what};
    return std::move(*opened);
}

}  // namespace offing::support
