// Dates and times taken apart, and said the way they are said to her.

#pragma once

#include <string>

#include "gateway/conversation/times/when.hpp"

namespace offing::conversation {

/// "Thu 19 Mar 10am"
std::string say(LocalTime time);
/// "Thu 19 Mar"
std::string say(Date date);
/// "10am", "half past" as "10.30am"; midnight is "12am".
std::string say_clock(int minutes);

Date day_of(LocalTime time);
int clock_minutes(LocalTime time);
std::chrono::weekday weekday_on(Date date);
Date monday_of(Date date);

}  // namespace offing::conversation
