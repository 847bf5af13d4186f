#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "gateway/cli/commands.hpp"
#include "gateway/storage/backup.hpp"
#include "tests/config/scratch_folder.hpp"
#include "tests/gateway/cli/command_line.hpp"
#include "tests/gateway/ledger/sealed_store.hpp"

namespace offing::cli {
namespace {

using testing::HasSubstr;

class AuditCommand : public testing::Test {
protected:
    AuditCommand() {
        store.add_events(600);
        store.seal_all();
    }
    static Ran audit(std::vector<std::string> words) {
        words.insert(words.begin(), "audit");
        return run_command(add_audit, std::move(words));
    }
    Ran verify(const std::vector<std::string>& more = {}) {
        std::vector<std::string> words{"verify", "--database", store.address()};
        words.insert(words.end(), more.begin(), more.end());
        return audit(words);
    }
    std::string file(const std::string& name) { return (folder.path() / name).string(); }
    Ran write_head(const std::string& name) {
        return audit({"head", "--database", store.address(), "--out", file(name)});
    }

    ScratchFolder folder;
    ledger::SealedStore store{"sqlite"};
};

TEST_F(AuditCommand, SaysThatALedgerIsWhole) {
    const Ran ran = verify();
    EXPECT_EQ(ran.code, 0) << ran.err;
    EXPECT_THAT(ran.out, HasSubstr("600 events under 3 seals"));
    EXPECT_THAT(ran.out, HasSubstr("all well: nothing was changed, removed, inserted or reordered"));
}

TEST_F(AuditCommand, FailsAndNamesTheEventWhenOneWasChanged) {
    store.run("UPDATE ledger_event SET kind = 'missed' WHERE seq = 417");
    const Ran ran = verify();
    EXPECT_EQ(ran.code, 1);
    EXPECT_THAT(ran.out, HasSubstr("finding (changed): event 417 (missed, "));
    EXPECT_THAT(ran.out, testing::Not(HasSubstr("all well")));
}

TEST_F(AuditCommand, HoldsTheLedgerAgainstAHeadThatWasKept) {
    ASSERT_EQ(write_head("kept.head").code, 0);
    store.add_events(10);
    store.seal_all();
    EXPECT_THAT(verify({"--head", file("kept.head")}).out, HasSubstr("and 1 heads from outside agree"));
    store.run("DELETE FROM ledger_event WHERE seq >= 512");
    store.run("DELETE FROM ledger_seal WHERE number >= 3");
    store.run("DELETE FROM ledger_tile WHERE level = 0 AND number = 2");
    EXPECT_EQ(verify().code, 0);
    const Ran ran = verify({"--head", file("kept.head")});
    EXPECT_EQ(ran.code, 1);
    EXPECT_THAT(ran.out, HasSubstr("the head of seal 3 speaks of 600 events; this ledger ends after 512"));
}

TEST_F(AuditCommand, RefusesAFileThatIsNoHead) {
    folder.write("no.head", "offing ledger head 1\nkey 12\n");
    const Ran ran = verify({"--head", file("no.head")});
    EXPECT_EQ(ran.code, 1);
    EXPECT_THAT(ran.err, HasSubstr("no.head: line 2 of the head is not \"key ...\""));
    EXPECT_EQ(verify({"--head", file("none.head")}).code, 1);
}

TEST_F(AuditCommand, ChecksABackupAndLeavesItAsItIs) {
    const auto manifest = storage::back_up({"sqlite", store.address()}, folder.path() / "copies", store.now);
    ASSERT_TRUE(manifest.has_value()) << manifest.error().what;
    const Ran ran = audit({"verify", "--backup", manifest->string()});
    EXPECT_EQ(ran.code, 0) << ran.err;
    EXPECT_THAT(ran.out, HasSubstr("600 events under 3 seals"));
    EXPECT_TRUE(storage::verify_backup(*manifest).has_value());
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator{folder.path() / "copies"}, {}), 2);
}

/// Every page of the file in turn, overwritten where its cells lie.
TEST_F(AuditCommand, FailsOnACorruptPageWhereverItLies) {
    const auto manifest = storage::back_up({"sqlite", store.address()}, folder.path() / "copies", store.now);
    ASSERT_TRUE(manifest.has_value());
    auto data = *manifest;
    data.replace_extension(".db");
    constexpr std::streamoff page = 4096;
    const auto pages = static_cast<std::streamoff>(std::filesystem::file_size(data)) / page;
    int found = 0;
    for (std::streamoff at = 1; at < pages; ++at) {
        const std::string broken = file("broken.db");
        std::filesystem::copy_file(data, broken, std::filesystem::copy_options::overwrite_existing);
        std::fstream out{broken, std::ios::in | std::ios::out | std::ios::binary};
        out.seekp(at * page);
        out << std::string(page, '\xA5') << std::flush;
        const Ran ran = audit({"verify", "--backup", broken});
        found += ran.code != 0;
        EXPECT_TRUE(ran.code == 0 || ran.code == 1);
    }
    // Pages of other tables don't bear on the ledger; those of events, seals and hashes are most of this
    // file.
    EXPECT_GT(found, pages / 2);
}

TEST_F(AuditCommand, SaysWhatToDoWithAStoreFromBeforeSeals) {
    const Ran missing = audit({"verify", "--database", file("none.db")});
    EXPECT_EQ(missing.code, 1);
    EXPECT_THAT(missing.err, HasSubstr("none.db isn't there"));
}

}  // namespace
}  // namespace offing::cli
