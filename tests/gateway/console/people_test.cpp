// People, as staff find, write down, move and erase them; on both stores.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gateway/console/window_words.hpp"
#include "tests/gateway/service/diary_hand.hpp"
#include "tests/support/console.hpp"
#include "tests/support/page_form.hpp"

namespace offing::console {
namespace {

using service::book;
using service::booking_at;
using staff::Role;
using staff::Roles;
using support::Answer;
using support::Browser;
using support::ConsoleRig;
using support::Fields;
using support::fields_of;
using support::with;
using testing::HasSubstr;
using testing::Not;

constexpr std::string_view her = "+447700900123";

class PeopleTest : public ::testing::TestWithParam<const char*> {
protected:
    PeopleTest() {
        service::in_store(rig.rig, [&](storage::Transaction& transaction) {
            const auto contact = storage::find_contact(transaction, rig.rig.vault, woman);
            transaction.run("UPDATE person SET name_enc = $1", {contact->key.seal("Amy", "name")});
            return true;
        });
    }
    std::string page(std::string_view what = {}) {
        return worker.get("/people/" + woman + std::string{what}).body;
    }
    std::int64_t acts(std::string_view what) {
        return rig.rig.number_of(
            "SELECT COUNT(*) FROM ledger_event WHERE kind = 'staff_act' AND body LIKE '%" +
            std::string{what} + "%'");
    }

