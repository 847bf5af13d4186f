#include "gateway/service/stranded.hpp"

#include <algorithm>
#include <set>

namespace offing::service {

namespace {

/// The ids of bookings that a session of the service still has a place for, at the time she was told.
std::set<std::string> placed(const scheduler::Service& service, scheduler::Interval within,
                             const storage::DiaryRows& rows) {
    std::set<std::string> ids;
    for (const SeenSession& seen : see(service, scheduler::sessions_of(service, within), rows)) {
        for (const SeenPlace& each : seen.places) {
            if (each.booking.empty()) continue;
            const auto booking = std::ranges::find(rows.bookings, each.booking, &storage::DiaryBooking::id);
            // Another worker at the same place is another time, and so is another hour.
            if (booking != rows.bookings.end() && booking->starts == each.place.time.begin() &&
                booking->worker == each.place.worker)
                ids.insert(each.booking);
        }
    }
    return ids;
}

}  // namespace

std::vector<storage::DiaryBooking> stranded_by(const scheduler::Service& before,
                                               const scheduler::Service& after,
                                               const storage::DiaryRows& rows) {
    std::vector<storage::DiaryBooking> stranded;
    if (rows.bookings.empty()) return stranded;
    const auto last = std::ranges::max(rows.bookings, {}, &storage::DiaryBooking::ends).ends;
    const auto within = scheduler::Interval::make(rows.bookings.front().starts, last);
    if (!within) return stranded;
    const auto was = placed(before, *within, rows), is = placed(after, *within, rows);
    for (const auto& booking : rows.bookings)
        if (was.contains(booking.id) && !is.contains(booking.id)) stranded.push_back(booking);
    return stranded;
}

}  // namespace offing::service
