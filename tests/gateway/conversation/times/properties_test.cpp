// What holds for every time in words, whatever the day: made-up phrases, from moments beside clock changes,
// leap days and the ends of years.

#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <random>

#include "times.hpp"

namespace offing::conversation::test {

namespace {

using namespace std::chrono;
using Kind = TimeReading::Kind;

Date date_of(LocalTime time) { return floor<days>(time); }

/// "Thu 19 Mar", put together here on its own.
std::string written(Date date) {
    constexpr std::array weekdays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const year_month_day day{date};
    return std::string{weekdays[weekday{sys_days{date.time_since_epoch()}}.c_encoding()]} + " " +
           std::to_string(static_cast<unsigned>(day.day())) + " " +
           months[static_cast<unsigned>(day.month()) - 1];
}

class Phrases {
public:
    explicit Phrases(unsigned seed) : random_{seed} {}

    LocalTime now() {
        return moment(one({"2026-03-28T23:50", "2026-03-29T00:30", "2026-10-24T09:00", "2026-10-25T01:30",
                           "2026-12-31T23:59", "2027-01-01T00:00", "2028-02-28T12:00", "2028-02-29T08:15",
                           "2026-06-30T17:45", "2026-11-25T10:00"})) +
               minutes{pick(600)};
    }
    std::string text() {
        std::string said = one({"", "", "can i come ", "hiya wld ", "is ", "sorry love "});
        const unsigned form = pick(6);
        if (form < 4) said += day();
        if (form == 0 || form == 4) said += " " + hour();
        if (form == 1 || form == 5) said += " " + part();
        return said + one({"", "", " please", " suit", " ok?", " x"});
    }

private:
    unsigned pick(unsigned below) { return static_cast<unsigned>(random_() % below); }
    std::string one(std::initializer_list<const char*> words) {
        return *(words.begin() + pick(static_cast<unsigned>(words.size())));
    }
    std::string weekday() { return one({"monday", "tues", "weds", "thurs", "fri", "saturday", "sunday"}); }
    std::string month() {
        return one({"jan", "february", "march", "april", "may", "june", "july", "aug", "september", "oct",
                    "november", "dec"});
    }
    std::string number(unsigned most) { return std::to_string(1 + pick(most)); }
    std::string day() {
        switch (pick(14)) {
            case 0:
                return weekday();
            case 1:
                return "next " + weekday();
            case 2:
                return "this " + weekday();
            case 3:
                return weekday() + " week";
            case 4:
                return "a week on " + weekday();
            case 5:
                return number(31) + " " + month();
            case 6:
                return month() + " " + number(31) + "th";
            case 7:
                return number(31) + "/" + number(12);
            case 8:
                return "the " + number(31) + "th";
            case 9:
                return weekday() + " " + number(31) + " " + month();
            case 10:
                return "in " + number(9) + one({" days", " weeks", " months"});
            case 11:
                return one({"after ", "before ", "by ", "until ", "from ", "not before "}) + weekday();
            case 12:
                return one({"tomorrow", "the day after tomorrow", "end of the month", "next week",
                            "good friday", "boxing day", "the week after next", "over easter", "xmas",
                            "a fortnight today"});
            default:
                return one({"first ", "last ", "second "}) + weekday() + " of " + month();
        }
    }
    std::string hour() {
        const std::string clock = number(12);
        switch (pick(8)) {
            case 0:
                return "at " + clock;
            case 1:
                return "half " + clock;
            case 2:
                return "quarter to " + clock;
            case 3:
                return "after " + clock;
            case 4:
                return "between " + clock + " and " + number(12);
            case 5:
                return clock + one({"am", "pm"});
            case 6:
                return "back of " + clock;
            default:
                return clock + one({".30", ":15"}) + one({"", " or later", "-4"});
        }
    }
    std::string part() {
        return one({"in the morning", "afternoon", "evening", "lunchtime", "first thing", "teatime",
                    "late morning", "night", "after lunch"});
    }

