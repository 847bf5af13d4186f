// After a missed time: an offer within one working day, in her safe times, with nothing to explain. Her place
// in line is as it was.

#pragma once

#include "gateway/base/task.hpp"
#include "gateway/service/turn.hpp"
#include "gateway/storage/bookings.hpp"

namespace offing::service {

/// What follows a missed time, before anything is done about it.
struct AfterMissed {
    enum class What { offer, has_another_time, in_touch, to_a_person, not_in_touch } what;
    Timestamp due{};  ///< of the offer: her next safe time
};
/// `contact` may be null: nobody is there any more.
AfterMissed after_missed(const Desk& desk, const storage::Contact* contact, const Standing& standing,
                         const storage::Booking& missed, Timestamp now);

class Rebooking {
public:
    Rebooking(storage::Database& database, const Desk& desk, const Clock& clock, std::function<void()> wake);
    Task<void> round();

private:
    void offer_again(storage::Transaction& transaction, const storage::Booking& missed, Timestamp now) const;

    storage::Database& database_;
    const Desk& desk_;
    const Clock& clock_;
    std::function<void()> wake_;
};

}  // namespace offing::service
