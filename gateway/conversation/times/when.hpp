// One time in words, as it stands in a text: a day, a clock time or a length, with its relation ("after",
// "until", "not"). What times mean together is decided by who asks: read_time.cpp, limits.cpp, hours.cpp.

#pragma once

#include <cstdint>
#include <optional>

#include "scheduler/preferences.hpp"

namespace offing::conversation {

using scheduler::Date;
using scheduler::LocalTime;

enum class Relation : std::uint8_t { at, after, before, until, by, around, outwith };
enum class Part : std::uint8_t {
    none,
    early_morning,
    morning,
    late_morning,
    lunch,
    after_lunch,
    early_afternoon,
    afternoon,
    late_afternoon,
    after_school,
    teatime,
    evening,
    late_evening,
    night,
    first_thing,
    last_thing,
    all_day,
    after_drop_off,
    before_pick_up,
    school_hours  ///< between the two
};

/// What a day is counted on from that was spoken of before: "that week", "the week after", "the monday
/// after", "a week later". Until that is known, it is counted from today.
enum class After : std::uint8_t { nothing, same_week, week, weekday, length };

/// The side that its kind names is set, and no other. `unclear`: a time is named, and no day or hour can be
/// made of it ("31 june", "13pm", "half term").
struct When {
    enum class Kind : std::uint8_t { day, clock, length, unclear } kind = Kind::day;
    enum class Grain : std::uint8_t { minute, part, day, week, month, year } grain = Grain::day;
    Relation relation = Relation::at;
    bool negated = false;  ///< "not", "bar", "except", "no"
    std::uint16_t begin = 0, end = 0;

    // day: a stretch of dates, or weekdays that no week is named for
    std::optional<Date> first, last;
    scheduler::Weekdays weekdays;
    bool of_week = false;    ///< "thurs next week": a day of a week that was named
    bool plural = false;     ///< "mondays": in general
    bool past = false;       ///< "last week", "ago"
    bool counted = false;    ///< "in 7 days": counted from now
    bool of_month = false;   ///< "the 28th": a bare day of the month
    bool next = false;       ///< "next tuesday", which people read in two ways
    bool months_in = false;  ///< "in the new year": from there on, without an end
    bool ranged = false;     ///< both ends were named
    bool inclusive = false;  ///< "from monday", "monday onwards"
    bool turned = false;     ///< "not before 10", read as "10 or later": its no is spent
    bool the = false;        ///< "the friday", which may hang on a day named before
    After after = After::nothing;
    bool anchor = false;  ///< only says from where another is counted: "back on the 20th, any day that week"

    // clock: minutes since midnight; `to` is the end of a stretch
    int from = -1, to = -1;
    Part part = Part::none;
    bool bare = false;     ///< a plain number that could be something else
    bool guessed = false;  ///< morning or afternoon was not said
    bool approx = false;
    bool back_of = false;     ///< "back of 2": from then on, but not for long
    bool leaves = false;      ///< "out by 2": when she has to go
    bool pronoun = false;     ///< "one" in letters, with nothing that makes it an hour
    bool no_hour = false;     ///< "quarter past": `from` holds the minutes only
    bool zoned = false;       ///< a time zone was named
    std::int32_t plain = -1;  ///< the number as typed, for a bare one

    int minutes = 0;                      ///< of a length; days count 1440
    bool later = false, earlier = false;  ///< "20 mins earlier"
    bool ahead = false;                   ///< "in 10 minutes"

    bool is_day() const { return kind == Kind::day; }
    bool is_clock() const { return kind == Kind::clock; }
    bool is_weekday() const { return is_day() && !weekdays.empty(); }
};

}  // namespace offing::conversation
