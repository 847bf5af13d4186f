// What must never be: times that were missed make her wait longer. Compiled into one test program, to show
// that the replay of a ledger catches it (OFFING_TEST_PENALTY).

#pragma once

#include <cstddef>

#include "scheduler/preferences.hpp"

namespace offing::support {

void penalise(scheduler::Preferences& woman, std::size_t missed);

}  // namespace offing::support
