#include "config/settings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "tests/config/scratch_folder.hpp"

namespace offing::config {
namespace {

using testing::HasSubstr;
using testing::Not;

// 32 bytes of zeros: a key for tests only.
const std::string test_key = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

class SettingsFile : public testing::Test {
protected:
    SettingsFile() {
        folder.write("master.key", test_key + "\n");
        folder.write("token", "token-for-tests\n");
        folder.write("messages/en-GB.toml", "");
        folder.write("lexicon/words.toml", "");
    }

    /// Nothing but what has no default, then `more`.
    static std::string live(const std::string& more = "") {
        return R"(templates_folder = "messages"
lexicon_folder = "lexicon"
master_key_file = "master.key"
[on_call]
cover = "from 9am"
routes = ["console"]
)" + (more.empty() ? provider() : more);
    }
    static std::string provider(const std::string& more = "") {
        return R"([[provider]]
name = "twilio"
kind = "twilio"
sender = "+447700900000"
public_base = "https://texts.example.org/"
secret_file = "token"
)" + more;
    }

    Settings load(const std::string& text) { return load_settings(folder.write("offing.toml", text)); }

    /// All mistakes as they are printed; empty when there is none.
    std::string mistakes_of(const std::string& text) {
        try {
            load(text);
        } catch (const BadConfiguration& bad) {
            return bad.what();
        }
        return "";
    }

    ScratchFolder folder;
};

TEST_F(SettingsFile, HasDefaultsForAllButTheKeyTheProviderAndWhoIsOnCall) {
    const Settings settings = load(live());
    EXPECT_FALSE(settings.demo);
    EXPECT_EQ(settings.public_listener.port, 8080);
    EXPECT_EQ(settings.internal_listener.address, "127.0.0.1");
    EXPECT_EQ(settings.database.kind, DatabaseSettings::Kind::sqlite);
    EXPECT_EQ(settings.database.file, "/var/lib/offing/offing.db");
    EXPECT_EQ(settings.hold, std::chrono::hours{4});
    EXPECT_EQ(settings.keep_bodies, std::chrono::days{14});
    EXPECT_EQ(settings.reminders.ahead.size(), 3);
    EXPECT_EQ(settings.crisis_cover, "from 9am");
    ASSERT_EQ(settings.providers.size(), 1);
    EXPECT_EQ(settings.providers[0].public_base, "https://texts.example.org");
    EXPECT_EQ(settings.providers[0].secrets.at(0).reveal(), "token-for-tests");
}

TEST_F(SettingsFile, CountsRelativePathsFromItsOwnFolder) {
    const Settings settings = load("data_folder = \"../var\"\n" + live());
    EXPECT_EQ(settings.data_folder, (folder.path() / "../var").lexically_normal());
    EXPECT_EQ(settings.templates_folder, folder.path() / "messages");
    EXPECT_EQ(settings.master_key.reveal(), test_key);
}

TEST_F(SettingsFile, NamesEveryMistakeAtOnceWithLineKeyValueAndRemedy) {
    const std::string said = mistakes_of(R"(data_foldr = "x"
demo = "yes"
templates_folder = "messages"
lexicon_folder = "lexicon"
master_key_file = "master.key"
[public]
port = 70000
[database]
kind = "mysql"
[on_call]
cover = "now"
routes = ["pager"]
[[provider]]
name = "Twilio UK"
kind = "twillio"
sender = "OFFING"
public_base = "http://texts.example.org"
secret_file = "absent"
)");
    EXPECT_THAT(
        said, HasSubstr("offing.toml:1: data_foldr is no key that is known here; did you mean data_folder?"));
    EXPECT_THAT(said, HasSubstr("offing.toml:2: demo is text; write true or false"));
    EXPECT_THAT(said, HasSubstr(":7: public.port 70000 is out of range; write a number from 0 to 65535"));
    EXPECT_THAT(said, HasSubstr(":9: database.kind \"mysql\" is no kind of database; write \"sqlite\""));
    EXPECT_THAT(said, HasSubstr(":12: on_call.routes holds one that leads nowhere"));
    EXPECT_THAT(said, HasSubstr(":14: provider[1].name \"Twilio UK\" can't stand in a path"));
    EXPECT_THAT(said, HasSubstr(":15: provider[1].kind \"twillio\" is no kind of provider"));
    EXPECT_THAT(said, HasSubstr(":16: provider[1].sender \"OFFING\" is a name: nobody could text back"));
    EXPECT_THAT(said, HasSubstr(":17: provider[1].public_base \"http://texts.example.org\" isn't https"));
    EXPECT_THAT(said, HasSubstr(":18: provider[1].secret_file"));
    EXPECT_EQ(std::ranges::count(said, '\n'), 9);
}

