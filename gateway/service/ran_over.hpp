// A visit runs over, because somebody opened up. Whoever is next learns of it, with an apology that is ours.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gateway/service/turn.hpp"

namespace offing::service {

struct LateVisit {
    std::string booking;
    std::string contact;
    std::chrono::minutes late{0};
    bool told = false;
    std::string why{};  ///< when she is not told: a code for staff
};

/// The visit of `booking` will end at `ends`: who of the same worker's day begins late, in order of time.
/// More than ten minutes are told by text, at once or not at all, and once.
std::vector<LateVisit> ran_over(storage::Transaction& transaction, const Desk& desk, std::string_view booking,
                                Timestamp ends, Timestamp now);

}  // namespace offing::service
