// Days with a name: Christmas, Easter and what hangs on it, saints, bank holidays.

#pragma once

#include <optional>

#include "gateway/conversation/times/cursor.hpp"
#include "scheduler/school_year.hpp"

namespace offing::conversation {

struct Feast {
    scheduler::Date first, last;
    std::size_t end = 0;     ///< the token after it
    bool months_in = false;  ///< "in the new year": from there on, without an end
};

/// The one that is next, today included.
std::optional<Feast> read_feast(const Tokens& tokens, std::size_t at, scheduler::Date today,
                                scheduler::Division division);

}  // namespace offing::conversation
