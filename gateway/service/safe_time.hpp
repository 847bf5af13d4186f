// When a text may arrive without being asked for. Her own windows where she has named some, else weekdays
// 09:30 to 14:30; never in her school run.

#pragma once

#include <vector>

#include "gateway/base/clock.hpp"
#include "scheduler/school_year.hpp"

namespace offing::service {

struct SafeTimes {
    std::vector<scheduler::BusyWindow> send;  ///< days, from and to are used; empty: the default
    std::vector<scheduler::BusyWindow> busy;  ///< never inside these
};

bool is_safe(const SafeTimes& safe, const scheduler::Zone& zone, Timestamp at);

/// The first safe minute at or after `from`; empty when the next four weeks have none.
std::optional<Timestamp> next_safe(const SafeTimes& safe, const scheduler::Zone& zone, Timestamp from);

/// The last safe minute before `latest` and not before `earliest`; empty when there is none.
std::optional<Timestamp> last_safe(const SafeTimes& safe, const scheduler::Zone& zone, Timestamp earliest,
                                   Timestamp latest);

/// `length` of waking time from `from`: minutes between 20:00 and 08:00 don't count, so a hold made at night
/// is still there in the morning.
Timestamp after_waking(std::chrono::minutes length, const scheduler::Zone& zone, Timestamp from);

/// The next `hour` o'clock of a working day after `from`: when a person can be expected to have answered.
Timestamp next_working_hour(int hour, const scheduler::Zone& zone, scheduler::Division division,
                            Timestamp from);

}  // namespace offing::service
