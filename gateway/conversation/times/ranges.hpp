// Stretches with both ends named: "mon to wed", "13th to the 15th of july", "11 to 1", "between 9.30 and 11".

#pragma once

#include "gateway/conversation/times/leads.hpp"
#include "gateway/conversation/times/readers.hpp"

namespace offing::conversation {

bool read_day_range(const Words& words, std::size_t at, const Lead& lead, Calendar calendar, When& out);
bool read_clock_range(const Words& words, std::size_t at, const Lead& lead, When& out);

}  // namespace offing::conversation