    std::mt19937 random_;
};

constexpr unsigned rounds = 20000;

TEST(TimesProperty, WhatIsSaidBackNamesTheDayThatIsMeant) {
    Phrases phrases{11};
    unsigned read = 0;
    for (unsigned round = 0; round < rounds; ++round) {
        const LocalTime now = phrases.now();
        const std::string text = phrases.text();
        const TimeReading told = read_time(text, now, lexicon());
        if (told.kind == Kind::none || told.kind == Kind::ask) {
            EXPECT_EQ(told.said_back, "") << text;
            continue;
        }
        ++read;
        ASSERT_TRUE(told.from || told.to) << text;
        const bool first = told.from && told.said_back.contains(written(date_of(*told.from)));
        const bool last = told.to && (told.said_back.contains(written(date_of(*told.to))) ||
                                      told.said_back.contains(written(date_of(*told.to - minutes{1}))));
        EXPECT_TRUE(first || last) << text << " is " << shown(told);
    }
    EXPECT_GT(read, rounds / 2) << "most of them are times";
}

TEST(TimesProperty, NothingIsOverUnlessSheSaysSoAndEndsComeAfterBeginnings) {
    Phrases phrases{12};
    for (unsigned round = 0; round < rounds; ++round) {
        const LocalTime now = phrases.now();
        const std::string text = phrases.text();
        const TimeReading told = read_time(text, now, lexicon());
        if (told.from && told.to) {
            EXPECT_LT(*told.from, *told.to) << text << " is " << shown(told);
        }
        const bool spoken_of =
            text.find_first_of("0123456789") != std::string::npos;  // "tues 24 nov" may be past
        if (told.to && !spoken_of) {
            EXPECT_GT(*told.to, now) << text << " is " << shown(told);
        }
        if (told.kind == Kind::instant && !told.to && !spoken_of) {
            EXPECT_GE(*told.from, now) << text << " is " << shown(told);
        }
    }
}

TEST(TimesProperty, ThePlaceOfTheHourInTheTextChangesNothing) {
    for (const char* now : {"2026-03-27T09:00", "2026-10-23T09:00", "2026-12-30T09:00", "2028-02-27T09:00"})
        for (const std::string day :
             {"tuesday", "tomorrow", "next thursday", "a week on monday", "friday week"})
            for (const std::string hour : {"half 2", "10am", "quarter to 3", "1.30"}) {
                const auto read = [&](const std::string& text) {
                    const TimeReading told = read_time(text, moment(now), lexicon());
                    EXPECT_EQ(told.kind, Kind::instant) << text;
                    return told.from;
                };
                const auto plain = read(day + " at " + hour);
                EXPECT_EQ(read(hour + " on " + day), plain) << day << hour;
                EXPECT_EQ(read(day + " " + hour + " please hun x"), plain) << day << hour;
                EXPECT_EQ(read("hiya could i come " + day + " about " + hour + "?"), plain) << day << hour;
            }
}

TEST(TimesProperty, TomorrowIsTheNextDayOfTheCalendarWhateverTheClocksDo) {
    for (Date today = date_of(moment("2026-01-01")); today < date_of(moment("2029-01-01"));
         today += days{1}) {
        const TimeReading told = read_time("tomorrow at half 1", LocalTime{today} + hours{9}, lexicon());
        EXPECT_EQ(told.from, LocalTime{today + days{1}} + hours{13} + minutes{30}) << written(today);
        const TimeReading week = read_time("a week today", LocalTime{today} + hours{9}, lexicon());
        EXPECT_EQ(week.from, LocalTime{today + days{7}}) << written(today);
    }
}

TEST(TimesProperty, ALongTextTakesNoMoreThanItsShareOfTime) {
    for (const char* unit :
         {"1 ", "mon to ", "between 10 and ", "the first ", "half past quarter to ", "not before ",
          "week on ", "after the day after ", "10-", "first last second of ", "in a couple of "}) {
        std::string text;
        while (text.size() < 20000) text += unit;
        const auto begin = steady_clock::now();
        (void)read_time(text, moment("2026-11-25T10:00"), lexicon());
        EXPECT_LT(steady_clock::now() - begin, milliseconds{500}) << unit;
    }
}

}  // namespace

}  // namespace offing::conversation::test
