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
void read_arrival(Reading& reading);
void read_safe_windows(Reading& reading);

/// Her school-run windows, or the usual ones: when the morning one ends, when the afternoon one begins and
/// ends.
int after_drop_off(const State& state);
int before_pick_up(const State& state);
int after_pick_up(const State& state);

}  // namespace offing::conversation
