// The offers that she names by where they stand in our text: "first one", "last two", "any but the second".

#pragma once

#include <cstddef>
#include <vector>

#include "gateway/conversation/reading.hpp"

namespace offing::conversation {

/// Positions from 0, among as many offers as were asked about.
struct Ranks {
    std::vector<std::size_t> wanted, refused;
};

/// `ordinals_are_ranks`: the text is nothing but an ordinal, so that even "2nd" isn't a day of the month.
Ranks ranks_in(const Reading& reading, std::size_t offers, bool ordinals_are_ranks);

/// The number says how many, not which: the two of "the first two".
bool counts_ranks(const Reading& reading, std::size_t number);

/// "2nd down", "the 3rd of those": the ordinal at `ordinal` counts the offers, and is no day of the month.
bool of_the_list(const Reading& reading, std::size_t ordinal);

/// Turned down by the word before it: "not the jo one", "anything but the first".
bool turned_down(const Reading& reading, std::size_t token);

}  // namespace offing::conversation
