// One time, read from one word on: each reader answers whether there is one, and sets `out` with its `end`.
// days.cpp and the day_*.cpp, clocks.cpp, parts.cpp, lengths.cpp.

#pragma once

#include "gateway/conversation/times/leads.hpp"
#include "gateway/conversation/times/when.hpp"
#include "scheduler/school_year.hpp"

namespace offing::conversation {

/// The day it is, and whose bank holidays count.
struct Calendar {
    Date today;
    scheduler::Division division = scheduler::Division::england_and_wales;
};

bool read_day(const Tokens& tokens, std::size_t at, Calendar calendar, When& out);

/// "half ten", "at 3", "10.30 or later". Inside a range "10 to 2" is no ten to two.
bool read_clock(const Tokens& tokens, std::size_t at, When& out, bool in_range = false);
/// The same with what may stand around it: "at 3", "10 onwards", "11 or earlier".
bool read_clock_phrase(const Words& words, std::size_t at, const Lead& lead, When& out);

/// "in the morning", "dinnertime", "late afternoon".
bool read_part(const Tokens& tokens, std::size_t at, When& out);
/// "after drop off", "when I've done the school run", "before pick up", "after school".
bool read_school_part(const Words& words, std::size_t at, const Lead& lead, When& out);

/// "20 mins", "half an hour", "a couple of weeks". Months count `months`.
struct Length {
    std::size_t end = 0;
    int minutes = 0;
    int days = 0;
    int months = 0;
    When::Grain grain = When::Grain::minute;
};
std::optional<Length> read_length(const Tokens& tokens, std::size_t at);
/// A length and where it is counted from: "in 20 mins", "an hour later", "the next 3 hours".
bool read_length_phrase(const Words& words, std::size_t at, const Lead& lead, When& out);

}  // namespace offing::conversation