    ConsoleRig rig{GetParam()};
    std::string woman = rig.rig.add_woman(her);
    Browser worker = rig.signed_in(Roles{{Role::worker}});
    Browser manager = rig.signed_in(Roles{{Role::manager}});
};

TEST_P(PeopleTest, SheIsFoundByNumberOrNameAndNeitherStandsInAnAddress) {
    const Answer by_number = worker.post("/people", {{"who", "07700 900123"}});
    EXPECT_EQ(by_number.status, 303);
    EXPECT_EQ(by_number.location, "/people/" + woman);
    const Answer by_name = worker.post("/people", {{"who", "amy"}});
    EXPECT_EQ(by_name.status, 200);
    EXPECT_THAT(by_name.body, HasSubstr("/people/" + woman));
    EXPECT_THAT(by_name.body, HasSubstr("ends in 123"));
    EXPECT_THAT(by_name.body, Not(HasSubstr("900123")));
    EXPECT_THAT(worker.post("/people", {{"who", "Zoe"}}).body, HasSubstr("Nobody has that number or name"));
    EXPECT_EQ(worker.post("/people", {{"who", ""}}).status, 422);
    EXPECT_EQ(acts("people_searched"), 3);
    EXPECT_EQ(rig.rig.number_of("SELECT COUNT(*) FROM ledger_event WHERE body LIKE '%Amy%' OR body LIKE "
                                "'%900123%'"),
              0);
}

TEST_P(PeopleTest, HerNumberAndNameAreHiddenUntilAskedForAndThatIsOnRecord) {
    EXPECT_THAT(page(), Not(testing::AnyOf(HasSubstr("900123"), HasSubstr("Amy"))));
    EXPECT_EQ(acts("number_and_name_shown"), 0);
    const Answer shown = worker.post("/people/" + woman + "/reveal");
    EXPECT_THAT(shown.body, HasSubstr(std::string{her}));
    EXPECT_THAT(shown.body, HasSubstr("<dd class=\"nhsuk-summary-list__value\">Amy</dd>"));
    EXPECT_THAT(shown.body, HasSubstr("href=\"/account\">Staff somebody"))
        << "the frame names who works here";
    EXPECT_EQ(acts("number_and_name_shown"), 1);
}

TEST_P(PeopleTest, HerTimesAreChangedAndHerPlaceInLineIsNot) {
    const auto line = rig.rig.number_of("SELECT waiting_since FROM person");
    auto fields = fields_of(page("/times"));
    fields = with(with(fields, "busy", "Mon-Fri 08:15-9:20 term\ntue,thu 13:00-15:00"), "travel", "20");
    const Answer saved = worker.post("/people/" + woman + "/times", fields);
    ASSERT_EQ(saved.status, 303) << saved.body;
    EXPECT_THAT(page(), HasSubstr("Monday to Friday, 8:15am to 9:20am, on school days"));
    EXPECT_THAT(page(), HasSubstr("Tuesday and Thursday, 1pm to 3pm"));
    EXPECT_EQ(rig.rig.number_of("SELECT waiting_since FROM person"), line);
}

TEST_P(PeopleTest, AWindowHasNoRoomForAReason) {
    auto fields = fields_of(page("/times"));
    const Answer refused =
        worker.post("/people/" + woman + "/times", with(fields, "busy", "mon 09:00-10:00 contact visit"));
    EXPECT_EQ(refused.status, 422);
    EXPECT_THAT(refused.body, HasSubstr("Line 1 is no window"));
    EXPECT_THAT(refused.body, HasSubstr("contact visit")) << "what was typed is kept";
    EXPECT_EQ(rig.rig.column("SELECT busy FROM person").at(0), "[]");
}

TEST_P(PeopleTest, WhoComesSecondIsShownTheDifference) {
    const auto mine = with(fields_of(page("/times")), "travel", "10");
    const auto theirs = with(fields_of(page("/times")), "travel", "45");
    EXPECT_EQ(worker.post("/people/" + woman + "/times", theirs).status, 303);
    const Answer second = worker.post("/people/" + woman + "/times", mine);
    EXPECT_EQ(second.status, 409);
    EXPECT_THAT(second.body, HasSubstr("<td>45</td><td>10</td>"));
    EXPECT_EQ(rig.rig.number_of("SELECT travel_min FROM person"), 45);
}

TEST_P(PeopleTest, SafeContactChangesOnlyAfterACheckWithHer) {
    auto fields = with(fields_of(page("/contact")), "safe", "mon-thu 10:00-12:00");
    EXPECT_EQ(worker.post("/people/" + woman + "/contact", fields).status, 422);
    const Answer saved = worker.post("/people/" + woman + "/contact", with(fields, "known", "in_person"));
    ASSERT_EQ(saved.status, 303) << saved.body;
    EXPECT_THAT(page(), HasSubstr("Monday, Tuesday, Wednesday and Thursday, 10am to 12 noon"));
    EXPECT_GE(acts("name_shown"), 1) << "her name is on that form";
}

TEST_P(PeopleTest, ACodeWordIsSetWithAKnockAndNeverShownAgain) {
    const auto form = [&] { return with(fields_of(page("/contact")), "known", "in_person"); };
    const auto post = [&](const Fields& fields) {
        return worker.post("/people/" + woman + "/contact", fields);
    };
    EXPECT_THAT(page("/contact"), HasSubstr("name=\"code_word\""));
    const std::string is_set = "SELECT COUNT(*) FROM person WHERE code_word_enc IS NOT NULL";
    const Answer no_knock = post(with(form(), "code_word", "bluebell"));
    EXPECT_EQ(no_knock.status, 422);
    EXPECT_THAT(no_knock.body, HasSubstr("A code word goes with a knock"));
    for (const auto& [word, why] : {std::pair{"owl", "4 to 20 letters"},
                                    {"stop", "means something in a text"},
                                    {"thursday", "means something in a text"},
                                    {"blue bell", "One word"}}) {
        const Answer refused = post(with(with(form(), "level", "3"), "code_word", word));
        EXPECT_EQ(refused.status, 422) << word;
        EXPECT_THAT(refused.body, HasSubstr(why)) << word;
    }
    EXPECT_EQ(rig.rig.number_of(is_set), 0);

    ASSERT_EQ(post(with(with(form(), "level", "3"), "code_word", "Bluebell")).status, 303);
    EXPECT_EQ(rig.rig.number_of(is_set), 1);
    EXPECT_THAT(page(), HasSubstr("Set. It is not shown"));
    EXPECT_THAT(page(), HasSubstr("A knock first"));
    EXPECT_THAT(page("/contact"), Not(testing::AnyOf(HasSubstr("Bluebell"), HasSubstr("bluebell"))));
    EXPECT_EQ(rig.rig.number_of("SELECT COUNT(*) FROM ledger_event WHERE LOWER(body) LIKE '%bluebell%'"), 0);
    EXPECT_EQ(rig.rig.number_of("SELECT COUNT(*) FROM ledger_event WHERE kind = 'code_word'"), 1);

    ASSERT_EQ(post(with(form(), "safe", "mon-thu 10:00-12:00")).status, 303);
    EXPECT_EQ(rig.rig.number_of(is_set), 1) << "an empty field leaves it as it is";
    EXPECT_EQ(post(with(with(form(), "code_word", "foxglove"), "no_code_word", "yes")).status, 422);
    ASSERT_EQ(post(with(form(), "no_code_word", "yes")).status, 303);
    EXPECT_EQ(rig.rig.number_of(is_set), 0);
    ASSERT_EQ(post(with(form(), "code_word", "foxglove")).status, 303);
    ASSERT_EQ(post(with(form(), "level", "1")).status, 303);
    EXPECT_EQ(rig.rig.number_of(is_set), 0) << "no word without a knock";
    EXPECT_EQ(rig.rig.number_of("SELECT COUNT(*) FROM ledger_event WHERE kind = 'code_word'"), 4);
}

TEST_P(PeopleTest, SomebodyNewSeesTheTextsBeforeSheSaysYes) {
    const auto form = with(fields_of(worker.get("/people/new").body), "number", "07700 900 555");
    const Answer preview = worker.post("/people/new", form);
    ASSERT_EQ(preview.status, 200) << preview.body;
    EXPECT_THAT(preview.body, HasSubstr("this is the number you asked for"));
    EXPECT_THAT(preview.body, HasSubstr("Still ok for"));
    EXPECT_EQ(rig.rig.number_of("SELECT COUNT(*) FROM person"), 1) << "nothing is kept before she says yes";
    const Answer added = worker.post("/people/new", with(fields_of(preview.body), "said_yes", "1"));
    ASSERT_EQ(added.status, 303) << added.body;
    EXPECT_EQ(rig.rig.number_of("SELECT COUNT(*) FROM person WHERE opted_in = '2026-11-18'"), 1);
    EXPECT_EQ(rig.rig.number_of("SELECT COUNT(*) FROM ledger_event WHERE kind = 'person_added'"), 2);
    rig.rig.deliver();
    EXPECT_THAT(rig.rig.last_text_to("+447700900555"), HasSubstr("ring 999"));
    EXPECT_EQ(worker.post("/people/new", with(fields_of(preview.body), "said_yes", "1")).location,
              added.location)
        << "the same form twice leads to her page";
    EXPECT_EQ(rig.rig.number_of("SELECT COUNT(*) FROM person"), 2);
}

TEST_P(PeopleTest, ANumberThatMayBeReadAloudIsRefused) {
    const auto form = fields_of(worker.get("/people/new").body);
    EXPECT_THAT(worker.post("/people/new", with(form, "number", "020 7946 0123")).body,
                HasSubstr("can&apos;t be texted"));
    EXPECT_THAT(worker.post("/people/new", with(form, "number", "12")).body,
                HasSubstr("no telephone number"));
}

TEST_P(PeopleTest, AChangedNumberBringsAlongWhatWasTextedFromIt) {
    rig.rig.say("+447700900777", "problem at the chemist again");
    EXPECT_EQ(rig.rig.number_of("SELECT COUNT(*) FROM contact"), 2);
    const auto form = with(with(fields_of(page("/number")), "number", "07700900777"), "known", "in_person");
    const Answer both = worker.post("/people/" + woman + "/number", form);
    EXPECT_THAT(both.body, HasSubstr(std::string{her}));
    EXPECT_THAT(both.body, HasSubstr("+447700900777"));
    EXPECT_THAT(both.body, HasSubstr("Those texts become hers"));
    const Answer done = worker.post("/people/" + woman + "/number", with(fields_of(both.body), "sure", "1"));
    ASSERT_EQ(done.status, 303) << done.body;
    EXPECT_EQ(rig.rig.number_of("SELECT COUNT(*) FROM inbound WHERE contact = '" + woman + "'"), 1);
    EXPECT_EQ(worker.post("/people", {{"who", "07700900777"}}).location, "/people/" + woman);
    EXPECT_EQ(worker.post("/people", {{"who", "07700900123"}}).status, 200) << "nobody has the old one";
    const auto task = rig.rig.column("SELECT id FROM task WHERE contact = '" + woman + "' LIMIT 1");
    ASSERT_EQ(task.size(), 1U);
    EXPECT_THAT(worker.get("/tasks/" + task.at(0)).body, HasSubstr("problem at the chemist again"));
}

TEST_P(PeopleTest, TheNumberOfAnotherWomanIsNotTaken) {
    rig.rig.add_woman("+447700900888");
    const auto form = with(with(fields_of(page("/number")), "number", "07700900888"), "known", "in_person");
    EXPECT_THAT(worker.post("/people/" + woman + "/number", form).body, HasSubstr("Another woman in touch"));
    EXPECT_THAT(worker.post("/people/" + woman + "/number", with(form, "sure", "1")).body,
                HasSubstr("Another woman in touch"));
    EXPECT_EQ(worker.post("/people", {{"who", "07700900123"}}).location, "/people/" + woman);
}

TEST_P(PeopleTest, SheIsAskedAboutOtherTimesAndKeepsHersUntilSheTakesOne) {
    const auto booking =
        book(rig.rig, booking_at(rig.rig, woman, "one-to-one-mornings", "2026-11-19T09:30", "jo", 0));
    const std::string path = "/people/" + woman + "/move/" + booking;
    const auto free = worker.get(path).body;
    // A booked time: taking one that needs no place would ask her first whether hers is free.
    const auto at = free.find("name=\"times\" type=\"checkbox\" value=\"one-to-one");
    ASSERT_NE(at, std::string::npos) << free;
    const auto from = free.find("value=\"", at) + 7;
    const std::string code = free.substr(from, free.find('"', from) - from);
    const Answer asked = worker.post(path, {{"times", code}});
    ASSERT_EQ(asked.status, 303) << asked.body;
    EXPECT_EQ(rig.rig.column("SELECT status FROM booking WHERE id = '" + booking + "'").at(0), "booked");
    rig.rig.deliver();
    EXPECT_THAT(rig.rig.last_text_to(her), HasSubstr("stays yours till you pick"));
    EXPECT_THAT(page(), HasSubstr("On offer to her"));
    rig.rig.say(her, "1");
    EXPECT_EQ(rig.rig.column("SELECT status FROM booking WHERE id = '" + booking + "'").at(0), "moved");
    EXPECT_EQ(rig.rig.number_of("SELECT COUNT(*) FROM booking WHERE status = 'booked'"), 1);
}

TEST_P(PeopleTest, ATimeThatHasGoneMeanwhileIsNotPutToHer) {
    EXPECT_EQ(
        worker.post("/people/" + woman + "/offer", {{"times", "one-to-one-mornings_2026-11-19_7"}}).status,
        422);
    EXPECT_EQ(worker.post("/people/" + woman + "/offer").status, 422);
    rig.rig.deliver();
    EXPECT_TRUE(rig.rig.texts_to(her).empty());
}

TEST_P(PeopleTest, ErasingTakesTwoStepsAndLeavesNothingToRead) {
    EXPECT_EQ(worker.get("/people/" + woman + "/erase").status, 403) << "managers only";
    EXPECT_EQ(manager.post("/people/" + woman + "/erase").status, 422);
    const Answer done = manager.post("/people/" + woman + "/erase", {{"sure", "in_person"}});
    ASSERT_EQ(done.status, 303) << done.body;
    EXPECT_EQ(worker.get("/people/" + woman).status, 404);
    EXPECT_EQ(rig.rig.number_of("SELECT COUNT(*) FROM contact WHERE key_wrapped IS NOT NULL"), 0);
    EXPECT_EQ(rig.rig.number_of("SELECT COUNT(*) FROM ledger_event WHERE kind = 'erased'"), 1);
}

TEST_P(PeopleTest, NothingIsCountedAndNothingIsAskedThatIsNotNeeded) {
    const auto booking =
        book(rig.rig, booking_at(rig.rig, woman, "one-to-one-mornings", "2026-11-18T09:30", "jo", 0));
    service::in_store(rig.rig, [&](storage::Transaction& transaction) {
        return service::mark_missed(transaction, rig.rig.desk, booking, rig.rig.clock.now());
    });
    for (const std::string_view path : {"", "/times", "/contact", "/number"}) {
        const auto body = page(path);
        EXPECT_THAT(
            body, Not(testing::ContainsRegex("[0-9]+ (times )?missed|[Nn]otes|[Rr]isk|[Cc]hild|[Pp]artner")))
            << path;
    }
}

INSTANTIATE_TEST_SUITE_P(Stores, PeopleTest, ::testing::Values("sqlite", "postgres"),
                         [](const auto& each) { return std::string{each.param}; });

TEST(Windows, AreReadAsTheyAreSpelt) {
    const auto read =
        read_windows("mon-wed,fri 08:15-09:20 term\nsat 10:00-12:00 from 2026-11-01 to 2026-12-01", true);
    ASSERT_EQ(read.wrong, "");
    EXPECT_EQ(spell_windows(read.windows),
              "mon-wed,fri 08:15-09:20 term\nsat 10:00-12:00 from 2026-11-01 to 2026-12-01\n");
    for (const std::string_view wrong :
         {"mon", "monday", "08:15-09:20", "mon 09:20-08:15", "mon 25:00-26:00", "fri-mon 08:00-09:00",
          "mon 08:00-09:00 court", "mon 08:00-09:00 from 2026-12-01 to 2026-11-01"})
        EXPECT_THAT(read_windows(wrong, true).wrong, HasSubstr("Line 1 is no window")) << wrong;
    EXPECT_NE(read_windows("mon 08:00-09:00 term", false).wrong, "");
}

}  // namespace
}  // namespace offing::console
