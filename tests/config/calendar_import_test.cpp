#include "config/calendar_import.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <fstream>

#include "config/school_file.hpp"

namespace offing::config {
namespace {

using scheduler::Date;
using scheduler::DateRange;
using scheduler::Division;
using scheduler::SchoolCalendar;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Date on(std::string_view text) { return scheduler::parse_date(text).value(); }
DateRange range(std::string_view first, std::string_view last) { return {on(first), on(last)}; }

std::expected<ImportedDays, std::vector<Mistake>> read(std::string_view text,
                                                       Division division = Division::england_and_wales) {
    return read_calendar(text, guess_form(text), "terms", division);
}

/// The mistakes, one to a line.
std::string refused(std::string_view text) {
    const auto days = read(text);
    std::string all;
    if (!days)
        for (const Mistake& mistake : days.error())
            all += std::to_string(mistake.line) + ": " + mistake.what + '\n';
    return all;
}

std::string event(std::string_view summary, std::string_view start, std::string_view end,
                  std::string_view more = "") {
    std::string text =
        "BEGIN:VEVENT\r\nUID:x\r\nDTSTAMP:20260101T000000Z\r\nSUMMARY:" + std::string{summary} + "\r\n";
    text += "DTSTART" + std::string{start} + "\r\n";
    if (!end.empty()) text += "DTEND" + std::string{end} + "\r\n";
    return text + std::string{more} + "END:VEVENT\r\n";
}

std::string calendar(const std::string& events) {
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\n" + events + "END:VCALENDAR\r\n";
}

TEST(CalendarIcs, AnAllDayEventEndsOnTheDayBeforeItsEnd) {
    const auto days =
        read(calendar(event("Autumn half term", ";VALUE=DATE:20261026", ";VALUE=DATE:20261031") +
                      event("INSET day", ";VALUE=DATE:20261022", "")));
    ASSERT_TRUE(days);
    EXPECT_THAT(days->holidays, ElementsAre(range("2026-10-26", "2026-10-30")));
    EXPECT_THAT(days->inset_days, ElementsAre(on("2026-10-22")));
}

TEST(CalendarIcs, TakesWhatTheWildHolds) {
    // A BOM, bare line feeds, a folded summary, Outlook's zone name, floating times, and a sports day.
    std::string text =
        "\xEF\xBB\xBF" + calendar(event("Staff trai\r\n ning day", ";TZID=GMT Standard Time:20261102T000000",
                                        ";TZID=GMT Standard Time:20261103T000000") +
                                  event("Spring term", ":20270104T090000", ":20270324T153000") +
                                  event("Sports day", ";VALUE=DATE:20270601", ""));
    std::erase(text, '\r');
    const auto days = read(text);
    ASSERT_TRUE(days);
    EXPECT_THAT(days->inset_days, ElementsAre(on("2026-11-02")));
    EXPECT_THAT(days->terms, ElementsAre(range("2027-01-04", "2027-03-24")));
    EXPECT_EQ(days->left_out, 1);
}

TEST(CalendarIcs, PairsTheFirstAndTheLastDayOfATerm) {
    const auto days =
        read(calendar(event("School closes for Christmas holidays", ";VALUE=DATE:20261218", "") +
                      event("Autumn Term starts", ";VALUE=DATE:20260902", "")));
    ASSERT_TRUE(days);
    EXPECT_THAT(days->terms, ElementsAre(range("2026-09-02", "2026-12-18")));
    EXPECT_THAT(refused(calendar(event("Autumn Term starts", ";VALUE=DATE:20260902", ""))),
                HasSubstr("4: 2026-09-02 starts something that doesn't end"));
}

TEST(CalendarIcs, ExpandsRulesItselfAndRefusesThoseThatNeverFire) {
    const auto days =
        read(calendar(event("INSET day", ";VALUE=DATE:20260904", "",
                            "RRULE:FREQ=MONTHLY;BYDAY=1FR;COUNT=3\r\nEXDATE;VALUE=DATE:20261002\r\n")));
    ASSERT_TRUE(days);
    EXPECT_THAT(days->inset_days, ElementsAre(on("2026-09-04"), on("2026-11-06")));
    EXPECT_THAT(refused(calendar(event("INSET day", ";VALUE=DATE:20260904", "",
                                       "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\r\n"))),
                HasSubstr("RRULE: the rule yields nothing"));
}

TEST(CalendarIcs, RefusesWhatContradictsItselfAndSaysWhere) {
    EXPECT_THAT(refused(calendar(event("Half term", ";VALUE=DATE:20261031", ";VALUE=DATE:20261026"))),
                HasSubstr("4: the event ends before it starts"));
    EXPECT_THAT(refused(calendar(event("Autumn term", ";VALUE=DATE:20260902", ";VALUE=DATE:20261219") +
                                 event("Winter term", ";VALUE=DATE:20261201", ";VALUE=DATE:20270119"))),
                HasSubstr("overlap"));
    EXPECT_THAT(refused(calendar("BEGIN:VEVENT\r\nSUMMARY:Half term\r\nEND:VEVENT\r\n")),
                HasSubstr("no DTSTART"));
    EXPECT_THAT(refused("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:Half term\r\n"),
                HasSubstr("stops inside VEVENT"));
    EXPECT_THAT(refused("BEGIN:VCALENDAR\r\nEND:VEVENT\r\n"), HasSubstr("2: END without its BEGIN"));
    EXPECT_THAT(refused(calendar(event("Sports day", ";VALUE=DATE:20261026", ""))),
                HasSubstr("no school dates"));
}

TEST(CalendarIcs, NestedOrVastCalendarsAreRefusedAtOnce) {
    const auto began = std::chrono::steady_clock::now();
    std::string nested;
    for (int i = 0; i < 300'000; ++i) nested += "BEGIN:VCALENDAR\n";
    EXPECT_THAT(refused(nested.substr(0, 3'000'000)), HasSubstr("5: calendars are nested too deep"));
    EXPECT_THAT(refused("BEGIN:VCALENDAR\n" + std::string(10U << 20, 'x')), HasSubstr("larger than 4 MiB"));
    EXPECT_THAT(refused("BEGIN:VCALENDAR\nX:" + std::string(100'000, 'x') + "\nEND:VCALENDAR\n"),
                HasSubstr("2: the line is longer"));
    EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds{10});
}

TEST(CalendarText, IsUtf8WithoutNuls) {
    EXPECT_THAT(refused("Half term: 26 October to\n 30 \xE9tober 2026"), HasSubstr("2: it is not UTF-8"));
    EXPECT_THAT(refused(std::string("INSET day 22 October 2026\n\0", 27)), HasSubstr("2: it is not UTF-8"));
}

TEST(CalendarCsv, FindsItsColumnsByName) {
    const auto days = read(
        "Event,Start date,End date\n\"Autumn term, first half\",02/09/2026,23/10/2026\n"
        "INSET day,2026-10-22,\nBake sale,2026-10-01,2026-10-01\n");
    ASSERT_TRUE(days);
    EXPECT_THAT(days->terms, ElementsAre(range("2026-09-02", "2026-10-23")));
    EXPECT_THAT(days->inset_days, ElementsAre(on("2026-10-22")));
    EXPECT_EQ(days->left_out, 1);
    EXPECT_THAT(refused("a,b\n1,2\n"), HasSubstr("1: no column is named"));
    EXPECT_THAT(refused("what,first,last\nhalf term,31/02/2026,\n"), HasSubstr("2: it has no date"));
    EXPECT_THAT(refused("what,first,last\nhalf term,2026-10-30,2026-10-26\n"),
                HasSubstr("2: 2026-10-26 lies before"));
}

TEST(CalendarPasted, ReadsAListFromAPage) {
    const auto days = read(
        "Autumn term 2026\r\n"
        "Term starts: Wednesday 2 September 2026\r\n"
        "Half term: Monday 26 October to Friday 30th October 2026\r\n"
        "Term ends: Friday 18 December 2026\r\n\r\n"
        "INSET days\r\n"
        "Thursday 22nd October and Friday 23rd October 2026\r\n");
    ASSERT_TRUE(days);
    EXPECT_THAT(days->terms, ElementsAre(range("2026-09-02", "2026-12-18")));
    EXPECT_THAT(days->holidays, ElementsAre(range("2026-10-26", "2026-10-30")));
    EXPECT_THAT(days->inset_days, ElementsAre(on("2026-10-22"), on("2026-10-23")));
    EXPECT_THAT(refused("Half term: 26 October to 30 October"), HasSubstr("1: a date has no year"));
    EXPECT_THAT(refused("Half term: 30 February 2026"), HasSubstr("1: it holds a day that isn't"));
}

TEST(CalendarGovuk, TakesTheDivisionAsked) {
    const std::string text = R"({"england-and-wales":{"events":[{"title":"x","date":"2026-08-31"}]},
                                 "scotland":{"events":[{"title":"x","date":"2026-08-03"},{"date":"2026-11-30"}]}})";
    EXPECT_THAT(read(text, Division::scotland)->holidays,
                ElementsAre(range("2026-08-03", "2026-08-03"), range("2026-11-30", "2026-11-30")));
    EXPECT_THAT(refused("{\"scotland\":{}}"), HasSubstr("no list england-and-wales.events"));
    EXPECT_THAT(refused("{\"a\""), HasSubstr("no JSON"));
}

SchoolCalendar two_years() {
    return {.id = "hill",
            .name = "Hill \"on the hill\"",
            .based_on = "council",
            .division = Division::scotland,
            .terms = {range("2025-09-02", "2025-12-19"), range("2026-09-02", "2026-12-18")},
            .holidays = {range("2026-10-19", "2026-10-23")},
            .inset_days = {on("2025-09-02"), on("2026-10-16")}};
}

TEST(CalendarUpdate, OneYearLeavesTheOthersAlone) {
    const auto days = read(
        "Term: 3 September 2026 to 18 December 2026\nHalf term: 26 October to 30 October 2026\n"
        "INSET day: 22 October 2026\n");
    const SchoolCalendar after = merge(two_years(), *days);
    EXPECT_THAT(after.terms,
                ElementsAre(range("2025-09-02", "2025-12-19"), range("2026-09-03", "2026-12-18")));
    EXPECT_THAT(changes_between(two_years(), after),
                ElementsAre("- term 2026-09-02 to 2026-12-18", "+ term 2026-09-03 to 2026-12-18",
                            "- INSET day 2026-10-16", "- holiday 2026-10-19 to 2026-10-23",
                            "+ INSET day 2026-10-22", "+ holiday 2026-10-26 to 2026-10-30"));
    EXPECT_THAT(changes_between(after, merge(after, *days)), IsEmpty());
}

TEST(SchoolFile, ReadsBackWhatItWrites) {
    const std::string text = write_schools({two_years(), {.id = "council", .name = "Council"}});
    const auto schools = read_schools(text, "schools.toml", Division::england_and_wales);
    ASSERT_TRUE(schools);
    EXPECT_EQ(write_schools(*schools), text);
    EXPECT_THAT(changes_between(two_years(), (*schools)[0]), IsEmpty());
    EXPECT_FALSE(read_schools("[[school]]\nid = 7\n", "schools.toml", Division::scotland));
}

TEST(SchoolFile, IsReplacedWholeOrNotAtAll) {
    const std::filesystem::path folder =
        std::filesystem::temp_directory_path() / ("offing_school_file_" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder);
    EXPECT_TRUE(replace_file(folder / "a.toml", "one"));
    EXPECT_TRUE(replace_file(folder / "a.toml", "two"));
    std::string text;
    std::ifstream{folder / "a.toml"} >> text;
    EXPECT_EQ(text, "two");
    EXPECT_FALSE(replace_file(folder / "nowhere" / "a.toml", "one"));
    EXPECT_FALSE(std::filesystem::exists(folder / "a.toml.new"));
    std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace offing::config
