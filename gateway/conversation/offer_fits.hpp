// Whether an offer lies on the day or at the hour that her words name.

#pragma once

#include "gateway/conversation/state.hpp"
#include "gateway/conversation/times/when.hpp"

namespace offing::conversation {

bool fits_day(const When& when, const OfferedTime& offer);

/// `clock` in minutes since midnight.
bool fits_clock(const When& when, int clock);

}  // namespace offing::conversation
