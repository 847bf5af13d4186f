// The diary, clinics, school calendars and what is given to others, as staff use them in a browser.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/service_edit.hpp"
#include "tests/support/console.hpp"
#include "tests/support/page_form.hpp"

namespace offing::console {
namespace {

using staff::Role;
using staff::Roles;
using support::Answer;
using support::Browser;
using support::ConsoleRig;
using support::Fields;
using support::fields_of;
using support::value_of;
using support::with;
using testing::HasSubstr;
using testing::Not;

constexpr std::string_view her = "+447700900123";

class CalendarsTest : public ::testing::TestWithParam<const char*> {
protected:
    config::ServiceFile stored() {
        const auto body =
            rig.rig.column("SELECT body FROM service_version ORDER BY version DESC LIMIT 1").at(0);
        return config::read_service(body, "stored", OFFING_ROOT "/config/demo").value();
    }
    std::int64_t versions() { return rig.rig.number_of("SELECT COUNT(*) FROM service_version"); }
    /// Her booked time's page in the diary.
    std::string book() {
        rig.rig.add_woman(her);
        rig.rig.say(her, "can i come thurs 3 dec");
        rig.rig.say(her, "1");
        const auto rows = rig.rig.column("SELECT clinic || '/' || date FROM booking WHERE status = 'booked'");
        EXPECT_EQ(rows.size(), 1U);
        return "/diary/" + rows.at(0);
    }

