// The words before a time that say how it is meant: "after", "not before", "between", "back of".

#pragma once

#include "gateway/conversation/times/cursor.hpp"
#include "gateway/conversation/times/when.hpp"

namespace offing::conversation {

struct Lead {
    std::size_t next;  ///< where the time itself begins
    Relation relation = Relation::at;
    bool negated = false, between = false, from = false, back_of = false, within = false, since = false;
    bool soon = false;    ///< "just after", "a bit past": and not long after
    bool leaves = false;  ///< "away by", "done for": when she has to go
    bool any = false;     ///< there is a lead at all
};

/// `next` is `at` when no lead begins there.
Lead read_lead(const Words& words, std::size_t at);

/// "while 3": until, in Yorkshire.
bool is_while(const Words& words, std::size_t at);

/// What a lead makes of its time: "not before 10" is "10 or later".
void apply(const Lead& lead, When& when);

}  // namespace offing::conversation
