// Turns days and hours in words into the limits of a wish, by what each is said about.

#pragma once

#include "gateway/conversation/reading.hpp"

namespace offing::conversation {

/// What a time of hers is for.
enum class Role : std::uint8_t {
    wanted,  ///< a day or hour she asks for
    out,     ///< one she can't do
    held,    ///< points at a time she holds
    aside    ///< belongs to a reason or another errand
};

std::vector<Role> roles_of(const Reading& reading);

void read_days(Reading& reading, const std::vector<Role>& roles);
void read_hours(Reading& reading, const std::vector<Role>& roles);
/// When she will be there, for one who runs late.
void read_arrival(Reading& reading);
/// When she may be texted.
void read_safe_windows(Reading& reading);

/// What an hour or a part of the day leaves, in minutes since midnight, -1 for no limit: start no sooner than
/// `after`, over by `before`, aim at `around`.
struct Stretch {
    int after = -1, before = -1, around = -1;
};
Stretch stretch_of(const When& when, const State& state);

}  // namespace offing::conversation
