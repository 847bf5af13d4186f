#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

#include "config/service_file.hpp"
#include "gateway/base/crypto.hpp"
#include "gateway/cli/commands.hpp"
#include "gateway/cli/findings.hpp"
#include "gateway/cli/open_store.hpp"
#include "gateway/cli/port_owner.hpp"
#include "gateway/storage/migrations.hpp"
#include "gateway/storage/vault.hpp"
#include "tests/gateway/cli/command_line.hpp"
#include "tests/gateway/cli/deployment.hpp"

namespace offing::cli {
namespace {

using testing::HasSubstr;
using Level = Finding::Level;

const Timestamp a_monday{std::chrono::sys_days{std::chrono::year{2027} / 1 / 11} + std::chrono::hours{10}};

/// The findings of one check that aren't well, as "what -> mend".
std::string faults(const Findings& findings, const std::string& check) {
    std::string said;
    for (const Finding& each : findings) {
        if (each.check != check || each.level == Level::well) continue;
        EXPECT_FALSE(each.mend.empty()) << each.what;
        said += each.what + " -> " + each.mend + "\n";
    }
    return said;
}

std::string all_faults(const Findings& findings) {
    std::string said;
    for (const Finding& each : findings)
        if (each.level != Level::well) said += each.check + ": " + each.what + "\n";
    return said;
}

/// A port that another program listens on, for as long as this lives.
class TakenPort {
public:
    TakenPort() : fd_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        EXPECT_EQ(::bind(fd_, reinterpret_cast<sockaddr*>(&address), size), 0);
        EXPECT_EQ(::listen(fd_, 1), 0);
        EXPECT_EQ(::getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &size), 0);
        port_ = ntohs(address.sin_port);
    }
    ~TakenPort() { ::close(fd_); }
    TakenPort(const TakenPort&) = delete;
    TakenPort& operator=(const TakenPort&) = delete;
    std::uint16_t port() const { return port_; }

private:
    int fd_;
    std::uint16_t port_ = 0;
};

class Doctor : public testing::Test {
protected:
    Findings examine_now() { return examine(deployment.settings(), FixedClock{a_monday}); }

    /// The store as the first start leaves it, with one contact sealed under `master`.
    void make_store(const std::string& master) {
        auto opened = open_store(deployment.settings());
        ASSERT_TRUE(opened);
        ASSERT_TRUE(storage::migrate(**opened, a_monday));
        const auto vault = storage::Vault::make(as_text(*crypto::from_base64(master)));
        ASSERT_TRUE(vault);
        const Bytes wrapped = vault->new_key().wrapped();
        ASSERT_TRUE((*opened)->transact_now([&](storage::Transaction& transaction) {
            transaction.run("INSERT INTO contact (id, key_wrapped, created_at) VALUES ($1, $2, $3)",
                            {std::string{"c1"}, wrapped, std::int64_t{1}});
        }));
    }

    Deployment deployment;
};

TEST_F(Doctor, FindsAFreshDemoWell) {
    const Findings findings = examine_now();
    EXPECT_EQ(all_faults(findings), "");
    EXPECT_TRUE(is_fit(findings));
}

TEST_F(Doctor, FindsAStoreInUseWell) {
    make_store(Deployment::zero_key());
    EXPECT_EQ(all_faults(examine_now()), "");
}

TEST_F(Doctor, ChangesNothing) {
    examine_now();
    EXPECT_FALSE(std::filesystem::exists(deployment.file("data/offing.db")));
    EXPECT_TRUE(std::filesystem::is_empty(deployment.file("data")));
}

// The broken set-ups: each must be named, with what mends it, and fail the command.

TEST_F(Doctor, NamesAPortThatAnotherProgramHas) {
    const TakenPort taken;
    auto settings = deployment.settings();
    settings.public_listener.port = taken.port();
    const Findings findings = examine(settings, FixedClock{a_monday});
    EXPECT_FALSE(is_fit(findings));
    EXPECT_THAT(faults(findings, "ports"), HasSubstr("is taken by cli_doctor_test -> stop it (ss -ltnp"));
}

