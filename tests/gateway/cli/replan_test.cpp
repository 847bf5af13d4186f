#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "gateway/cli/commands.hpp"
#include "tests/gateway/cli/command_line.hpp"
#include "tests/gateway/cli/deployment.hpp"

namespace offing::cli {
namespace {

using testing::HasSubstr;

class ReplanCommand : public testing::Test {
protected:
    ReplanCommand() {
        copy("schools.toml");
        write("service.toml", "", "");
        run_command(add_service,
                    {"service", "import", file("service.toml"), "--config", deployment.config()});
    }
    std::string file(const std::string& name) { return deployment.file(name); }
    static std::string demo(const std::string& name) {
        std::ifstream stream{OFFING_ROOT "/config/demo/" + name};
        std::ostringstream all;
        all << stream.rdbuf();
        return all.str();
    }
    void copy(const std::string& name) { deployment.folder.write(name, demo(name)); }
    void write(const std::string& name, const std::string& piece, const std::string& instead) {
        std::string text = demo("service.toml");
        if (!piece.empty()) text.replace(text.find(piece), piece.size(), instead);
        deployment.folder.write(name, text);
    }
    Ran replan(std::vector<std::string> more) {
        more.insert(more.begin(), "replan");
        more.insert(more.end(), {"--config", deployment.config()});
        return run_command(add_replan, more);
    }

    Deployment deployment;
};

TEST_F(ReplanCommand, ShowsAPlanAndChangesNothingUntilItIsToldWhichOne) {
    write("changed.toml", R"(closes = "12:30")", R"(closes = "11:30")");
    const Ran shown = replan({file("changed.toml")});
    EXPECT_EQ(shown.code, 0) << shown.err;
    EXPECT_THAT(shown.out, HasSubstr("No booked time changes: 0 stay as agreed"));
    const auto at = shown.out.find("--apply ");
    ASSERT_NE(at, std::string::npos) << shown.out;
    const std::string digest = shown.out.substr(at + 8, 12);
    const Ran applied = replan({file("changed.toml"), "--apply", digest});
    EXPECT_EQ(applied.code, 0) << applied.err;
    EXPECT_THAT(applied.out,
                HasSubstr("The service is now version 2: 0 moved, 0 given a choice, 0 to be called"));
}

TEST_F(ReplanCommand, RefusesAPlanThatIsNotWhatWouldHappen) {
    write("changed.toml", R"(closes = "12:30")", R"(closes = "11:30")");
    const Ran refused = replan({file("changed.toml"), "--apply", "0123456789ab"});
    EXPECT_EQ(refused.code, 1);
    EXPECT_THAT(refused.err, HasSubstr("this is no longer what you read"));
    EXPECT_THAT(refused.err, HasSubstr("Nothing has changed"));
}

TEST_F(ReplanCommand, NamesTheMistakesOfAFileAndTheSlipInADigest) {
    write("changed.toml", R"(closes = "12:30")", R"(closes = "25:30")");
    const Ran mistaken = replan({file("changed.toml")});
    EXPECT_EQ(mistaken.code, 1);
    EXPECT_THAT(mistaken.err, HasSubstr("changed.toml:"));
    EXPECT_THAT(mistaken.err, HasSubstr("nothing has changed"));
    EXPECT_NE(replan({file("changed.toml"), "--apply", "yes"}).code, 0);
}

}  // namespace
}  // namespace offing::cli
