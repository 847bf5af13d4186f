// An empty store of either engine for a test. PostgreSQL's comes from one throwaway cluster per test program.

#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "gateway/storage/database.hpp"
#include "tests/support/scratch_folder.hpp"

namespace offing::support {

class TestStore {
public:
    /// "sqlite" or "postgres"
    explicit TestStore(std::string_view engine);

    const std::string& engine() const { return engine_; }
    /// The file, or the connection string, as settings would name it.
    const std::string& address() const { return address_; }
    /// Another way in to the same store, as a second process has it. Throws when the store can't be opened.
    std::unique_ptr<storage::Database> open() const;

private:
    std::string engine_;
    ScratchFolder folder_;
    std::string address_;
};

}  // namespace offing::support
