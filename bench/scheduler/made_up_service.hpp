// A service of any size, the same for a seed on every machine: clinics of all kinds over some weekdays, three
// workers each, some of whom share clinics, and women with school runs and wishes.

#pragma once

#include <random>
#include <string>

#include "scheduler/offer.hpp"

namespace offing::bench {

scheduler::Service made_up_service(int clinics, int workers_each = 3, unsigned seed = 1);

struct AskedBy {
    scheduler::Preferences woman;
    scheduler::Wish wish;
};
AskedBy made_up_woman(const scheduler::Service& service, std::mt19937& random);

/// Monday 2 March 2026, noon: six weeks that hold a clock change, Easter and its holidays.
scheduler::Instant bench_now();
scheduler::Interval bench_weeks();

/// Takes about this share of the booked places.
void take_some(scheduler::Availability& availability, double share, unsigned seed = 7);

}  // namespace offing::bench
