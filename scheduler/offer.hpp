// Times that fit: a few, of different kinds, each with the reasons why it was chosen.

#pragma once

#include <array>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "scheduler/availability.hpp"
#include "scheduler/preferences.hpp"

namespace offing::scheduler {

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
    other_time,
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
    Purpose purpose = Purpose::general;
    bool children_welcome = false;
    std::string worker{};  ///< id; empty for a drop-in and a group
    std::string label{};
    std::string site{};  ///< id; empty for phone and video
    std::vector<Reason> reasons{};
    /// The place of the second worker she asked for: taken and released together with `key`.
    std::optional<PlaceKey> second{};
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
        busy_windows,
        sites
    } what;
    int opens = 0;
    std::optional<What> together_with{};  ///< only when no condition opens anything alone
};
std::string_view spell(Relaxation::What what);
inline constexpr std::array every_condition{
    Relaxation::What::dates,        Relaxation::What::days,   Relaxation::What::time_of_day,
    Relaxation::What::not_windows,  Relaxation::What::mode,   Relaxation::What::audience,
    Relaxation::What::kind,         Relaxation::What::worker, Relaxation::What::notice,
    Relaxation::What::busy_windows, Relaxation::What::sites};

struct OfferAnswer {
    std::vector<Offer> offers{};
    std::vector<Relaxation> relaxations{};  ///< only when nothing fits; the one that opens most first
};

/// Up to `limit` (at most 10) offers, at least two kinds or days among them where such exist. None touches a
/// busy window of hers with its travel margin, a time she has booked, a mixed session when she asked for
/// women only, or a booked time that begins before `now` + notice. A drop-in's time is the stretch of the
/// window in which she is free.
/// A wish is a limit, save these: `prefer_worker`, the order of `dates_ok` and `around` rank only.
/// Groups, off-site and special purposes are offered to whoever asks for them.
/// When nothing is found, `loosen` says which conditions are tried as relaxations: each is a search.
OfferAnswer find_offers(const Availability& availability, const Preferences& woman, const Wish& wish,
                        Instant now, std::size_t limit = 3,
                        std::span<const Relaxation::What> loosen = every_condition);

/// Every free time that fits her, with each worker who could see her then, in order of sessions and unranked:
/// what many are placed from at once.
std::vector<Offer> all_times(const Availability& availability, const Preferences& woman, const Wish& wish,
                             Instant now);

/// This one free place as an offer to her; empty when it doesn't fit her.
std::optional<Offer> offer_at(const Availability& availability, const PlaceKey& key, const Preferences& woman,
                              const Wish& wish, Instant now);
/// Whether this one free place fits her, so that she may be told that it came free.
bool fits_her(const Availability& availability, const PlaceKey& key, const Preferences& woman,
              const Wish& wish, Instant now);

/// How long a place may be on hold: `usual`, or less when few places of its session are left.
std::chrono::minutes hold_for(const Availability& availability, const PlaceKey& key,
                              std::chrono::minutes usual);

/// Whether this place is still free and its session still runs so: the late reply, the check before booking.
/// A place on hold counts as taken, whoever it is held for.
bool still_fits(const Availability& availability, const Offer& offer);

}  // namespace offing::scheduler
