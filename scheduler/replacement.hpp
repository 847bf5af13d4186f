// New places for many at once: a clinic is cancelled, a worker is ill. First who: as many as can be, and
// whoever has waited longest before the others. These two never conflict, since the sets of women who can be
// placed together form a matroid. Then which place: the fewest heavy changes, then the least cost. Each
// answer carries its proof; check() needs nothing of solve() to verify it.

#pragma once

#include <cstdint>
#include <expected>
#include <map>
#include <string>
#include <vector>

#include "scheduler/interval.hpp"

namespace offing::scheduler {

struct PlaceChoice {
    int place = 0;          ///< index in ReplacementProblem::places
    std::int64_t cost = 0;  ///< 0 or more
    int harm = 0;           ///< 0 to 3: how heavy a change it is to her; one of 3 outweighs any number of 2
};

struct PersonToPlace {
    std::string id{};
    Instant waiting_since{};
    std::vector<PlaceChoice> choices{};
};

struct PlaceToFill {
    std::string id{};
    int capacity = 1;
};

struct ReplacementProblem {
    std::vector<PersonToPlace> people{};
    std::vector<PlaceToFill> places{};
};

/// Why somebody has no place: these women, herself among them, have fewer places between them than they
/// are, and all the others have a place and have waited as long or longer.
struct TooFewPlaces {
    int person = 0;
    std::vector<int> women{};
};

/// Why no other choice of places for the same women weighs less: each may add `worth` - the price of her
/// place, no choice weighs less than that difference, and only full places have a price.
struct Prices {
    std::vector<std::int64_t> worth{};  ///< by person; 0 for whoever has no place
    std::vector<std::int64_t> price{};  ///< by place
};

struct Placement {
    std::vector<int> place_of{};  ///< by person: a place, or -1
    std::vector<TooFewPlaces> too_few{};
    Prices prices{};
};

/// Fails with what is wrong: a choice of no place, a capacity below 1, costs too large to be compared
/// exactly.
std::expected<Placement, std::string> solve(const ReplacementProblem& problem);

/// Empty when the placement is valid and its proofs hold; else what does not.
std::vector<std::string> check(const ReplacementProblem& problem, const Placement& placement);

/// The sum of what was chosen, without the weight of harm.
std::int64_t cost_of(const ReplacementProblem& problem, const Placement& placement);

/// Cost and harm as one number, so that one unit more of harm outweighs everything below it. Empty when
/// the sum over all people would not fit.
std::expected<std::vector<std::int64_t>, std::string> weights_of_harm(const ReplacementProblem& problem);

}  // namespace offing::scheduler
