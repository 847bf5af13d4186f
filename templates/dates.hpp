// Days and times in words, as each language's file gives them: "Tue 17 Mar", "10:30am", "midday".

#pragma once

#include <array>
#include <chrono>
#include <string>
#include <vector>

#include "templates/template.hpp"

namespace offing::templates {

struct DateWords {
    std::array<std::string, 7> days;     ///< from Sunday
    std::array<std::string, 12> months;  ///< from January
    std::string day;                     ///< "{weekday} {date} {month}"
    std::string when;                    ///< "{day} {clock}"
    /// A clock time takes the form of the first span that ends after it.
    struct Span {
        std::chrono::minutes until;
        std::string form;  ///< "{clock}am"
    };
    std::vector<Span> spans;
    std::string midday;  ///< the whole of 12:00
    std::string midnight;
};

void append_day(std::string& out, std::chrono::local_days day, const DateWords& words);
/// `clock` is minutes since midnight; a day's worth is taken off or added until it lies in one day.
void append_clock(std::string& out, std::chrono::minutes clock, const DateWords& words);
void append_when(std::string& out, When when, const DateWords& words);

}  // namespace offing::templates
