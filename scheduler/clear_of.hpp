// Whether a time lies clear of what she can't do. Said anew, from the windows as they were written down, for
// whoever checks what a search came to.

#pragma once

#include "scheduler/preferences.hpp"

namespace offing::scheduler {

/// Her way there and back is part of it. Times that she has booked are not: they are no windows of hers.
bool is_clear_of_busy(const Service& service, const Preferences& woman, Interval time);

}  // namespace offing::scheduler
