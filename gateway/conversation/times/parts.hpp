// How long a part of the day is.

#pragma once

#include <optional>
#include <vector>

#include "gateway/conversation/times/when.hpp"

namespace offing::conversation {

/// Minutes since midnight; -1: not said. `from` and `to` bound the part itself. The others say what it leaves
/// of a day for an offer: start no sooner than `after`, over by `before`, aim at `around`. People who want
/// "the evening" are glad of 5pm, so the two differ.
struct PartHours {
    int from = 0, to = 24 * 60;
    int after = -1, before = -1, around = -1;
};

/// For what hangs on the school run the usual times, where hers are not known.
PartHours hours_of(Part part);

/// The hour that her school run gives such a part: it is after, or before, that. Nothing where hers isn't
/// known or the part doesn't hang on it.
std::optional<int> school_run_hour(Part part, const std::vector<scheduler::BusyWindow>& school_run);

}  // namespace offing::conversation
