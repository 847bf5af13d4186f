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

/// The days an hour is said of, where it isn't said of all.
struct SaidOf {
    std::vector<Date> dates;
    scheduler::Weekdays weekdays;
    bool all() const { return dates.empty() && weekdays.empty(); }
};
/// For each time of the reading.
struct HoursOfDays {
    std::vector<SaidOf> said;  ///< "weds from 1 or fri til 11", "fri til 12, or any day next week"
    std::vector<bool> spent;   ///< a day of which only these hours are out: "tues morning's no good"
};
HoursOfDays days_of_hours(const Reading& reading, const std::vector<Role>& roles);

void read_days(Reading& reading, const std::vector<Role>& roles);
void read_hours(Reading& reading, const std::vector<Role>& roles, const std::vector<SaidOf>& said);
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
