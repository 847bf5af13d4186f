#include "gateway/storage/backup.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "gateway/storage/migrations.hpp"
#include "gateway/storage/store_check.hpp"
#include "tests/support/test_store.hpp"

namespace offing::storage {
namespace {

namespace fs = std::filesystem;
using Kind = Error::Kind;
using support::ScratchFolder;
using support::TestStore;

constexpr Timestamp now{std::chrono::milliseconds{1'795'397'400'000}};

class Backup : public testing::TestWithParam<const char*> {
protected:
    Backup() : store_{GetParam()} {
        database_ = store_.open();
        EXPECT_TRUE(migrate(*database_, now));
        add("a");
    }
    StoreAddress address() const { return address_of(store_); }
    static StoreAddress address_of(const TestStore& store) { return {store.engine(), store.address()}; }

    void add(const std::string& id) {
        const auto added = database_->transact_now([&](Transaction& t) {
            t.run("INSERT INTO contact (id, created_at) VALUES ($1, $2)", {id, std::int64_t{1}});
        });
        EXPECT_TRUE(added) << added.error().what;
    }
    static std::int64_t contacts_in(const TestStore& store) {
        return store.open()
            ->read_now(
                [](Transaction& t) { return t.run("SELECT count(*) FROM contact").front().integer(0); })
            .value_or(-1);
    }
    fs::path take_copy(Timestamp at = now) {
        const auto copy = back_up(address(), folder_.path(), at);
        EXPECT_TRUE(copy) << copy.error().what;
        return copy.value_or(fs::path{});
    }
    static fs::path data_of(const fs::path& manifest) {
        return fs::path{manifest}.replace_extension(std::string{GetParam()} == "postgres" ? ".dump" : ".db");
    }

    TestStore store_;
    std::unique_ptr<Database> database_;
    ScratchFolder folder_;
};

TEST_P(Backup, OfARunningStoreBringsEveryRowBackElsewhere) {
    const fs::path copy = take_copy();
    add("after the copy");
    const TestStore elsewhere{GetParam()};
    const auto restored = restore(copy, address_of(elsewhere), false);
    ASSERT_TRUE(restored) << restored.error().what;
    EXPECT_EQ(restored->schema, static_cast<int>(known_migrations().size()));
    EXPECT_EQ(restored->made_at, "2026-11-23T01:30:00Z");
    EXPECT_EQ(contacts_in(elsewhere), 1);
    const auto check = check_store(*elsewhere.open(), nullptr);
    ASSERT_TRUE(check);
    EXPECT_TRUE(check->findings.empty());
}

TEST_P(Backup, LeavesNothingHalfDoneBeside) {
    take_copy();
    std::size_t files = 0;
    for (const auto& entry : fs::directory_iterator{folder_.path()}) {
        ++files;
        EXPECT_TRUE(entry.path().filename().string().starts_with("offing-20261123T013000Z.")) << entry.path();
        const bool is_data = entry.path().extension() != ".json";
        if (is_data) EXPECT_EQ(entry.status().permissions(), fs::perms::owner_read | fs::perms::owner_write);
    }
    EXPECT_EQ(files, 2U);
}

TEST_P(Backup, WithOneByteChangedIsRefused) {
    const fs::path copy = take_copy();
    {
        std::fstream data{data_of(copy), std::ios::in | std::ios::out | std::ios::binary};
        data.seekg(200);
        const int byte = data.get();
        data.seekp(200);
        data.put(static_cast<char>(byte ^ 1));
    }
    const auto verified = verify_backup(copy);
    ASSERT_FALSE(verified);
    EXPECT_EQ(verified.error().kind, Kind::refused);
    const TestStore elsewhere{GetParam()};
    EXPECT_FALSE(restore(copy, address_of(elsewhere), true));
}

TEST_P(Backup, WithoutItsManifestIsNone) {
    const fs::path copy = take_copy();
    fs::remove(copy);
    EXPECT_FALSE(verify_backup(data_of(copy)));
}

TEST_P(Backup, IsNotWrittenOverAnother) {
    take_copy();
    const auto again = back_up(address(), folder_.path(), now);
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().kind, Kind::conflict);
}

TEST_P(Backup, DoesNotReplaceAStoreUnlessTold) {
    const fs::path copy = take_copy();
    add("b");
    database_.reset();
    const auto refused = restore(copy, address(), false);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, Kind::refused);
    EXPECT_EQ(contacts_in(store_), 2);
    const auto restored = restore(copy, address(), true);
    ASSERT_TRUE(restored) << restored.error().what;
    EXPECT_EQ(contacts_in(store_), 1);
}

