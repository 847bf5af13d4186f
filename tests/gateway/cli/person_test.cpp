// A code word, as an operator types it: by standard input, for a woman who is knocked for.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <iostream>
#include <sstream>

#include "gateway/cli/commands.hpp"
#include "gateway/storage/contacts.hpp"
#include "tests/gateway/cli/command_line.hpp"
#include "tests/gateway/cli/store.hpp"

namespace offing::cli {
namespace {

using testing::HasSubstr;

constexpr const char* her = "+447700900805";

class CodeWordByHand : public testing::Test {
protected:
    void SetUp() override {
        const Ran imported = run({"service", "import", OFFING_ROOT "/config/demo/service.toml"});
        ASSERT_EQ(imported.code, 0) << imported.err;
    }
    Ran run(std::vector<std::string> words, const std::string& typed = {}) {
        words.insert(words.end(), {"--config", here.config()});
        std::istringstream standard_input{typed};
        std::streambuf* const before = std::cin.rdbuf(standard_input.rdbuf());
        const Ran ran = run_command(
            [](CLI::App& app) {
                add_service(app);
                add_person(app);
            },
            std::move(words));
        std::cin.rdbuf(before);
        return ran;
    }
    template <typename Work>
    auto store(Work work) {
        return in_store(here, std::move(work));
    }
    void add_woman(int level) {
        store([&](storage::Transaction& transaction, const storage::Vault& vault, Timestamp now) {
            const auto contact = storage::add_enquirer(transaction, vault, her, now, now);
            storage::Person person;
            person.waiting_since = now;
            person.discreet_level = level;
            storage::add_person(transaction, contact, person, "", now);
            return 0;
        });
    }
    bool has_word(std::string_view word) {
        return store([&](storage::Transaction& transaction, const storage::Vault& vault, Timestamp) {
            return storage::is_code_word(storage::find_by_number(transaction, vault, her).value(), word);
        });
    }

    Deployment here;
};

TEST_F(CodeWordByHand, IsSetAndTakenAwayAndNeverPrinted) {
    add_woman(3);
    const Ran set = run({"person", "code-word", "--number", her}, "Bluebell\n");
    EXPECT_EQ(set.code, 0) << set.err;
    EXPECT_EQ((set.out + set.err).find("luebell"), std::string::npos) << set.out;
    EXPECT_TRUE(has_word("bluebell"));
    EXPECT_EQ(run({"person", "code-word", "--number", her, "--none"}).code, 0);
    EXPECT_FALSE(has_word("bluebell"));
}

TEST_F(CodeWordByHand, IsRefusedWhereItCantBeOne) {
    add_woman(3);
    const Ran meant = run({"person", "code-word", "--number", her}, "stop\n");
    EXPECT_EQ(meant.code, 1);
    EXPECT_THAT(meant.err, HasSubstr("Nothing was changed"));
    EXPECT_EQ(run({"person", "code-word", "--number", her}, "").code, 1);
    EXPECT_EQ(run({"person", "code-word", "--number", "+447700900806"}, "bluebell\n").code, 1);
    EXPECT_EQ(run({"person", "code-word"}, "bluebell\n").code, 1);
}

TEST_F(CodeWordByHand, NeedsAKnock) {
    add_woman(1);
    const Ran refused = run({"person", "code-word", "--number", her}, "bluebell\n");
    EXPECT_EQ(refused.code, 1);
    EXPECT_THAT(refused.err, HasSubstr("a code word goes with a knock"));
    EXPECT_FALSE(has_word("bluebell"));
}

}  // namespace
}  // namespace offing::cli
