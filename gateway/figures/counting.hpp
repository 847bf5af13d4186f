// Events into counts, in one pass: what is kept meanwhile grows with the women, not with the ledger.

#pragma once

#include <deque>

#include "gateway/figures/place_follower.hpp"
#include "gateway/figures/supply_follower.hpp"
#include "gateway/figures/text_follower.hpp"

namespace offing::figures {

/// An event whose body isn't what its kind promises.
struct BadEvent {
    std::string what;
};

class Counting {
public:
    Counting(scheduler::Zone zone, ServiceOf service_of);
    Counting(const Counting&) = delete;
    Counting& operator=(const Counting&) = delete;

    /// Every event, in order, once. Throws BadEvent.
    void take(const ledger::LedgerEvent& event);
    /// No more events will come.
    const std::map<Quarter, QuarterCounts>& finish(Timestamp now);

private:
    void count(const ledger::LedgerEvent& event);
    void take_back(const ledger::LedgerEvent& event);

    std::deque<ledger::LedgerEvent> waiting_;  ///< the last days: a mark may still be taken back
    QuarterBook book_;
    Languages languages_;
    SupplyFollower supply_;
    PlaceFollower places_;
    TextFollower texts_;
};

}  // namespace offing::figures