TEST_F(SettingsFile, NeverRepeatsASecret) {
    folder.write("short.key", "hunter2hunter2");
    const std::string said = mistakes_of(R"(templates_folder = "messages"
lexicon_folder = "lexicon"
master_key_file = "short.key"
[on_call]
cover = "now"
routes = ["console"]
[database]
kind = "postgres"
postgres_url = "postgresql://offing:hunter2@db/offing"
)" + provider("secret = \"hunter2\"\n[provider.options]\nauth_token = \"hunter2\"\n"));
    EXPECT_THAT(said, Not(HasSubstr("hunter2")));
    EXPECT_THAT(said, HasSubstr("master_key_file holds no key of 32 bytes"));
    EXPECT_THAT(said, HasSubstr("database.postgres_url is a secret written in the settings file itself"));
    EXPECT_THAT(said, HasSubstr("provider[1].secret is a secret written in the settings file itself"));
    EXPECT_THAT(said, HasSubstr("provider[1].options.auth_token is a secret written"));
}

TEST_F(SettingsFile, NeverRepeatsWhatStandsWhereTheSyntaxBreaks) {
    const std::string said = mistakes_of("demo = false\npassword = hunter2\n");
    EXPECT_THAT(said, HasSubstr("offing.toml:2:"));
    EXPECT_THAT(said, Not(HasSubstr("hunter2")));
}

TEST_F(SettingsFile, TakesInlineSecretsOnlyWhenToldTo) {
    const std::string inline_secrets = R"(master_key = ")" + test_key + R"("
templates_folder = "messages"
lexicon_folder = "lexicon"
demo = true
[[provider]]
name = "twilio"
kind = "twilio"
sender = "60777"
public_base = "http://localhost:8080"
secrets = ["old", "new"]
)";
    EXPECT_THAT(mistakes_of(inline_secrets), HasSubstr("provider[1].secrets is a secret written"));
    const Settings settings = load("allow_inline_secrets = true\n" + inline_secrets);
    EXPECT_EQ(settings.providers.at(0).secrets.size(), 2);
    EXPECT_EQ(settings.master_key.reveal(), test_key);
}

TEST_F(SettingsFile, RefusesASecretThatOthersMayRead) {
    folder.write("token", "token-for-tests", 0644);
    EXPECT_THAT(mistakes_of(live()), HasSubstr("can be read or changed by others; close it: chmod 600"));
    folder.write("token", "token-for-tests", 0640);
    EXPECT_EQ(mistakes_of(live()), "");
}

TEST_F(SettingsFile, ReadsSystemdCredentials) {
    const std::string text = R"(templates_folder = "messages"
lexicon_folder = "lexicon"
master_key_credential = "master_key"
demo = true
[[provider]]
name = "handset"
kind = "simulator"
sender = "+447700900000"
)";
    unsetenv("CREDENTIALS_DIRECTORY");
    EXPECT_THAT(mistakes_of(text), HasSubstr("with a file master_key in /etc/offing/secrets"));
    folder.write("credentials/master_key", test_key);
    setenv("CREDENTIALS_DIRECTORY", (folder.path() / "credentials").c_str(), 1);
    EXPECT_EQ(load(text).master_key.reveal(), test_key);
    // As the unit hands over a folder.
    std::filesystem::rename(folder.path() / "credentials/master_key",
                            folder.path() / "credentials/offing_master_key");
    EXPECT_EQ(load(text).master_key.reveal(), test_key);
    unsetenv("CREDENTIALS_DIRECTORY");
}

