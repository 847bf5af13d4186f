// Clinics' hours from calendars as Outlook and others export them, against the demo's service.

#include "config/clinic_calendar.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/service_edit.hpp"
#include "scheduler/calendar_out.hpp"

namespace offing::config {
namespace {

using namespace std::chrono_literals;
using scheduler::ClinicException;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using Change = ClinicException::Change;

scheduler::Date on(std::string_view text) { return scheduler::parse_date(text).value(); }

const ServiceFile& demo() {
    static const ServiceFile file = load_service(OFFING_ROOT "/config/demo/service.toml").value().file;
    return file;
}

std::string event(std::string_view title, std::string_view start, std::string_view end,
                  std::string_view more = "") {
    std::string text = "BEGIN:VEVENT\r\nUID:x\r\nDTSTAMP:20260101T000000Z\r\nSUMMARY:";
    text.append(title).append("\r\nDTSTART").append(start).append("\r\n");
    if (!end.empty()) text.append("DTEND").append(end).append("\r\n");
    return text.append(more).append("END:VEVENT\r\n");
}

std::string calendar(const std::string& events) {
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\n" + events + "END:VCALENDAR\r\n";
}

/// Tuesdays as the demo's evening clinic has them, with an hour more.
std::string evenings(std::string_view more) {
    return event("A late chat", ";TZID=GMT Standard Time:20260106T170000",
                 ";TZID=GMT Standard Time:20260106T210000",
                 "RRULE:FREQ=WEEKLY;BYDAY=TU\r\n" + std::string{more});
}

std::string refused(std::string_view text, const ClinicCalendar& which = {}) {
    const auto read = read_clinics(text, "clinics.ics", demo(), which);
    std::string all;
    if (!read)
        for (const Mistake& mistake : read.error()) all += spell(mistake) + '\n';
    return all;
}

scheduler::Clinic clinic(std::string_view id, std::string_view text, const ClinicCalendar& which = {}) {
    const auto read = read_clinics(text, "clinics.ics", demo(), which);
    EXPECT_TRUE(read) << refused(text, which);
    const scheduler::Clinic* found = read ? read->service.find_clinic(id) : nullptr;
    return found == nullptr ? scheduler::Clinic{} : *found;
}

TEST(ClinicCalendar, WhatWeExportChangesNothingWhenItComesBack) {
    const scheduler::Instant begin{std::chrono::sys_days{std::chrono::year{2026} / 11 / 16}};
    const auto weeks = scheduler::Interval::make(begin, begin + std::chrono::days{70}).value();
    const auto read = read_clinics(write_ics(demo().service, weeks, {}, begin), "clinics.ics", demo());
    ASSERT_TRUE(read) << spell(read.error().front());
    EXPECT_THAT(differences(demo(), *read), IsEmpty());
}

TEST(ClinicCalendar, ARuleBecomesThePatternAndTheRestStaysAsItIs) {
    const auto evening =
        clinic("evening", calendar(evenings("EXDATE;TZID=GMT Standard Time:20261222T170000\r\n"
                                            "RDATE;TZID=GMT Standard Time:20261221T170000\r\n")));
    EXPECT_EQ(evening.rrule, "FREQ=WEEKLY;BYDAY=TU");
    EXPECT_EQ(evening.opens, 17h);
    EXPECT_EQ(evening.closes, 21h);
    EXPECT_THAT(evening.workers, ElementsAre("sam", "nell"));
    EXPECT_THAT(evening.exceptions, ElementsAre(ClinicException{on("2026-12-21"), Change::added, 17h, 21h},
                                                ClinicException{on("2026-12-22"), Change::cancelled}));
}

TEST(ClinicCalendar, OneDateMovesShortensOrIsCalledOff) {
    const auto evening = clinic(
        "evening",
        calendar(
            evenings("") +
            event("evening", ":20261201T180000", ":20261201T190000", "RECURRENCE-ID:20261201T170000\r\n") +
            event("evening", ":20261209T170000", ":20261209T180000", "RECURRENCE-ID:20261208T170000\r\n") +
            event("evening", ":20261215T170000", ":20261215T210000",
                  "RECURRENCE-ID:20261215T170000\r\nSTATUS:CANCELLED\r\n")));
    EXPECT_THAT(evening.exceptions, ElementsAre(ClinicException{on("2026-12-01"), Change::changed, 18h, 19h},
                                                ClinicException{on("2026-12-08"), Change::cancelled},
                                                ClinicException{on("2026-12-09"), Change::added, 17h, 18h},
                                                ClinicException{on("2026-12-15"), Change::cancelled}));
}

TEST(ClinicCalendar, SingleEventsAreTheTruthBetweenTheFirstAndTheLastOfThem) {
    // 1 December as it was, 8 December missing, a Wednesday more, 15 December shorter.
    const auto evening =
        clinic("evening", calendar(event("evening", ":20261201T170000Z", ":20261201T200000Z") +
                                   event("evening", ":20261209T170000", ":20261209T190000") +
                                   event("evening", ":20261215T170000", ":20261215T190000")));
    EXPECT_THAT(evening.exceptions,
                ElementsAre(ClinicException{on("2026-12-08"), Change::cancelled},
                            ClinicException{on("2026-12-09"), Change::added, 17h, 19h},
                            ClinicException{on("2026-12-15"), Change::changed, 17h, 19h}));
}

TEST(ClinicCalendar, AllEventsAreOneClinicsWhenThatIsSaid) {
    const auto evening =
        clinic("evening", calendar(event("Room 4, S. and N.", ":20261201T170000", ":20261201T190000")),
               {.clinic = "evening"});
    EXPECT_THAT(evening.exceptions,
                ElementsAre(ClinicException{on("2026-12-01"), Change::changed, 17h, 19h}));
}

TEST(ClinicCalendar, ANewTitleIsANewClinicLikeAnotherWhenThatIsSaid) {
    const std::string saturdays = calendar(
        event("Saturday chat", ":20260103T100000", ":20260103T130000", "RRULE:FREQ=WEEKLY;BYDAY=SA\r\n"));
    const auto added = clinic("saturday-chat", saturdays, {.like = "evening"});
    EXPECT_EQ(added.label, "Saturday chat");
    EXPECT_THAT(added.workers, ElementsAre("sam", "nell"));
    EXPECT_THAT(refused(saturdays), HasSubstr("clinics.ics:4: the event's title names no clinic"));
}

TEST(ClinicCalendar, ANewClinicIsHeldToWhatAServiceFileIsHeldTo) {
    // At the same time as the workers' other clinic.
    EXPECT_THAT(refused(calendar(event("Second chat", ":20260106T180000", ":20260106T190000",
                                       "RRULE:FREQ=WEEKLY;BYDAY=TU\r\n")),
                        {.like = "evening"}),
                HasSubstr("at the same time on"));
    EXPECT_THAT(refused(calendar(event("Methadone chat", ":20260103T100000", ":20260103T130000",
                                       "RRULE:FREQ=WEEKLY;BYDAY=SA\r\n")),
                        {.like = "evening"}),
                HasSubstr("label"));
}

struct Refusal {
    std::string what;
    std::string text;
    std::string says;
};
void PrintTo(const Refusal& one, std::ostream* out) { *out << one.what; }

class ClinicCalendarRefuses : public testing::TestWithParam<Refusal> {};

TEST_P(ClinicCalendarRefuses, WithWhatAndWhere) {
    EXPECT_THAT(refused(GetParam().text), HasSubstr(GetParam().says));
}

std::string one(std::string_view start, std::string_view end, std::string_view more = "") {
    return calendar(event("evening", start, end, more));
}

INSTANTIATE_TEST_SUITE_P(
    Files, ClinicCalendarRefuses,
    testing::Values(
        Refusal{"nothing", "", "no calendar"},
        Refusal{"an empty calendar", calendar(""), "no events were found"},
        Refusal{"a NUL", calendar(std::string("X-A:\0\r\n", 7)), "not UTF-8"},
        Refusal{"Latin-1", calendar("X-A:caf\xE9\r\n"), "clinics.ics:4: it is not UTF-8"},
        Refusal{"too large", std::string((4U << 20) + 1, 'x'), "larger than 4 MiB"},
        Refusal{"nested too deep",
                "BEGIN:VCALENDAR\nBEGIN:VCALENDAR\nBEGIN:VCALENDAR\nBEGIN:VCALENDAR\nBEGIN:VCALENDAR\n",
                "clinics.ics:5: calendars are nested too deep"},
        Refusal{"cut off", "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:evening\r\n", "stops inside VEVENT"},
        Refusal{"no title of ours", calendar(event("Team lunch", ":20261201T120000", ":20261201T130000")),
                "clinics.ics:4: the event's title names no clinic"},
        Refusal{"whole days", one(";VALUE=DATE:20261201", ";VALUE=DATE:20261202"), "lasts whole days"},
        Refusal{"no end", one(":20261201T170000", ""), "doesn't end later on the day it begins"},
        Refusal{"end before start", one(":20261201T170000", ":20261201T160000"), "doesn't end later"},
        Refusal{"past midnight", one(":20261201T220000", ":20261202T020000"), "doesn't end later"},
        Refusal{"seconds", one(":20261201T170001", ":20261201T180000"), "not on full five minutes"},
        Refusal{"in the gap", one(":20260329T013000", ":20260329T030000"),
                "2026-03-29T01:30 doesn't exist: the clocks go forward"},
        Refusal{"another zone",
                one(";TZID=America/New_York:20261201T170000", ";TZID=America/New_York:20261201T180000"),
                "its zone \"America/New_York\" is not the service's"},
        Refusal{"the year 1926", one(":19261201T170000", ":19261201T180000"), "not within the years"},
        Refusal{"twice a day",
                calendar(event("evening", ":20261201T170000", ":20261201T180000") +
                         event("evening", ":20261201T190000", ":20261201T200000")),
                "stands twice on 2026-12-01"},
        Refusal{"two rules",
                calendar(evenings("") + event("evening", ":20260107T170000", ":20260107T180000",
                                              "RRULE:FREQ=WEEKLY;BYDAY=WE\r\n")),
                "more than one rule"},
        Refusal{"hourly", one(":20260106T170000", ":20260106T180000", "RRULE:FREQ=HOURLY\r\n"), "RRULE: "},
        Refusal{"never",
                one(":20260106T170000", ":20260106T180000", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\r\n"),
                "never fires: the rule yields nothing"},
        Refusal{"UNTIL before it begins",
                one(":20260106T170000", ":20260106T180000", "RRULE:FREQ=DAILY;UNTIL=20250101\r\n"),
                "never fires: it ends before it begins on 2026-01-06"},
        Refusal{"several a day",
                one(":20260106T170000", ":20260106T180000", "RRULE:FREQ=DAILY;BYHOUR=9,17\r\n"),
                "opens once a day"},
        Refusal{"a rule in UTC", one(":20260106T170000Z", ":20260106T180000Z", "RRULE:FREQ=WEEKLY\r\n"),
                "its start is in UTC"},
        Refusal{"an override of nothing",
                calendar(evenings("") + event("evening", ":20261202T180000", ":20261202T190000",
                                              "RECURRENCE-ID:20261202T170000\r\n")),
                "stands for 2026-12-02, which the rule doesn't name"},
        Refusal{"decades apart",
                calendar(event("evening", ":20260106T170000", ":20260106T180000") +
                         event("evening", ":20990106T170000", ":20990106T180000")),
                "more than 800 days apart"},
        Refusal{"a bank holiday",
                calendar(event("one-to-one-mornings", ":20260504T093000", ":20260504T123000")),
                "doesn't run on 2026-05-04: a bank holiday"}));

TEST(ClinicCalendar, OneMistakeLeavesTheWholeServiceAsItWas) {
    const std::string text =
        calendar(evenings("") + event("nobody's", ":20261201T120000", ":20261201T130000"));
    const auto read = read_clinics(text, "clinics.ics", demo());
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().size(), 1U);
}

TEST(ClinicCalendar, TenThousandEventsAreReadOrRefusedInBoundedTime) {
    std::string events;
    for (int number = 0; number < 20'001; ++number) events += event("evening", ":20261201T170000", "");
    EXPECT_THAT(refused(calendar(events)), HasSubstr("more than 20000 events"));
}

}  // namespace
}  // namespace offing::config
