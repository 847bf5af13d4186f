// What times that stand beside one another say of each other: "mon or tues next week" names the week once for
// both, "not mon or tues" says no once for both.

#pragma once

#include <vector>

#include "gateway/conversation/times/cursor.hpp"
#include "gateway/conversation/times/when.hpp"

namespace offing::conversation {

void settle_neighbours(const Words& words, std::vector<When>& times);

}  // namespace offing::conversation
