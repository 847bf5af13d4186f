// The offers that her words leave over, and how well they say so.

#pragma once

#include <vector>

#include "gateway/conversation/reading.hpp"

namespace offing::conversation {

using Options = std::vector<const OfferedTime*>;

struct Chosen {
    Options options;
    bool hit = false;             ///< something said fits
    bool miss = false;            ///< something said fits none
    bool left_over = false;       ///< she only turned others down; none was named
    bool only_number = false;     ///< a plain number of an offer was said
    bool beside_refused = false;  ///< "not 2 or 3, so it has to be 1"
    int missing_number = 0;       ///< a plain number that no offer has
};

Chosen choose_among(Reading& reading);

}  // namespace offing::conversation
