// Reads one day, week or month in words, from a given token on.

#pragma once

#include "gateway/conversation/when.hpp"
#include "scheduler/school_year.hpp"

namespace offing::conversation {

/// The day it is, and whose bank holidays count.
struct Calendar {
    Date today;
    scheduler::Division division = scheduler::Division::england_and_wales;
};

/// What is read from `at` on, with `end` set; false when there is none.
bool read_day(const Tokens& tokens, std::size_t at, Calendar calendar, When& out);

/// A length of time: "20 mins", "half an hour", "a couple of weeks". Months count `months`.
struct Length {
    std::size_t end = 0;
    int minutes = 0;
    int days = 0;
    int months = 0;
    When::Grain grain = When::Grain::minute;
};
std::optional<Length> read_length(const Tokens& tokens, std::size_t at);

/// A clock time or a part of the day. Inside a range "10 to 2" is no ten to two.
bool read_clock(const Tokens& tokens, std::size_t at, When& out, bool in_range = false);
bool read_part(const Tokens& tokens, std::size_t at, When& out);

}  // namespace offing::conversation
