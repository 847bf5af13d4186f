// How the places of a booked clinic are numbered: by the step of five minutes at which the visit begins in
// its day, and within it by the worker's number in the clinic's list.

#pragma once

#include "scheduler/availability.hpp"

namespace offing::scheduler {

constexpr int place_number(int step, int worker) { return step * places_per_step + worker; }
constexpr int step_of(const PlaceKey& key) { return key.place / places_per_step; }

/// The same time with another worker.
inline PlaceKey with_worker(PlaceKey key, int worker) {
    key.place = place_number(step_of(key), worker);
    return key;
}

}  // namespace offing::scheduler