TEST(PortOwner, IsTheProgramThatListens) {
    std::uint16_t port = 0;
    {
        const TakenPort taken;
        port = taken.port();
        EXPECT_EQ(program_on_port(port), "cli_doctor_test");
    }
    EXPECT_EQ(program_on_port(port), std::nullopt);
}

TEST_F(Doctor, NamesAnAddressThatIsNotOfThisMachine) {
    auto settings = deployment.settings();
    settings.public_listener.address = "192.0.2.1";
    EXPECT_THAT(faults(check_ports(settings), "ports"), HasSubstr("is not an address of this machine"));
}

TEST_F(Doctor, NamesADataFolderThatIsOpenToOthers) {
    std::filesystem::permissions(deployment.file("data"), std::filesystem::perms{0755});
    const Findings findings = examine_now();
    EXPECT_FALSE(is_fit(findings));
    EXPECT_THAT(faults(findings, "data folder"), HasSubstr("is open to other users -> close it: chmod 700"));
}

TEST_F(Doctor, NamesADataFolderThatIsMissing) {
    std::filesystem::remove(deployment.file("data"));
    EXPECT_THAT(faults(examine_now(), "data folder"), HasSubstr("install -d -m 700 -o offing"));
}

TEST_F(Doctor, NamesAKeyThatDoesNotBelongToTheStore) {
    make_store("AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=");
    const Findings findings = examine_now();
    EXPECT_FALSE(is_fit(findings));
    EXPECT_THAT(faults(findings, "master key"), HasSubstr("is not the one that the store was sealed with"));
}

TEST_F(Doctor, NamesAFileThatIsNoStore) {
    deployment.folder.write("data/offing.db", std::string(4096, 'x'));
    const Findings findings = examine_now();
    EXPECT_FALSE(is_fit(findings));
    EXPECT_THAT(faults(findings, "database"), HasSubstr("offing db restore"));
}

TEST_F(Doctor, NamesAStoreThatANewerProgramShaped) {
    make_store(Deployment::zero_key());
    auto opened = open_store(deployment.settings());
    ASSERT_TRUE(opened);
    const auto columns = (*opened)->transact_now([](storage::Transaction& transaction) {
        return transaction
            .run(
                "INSERT INTO schema_migration (version, name, sha256, applied_at) "
                "VALUES (1000, '1000_later', 'x', 1)")
            .size();
    });
    ASSERT_TRUE(columns) << columns.error().what;
    EXPECT_THAT(faults(examine_now(), "database"), HasSubstr("or a newer one"));
}

TEST_F(Doctor, NamesEveryMistakeInTheServiceFile) {
    auto settings = deployment.settings();
    settings.service_file = deployment.folder.write("service.toml", "id = \"x\"\nnam = \"X\"\n");
    const Findings findings = examine(settings, FixedClock{a_monday});
    EXPECT_FALSE(is_fit(findings));
    EXPECT_THAT(faults(findings, "service"), HasSubstr("service.toml:2: nam is no key"));
}

TEST_F(Doctor, SaysThatNoServiceIsThere) {
    auto settings = deployment.settings();
    settings.service_file.clear();
    EXPECT_THAT(faults(examine(settings, FixedClock{a_monday}), "service"),
                HasSubstr("offing service import"));
}

TEST_F(Doctor, NamesASenderThatNobodyCanTextBackTo) {
    auto settings = deployment.settings();
    settings.providers.at(0).sender = "+442079460000";
    const Findings findings = examine(settings, FixedClock{a_monday});
    EXPECT_FALSE(is_fit(findings));
    EXPECT_THAT(faults(findings, "provider"), HasSubstr("nobody can text back"));
}

TEST_F(Doctor, NamesWhatAProviderLacks) {
    auto settings = deployment.settings();
    settings.providers.at(0).kind = "twilio";
    settings.providers.at(0).public_base = "https://texts.example.org";
    EXPECT_THAT(faults(check_providers(settings), "provider"), HasSubstr("options.account_sid"));
}

TEST_F(Doctor, LetsNoUnreviewedTextThroughOutsideTheDemo) {
    auto settings = deployment.settings();
    settings.demo = false;
    const Findings findings = examine(settings, FixedClock{a_monday});
    EXPECT_FALSE(is_fit(findings));
    EXPECT_THAT(faults(findings, "texts"), HasSubstr("have them reviewed"));
}

