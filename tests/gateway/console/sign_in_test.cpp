// Signing in as it is outside the demo: password, then a one-time code; on both stores.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gateway/staff/accounts.hpp"
#include "gateway/staff/one_time_code.hpp"
#include "tests/support/console.hpp"
#include "tests/support/page_form.hpp"

namespace offing::console {
namespace {

using staff::Role;
using staff::Roles;
using support::Answer;
using support::Browser;
using support::ConsoleRig;
using support::value_of;
using testing::HasSubstr;

class SignInTest : public ::testing::TestWithParam<const char*> {
protected:
    SignInTest() {
        recovery = rig.rig.database
                       ->transact_now([&](storage::Transaction& transaction) {
                           return staff::set_codes(transaction, rig.rig.vault, id, secret);
                       })
                       .value();
    }
    /// The page that asks for a code.
    Answer with_password(Browser& browser) {
        return browser.post("/sign-in", {{"account", "sam"}, {"password", "sea tide lantern"}});
    }
    /// The form of that very page, as a browser sends it.
    Answer with_code(Browser& browser, const Answer& asked, std::string code) {
        return browser.post("/sign-in/code",
                            {{"code", std::move(code)}, {"csrf", value_of(asked.body, "csrf")}});
    }

    ConsoleRig rig{GetParam(), false};
    std::string id = rig.add_staff("sam", Roles{{Role::worker}});
    std::string secret = staff::new_code_secret();
    std::vector<std::string> recovery;
};

TEST_P(SignInTest, PasswordAndCodeLetHerIn) {
    Browser browser = rig.browser();
    const Answer asked = with_password(browser);
    ASSERT_THAT(asked.body, HasSubstr("Your one-time code"));
    EXPECT_EQ(browser.get("/today").status, 303) << "the password alone opens nothing";
    const Answer in = with_code(browser, asked, staff::code_at(secret, rig.rig.clock.now()));
    EXPECT_EQ(in.status, 303) << in.body;
    EXPECT_EQ(browser.get("/today").status, 200);
}

TEST_P(SignInTest, ACodeOpensOnce) {
    const std::string code = staff::code_at(secret, rig.rig.clock.now());
    for (const int status : {303, 422}) {
        Browser browser = rig.browser();
        EXPECT_EQ(with_code(browser, with_password(browser), code).status, status);
    }
}

TEST_P(SignInTest, ARecoveryCodeOpensOnce) {
    for (const int status : {303, 422}) {
        Browser browser = rig.browser();
        EXPECT_EQ(with_code(browser, with_password(browser), recovery.at(3)).status, status);
    }
}

TEST_P(SignInTest, TheFormOfAnotherPageIsRefused) {
    Browser browser = rig.browser();
    with_password(browser);
    const Answer refused = browser.post(
        "/sign-in/code", {{"code", staff::code_at(secret, rig.rig.clock.now())}, {"csrf", "made up"}});
    EXPECT_EQ(refused.status, 403);
}

INSTANTIATE_TEST_SUITE_P(Stores, SignInTest, ::testing::Values("sqlite", "postgres"),
                         [](const auto& each) { return std::string{each.param}; });

}  // namespace
}  // namespace offing::console
