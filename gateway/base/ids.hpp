// Names for rows: 26 characters, the first ten from the clock so that rows made together lie together,
// the other sixteen random (80 bits), so they can't be guessed. The spelling of ULID.

#pragma once

#include <string>

#include "gateway/base/clock.hpp"

namespace offing {

/// Lower-case Crockford base 32. Safe from any thread.
std::string new_id(Timestamp now);

}  // namespace offing
