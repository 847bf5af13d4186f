// One decision: what she is offered, from what is free, what she asked for and what she can't do. The daemon
// decides by this, and an auditor decides again by this, years later, from the ledger.

#pragma once

#include <array>
#include <vector>

#include "scheduler/offer.hpp"

namespace offing::scheduler {

/// What she can do without, when nothing fits; the rest she needs.
inline constexpr std::array loosenable{Relaxation::What::dates, Relaxation::What::days,
                                       Relaxation::What::time_of_day, Relaxation::What::not_windows};

/// The wish without the condition that stands in the way, and the one that stands there with it.
Wish loosened(Wish wish, const Relaxation& relaxation);

struct Decision {
    std::vector<Offer> offers;
    bool nearest = false;  ///< nothing is inside what she asked for; these come closest
};
/// Times that need a second worker are left out: a person arranges those.
Decision decide(const Availability& availability, const Preferences& woman, const Wish& wish, Instant now,
                std::size_t limit);

}  // namespace offing::scheduler
