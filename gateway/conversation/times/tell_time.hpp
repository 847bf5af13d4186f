// What the times of one phrase mean together, as a stretch of the calendar.

#pragma once

#include <vector>

#include "gateway/conversation/times/when.hpp"
#include "gateway/conversation/understand.hpp"

namespace offing::conversation {

/// At most one time of each side; nothing where the phrase names two that don't go together ("mon or tues").
struct Sides {
    std::optional<When> day, clock, part, length;
};
std::optional<Sides> sides_of(const std::vector<When>& times, LocalTime now);

/// Asks back what is over already without being said to be past, and what has no single day or hour.
TimeReading tell_time(const Sides& sides, LocalTime now, const State& state);

/// "Thu 26 Nov 10am to 12pm", from the reading itself: what is said is what is meant.
std::string said_back(const TimeReading& reading, LocalTime now);

}  // namespace offing::conversation
