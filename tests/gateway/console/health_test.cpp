// The health pages as an administrator and a manager use them, on both stores: what they show, what may be
// decided, and that nothing of a woman and no secret is on them.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gateway/storage/companies.hpp"
#include "tests/support/console.hpp"

namespace offing::console {
namespace {

using http::Exchange;
using staff::Role;
using staff::Roles;
using support::Answer;
using support::Browser;
using support::ConsoleRig;
using support::SentText;
using testing::HasSubstr;
using testing::Not;
using namespace std::chrono_literals;

constexpr std::string_view her = "+447700900123";

class HealthPages : public ::testing::TestWithParam<const char*> {
protected:
    /// A text of which the company can't say whether it went out; its id.
    std::string leave_one_unknown() {
        rig.rig.add_woman(her);
        rig.rig.network.answer = [](const SentText&) {
            return Exchange{.outcome = Exchange::Outcome::unknown, .response = {}, .what = "timed out"};
        };
        rig.rig.say(her, "can i come thurs");
        rig.rig.network.answer = {};
        rig.rig.clock.advance(10min);
        rig.rig.run(rig.rig.outbox.sweep());
        return rig.rig.column("SELECT id FROM outbound").at(0);
    }
    std::string status() { return rig.rig.column("SELECT status FROM outbound").at(0); }
    Browser someone(Role role) { return rig.signed_in(Roles{{role}}); }

