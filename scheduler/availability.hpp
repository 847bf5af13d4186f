// A service's sessions over a stretch of time on bit timelines, with the places that are taken or held.
// Built once per change of the service, then kept up to date by take() and release(). Not for two threads
// at once: whoever shares one guards it.

#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "scheduler/service.hpp"

namespace offing::scheduler {

/// One place of one session. The store keeps (clinic, date, place) unique, so no place is given twice.
/// A group counts its places from 0, a drop-in has -1 (no place needed), and a booked clinic has
/// 100 * (five-minute step since midnight) + (worker's index in the clinic's list): a place stays itself when
/// hours, lengths or absences change.
struct PlaceKey {
    std::string clinic{};
    Date date{};
    int place = 0;
    friend auto operator<=>(const PlaceKey&, const PlaceKey&) = default;
};

constexpr int places_per_step = 100;  ///< so a booked clinic has at most 100 workers

/// What a key stands for. `clinic` lives as long as the Availability.
struct Place {
    const Clinic* clinic;
    Interval time;         ///< of the visit; of the whole session for a group or a drop-in
    std::string worker{};  ///< id; empty for a group or a drop-in
};

/// A drop-in, van or pick-up window that is running or still to come.
struct OpenWindow {
    const Clinic* clinic;
    Date date{};
    Interval open;
};

class Availability {
public:
    enum class Use { booked, held };

    /// `horizon` is cut to 43 days. `held_share` of a session's places, and at least one, may be on hold at a
    /// time; at that point the session is offered to nobody else until a hold ends.
    Availability(const Service& service, Interval horizon, double held_share = 0.5);
    ~Availability();
    Availability(Availability&&) noexcept;
    Availability& operator=(Availability&&) noexcept;

    /// False, and nothing changes, when the place is taken already (a hold that becomes a booking is no
    /// such case). Places outside the horizon or of sessions that no longer run are remembered without
    /// effect.
    bool take(const PlaceKey& key, Use use = Use::booked);
    void release(const PlaceKey& key);
    bool is_free(const PlaceKey& key) const;

    /// Empty for a key that names no place of a session in the horizon.
    std::optional<Place> find(const PlaceKey& key) const;
    /// Windows without bookings that are not over at `now`, soonest first.
    std::vector<OpenWindow> open_windows(Instant now, std::size_t limit = 20) const;

    const Service& service() const;
    const Zone& zone() const;
    Interval horizon() const;

    struct Timelines;  // timelines.hpp: for the search alone
    const Timelines& timelines() const { return *timelines_; }

private:
    std::unique_ptr<Timelines> timelines_;
};

}  // namespace offing::scheduler
