// Times that fit: a few, of different kinds, each with the reasons why it was chosen.

#pragma once

#include <memory>
#include <string>
#include <vector>

#include "scheduler/preferences.hpp"

namespace offing::scheduler {

/// One place of one session. A booked clinic counts its places start by start, worker by worker; a group from
/// 0. The store keeps (clinic, date, place) unique, so a place can't be given twice.
struct PlaceKey {
    std::string clinic;
    Date date;
    int place = 0;
    friend auto operator<=>(const PlaceKey&, const PlaceKey&) = default;
};

enum class Reason {
    asked_day,
    asked_time,
    asked_kind,
    asked_mode,
    asked_audience,
    asked_worker,
    usual_worker,
    soonest,
    time_taken_before,
    other_kind,
    other_day,
    no_place_needed,
    children_welcome_today
};
std::string_view spell(Reason reason);

struct Offer {
    PlaceKey key;  ///< place is -1 for a drop-in: it needs none
    Interval time;
    Kind kind = Kind::booked;
    Mode mode = Mode::in_person;
    Audience audience = Audience::everyone;
    bool children_welcome = false;
    std::string worker;  ///< id; empty for a drop-in
    std::string label;
    std::vector<Reason> reasons;
};

/// One condition of hers that stands in the way, and how many times loosening it alone would open.
struct Relaxation {
    enum class What {
        dates,
        days,
        time_of_day,
        not_windows,
        mode,
        audience,
        kind,
        worker,
        notice,
        busy_windows
    } what;
    int opens = 0;
};

struct OfferAnswer {
    std::vector<Offer> offers;
    std::vector<Relaxation> relaxations;  ///< only when nothing fits; the one that opens most first
};

/// A service's sessions over a stretch of time on bit timelines, with the places that are taken or held.
/// Built once per change of the service, then kept up to date by take() and release(). Not for two threads at
/// once.
class Availability {
public:
    Availability(const Service& service, Interval horizon);
    ~Availability();
    Availability(Availability&&) noexcept;
    Availability& operator=(Availability&&) noexcept;

    void take(const PlaceKey& key);
    void release(const PlaceKey& key);
    const Service& service() const;
    Interval horizon() const;

    struct Timelines;  // defined beside the search
    const Timelines& timelines() const { return *timelines_; }

private:
    std::unique_ptr<Timelines> timelines_;
};

/// Up to `limit` offers, at least two kinds or days among them where such exist. No offer touches one of her
/// busy windows with its travel margin, a mixed session when she asked for women only, or a time before `now`
/// + notice.
OfferAnswer find_offers(const Availability& availability, const Preferences& woman, const Wish& wish,
                        Instant now, std::size_t limit = 3);

/// Whether this place is still one that may be offered to her: the late reply, the re-check before booking.
bool still_fits(const Availability& availability, const Offer& offer);

}  // namespace offing::scheduler