TEST_P(Backup, KeepsTheNewestOnly) {
    const fs::path oldest = take_copy();
    const fs::path middle = take_copy(now + std::chrono::hours{24});
    const fs::path newest = take_copy(now + std::chrono::hours{48});
    EXPECT_EQ(remove_old_backups(folder_.path(), 2), 1);
    EXPECT_FALSE(fs::exists(oldest) || fs::exists(data_of(oldest)));
    EXPECT_TRUE(verify_backup(middle));
    EXPECT_TRUE(verify_backup(newest));
}

TEST_P(Backup, CheckFindsKeysOfAnotherMasterKey) {
    const Vault vault = Vault::make(std::string(32, 'm')).value();
    const auto written = database_->transact_now(
        [&](Transaction& t) { t.run("UPDATE contact SET key_wrapped = $1", {vault.new_key().wrapped()}); });
    ASSERT_TRUE(written);
    const auto well = check_store(*database_, &vault);
    ASSERT_TRUE(well);
    EXPECT_TRUE(well->findings.empty());
    EXPECT_EQ(well->keys_opened, 1);
    const Vault other = Vault::make(std::string(32, 'n')).value();
    const auto found = check_store(*database_, &other);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->findings.size(), 1U);
}

INSTANTIATE_TEST_SUITE_P(Engines, Backup, testing::Values("sqlite", "postgres"),
                         [](const auto& engine) { return std::string{engine.param}; });

TEST(SqliteRestore, IsRefusedWhileTheStoreIsInUse) {
    const TestStore store{"sqlite"};
    const auto database = store.open();
    ASSERT_TRUE(migrate(*database, now));
    const ScratchFolder folder;
    const auto copy = back_up({"sqlite", store.address()}, folder.path(), now);
    ASSERT_TRUE(copy) << copy.error().what;
    const auto refused = restore(*copy, {"sqlite", store.address()}, true);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, Kind::refused);
}

TEST(SqliteRestore, ReplacesADamagedStoreAndKeepsIt) {
    const TestStore store{"sqlite"};
    ASSERT_TRUE(migrate(*store.open(), now));
    const ScratchFolder folder;
    const auto copy = back_up({"sqlite", store.address()}, folder.path(), now);
    ASSERT_TRUE(copy);
    std::ofstream{store.address(), std::ios::trunc} << std::string(10'000, 'x');
    EXPECT_FALSE(open_store({"sqlite", store.address()}));
    const auto restored = restore(*copy, {"sqlite", store.address()}, true);
    ASSERT_TRUE(restored) << restored.error().what;
    EXPECT_TRUE(fs::exists(store.address() + ".replaced"));
}

TEST(Manifest, NamingAFileElsewhereIsRefused) {
    const ScratchFolder folder;
    std::ofstream{folder / "offing-1.json"}
        << R"({"engine":"sqlite","data":"../x.db","sha256":"","bytes":0,"schema":1,"made_at":""})";
    const auto verified = verify_backup(folder / "offing-1.json");
    ASSERT_FALSE(verified);
    EXPECT_EQ(verified.error().kind, Kind::refused);
    std::ofstream{folder / "offing-2.json"} << "{\"engine\": 1";
    EXPECT_EQ(verify_backup(folder / "offing-2.json").error().kind, Kind::malformed);
}

}  // namespace
}  // namespace offing::storage
