// Who would be left without her time by a change of the service: the guard of every way to change it that
// shows no plan first.

#pragma once

#include <vector>

#include "gateway/service/session_places.hpp"

namespace offing::service {

/// Times that stand in `before` and find no place in `after`. `rows` are those from now on.
std::vector<storage::DiaryBooking> stranded_by(const scheduler::Service& before,
                                               const scheduler::Service& after,
                                               const storage::DiaryRows& rows);

}  // namespace offing::service