TEST_F(SettingsFile, KeepsTheCompanysOptionsAndItsSecretOnesApart) {
    folder.write("private.pem", "PEM");
    const Settings settings = load(live(provider(
        "[provider.options]\naccount_sid = \"AC1\"\nretries = 3\nprivate_key_file = \"private.pem\"\n")));
    const ProviderSettings& twilio = settings.providers.at(0);
    EXPECT_EQ(twilio.options.at("account_sid"), "AC1");
    EXPECT_EQ(twilio.options.at("retries"), "3");
    EXPECT_EQ(twilio.secret_options.at("private_key").reveal(), "PEM");
    EXPECT_FALSE(twilio.options.contains("private_key"));
}

TEST_F(SettingsFile, WontGoLiveWithoutSomebodyOnCall) {
    const std::string said = mistakes_of(R"(templates_folder = "messages"
lexicon_folder = "lexicon"
master_key_file = "master.key"
)" + provider());
    EXPECT_THAT(said, HasSubstr("on_call.cover is missing"));
    EXPECT_THAT(said, HasSubstr("on_call.routes is missing"));
}

TEST_F(SettingsFile, ReadsWhoIsToldLater) {
    const auto with = [](const std::string& routes) {
        return R"(templates_folder = "messages"
lexicon_folder = "lexicon"
master_key_file = "master.key"
[on_call]
cover = "now"
routes = ["console"]
after_5m = ["text:+447700900998"]
after_15m = )" +
               routes + "\n" + provider();
    };
    const Settings settings = load(with(R"(["webhook:https://pager.example.org/x"])"));
    EXPECT_EQ(settings.on_call_after_5m.at(0), "text:+447700900998");
    EXPECT_EQ(settings.on_call_after_15m.at(0), "webhook:https://pager.example.org/x");
    EXPECT_THAT(mistakes_of(with(R"(["pager"])")),
                HasSubstr(":8: on_call.after_15m holds one that leads nowhere"));
}

TEST_F(SettingsFile, KeepsTheSimulatorToTheDemo) {
    EXPECT_THAT(mistakes_of(live(R"([[provider]]
name = "handset"
kind = "simulator"
sender = "+447700900000"
)")),
                HasSubstr("provider[1].kind the simulator sends nothing"));
}

TEST_F(SettingsFile, ServesTheConsoleBeyondThisMachineOnlyWithTls) {
    const std::string open = live(provider("[internal]\naddress = \"0.0.0.0\"\n"));
    EXPECT_THAT(mistakes_of(open), HasSubstr("internal serves the console beyond this machine without TLS"));
    folder.write("cert.pem", "x");
    folder.write("key.pem", "x");
    EXPECT_EQ(mistakes_of(open + "tls_certificate = \"cert.pem\"\ntls_key = \"key.pem\"\n"), "");
    EXPECT_THAT(mistakes_of(open + "tls_certificate = \"cert.pem\"\n"),
                HasSubstr("tls_certificate stands alone"));
}

TEST_F(SettingsFile, GivesEachListenerAPortOfItsOwn) {
    EXPECT_THAT(mistakes_of(live(provider("[public]\nport = 8081\n"))),
                HasSubstr("internal listens on the public port 8081"));
}

TEST_F(SettingsFile, GivesEachProviderANameOfItsOwn) {
    EXPECT_THAT(mistakes_of(live(provider() + provider())),
                HasSubstr("provider[2].name \"twilio\" is the name of another provider"));
}

TEST_F(SettingsFile, RefusesRemindersThatCantBeSent) {
    EXPECT_THAT(mistakes_of(live(provider("[reminders]\nahead = [\"1w\", \"3h\", \"180m\"]\n"))),
                HasSubstr("\"1w\" can't be used"));
    EXPECT_THAT(mistakes_of(live(provider("[reminders]\nahead = [\"3h\", \"180m\"]\n"))),
                HasSubstr("\"180m\" can't be used"));
    const Settings settings = load(live(provider("[reminders]\nahead = [\"3h\", \"2d\"]\n")));
    EXPECT_EQ(settings.reminders.ahead.front(), std::chrono::hours{48});
}

TEST_F(SettingsFile, SaysSoWhenThereIsNone) {
    EXPECT_THROW(load_settings(folder.path() / "absent.toml"), BadConfiguration);
    EXPECT_THROW(load_settings(folder.path()), BadConfiguration);
}

TEST(Secret, PrintsAsASecret) {
    std::ostringstream out;
    out << Secret{"hunter2"};
    EXPECT_EQ(out.str(), "(secret)");
}

TEST(Duration, IsACountAndAUnit) {
    EXPECT_EQ(parse_duration("90m"), std::chrono::minutes{90});
    EXPECT_EQ(parse_duration("7d"), std::chrono::days{7});
    for (const char* wrong : {"", "7", "d", "7w", "-1h", "1.5h", " 7d", "7d ", "99999999999h", "7dd"})
        EXPECT_FALSE(parse_duration(wrong)) << wrong;
}

struct Base {
    const char* text;
    bool right;
};
class PublicBase : public SettingsFile, public testing::WithParamInterface<Base> {};
TEST_P(PublicBase, IsHttpsUnlessItIsThisMachine) {
    std::string text = live();
    const std::string right = "https://texts.example.org/";
    text.replace(text.find(right), right.size(), GetParam().text);
    EXPECT_EQ(mistakes_of(text).empty(), GetParam().right) << mistakes_of(text);
}
INSTANTIATE_TEST_SUITE_P(
    Spellings, PublicBase,
    testing::Values(Base{"https://texts.example.org:8443/offing", true}, Base{"http://127.0.0.1:8080", true},
                    Base{"http://localhost", true}, Base{"http://[::1]:8080", true},
                    Base{"https://[2001:db8::1]:1", true}, Base{"http://10.0.0.1", false},
                    Base{"ftp://texts.example.org", false}, Base{"https://", false},
                    Base{"https://host:99999", false}, Base{"https://host?x=1", false},
                    Base{"https://user@host", false}, Base{"texts.example.org", false},
                    Base{"https://[::1", false}, Base{"http://127.evil.example", false}));

// The example is what people start from: it must load as it stands, once its secrets are there.
TEST_F(SettingsFile, LoadsTheExample) {
    folder.write("credentials/master_key", test_key);
    folder.write("credentials/twilio_token", "token");
    setenv("CREDENTIALS_DIRECTORY", (folder.path() / "credentials").c_str(), 1);
    std::ifstream in{OFFING_ROOT "/config/offing.example.toml"};
    std::string text{std::istreambuf_iterator<char>{in}, {}};
    ASSERT_FALSE(text.empty());
    text = "templates_folder = \"messages\"\nlexicon_folder = \"lexicon\"\n" + text;
    EXPECT_EQ(mistakes_of(text), "");
    unsetenv("CREDENTIALS_DIRECTORY");
}

// Every key that is commented out in the example is a known one.
TEST_F(SettingsFile, KnowsEveryKeyThatTheExampleComments) {
    std::ifstream in{OFFING_ROOT "/config/offing.example.toml"};
    std::string line, text;
    while (std::getline(in, line)) {
        const bool commented_key = line.starts_with("# ") && line.find(" = ") != std::string::npos &&
                                   line.find(' ', 2) == line.find(" = ");
        text += (commented_key ? line.substr(2) : line) + "\n";
    }
    EXPECT_THAT(mistakes_of(text), Not(HasSubstr("is no key that is known here")));
}

}  // namespace
}  // namespace offing::config
