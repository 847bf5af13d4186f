#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "gateway/cli/commands.hpp"
#include "tests/gateway/cli/command_line.hpp"
#include "tests/gateway/cli/deployment.hpp"

namespace offing::cli {
namespace {

using testing::HasSubstr;

class ServiceCommand : public testing::Test {
protected:
    Ran import(const std::string& file) {
        return run_command(add_service, {"service", "import", file, "--config", deployment.config()});
    }
    Ran show() { return run_command(add_service, {"service", "show", "--config", deployment.config()}); }

    const std::string demo = OFFING_ROOT "/config/demo/service.toml";
    Deployment deployment;
};

TEST_F(ServiceCommand, BringsAServiceInAndShowsIt) {
    const Ran imported = import(demo);
    EXPECT_EQ(imported.code, 0) << imported.err;
    EXPECT_THAT(imported.out,
                HasSubstr("Imported as version 1: 2 sites, 5 workers, 12 clinics, 3 school calendars"));
    const Ran shown = show();
    EXPECT_EQ(shown.code, 0) << shown.err;
    EXPECT_THAT(shown.out, HasSubstr("clinic  women-only, drop_in, in_person, women_only, children welcome"));
}

TEST_F(ServiceCommand, MakesNoVersionOfWhatIsThereAlready) {
    import(demo);
    EXPECT_THAT(import(demo).out, HasSubstr("Nothing new: it is version 1"));
}

TEST_F(ServiceCommand, OnlyChecksWhenAskedTo) {
    const Ran checked = run_command(add_service, {"service", "import", demo, "--dry-run"});
    EXPECT_EQ(checked.code, 0) << checked.err;
    EXPECT_THAT(checked.out, HasSubstr("has no mistakes"));
    EXPECT_NE(show().code, 0);
}

TEST_F(ServiceCommand, ImportsNothingOfAFileWithMistakes) {
    const auto file =
        deployment.folder.write("service.toml", "id = \"x\"\nname = \"X\"\nzone = \"Mars/Base\"\n");
    const Ran imported = import(file.string());
    EXPECT_EQ(imported.code, 1);
    EXPECT_THAT(imported.err, HasSubstr("service.toml:3: zone \"Mars/Base\""));
    EXPECT_THAT(imported.err, HasSubstr("2 mistakes, nothing was imported"));
    EXPECT_THAT(show().err, HasSubstr("no service is imported"));
}

TEST_F(ServiceCommand, TakesNoMadeUpWomenOutsideTheDemo) {
    deployment.folder.write("token", "token-for-tests");
    deployment.folder.write("live.toml", R"(data_folder = "data"
templates_folder = ")" OFFING_ROOT R"(/templates/messages"
lexicon_folder = ")" OFFING_ROOT R"(/gateway/conversation/lexicon"
master_key_file = "master.key"
[on_call]
cover = "now"
routes = ["console"]
[[provider]]
name = "twilio"
kind = "twilio"
sender = "+447700900000"
public_base = "https://texts.example.org"
secret_file = "token"
)");
    const Ran imported =
        run_command(add_service, {"service", "import", demo, "--config", deployment.file("live.toml")});
    EXPECT_EQ(imported.code, 1);
    EXPECT_THAT(imported.err, HasSubstr("makes up women ([[person]]), and this is no demo"));
}

TEST_F(ServiceCommand, NamesTheMistakesInTheSettings) {
    deployment.write_settings("[public]\nport = \"x\"\n");
    const Ran imported = import(demo);
    EXPECT_EQ(imported.code, 1);
    EXPECT_THAT(imported.err, HasSubstr("public.port is text"));
}

}  // namespace
}  // namespace offing::cli
