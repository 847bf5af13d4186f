// A drop-in as it stands now: whether it is worth setting out, and how long the wait is likely to be. It
// knows of visits and a queue, never of who is in them.

#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "scheduler/interval.hpp"

namespace offing::scheduler {

struct DropInNow {
    Interval open;
    int workers = 1;
    std::vector<Instant> visits_since{};  ///< when each visit that is running began
    int queue = 0;                        ///< waiting and not yet seen
    std::vector<std::chrono::minutes>
        past_visits{};  ///< lengths of past visits to this clinic; none: `usual`
    std::chrono::minutes usual{30};
    std::optional<Instant> closed_early{};
};

/// From the soonest to the latest it may be, nine times in ten within; rounded outward to five minutes.
struct WaitRange {
    std::chrono::minutes from{0};
    std::chrono::minutes to{0};
};

struct DropInState {
    enum class State { not_open_yet, open, filling, full, closed_early, over } state;
    std::optional<WaitRange> wait{};  ///< for whoever arrives now, while there is a chance to be seen
    double seen_today = 0;            ///< the chance of being seen before it closes
};
std::string_view spell(DropInState::State state);

/// Exact for visits whose lengths are drawn from `past_visits` one by one: until she is seen every worker is
/// busy, so the visits that end by a time are counted worker by worker.
DropInState state_of(const DropInNow& drop_in, Instant now);

}  // namespace offing::scheduler