    ConsoleRig rig{GetParam()};
    Browser manager = rig.signed_in(Roles{{Role::manager}});
};

TEST_P(CalendarsTest, ShowsAWeekOfTheDiaryWithWhatIsTaken) {
    book();
    const Answer week = manager.get("/diary?date=2026-12-03");
    EXPECT_EQ(week.status, 200);
    for (const char* words : {"Week of Monday 30 November 2026", "Thursday 3 December", "9:30am to 12:30pm",
                              "1 of 6 booked", "no booking needed", "the blue door", "women only"})
        EXPECT_THAT(week.body, HasSubstr(words));
    const Answer day = manager.get("/diary?view=day&date=2026-12-25");
    EXPECT_THAT(day.body, HasSubstr("Bank holiday: Christmas Day"));
    EXPECT_THAT(manager.get("/diary?date=2026-12-03&worker=priya").body, Not(HasSubstr("a late chat</")));
}

TEST_P(CalendarsTest, ShowsASessionWithItsPlacesAndNobodysName) {
    const std::string path = book();
    const Answer session = manager.get(path);
    EXPECT_THAT(session.body, HasSubstr("<strong class=\"nhsuk-tag\">booked</strong>"));
    EXPECT_THAT(session.body, HasSubstr("Cancel this date"));
    EXPECT_THAT(session.body, Not(HasSubstr("7700")));
    Browser worker = rig.signed_in(Roles{{Role::front_desk}});
    EXPECT_THAT(worker.get(path).body, Not(HasSubstr("Cancel this date")));
    EXPECT_EQ(manager.get("/diary/nowhere/2026-12-03").status, 404);
    EXPECT_EQ(manager.get("/diary/evening/never").status, 404);
}

TEST_P(CalendarsTest, CancelsADateOnlyAfterThePlanWasRead) {
    const std::string path = book();
    const Answer plan = manager.post(path + "/cancel");
    EXPECT_EQ(plan.status, 200);
    EXPECT_THAT(plan.body, HasSubstr("the session doesn&apos;t run"));
    EXPECT_THAT(plan.body, HasSubstr("Save, and tell them"));
    EXPECT_EQ(versions(), 1);
    const auto at = plan.body.find("name=\"digest\" value=\"");
    ASSERT_NE(at, std::string::npos);
    const Answer done = manager.post(path + "/cancel", {{"digest", value_of(plan.body, "digest")}});
    EXPECT_EQ(done.status, 303) << done.body;
    EXPECT_EQ(versions(), 2);
    EXPECT_THAT(manager.get(done.location).body, HasSubstr("It doesn't run on this date"));
    EXPECT_EQ(rig.rig.number_of("SELECT COUNT(*) FROM ledger_event WHERE kind = 'staff_act'"), 1);
}

TEST_P(CalendarsTest, LeavesADateAloneWhenThePlanIsNotApplied) {
    const std::string path = book();
    manager.post(path + "/cancel");
    EXPECT_EQ(versions(), 1);
    EXPECT_EQ(rig.rig.number_of("SELECT COUNT(*) FROM booking WHERE status = 'booked'"), 1);
}

TEST_P(CalendarsTest, ShowsTheNewPlanWhenSomethingHappenedSince) {
    const std::string path = book();
    const Answer plan = manager.post(path + "/cancel");
    rig.rig.say("+447700900124", "hello");
    rig.rig.add_woman("+447700900125");
    rig.rig.say("+447700900125", "can i come thurs 3 dec");
    rig.rig.say("+447700900125", "1");
    const Answer second = manager.post(path + "/cancel", {{"digest", value_of(plan.body, "digest")}});
    EXPECT_EQ(second.status, 409);
    EXPECT_THAT(second.body, HasSubstr("This is the plan as it is now"));
    EXPECT_EQ(versions(), 1);
}

TEST_P(CalendarsTest, MovesADateAndSaysWhatIsWrongWithATime) {
    const Answer form =
        manager.get("/diary/evening/2026-12-08/move?date=2026-12-09&opens=18:00&closes=20:00");
    EXPECT_EQ(value_of(form.body, "csrf").empty(), false);
    EXPECT_THAT(form.body, HasSubstr("value=\"2026-12-09\""));
    const Answer wrong = manager.post("/diary/evening/2026-12-08/move",
                                      {{"date", "2026-12-09"}, {"opens", "half six"}, {"closes", "20:00"}});
    EXPECT_EQ(wrong.status, 422);
    EXPECT_THAT(wrong.body, HasSubstr("Write hours and minutes on a step of five: 09:30."));
    EXPECT_THAT(wrong.body, HasSubstr("value=\"half six\""));
    const Answer moved = manager.post("/diary/evening/2026-12-08/move",
                                      {{"date", "2026-12-09"}, {"opens", "18:00"}, {"closes", "20:00"}});
    ASSERT_EQ(moved.status, 303) << moved.body;
    EXPECT_EQ(moved.location, "/diary/evening/2026-12-09");
    EXPECT_THAT(manager.get(moved.location).body, HasSubstr("extra date"));
    EXPECT_THAT(manager.get("/diary?date=2026-12-08").body, HasSubstr("doesn&apos;t run on this date"));
    const Answer back = manager.post("/diary/evening/2026-12-08/restore");
    EXPECT_EQ(back.status, 303) << back.body;
}

TEST_P(CalendarsTest, SaysByTheDateThatASessionRunsThereAnywayInWordsOfTheForm) {
    const Answer wrong = manager.post("/diary/evening/2026-12-08/move",
                                      {{"date", "2026-12-15"}, {"opens", "18:00"}, {"closes", "20:00"}});
    EXPECT_EQ(wrong.status, 422);
    EXPECT_THAT(wrong.body, HasSubstr("id=\"date-error\""));
    EXPECT_THAT(wrong.body, HasSubstr("when it runs anyway. Choose another date."));
    EXPECT_THAT(wrong.body, Not(HasSubstr("change =")));
    EXPECT_EQ(versions(), 1);
}

TEST_P(CalendarsTest, OffersToMoveASessionWhereItStandsInTheDiaryToWhoMay) {
    EXPECT_THAT(manager.get("/diary?date=2026-12-08").body, HasSubstr("/diary/evening/2026-12-08/move\""));
    Browser desk = rig.signed_in(Roles{{Role::front_desk}});
    EXPECT_THAT(desk.get("/diary?date=2026-12-08").body, Not(HasSubstr("/move\"")));
}

TEST_P(CalendarsTest, AddsAnExtraDate) {
    const Fields wanted{{"clinic", "phone"}, {"date", "2026-12-04"}, {"opens", "10:00"}, {"closes", "12:00"}};
    const Answer done = manager.post("/diary/new", wanted);
    ASSERT_EQ(done.status, 303) << done.body;
    EXPECT_THAT(manager.get("/diary/phone/2026-12-04").body, HasSubstr("10am to 12 noon"));
    EXPECT_EQ(manager.post("/diary/new", with(wanted, "clinic", "nowhere")).status, 422);
}

TEST_P(CalendarsTest, ShowsAClinicAsAFormAndChangesNothingWhenNothingWasChanged) {
    const Answer form = manager.get("/clinics/evening");
    EXPECT_EQ(form.status, 200);
    const Answer same = manager.post("/clinics/evening", fields_of(form.body));
    EXPECT_EQ(same.status, 303) << same.body;
    EXPECT_EQ(versions(), 1);
    for (const auto& clinic : stored().service.clinics) {
        const Answer each =
            manager.post("/clinics/" + clinic.id, fields_of(manager.get("/clinics/" + clinic.id).body));
        EXPECT_EQ(each.status, 303) << clinic.id << each.body;
    }
    const auto demo = config::load_service(OFFING_ROOT "/config/demo/service.toml").value().file;
    for (const auto& each : config::differences(demo, stored()))
        ADD_FAILURE() << each.part << ' ' << each.id << ' ' << each.field << ": " << each.before << " -> "
                      << each.after;
    EXPECT_EQ(versions(), 1);
}

TEST_P(CalendarsTest, ChangesAPatternInPlainChoices) {
    Fields fields = fields_of(manager.get("/clinics/cafe").body);
    fields = with(with(with(fields, "every", "month"), "days", "fri"), "which", "2");
    const Answer saved = manager.post("/clinics/cafe", with(fields, "label", "a walk"));
    ASSERT_EQ(saved.status, 303) << saved.body;
    const auto file = stored();
    EXPECT_EQ(file.service.find_clinic("cafe")->rrule, "FREQ=MONTHLY;BYDAY=2FR");
    EXPECT_EQ(file.service.find_clinic("cafe")->label, "a walk");
}

TEST_P(CalendarsTest, KeepsWhatWasTypedAndSaysByEachFieldWhatIsWrong) {
    Fields fields = with(fields_of(manager.get("/clinics/evening").body), "opens", "late");
    fields = with(fields, "label", "the clinic chat");
    const Answer back = manager.post("/clinics/evening", with(fields, "minimum_staff", "7"));
    EXPECT_EQ(back.status, 422);
    for (const char* words :
         {"value=\"late\"", "value=\"the clinic chat\"", "id=\"opens-error\"", "id=\"label-error\"",
          "says nothing to whoever sees her phone", "id=\"minimum_staff-error\""})
        EXPECT_THAT(back.body, HasSubstr(words));
    EXPECT_EQ(versions(), 1);
}

TEST_P(CalendarsTest, ShowsTheSecondOfTwoTheDifferenceAndOverwritesNothing) {
    Browser other = rig.signed_in(Roles{{Role::manager}});
    const Fields mine = fields_of(manager.get("/clinics/evening").body);
    const Fields theirs = fields_of(other.get("/clinics/evening").body);
    ASSERT_EQ(
        other.post("/clinics/evening", with(with(theirs, "label", "a walk"), "csrf", other.form_token()))
            .status,
        303);
    const Answer second = manager.post("/clinics/evening", with(mine, "label", "a talk"));
    EXPECT_EQ(second.status, 409);
    for (const char* words : {"Somebody else changed this while you did", "a walk", "value=\"a talk\""})
        EXPECT_THAT(second.body, HasSubstr(words));
    EXPECT_EQ(stored().service.find_clinic("evening")->label, "a walk");
    const Answer knowingly = manager.post("/clinics/evening", fields_of(second.body));
    EXPECT_EQ(knowingly.status, 303);
    EXPECT_EQ(stored().service.find_clinic("evening")->label, "a talk");
}

TEST_P(CalendarsTest, LetsTwoChangeDifferentClinics) {
    const Fields mine = fields_of(manager.get("/clinics/evening").body);
    const Fields cafe = fields_of(manager.get("/clinics/cafe").body);
    ASSERT_EQ(manager.post("/clinics/cafe", with(cafe, "label", "a walk")).status, 303);
    EXPECT_EQ(manager.post("/clinics/evening", with(mine, "label", "a talk")).status, 303);
    EXPECT_EQ(stored().service.find_clinic("cafe")->label, "a walk");
    EXPECT_EQ(stored().service.find_clinic("evening")->label, "a talk");
}

TEST_P(CalendarsTest, KeepsTheOrderOfWorkersByWhichPlacesAreNumbered) {
    Fields fields = fields_of(manager.get("/clinics/open-door").body);
    fields.emplace_back("workers", "sam");
    Answer saved = manager.post("/clinics/open-door", fields);
    if (saved.status == 200)
        saved = manager.post("/clinics/open-door", with(fields, "digest", value_of(saved.body, "digest")));
    ASSERT_EQ(saved.status, 303) << saved.body;
    EXPECT_THAT(stored().service.find_clinic("open-door")->workers,
                testing::ElementsAre("bernie", "nell", "sam"));
}

TEST_P(CalendarsTest, MakesAClinicAndEndsIt) {
    Fields fields = fields_of(manager.get("/clinics/new").body);
    for (const auto& [name, value] : Fields{{"id", "friday-calls"},
                                            {"label", "a call"},
                                            {"mode", "phone"},
                                            {"site", ""},
                                            {"days", "fri"},
                                            {"opens", "09:30"},
                                            {"closes", "12:30"},
                                            {"workers", "jo"}})
        fields = with(fields, name, value);
    Answer made = manager.post("/clinics/new", fields);
    if (made.status == 200)
        made = manager.post("/clinics/new", with(fields, "digest", value_of(made.body, "digest")));
    ASSERT_EQ(made.status, 303) << made.body;
    EXPECT_EQ(made.location, "/clinics/friday-calls");
    const Answer ended = manager.post("/clinics/friday-calls/end", {{"last", "2026-12-18"}});
    ASSERT_EQ(ended.status, 303) << ended.body;
    EXPECT_THAT(manager.get("/clinics").body, HasSubstr("until 18 December 2026"));
    EXPECT_EQ(manager.post("/clinics/friday-calls/end", {{"last", "soon"}}).status, 422);
}

TEST_P(CalendarsTest, ShowsWhatAnAbsenceDoesBeforeItIsSaved) {
    book();
    const auto worker = rig.rig.column("SELECT worker FROM booking").at(0);
    const Fields away{{"first", "2026-12-03"}, {"last", "2026-12-03"}};
    const Answer plan = manager.post("/workers/" + worker + "/away", away);
    EXPECT_EQ(plan.status, 200) << plan.body;
    EXPECT_THAT(plan.body, HasSubstr("her worker is away"));
    const Answer again = manager.post("/workers/" + worker + "/away", with(away, "again", "1"));
    EXPECT_THAT(again.body, HasSubstr("value=\"2026-12-03\"")) << "the form comes back with what was typed";
    const Answer done =
        manager.post("/workers/" + worker + "/away", with(away, "digest", value_of(plan.body, "digest")));
    EXPECT_EQ(done.status, 303) << done.body;
    EXPECT_THAT(manager.get("/workers/" + worker).body, HasSubstr("Thu 3 Dec 2026 to Thu 3 Dec 2026"));
}

TEST_P(CalendarsTest, ClosesASiteAndOpensItAgain) {
    Answer closed = manager.post("/sites/mill-lane/close", {{"date", "2027-03-01"}});
    ASSERT_EQ(closed.status, 303) << closed.body;
    EXPECT_THAT(manager.get("/sites/mill-lane").body, HasSubstr("Monday 1 March 2027"));
    EXPECT_EQ(manager.post("/sites/mill-lane/open", {{"from", "2027-03-01"}}).status, 303);
    EXPECT_THAT(manager.get("/sites/mill-lane").body, Not(HasSubstr("Monday 1 March 2027")));
}

TEST_P(CalendarsTest, RefusesATellingNicknameOfASite) {
    const Fields fields = fields_of(manager.get("/sites/mill-lane").body);
    const Answer back = manager.post("/sites/mill-lane", with(fields, "nickname", "the recovery house"));
    EXPECT_EQ(back.status, 422);
    EXPECT_THAT(back.body, HasSubstr("id=\"nickname-error\""));
}

TEST_P(CalendarsTest, ImportsPastedSchoolDatesAfterShowingThem) {
    const Fields pasted{{"pasted", "INSET day: Monday 30 November 2026"}};
    const Answer preview = manager.post("/schools/st-hildas/import", pasted);
    EXPECT_EQ(preview.status, 200) << preview.body;
    EXPECT_THAT(preview.body, HasSubstr("+ INSET day 2026-11-30"));
    EXPECT_EQ(versions(), 1);
    const Answer done =
        manager.post("/schools/st-hildas/import", with(pasted, "digest", value_of(preview.body, "digest")));
    ASSERT_EQ(done.status, 303) << done.body;
    EXPECT_THAT(manager.get("/schools?school=st-hildas&date=2026-11-30").body,
                HasSubstr("Monday 30 November 2026 is no school day: INSET day"));
    EXPECT_EQ(manager.post("/schools/st-hildas/import", pasted).status, 303) << "nothing is new";
    const Answer wrong =
        manager.post("/schools/st-hildas/import", {{"pasted", "INSET day: 31 November 2026"}});
    EXPECT_EQ(wrong.status, 422);
    EXPECT_THAT(wrong.body, HasSubstr("Line 1"));
}

TEST_P(CalendarsTest, TakesAnUploadedFile) {
    http::Request request;
    request.method = "POST";
    request.target = "/schools/st-hildas/import";
    request.headers = {{"Content-Type", "multipart/form-data; boundary=b"}};
    request.body = "--b\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n" + manager.form_token() +
                   "\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x.txt\"\r\n\r\n"
                   "INSET day: Monday 30 November 2026\r\n--b--\r\n";
    const Answer preview = manager.send(request);
    EXPECT_EQ(preview.status, 200) << preview.body;
    EXPECT_THAT(preview.body, HasSubstr("+ INSET day 2026-11-30"));
    EXPECT_THAT(value_of(preview.body, "pasted"), HasSubstr("30 November")) << "carried to the next step";
    request.body.resize(request.body.size() - 10);
    EXPECT_EQ(manager.send(request).status, 400);
}

TEST_P(CalendarsTest, ShowsAYearOfASchoolWithAReasonForEachDay) {
    const Answer year = manager.get("/schools/saltmere-primary?year=2026");
    EXPECT_EQ(year.status, 200);
    for (const char* words :
         {"School year 2026/27", "September 2026", "August 2027", "INSET day: closed to pupils",
          "school-day--bank", "on the calendar of Saltmere Borough Council"})
        EXPECT_THAT(year.body, HasSubstr(words));
    EXPECT_THAT(year.body, HasSubstr("href=\"/account\">Staff somebody"))
        << "the page's words leave the frame's alone";
    EXPECT_EQ(manager.get("/schools/saltmere-primary?year=99999").status, 200);
    EXPECT_EQ(manager.get("/schools/nowhere").status, 404);
}

TEST_P(CalendarsTest, AddsASchool) {
    const Answer added = manager.post(
        "/schools/new", {{"id", "hill"}, {"name", "Hill School"}, {"based_on", "saltmere-council"}});
    ASSERT_EQ(added.status, 303) << added.body;
    EXPECT_EQ(added.location, "/schools/hill/import");
    EXPECT_EQ(manager.post("/schools/new", {{"id", "hill"}, {"name", "x"}, {"based_on", ""}}).status, 422);
    EXPECT_EQ(manager.post("/schools/new", {{"id", "Not An Id"}, {"name", "x"}, {"based_on", ""}}).status,
              422);
}

TEST_P(CalendarsTest, ShowsAKeyOnceAndTakesItBack) {
    Browser administrator = rig.signed_in(Roles{{Role::administrator}});
    const Answer made =
        administrator.post("/keys", {{"what_for", "Office screen"}, {"role", "worker"}, {"months", "1"}});
    EXPECT_EQ(made.status, 200);
    EXPECT_THAT(made.body, HasSubstr("offing_"));
    const Answer list = administrator.get("/keys");
    EXPECT_THAT(list.body, HasSubstr("Office screen"));
    EXPECT_THAT(list.body, Not(HasSubstr("offing_")));
    const auto id = rig.rig.column("SELECT id FROM api_key").at(0);
    EXPECT_EQ(administrator.post("/keys/" + id + "/revoke").status, 303);
    EXPECT_THAT(administrator.get("/keys").body, Not(HasSubstr("Office screen")));
    EXPECT_EQ(administrator.post("/keys", {{"what_for", ""}, {"role", "auditor"}, {"months", "99"}}).status,
              422);
}

TEST_P(CalendarsTest, GivesAWorkerHerOwnCalendarAndNoOther) {
    Browser worker = rig.signed_in(Roles{{Role::worker}});
    EXPECT_EQ(worker.post("/calendars", {{"whose", "worker jo"}}).status, 422)
        << "her account is no worker's";
    const Answer made = manager.post("/calendars", {{"whose", "worker jo"}});
    EXPECT_EQ(made.status, 200);
    EXPECT_THAT(made.body, HasSubstr("/feeds/"));
    const auto id = rig.rig.column("SELECT id FROM calendar_feed").at(0);
    EXPECT_EQ(worker.post("/calendars/" + id + "/revoke").status, 404);
    EXPECT_EQ(manager.post("/calendars/" + id + "/revoke").status, 303);
}

INSTANTIATE_TEST_SUITE_P(, CalendarsTest, ::testing::Values("sqlite", "postgres"));

}  // namespace
}  // namespace offing::console