TEST_F(Doctor, NamesALexiconThatIsMissing) {
    auto settings = deployment.settings();
    settings.lexicon_folder = deployment.folder.path();
    const Findings findings = examine(settings, FixedClock{a_monday});
    EXPECT_FALSE(is_fit(findings));
    EXPECT_THAT(faults(findings, "lexicon"), HasSubstr("or write lexicon_folder"));
}

TEST_F(Doctor, ReadsTheWordsAgainOnlyOnceTheyChanged) {
    auto settings = deployment.settings();
    settings.lexicon_folder = deployment.folder.path() / "words";
    std::filesystem::create_directory(settings.lexicon_folder);
    const auto words = settings.lexicon_folder / "en-GB.toml";
    std::ofstream{words} << "not a table";
    LexiconWatch trusted{settings, true};
    EXPECT_EQ(trusted.look().front().level, Finding::Level::well) << "the caller has just read them";
    LexiconWatch watch{settings, false};
    EXPECT_EQ(watch.look().front().level, Finding::Level::wrong);
    std::ofstream{words, std::ios::app} << " either";
    EXPECT_EQ(trusted.look().front().level, Finding::Level::wrong);
}

TEST_F(Doctor, WantsTwoWaysToReachWhoeverIsOnCall) {
    auto settings = deployment.settings();
    settings.demo = false;
    EXPECT_EQ(check_on_call(settings).at(0).level, Level::soon);
    settings.on_call_routes.clear();
    EXPECT_EQ(check_on_call(settings).at(0).level, Level::wrong);
}

TEST(Clock, IsWrongWhenItLiesBehindTheProgramOrTheStore) {
    const auto built = *scheduler::parse_date("2027-01-10");
    EXPECT_EQ(check_clock(a_monday, built, std::nullopt).at(0).level, Level::well);
    EXPECT_THAT(faults(check_clock(a_monday - std::chrono::days{30}, built, std::nullopt), "clock"),
                HasSubstr("before this program was made -> set the clock"));
    EXPECT_EQ(check_clock(a_monday, built, a_monday + std::chrono::minutes{1}).at(0).level, Level::well);
    EXPECT_THAT(faults(check_clock(a_monday, built, a_monday + std::chrono::hours{1}), "clock"),
                HasSubstr("is 60 minutes behind the newest event"));
}

TEST(TimeZone, HasLondonsClockChangesOf2026) {
    EXPECT_EQ(check_time_zone("Europe/London").at(0).level, Level::well);
    EXPECT_THAT(faults(check_time_zone("Europe/Lundun"), "time zone"), HasSubstr("reinstall tzdata"));
}

TEST(Schools, AreNamedWhenTheirDatesEndWithinSixWeeks) {
    const auto demo = config::load_service(OFFING_ROOT "/config/demo/service.toml");
    ASSERT_TRUE(demo);
    const scheduler::Service& service = demo->file.service;
    EXPECT_EQ(all_faults(check_schools(service, *scheduler::parse_date("2027-06-01"))), "");
    const std::string said = faults(check_schools(service, *scheduler::parse_date("2028-12-01")), "schools");
    EXPECT_THAT(said, HasSubstr("saltmere-primary has no dates from 2028-12-21 on"));
}

TEST_F(Doctor, FailsAsACommandAndSpeaksJsonWhenAsked) {
    deployment.write_settings("[public]\nprot = 8080\n");
    const Ran said = run_command(add_doctor, {"doctor", "--config", deployment.config()});
    EXPECT_EQ(said.code, 1);
    EXPECT_THAT(said.out, HasSubstr("public.prot is no key that is known here"));
    EXPECT_THAT(said.out, HasSubstr("-> did you mean port?"));
    const Ran lines = run_command(add_doctor, {"doctor", "--config", deployment.config(), "--jsonl"});
    EXPECT_EQ(lines.code, 1);
    EXPECT_THAT(lines.out, HasSubstr(R"({"check":"settings","level":"wrong")"));
}

}  // namespace
}  // namespace offing::cli
