// Which places are taken, by when holds end: what a decision sees of everybody else. The daemon's diary and a
// replay of the ledger keep it by the same rules, so that the same events lead to the same free places.

#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "gateway/base/clock.hpp"
#include "scheduler/availability.hpp"

namespace offing::ledger {

/// From local midnight of `day` on, as far as offers look ahead.
scheduler::Interval horizon_from(const scheduler::Zone& zone, scheduler::Date day);

class Places {
public:
    /// `first` is the first day of the horizon; earlier places don't count.
    Places(scheduler::Availability availability, scheduler::Date first);

    /// A hold of a place on hold lasts until the later of the two; a booked one stays booked.
    void hold(const scheduler::PlaceKey& key, Timestamp until);
    void book(const scheduler::PlaceKey& key);
    void release(const scheduler::PlaceKey& key);
    /// Only if the place is on hold until exactly then: another's hold or booking stays.
    void release_hold(const scheduler::PlaceKey& key, Timestamp until);
    /// The same places in the same use, as far as they lie in the other's days.
    void copy_to(Places& other) const;
    /// Ends the holds that have run out.
    void lapse(Timestamp now);

    const scheduler::Availability& availability() const { return availability_; }
    /// The same for the same places in the same use, in whatever order they came to it.
    std::string digest() const;

private:
    using Holds = std::map<scheduler::PlaceKey, Timestamp>;
    void toggle(const scheduler::PlaceKey& key, scheduler::Availability::Use use);
    Holds::iterator end_hold(Holds::iterator hold);

    scheduler::Availability availability_;
    scheduler::Date first_;
    Holds holds_;
    std::set<scheduler::PlaceKey> booked_;
    Timestamp earliest_end_ = Timestamp::max();
    std::uint64_t digest_ = 0;
};

/// What Places::digest() says of these, each of another place, without laying them out. `first` is its first
/// day.
std::string digest_of(const std::vector<std::pair<scheduler::PlaceKey, scheduler::Availability::Use>>& used,
                      scheduler::Date first);

}  // namespace offing::ledger
