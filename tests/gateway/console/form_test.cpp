// Sheets keep what was typed and say what is wrong; a form that was sent too late is carried past the door.

#include "gateway/console/form.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

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

Sheet two_questions() {
    return Sheet{{{.kind = Question::Kind::text, .name = "label", .label = "Label"},
                  {.kind = Question::Kind::radios,
                   .name = "kind",
                   .label = "Kind",
                   .choices = {{"a", "First"}, {"b", "Second"}}}}};
}

TEST(Sheet, KeepsWhatWasTypedAndTheFirstThingThatIsWrongWithIt) {
    Sheet sheet = two_questions();
    sheet.read(Form{{{"label", " a chat "}, {"kind", "c"}, {"other", "left out"}}});
    EXPECT_EQ(sheet.get("label"), "a chat");
    EXPECT_EQ(sheet.chosen("kind", "Choose one"), "");
    sheet.refuse("kind", "Said later");
    EXPECT_FALSE(sheet.is_sound());
    const auto model = sheet.model();
    EXPECT_EQ(model.at("f").at("label").at("value").as_string(), "a chat");
    EXPECT_EQ(model.at("wrong").as_array().size(), 1U);
    EXPECT_EQ(model.at("wrong").at(0).at("why").as_string(), "Choose one");
    EXPECT_EQ(model.at("f").at("kind").at("described").as_string(), "kind-error")
        << "read out with the field";
}

TEST(Sheet, NeverSendsAPasswordBack) {
    Sheet sheet{{{.kind = Question::Kind::password, .name = "password", .label = "Password"}}};
    sheet.read(Form{{{"password", "sea tide lantern"}}});
    EXPECT_EQ(sheet.model().at("f").at("password").at("value").as_string(), "");
}

TEST(Sheet, TakesAnswersUpToALimit) {
    Sheet sheet = two_questions();
    sheet.read(Form{{{"label", std::string(5000, 'x')}}});
    EXPECT_EQ(sheet.get("label").size(), 4000U);
    EXPECT_FALSE(sheet.is_sound());
}

TEST(Sheet, SaysWhereTwoDifferByTheirWords) {
    Sheet mine = two_questions(), theirs = two_questions();
    mine.fill("label", "same").fill("kind", "a");
    theirs.fill("label", "same").fill("kind", "b");
    const auto differing = mine.differences(theirs);
    ASSERT_EQ(differing.size(), 1U);
    EXPECT_EQ(differing.at(0).at("mine").as_string(), "First");
    EXPECT_EQ(differing.at(0).at("theirs").as_string(), "Second");
}

class CarryTest : public ::testing::Test {
protected:
    /// A form of hers, sent when her screen had locked.
    Answer send_too_late() {
        const std::string token = browser.form_token();
        rig.rig.clock.advance(staff::idle_until_locked);
        return browser.post("/people", {{"who", "Amy & co"}, {"csrf", token}});
    }
    Answer unlock(Browser& with, const std::string& carried, std::string_view password = "sea tide lantern") {
        return with.post("/locked", {{"password", std::string{password}}, {"carried", carried}});
    }

    ConsoleRig rig;
    std::string id = rig.add_staff("sam", Roles{{Role::worker}});
    Browser browser = rig.signed_in(id);
};

TEST_F(CarryTest, AFormSentTooLateIsTakenOnceShesBack) {
    const Answer door = send_too_late();
    EXPECT_EQ(door.status, 401);
    EXPECT_THAT(door.body, testing::Not(HasSubstr("Amy"))) << "what was typed is sealed";
    const Answer page = unlock(browser, value_of(door.body, "carried"));
    EXPECT_EQ(page.status, 200);
    EXPECT_THAT(page.body, HasSubstr("value=\"Amy &amp; co\""));
}

TEST_F(CarryTest, AWrongPasswordKeepsItForAnotherTry) {
    const Answer door = send_too_late();
    const Answer again = unlock(browser, value_of(door.body, "carried"), "not hers at all");
    EXPECT_EQ(again.status, 422);
    EXPECT_THAT(unlock(browser, value_of(again.body, "carried")).body, HasSubstr("value=\"Amy &amp; co\""));
}

TEST_F(CarryTest, NobodyElseSendsItForHer) {
    const Answer door = send_too_late();
    Browser other = rig.signed_in(rig.add_staff("alex", Roles{{Role::worker}}));
    const std::string token = other.form_token();
    rig.rig.clock.advance(staff::idle_until_locked);
    const Answer page = other.post(
        "/locked",
        {{"password", "sea tide lantern"}, {"carried", value_of(door.body, "carried")}, {"csrf", token}});
    EXPECT_THAT(page.body, testing::Not(HasSubstr("Amy")));
}

TEST_F(CarryTest, WhatWasTamperedWithGoesNowhere) {
    const Answer door = send_too_late();
    std::string carried = value_of(door.body, "carried");
    carried[carried.size() / 2] = carried[carried.size() / 2] == 'A' ? 'B' : 'A';
    EXPECT_EQ(unlock(browser, carried).status, 303) << "she is in, and the form is not sent";
}

}  // namespace
}  // namespace offing::console
