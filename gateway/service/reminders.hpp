// "Still ok for Tue 17 Mar 10am?": planned ahead into her safe times, never more than one unprompted text a
// day and two a week, and checked once more before it goes.

#pragma once

#include "gateway/base/task.hpp"
#include "gateway/service/safe_time.hpp"
#include "gateway/service/turn.hpp"
#include "gateway/storage/bookings.hpp"

namespace offing::service {

struct ReminderPlan {
    /// When to send; empty when this reminder is left out, `why` says for what reason.
    std::optional<Timestamp> send_at;
    std::string_view why;
};

/// The moment for a reminder `ahead` of a booking: then, if it is safe; else the last safe minute of the day
/// before it; else the next safe one while there is an hour left. Left out when she booked after that moment.
ReminderPlan plan_reminder(const storage::Booking& booking, std::chrono::minutes ahead, const SafeTimes& safe,
                           const scheduler::Zone& zone, Timestamp now);

/// The words of a reminder as they may be sent now; empty when no live wording carries it. `contact` is a
/// woman in touch.
std::optional<templates::Text> reminder_text(const Desk& desk, const storage::Contact& contact,
                                             const storage::Booking& booking);
/// What has no live wording is said by a person: once, however many texts are held.
void open_wording_task(storage::Transaction& transaction, std::string_view contact, std::string_view booking,
                       Timestamp now);

class Reminders {
public:
    Reminders(storage::Database& database, const Desk& desk, std::vector<std::chrono::minutes> ahead,
              const Clock& clock, std::function<void()> wake);
    /// Plans everything that comes due within a day. Returns when nothing is left to plan.
    Task<void> round();
    /// The round that is running ends with what it has in hand.
    void stop() { stopping_ = true; }

private:
    Task<int> plan_some(std::chrono::minutes ahead, storage::BookingMark& mark, Timestamp until);
    void plan_one(storage::Transaction& transaction, const storage::Booking& booking,
                  std::chrono::minutes ahead, Timestamp now) const;

    storage::Database& database_;
    const Desk& desk_;
    std::vector<std::chrono::minutes> ahead_;
    const Clock& clock_;
    std::function<void()> wake_;
    bool stopping_ = false;
};

}  // namespace offing::service
