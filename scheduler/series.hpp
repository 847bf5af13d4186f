// "Six Tuesdays with Jo": several times with one worker, a regular distance apart. Each is a booking of its
// own afterwards and can move alone.

#pragma once

#include "scheduler/offer.hpp"

namespace offing::scheduler {

struct SeriesWish {
    int times = 6;  ///< 2 to 12
    std::chrono::days every{7};
    std::chrono::days slack{1};  ///< how far from `every` a distance may be
    bool term_time_only =
        false;  ///< days on which her school is closed are left out, and the distance runs on
};

struct Series {
    std::string worker{};
    std::vector<Offer> times{};
};

/// The best series for each worker who has one, the worker she asked for first, then the one she knows, then
/// the soonest. Within a series, even distances outrank the same time of day. Empty when none fits.
std::vector<Series> find_series(const Availability& availability, const Preferences& woman, const Wish& wish,
                                Instant now, const SeriesWish& series, std::size_t limit = 3);

}  // namespace offing::scheduler
