// Reads one day, week or month in words, from one place of a text on.
// days.cpp names days, day_counts.cpp counts them, day_periods.cpp reads weeks and months, day_dates.cpp
// dates.

#pragma once

#include "gateway/conversation/times/readers.hpp"
#include "gateway/conversation/times/said.hpp"

namespace offing::conversation {

using Grain = When::Grain;

inline Date date_in(std::chrono::year_month_day day) { return std::chrono::local_days{day}; }
inline Date last_of(std::chrono::year_month month) {
    return std::chrono::local_days{month / std::chrono::last};
}

inline std::chrono::year_month month_of(Date date) {
    const std::chrono::year_month_day day{date};
    return day.year() / day.month();
}

class DayReader : Cursor {
public:
    DayReader(const Tokens& tokens, std::size_t at, Calendar calendar, When& out)
        : Cursor{tokens, at},
          today_{calendar.today},
          division_{calendar.division},
          calendar_{calendar},
          out_{out} {}

    bool read();

private:
    /// "may" and "march" are months only beside a number, "in", "of", "next" and the like.
    bool month_is_sure(std::size_t ahead) const;
    int day_number(std::size_t ahead = 0) const;
    int year_number(std::size_t ahead = 0) const;
    void set(Date first, Date last_day, Grain grain);
    void set(Date day) { set(day, day, Grain::day); }

    Date coming(int weekday_index, bool today_counts = false) const;
    std::chrono::year_month this_month() const { return month_of(today_); }
    void set_month(std::chrono::year_month month) {
        set(std::chrono::local_days{month / 1}, last_of(month), Grain::month);
    }
    void set_week(Date monday) { set(monday, monday + std::chrono::days{6}, Grain::week); }

    bool named();
    bool feast();
    /// "half term", "the summer holidays": no calendar here says when.
    bool school_holiday();

    /// "week on tuesday", "a week tomorrow", "fortnight on friday", "2 weeks today".
    bool week_on();
    /// "a month today"
    bool month_on(std::size_t ahead);

    /// "in 3 days", "2 weeks from now", "a week ago", "3 fridays from now", "in a fortnight".
    bool counted();
    bool at_right_now(std::size_t end) const;
    /// "the day after boxing day", "the monday before the 12th", "the week after easter"
    bool beside();
    /// "the day", which is today in Scotland, and not in "the day after".
    bool today_in_words() const { return at(W::today) && text("the"); }
    /// "the closest monday to oct 5th"
    bool nearest();

    /// "end of next week", "start of the month", "rest of the week", "1st week of june", "mid june".
    bool edge();
    bool whole_or_relative();

    /// "next tuesday", "this week", "coming weekend", "last month", "the week after next", "next 3 days".
    bool relative();
    bool several(int step);
    bool weekday_relative(int step, bool near, bool next);
    bool weekend(int step);
    bool period(int step);

    /// "first monday of march", "last friday in october", "1st week of june", "third day of october".
    bool ranked();
    /// The words name a month and neither which year nor that it is this or the next one.
    bool month_alone(std::size_t from, std::size_t to) const;
    void choose_ranked(Date first, Date last, int n, bool from_end, int weekday, bool day, bool end);

    /// "tuesday", "tues week", "friday after next", "wednesday next week", "tuesday the 19th of march".
    bool weekday_first();
    bool in_week(int weekday);
    void with_date(int weekday);
    bool dated_or_month(int weekday);
    bool fits_weekday(Date day) const;

    /// The day of a month that is nearest ahead. "31 june" and a weekday that is another one than the date's
    /// make it impossible: nobody knows which of the two she meant.
    Date pick(int day_in_month, int month_number, int year_number);
    Date impossible() {
        impossible_ = true;
        return today_;
    }

    /// "28th", "the 3rd of june", "14 april 2015", "28/12", "2026-12-28".
    bool dated();

    Date day_of_month(int number);
    int year_after();
    static int full_year(const Token& token);

    /// 28/12, 28-12-2026, 28.12.26, 2026-12-28, 12/2026: day first, as in Britain.
    bool numeric();
    /// "12/25": no day of ours.
    bool month_second(char mark, bool third);

    /// "june", "march 3 2015", "february the 15th", "october 2014".
    bool month_first();
    /// Only with a day in it: "march 3".
    bool month_and_day() { return month_first() && out_.grain == Grain::day; }
    /// "Jul 18, Fri": the weekday settles the year.
    void weekday_ahead();
    bool whole();

    Date today_;
    scheduler::Division division_;
    Calendar calendar_;
    When& out_;
    int weekday_ = -1;
    bool impossible_ = false;
};

}  // namespace offing::conversation
