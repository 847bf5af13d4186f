// Moments in words, as somebody at a desk says them: "9:30am", "tomorrow at 9:30am", "Thu 3 Dec 2026 at
// 9:30am". 9:30am".

#pragma once

#include <string>

#include "gateway/base/clock.hpp"
#include "scheduler/calendar.hpp"

namespace offing::console {

class Moments {
public:
    Moments(scheduler::Zone zone, Timestamp now);

    scheduler::Date today() const { return today_; }
    const scheduler::Zone& zone() const { return zone_; }
    /// Its first moment.
    Timestamp start_of(scheduler::Date date) const;
    std::string clock(Timestamp at) const;
    /// "at 9:30am" today, "tomorrow at 9:30am".
    std::string moment(Timestamp at) const;
    std::string day(Timestamp at) const;

private:
    scheduler::Zone zone_;
    scheduler::Date today_;
};

}  // namespace offing::console