    ConsoleRig rig{GetParam()};
};

TEST_P(HealthPages, ShowsAccountsCopiesAndWhatIsKept) {
    Browser administrator = someone(Role::administrator);
    const Answer page = administrator.get("/health");
    EXPECT_EQ(page.status, 200);
    for (const char* words : {"Accounts with SMS companies", "Texts come from +447700900000", "not yet",
                              "made and found whole on Wed 18 Nov 2026", "14 days, sealed",
                              "Send a test text", "Who may sign in", "Urgent texts"})
        EXPECT_THAT(page.body, HasSubstr(words));
    EXPECT_THAT(page.body, Not(HasSubstr("Older than a day")));
    rig.deployment.copies = []() -> Task<std::vector<SeenCopy>> { co_return std::vector<SeenCopy>{}; };
    EXPECT_THAT(administrator.get("/health").body, HasSubstr("No copy"));
    rig.deployment.copies = []() -> Task<std::vector<SeenCopy>> {
        co_return std::vector<SeenCopy>{{.name = "x", .made_at = "2026-11-16T01:30:00Z", .bytes = 5}};
    };
    EXPECT_THAT(administrator.get("/health").body, HasSubstr("Older than a day"));
}

TEST_P(HealthPages, ShowsWhatTheDoctorFindsAndHowToMendIt) {
    const Answer page = someone(Role::manager).get("/health/findings");
    EXPECT_EQ(page.status, 200);
    EXPECT_THAT(page.body, HasSubstr("One thing to mend."));
    EXPECT_THAT(page.body, HasSubstr("To mend it: bring back the key that belongs to this store"));
}

TEST_P(HealthPages, LetsATextThatMayHaveGoneOutBeDecidedOnce) {
    const std::string id = leave_one_unknown();
    Browser manager = someone(Role::manager);
    const Answer page = manager.get("/health");
    EXPECT_THAT(page.body, HasSubstr("May have gone out"));
    EXPECT_THAT(page.body, Not(HasSubstr("900123"))) << "her number";
    EXPECT_THAT(page.body, Not(HasSubstr("These fit"))) << "the words";
    EXPECT_EQ(manager.post("/health/texts/" + id + "/retry").status, 303);
    EXPECT_EQ(status(), "waiting");
    EXPECT_EQ(manager.post("/health/texts/" + id + "/retry").status, 409);
    EXPECT_EQ(manager.post("/health/texts/" + id + "/park").status, 303);
    EXPECT_EQ(manager.post("/health/texts/nobodys/park").status, 404);
    rig.rig.deliver();
    EXPECT_EQ(rig.rig.network.sent.size(), 1U);
    EXPECT_EQ(
        rig.rig.number_of(
            "SELECT COUNT(*) FROM ledger_event WHERE kind = 'staff_act' AND body LIKE '%text_retried%'"),
        1);
}

TEST_P(HealthPages, SendsNothingOnceItsTimeIsOver) {
    const std::string id = leave_one_unknown();
    rig.rig.clock.advance(1000h);
    Browser manager = someone(Role::manager);
    EXPECT_THAT(manager.get("/health").body, HasSubstr("Its time is over."));
    const Answer late = manager.post("/health/texts/" + id + "/retry");
    EXPECT_EQ(late.status, 409);
    EXPECT_THAT(late.body, HasSubstr("its time is over"));
}

TEST_P(HealthPages, LiftsABlockAPersonHasSpokenToHerAbout) {
    const std::string woman = rig.rig.add_woman(her);
    const auto account = rig.rig.accounts.begin()->first;
    (void)rig.rig.database->transact_now([&](storage::Transaction& transaction) {
        return storage::add_block(transaction, woman, account, rig.rig.clock.now());
    });
    Browser manager = someone(Role::manager);
    EXPECT_THAT(manager.get("/health").body, HasSubstr("She wants texts again"));
    EXPECT_EQ(manager.post("/health/blocks/lift", {{"contact", woman}, {"account", account}}).status, 303);
    EXPECT_EQ(rig.rig.number_of("SELECT COUNT(*) FROM provider_block"), 0);
    EXPECT_EQ(manager.post("/health/blocks/lift", {{"contact", woman}, {"account", account}}).status, 404);
    EXPECT_THAT(someone(Role::administrator).get("/health").body, Not(HasSubstr("/people/")));
}

TEST_P(HealthPages, SendsATestToANumberOfTheOperatorsOwnAndNeverToHers) {
    rig.rig.add_woman(her);
    Browser administrator = someone(Role::administrator);
    const std::string account = rig.rig.accounts.begin()->first;
    const auto test = [&](std::string number) {
        return administrator.post("/health/test", {{"account", account}, {"number", std::move(number)}});
    };
    EXPECT_EQ(test("07700 900999").status, 303);
    ASSERT_EQ(rig.rig.network.sent.size(), 1U);
    EXPECT_EQ(rig.rig.network.sent.at(0).body, "Test. Please ignore.");
    const Answer hers = test(std::string{her});
    EXPECT_EQ(hers.status, 422);
    EXPECT_THAT(hers.body, HasSubstr("belongs to a woman in touch with the service"));
    const Answer landline = test("0113 496 0000");
    EXPECT_THAT(landline.body, HasSubstr("no UK mobile number"));
    EXPECT_THAT(landline.body, HasSubstr("value=\"0113 496 0000\"")) << "what was typed stays";
    EXPECT_EQ(test("").status, 422);
    EXPECT_EQ(administrator.post("/health/test", {{"account", "nobodys"}, {"number", "07700 900999"}}).status,
              422);
    EXPECT_EQ(rig.rig.network.sent.size(), 1U);
    EXPECT_EQ(rig.rig.number_of("SELECT COUNT(*) FROM ledger_event WHERE body LIKE '%900999%'"), 0);
    EXPECT_EQ(someone(Role::manager)
                  .post("/health/test", {{"account", account}, {"number", "07700 900999"}})
                  .status,
              403);
}

TEST_P(HealthPages, ReadsTheNewestCopyBack) {
    Browser administrator = someone(Role::administrator);
    EXPECT_EQ(administrator.post("/health/copy/check").status, 303);
    rig.deployment.check_newest_copy = []() -> Task<std::string> { co_return "its SHA-256 differs"; };
    const Answer broken = administrator.post("/health/copy/check");
    EXPECT_EQ(broken.status, 409);
    EXPECT_THAT(broken.body, HasSubstr("its SHA-256 differs"));
    EXPECT_EQ(someone(Role::worker).get("/health").status, 403);
}

INSTANTIATE_TEST_SUITE_P(EveryEngine, HealthPages, testing::Values("sqlite", "postgres"));

}  // namespace
}  // namespace offing::console
