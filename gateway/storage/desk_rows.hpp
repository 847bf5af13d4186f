// A day's visits as the front desk sees them: who is expected, who has come, and what follows when she did
// not.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/storage/bookings.hpp"

namespace offing::storage {

struct DeskVisit {
    Booking booking;
    std::optional<Timestamp> eta;         ///< when she said that she comes
    std::optional<Timestamp> here;        ///< since when she waits outside
    std::optional<Timestamp> runs_until;  ///< a visit that runs over
    Bytes name_sealed;                    ///< empty: she gave none
    Bytes key_wrapped;                    ///< opens the name
    /// After a missed time: the decision about an offer, and the text with it while there is one.
    std::string after;
    std::optional<Timestamp> text_due, text_sent;
};
/// Visits that begin in [from, to): booked, come or missed. In order of time.
std::vector<DeskVisit> desk_visits(Transaction& transaction, Timestamp from, Timestamp to, int most);

/// She has texted that she is there.
void note_here(Transaction& transaction, std::string_view booking, Timestamp at);
void note_runs_until(Transaction& transaction, std::string_view booking, std::optional<Timestamp> until);
std::optional<Timestamp> runs_until(Transaction& transaction, std::string_view booking);

/// From `status` back to booked, with no decision about it left. False when it wasn't `status` any more.
bool reopen_booking(Transaction& transaction, std::string_view id, BookingStatus status);
/// Whether a text about it still waits to go.
bool has_waiting_about(Transaction& transaction, std::string_view booking);
void set_last_seen(Transaction& transaction, std::string_view contact, scheduler::Date date);
/// A person made sure that the number is hers.
void set_number_checked(Transaction& transaction, std::string_view contact, scheduler::Date date);

}  // namespace offing::storage
