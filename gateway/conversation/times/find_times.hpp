// The times that a text names, in its order.

#pragma once

#include <vector>

#include "gateway/conversation/times/when.hpp"
#include "gateway/conversation/tokens.hpp"
#include "scheduler/school_year.hpp"

namespace offing::conversation {

/// At most 64, none inside another; every word is looked at a bounded number of times.
std::vector<When> find_times(const Tokens& tokens, LocalTime now,
                             scheduler::Division division = scheduler::Division::england_and_wales);

}  // namespace offing::conversation
