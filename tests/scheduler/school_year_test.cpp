#include "scheduler/school_year.hpp"

#include <gtest/gtest.h>

namespace offing::scheduler {
namespace {

using Why = SchoolDay::Why;

Date on(std::string_view text) { return parse_date(text).value(); }

DateRange range(std::string_view first, std::string_view last) { return {on(first), on(last)}; }

SchoolCalendars marram() {
    SchoolCalendars calendars;
    calendars.add({.id = "marram",
                   .name = "Marram council",
                   .terms = {range("2026-09-02", "2026-10-23"), range("2026-11-02", "2026-12-18"),
                             range("2027-01-04", "2027-03-25")},
                   .holidays = {range("2026-10-26", "2026-10-30")}});
    calendars.add({.id = "hill",
                   .name = "Hill school",
                   .based_on = "marram",
                   .inset_days = {on("2026-10-22"), on("2026-10-23")}});
    return calendars;
}

TEST(BankHoliday, MovesToTheNextWeekday) {
    using enum Division;
    EXPECT_EQ(bank_holiday(england_and_wales, on("2026-12-28")), "Boxing Day");
    EXPECT_FALSE(bank_holiday(england_and_wales, on("2026-12-26")));
    EXPECT_EQ(bank_holiday(england_and_wales, on("2022-12-27")), "Christmas Day");
    EXPECT_EQ(bank_holiday(scotland, on("2022-01-04")), "2nd January");
}

TEST(BankHoliday, DiffersByDivision) {
    using enum Division;
    EXPECT_EQ(bank_holiday(england_and_wales, on("2026-04-06")), "Easter Monday");
    EXPECT_FALSE(bank_holiday(scotland, on("2026-04-06")));
    EXPECT_EQ(bank_holiday(northern_ireland, on("2026-07-13")), "Battle of the Boyne");
    EXPECT_TRUE(bank_holiday(scotland, on("2026-06-15")));
    EXPECT_FALSE(bank_holiday(england_and_wales, on("2026-06-15")));
}

TEST(BankHoliday, KnowsTheDaysThatWereProclaimed) {
    for (const std::string_view day : {"2020-05-08", "2022-06-02", "2022-06-03", "2022-09-19", "2023-05-08"})
        EXPECT_TRUE(bank_holiday(Division::england_and_wales, on(day))) << day;
    EXPECT_FALSE(bank_holiday(Division::england_and_wales, on("2020-05-04")));
    EXPECT_FALSE(bank_holiday(Division::england_and_wales, on("2022-05-30")));
}

TEST(BankHoliday, SaysNothingOutsideTheYearsItKnows) {
    EXPECT_FALSE(bank_holiday(Division::england_and_wales, on("2018-12-25")));
    EXPECT_FALSE(bank_holiday(Division::england_and_wales, on("2029-12-25")));
}

TEST(SchoolDay, AnInsetDayClosesOneSchoolOnly) {
    EXPECT_EQ(marram().on("hill", on("2026-10-22")).why, Why::inset_day);
    EXPECT_EQ(marram().on("marram", on("2026-10-22")).why, Why::term);
    EXPECT_TRUE(marram().runs_on("marram", on("2026-10-22")));
}

TEST(SchoolDay, SaysWhichLayerDecided) {
    const SchoolCalendars calendars = marram();
    EXPECT_EQ(calendars.on("hill", on("2026-10-27")).source, "marram");
    EXPECT_EQ(calendars.on("hill", on("2026-10-23")).source, "hill");
    EXPECT_EQ(calendars.on("hill", on("2026-12-25")).source, "Christmas Day");
}

TEST(SchoolDay, TheGapBetweenTermsIsAHoliday) {
    EXPECT_EQ(marram().on("hill", on("2026-12-22")).why, Why::holiday);
    EXPECT_EQ(marram().on("hill", on("2026-12-19")).why, Why::weekend);
}

TEST(SchoolDay, WhatNobodyKnowsCountsAsTerm) {
    EXPECT_EQ(marram().on("hill", on("2027-07-28")).why, Why::unknown_counts_as_term);
    EXPECT_EQ(marram().on("nowhere", on("2026-10-27")).why, Why::unknown_counts_as_term);
    EXPECT_TRUE(marram().runs_on("hill", on("2027-07-28")));
}

TEST(SchoolDay, AYearThatNobodyEnteredIsNoHoliday) {
    SchoolCalendars calendars;
    calendars.add(
        {.id = "x", .terms = {range("2025-09-01", "2026-07-20"), range("2027-09-01", "2028-07-20")}});
    EXPECT_EQ(calendars.on("x", on("2026-11-10")).why, Why::unknown_counts_as_term);
}

TEST(SchoolDay, ScotlandsSchoolsTeachOnBankHolidaysTheirCouncilDoesNotKeep) {
    SchoolCalendars calendars;
    calendars.add({.id = "skerry",
                   .division = Division::scotland,
                   .terms = {range("2026-08-18", "2026-10-09"), range("2026-10-26", "2026-12-23")}});
    EXPECT_EQ(calendars.on("skerry", on("2026-11-30")).why, Why::term);
    EXPECT_EQ(calendars.on("skerry", on("2026-12-25")).why, Why::bank_holiday);
}

TEST(SchoolDay, CalendarsThatRestOnEachOtherEnd) {
    SchoolCalendars calendars;
    calendars.add({.id = "a", .based_on = "b"});
    calendars.add({.id = "b", .based_on = "a"});
    EXPECT_EQ(calendars.on("a", on("2026-10-27")).why, Why::unknown_counts_as_term);
}

}  // namespace
}  // namespace offing::scheduler
