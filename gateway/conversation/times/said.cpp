#include "gateway/conversation/times/said.hpp"

#include <array>

namespace offing::conversation {

namespace {

using namespace std::chrono;

constexpr std::array day_names{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
constexpr std::array month_names{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                 "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

}  // namespace

Date day_of(LocalTime time) { return floor<days>(time); }

int clock_minutes(LocalTime time) { return static_cast<int>((time - floor<days>(time)).count()); }

weekday weekday_on(Date date) { return weekday{sys_days{date.time_since_epoch()}}; }

Date monday_of(Date date) { return date - days{weekday_on(date).iso_encoding() - 1}; }

std::string say(Date date) {
    const year_month_day day{date};
    return std::string{day_names[weekday_on(date).iso_encoding() - 1]} + " " +
           std::to_string(static_cast<unsigned>(day.day())) + " " +
           month_names[static_cast<unsigned>(day.month()) - 1];
}

std::string say_clock(int minutes) {
    const int hour = minutes / 60 % 24, minute = minutes % 60;
    std::string said = std::to_string(hour % 12 == 0 ? 12 : hour % 12);
    if (minute != 0) said += (minute < 10 ? ".0" : ".") + std::to_string(minute);
    return said + (hour < 12 ? "am" : "pm");
}

std::string say(LocalTime time) { return say(day_of(time)) + " " + say_clock(clock_minutes(time)); }

}  // namespace offing::conversation
