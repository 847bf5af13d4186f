#include "config/service_edit.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/write_service.hpp"

namespace offing::config {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

scheduler::Date on(std::string_view text) { return scheduler::parse_date(text).value(); }

ServiceFile demo() { return load_service(OFFING_ROOT "/config/demo/service.toml").value().file; }

const scheduler::Clinic& clinic_of(const ServiceFile& file, std::string_view id) {
    const scheduler::Clinic* found = file.service.find_clinic(id);
    if (found == nullptr) throw std::runtime_error("no such clinic");
    return *found;
}

std::string mistakes_of(const Edited& edited) {
    std::string said;
    if (!edited)
        for (const FieldMistake& each : edited.error())
            said += "[" + each.field + "] " + each.what + ": " + each.remedy + "\n";
    return said;
}

Typed with(Typed typed, std::string_view key, std::vector<std::string> values) {
    typed[std::string{key}] = std::move(values);
    return typed;
}

TEST(ServiceEdit, ShowsAPartAsAFormAndTakesItBackUnchanged) {
    const ServiceFile file = demo();
    for (const auto& clinic : file.service.clinics) {
        const Edited same = put(file, Part::clinic, clinic.id, typed_of(file, Part::clinic, clinic.id));
        ASSERT_TRUE(same) << clinic.id << "\n" << mistakes_of(same);
        EXPECT_EQ(*same, file) << clinic.id;
    }
    for (const auto& worker : file.service.workers)
        EXPECT_EQ(put(file, Part::worker, worker.id, typed_of(file, Part::worker, worker.id)).value(), file);
    for (const auto& site : file.service.sites)
        EXPECT_EQ(put(file, Part::site, site.id, typed_of(file, Part::site, site.id)).value(), file);
}

TEST(ServiceEdit, ChangesOneClinicAndNothingElse) {
    const ServiceFile file = demo();
    Typed typed = typed_of(file, Part::clinic, "evening");
    typed["opens"] = {" 17:30 "};
    typed["children_welcome"] = {"yes"};
    typed["length"] = {"40"};
    const Edited edited = put(file, Part::clinic, "evening", typed);
    ASSERT_TRUE(edited) << mistakes_of(edited);
    EXPECT_EQ(clinic_of(*edited, "evening").opens, 17h + 30min);
    EXPECT_TRUE(clinic_of(*edited, "evening").children_welcome);
    EXPECT_THAT(differences(file, *edited),
                ElementsAre(Difference{"clinic", "evening", "children_welcome", "", "yes"},
                            Difference{"clinic", "evening", "length", "45m", "40m"},
                            Difference{"clinic", "evening", "opens", "17:00", "17:30"}));
}

TEST(ServiceEdit, MakesANewClinic) {
    Typed typed = typed_of(demo(), Part::clinic, "phone");
    typed["id"] = {"phone-friday"};
    typed["rrule"] = {"FREQ=WEEKLY;BYDAY=FR"};
    const Edited edited = put(demo(), Part::clinic, "", typed);
    ASSERT_TRUE(edited) << mistakes_of(edited);
    EXPECT_EQ(edited->service.clinics.size(), demo().service.clinics.size() + 1);
    EXPECT_EQ(clinic_of(*edited, "phone-friday").rrule, "FREQ=WEEKLY;BYDAY=FR");
}

struct Wrong {
    const char* key;
    std::vector<std::string> values;
    const char* says;
};

TEST(ServiceEdit, SaysByFieldWhatIsWrong) {
    const Typed sound = typed_of(demo(), Part::clinic, "thursday-group");
    const std::vector<Wrong> rows = {
        {"opens", {"9.30"}, "[opens] \"9.30\" is no time of day"},
        {"opens", {""}, "[opens] is missing"},
        {"opens", {"10:03"}, "[opens] \"10:03\" lies between"},
        {"closes", {"09:00"}, "[closes] 09:00 is no later"},
        {"label", {"the drug group"}, "[label] \"the drug group\" tells"},
        {"site", {"nowhere"}, "[site] \"nowhere\" is no site"},
        {"site", {""}, "[site] is missing"},
        {"workers", {}, "[workers] is missing"},
        {"workers", {"nobody"}, "[workers] \"nobody\" is no worker"},
        {"minimum_staff", {"two"}, "[minimum_staff] is text"},
        {"minimum_staff", {"3"}, "[minimum_staff] 3 is more"},
        {"places", {"0"}, "[places] 0 is out of range"},
        {"rrule", {"FREQ=WEEKLY;BYDAY=XX"}, "[rrule] \"FREQ=WEEKLY;BYDAY=XX\" can't be used"},
        {"kind", {"party"}, "[kind] \"party\" is none"},
        {"first_date", {"2026-02-30"}, "[first_date] \"2026-02-30\" is no date"},
    };
    for (const Wrong& row : rows)
        EXPECT_THAT(
            mistakes_of(put(demo(), Part::clinic, "thursday-group", with(sound, row.key, row.values))),
            HasSubstr(row.says))
            << row.key;
}

TEST(ServiceEdit, SeesAWorkerInTwoPlacesAtOnce) {
    const Typed typed = with(typed_of(demo(), Part::clinic, "phone"), "opens", {"12:00"});
    EXPECT_THAT(mistakes_of(put(demo(), Part::clinic, "phone", typed)), HasSubstr("[workers] the clinic "));
}

TEST(ServiceEdit, KeepsExceptionsThatAPatternStillMeets) {
    const ServiceFile file = demo();
    Typed typed = typed_of(file, Part::clinic, "holiday-mornings");
    typed["closes"] = {"14:00"};
    EXPECT_THAT(
        clinic_of(put(file, Part::clinic, "holiday-mornings", typed).value(), "holiday-mornings").exceptions,
        SizeIs(1));
    typed["rrule"] = {"FREQ=WEEKLY;BYDAY=SA"};
    const Edited moved = put(file, Part::clinic, "holiday-mornings", typed);
    ASSERT_TRUE(moved) << mistakes_of(moved);
    EXPECT_THAT(clinic_of(*moved, "holiday-mornings").exceptions, IsEmpty());
}

TEST(ServiceEdit, PutsAnExceptionInPlaceOfAnEarlierOne) {
    const Typed cancelled{{"date", {"2026-12-08"}}, {"change", {"cancelled"}}, {"opens", {"17:00"}}};
    const Edited once = put_exception(demo(), "evening", cancelled);
    ASSERT_TRUE(once) << mistakes_of(once);
    const Edited twice = put_exception(
        *once, "evening",
        {{"date", {"2026-12-08"}}, {"change", {"changed"}}, {"opens", {"18:00"}}, {"closes", {"20:00"}}});
    ASSERT_TRUE(twice) << mistakes_of(twice);
    ASSERT_THAT(clinic_of(*twice, "evening").exceptions, SizeIs(1));
    EXPECT_EQ(clinic_of(*twice, "evening").exceptions.front().opens, 18h);
    EXPECT_EQ(drop_exception(*twice, "evening", on("2026-12-08")).value(), demo());
}

TEST(ServiceEdit, MovesASessionToAnotherDateAndBackAgain) {
    const Edited moved =
        move_session(demo(), "evening", on("2026-12-08"),
                     {{"date", {"2026-12-09"}}, {"opens", {"18:00"}}, {"closes", {"20:00"}}});
    ASSERT_TRUE(moved) << mistakes_of(moved);
    EXPECT_THAT(clinic_of(*moved, "evening").exceptions, SizeIs(2));
    const Edited later =
        move_session(*moved, "evening", on("2026-12-09"),
                     {{"date", {"2026-12-09"}}, {"opens", {"18:30"}}, {"closes", {"20:00"}}});
    ASSERT_TRUE(later) << mistakes_of(later);
    EXPECT_EQ(clinic_of(*later, "evening").exceptions.back().opens, 18h + 30min);
    const Edited gone = cancel_session(*later, "evening", on("2026-12-09"));
    ASSERT_TRUE(gone) << mistakes_of(gone);
    EXPECT_EQ(drop_exception(*gone, "evening", on("2026-12-08")).value(), demo());
    EXPECT_THAT(
        mistakes_of(move_session(demo(), "evening", on("2026-12-08"),
                                 {{"date", {"2026-12-15"}}, {"opens", {"18:00"}}, {"closes", {"20:00"}}})),
        HasSubstr("adds 2026-12-15, when it runs anyway"));
}

TEST(ServiceEdit, GivesASessionOtherHours) {
    const Edited later =
        move_session(demo(), "evening", on("2026-12-08"),
                     {{"date", {"2026-12-08"}}, {"opens", {"18:00"}}, {"closes", {"20:00"}}});
    ASSERT_TRUE(later) << mistakes_of(later);
    ASSERT_THAT(clinic_of(*later, "evening").exceptions, SizeIs(1));
    EXPECT_EQ(clinic_of(*later, "evening").exceptions.front().change,
              scheduler::ClinicException::Change::changed);
}

TEST(ServiceEdit, RefusesAnExceptionOnADateThatIsNone) {
    EXPECT_THAT(
        mistakes_of(put_exception(demo(), "evening", {{"date", {"2026-12-09"}}, {"change", {"cancelled"}}})),
        HasSubstr("[exception] the clinic evening: speaks of 2026-12-09"));
    EXPECT_THAT(
        mistakes_of(put_exception(demo(), "evening", {{"date", {"9 Dec"}}, {"change", {"cancelled"}}})),
        HasSubstr("[date] \"9 Dec\" is no date"));
    EXPECT_THAT(
        mistakes_of(put_exception(demo(), "nowhere", {{"date", {"2026-12-08"}}, {"change", {"cancelled"}}})),
        HasSubstr("there is no clinic"));
}

TEST(ServiceEdit, AddsAndDropsAnAbsence) {
    const Edited away =
        add_absence(demo(), "sam",
                    {{"first", {"2027-01-04"}}, {"last", {"2027-01-05"}}, {"from", {"13:00"}}, {"to", {""}}});
    ASSERT_TRUE(away) << mistakes_of(away);
    const auto& absences = away->service.find_worker("sam")->away;
    ASSERT_THAT(absences, SizeIs(1));
    EXPECT_EQ(absences.front().length(), 24h + 11h);
    EXPECT_EQ(drop_absence(*away, "sam", absences.front()).value(), demo());
    EXPECT_THAT(
        mistakes_of(add_absence(demo(), "sam", {{"first", {"2027-01-04"}}, {"last", {"2027-01-01"}}})),
        HasSubstr("[last] lies before"));
}

TEST(ServiceEdit, ClosesASiteForADay) {
    const Edited closed = add_closed_day(demo(), "mill-lane", {{"date", {"2027-03-01"}}});
    ASSERT_TRUE(closed) << mistakes_of(closed);
    EXPECT_THAT(closed->service.find_site("mill-lane")->closed, ElementsAre(on("2027-03-01")));
    EXPECT_EQ(add_closed_day(*closed, "mill-lane", {{"date", {"2027-03-01"}}}).value(), *closed);
    EXPECT_EQ(drop_closed_day(*closed, "mill-lane", on("2027-03-01")).value(), demo());
    EXPECT_THAT(mistakes_of(add_closed_day(demo(), "mill-lane", {{"date", {"soon"}}})), HasSubstr("[date]"));
}

TEST(ServiceEdit, EndsAClinicOnADay) {
    const Edited ended = end_clinic(demo(), "evening", on("2027-01-12"));
    ASSERT_TRUE(ended) << mistakes_of(ended);
    const auto within =
        scheduler::Interval::make(scheduler::Zone::find("UTC")->to_instant_or_later(on("2027-01-04")),
                                  scheduler::Zone::find("UTC")->to_instant_or_later(on("2027-02-28")));
    std::vector<std::string> dates;
    for (const auto& session : scheduler::sessions_of(ended->service, *within))
        if (session.clinic->id == "evening") dates.push_back(scheduler::spell(session.date));
    EXPECT_THAT(dates, ElementsAre("2027-01-05", "2027-01-12"));
    EXPECT_EQ(end_clinic(demo(), "evening", on("2025-01-01")).value().service.find_clinic("evening"),
              nullptr);
}

TEST(ServiceEdit, AnAbsenceThatEmptiesAClinicIsRefused) {
    // Someone alone in a clinic, away for all of its first year.
    const Edited away = add_absence(demo(), "priya", {{"first", {"2025-09-01"}}, {"last", {"2027-12-31"}}});
    EXPECT_THAT(mistakes_of(away), HasSubstr("opens on no day"));
}

TEST(ServiceEdit, TellsWhatDiffers) {
    const ServiceFile file = demo();
    ServiceFile other = file;
    other.service.workers.erase(other.service.workers.begin() + 3);
    other.service.sites.push_back({.id = "quay", .nickname = "the quay"});
    other.service.name = "Another";
    EXPECT_THAT(differences(file, other),
                ElementsAre(Difference{"service", "saltmere", "name", file.service.name, "Another"},
                            Difference{"site", "quay", "", "", "quay"},
                            Difference{"worker", "nell", "", "nell", ""}));
    EXPECT_THAT(differences(file, file), IsEmpty());
    EXPECT_THAT(
        differences(
            file,
            put_exception(file, "evening", {{"date", {"2026-12-08"}}, {"change", {"cancelled"}}}).value()),
        ElementsAre(Difference{"clinic", "evening", "exception", "", "2026-12-08 cancelled"}));
}

TEST(ServiceEdit, KeepsSchoolsWithTheService) {
    auto school = *demo().service.schools.find("st-hildas");
    school.inset_days.insert(on("2026-11-30"));
    const Edited edited = put_school(demo(), school);
    ASSERT_TRUE(edited) << mistakes_of(edited);
    EXPECT_FALSE(edited->service.schools.runs_on("st-hildas", on("2026-11-30")));
    const auto changes = differences(demo(), *edited);
    ASSERT_THAT(changes, SizeIs(1));
    EXPECT_EQ(changes.front().field, "inset_days");
}

}  // namespace
}  // namespace offing::config
