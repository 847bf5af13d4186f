// The lexicon, and times in words beside what they mean, from tests/messages/times.txt.

#pragma once

#include <string>
#include <vector>

#include "gateway/conversation/understand.hpp"

namespace offing::conversation::test {

const Lexicon& lexicon();

/// "2026-03-19T10:00", or the beginning of "2026-03-19".
LocalTime moment(std::string_view text);

struct Phrase {
    std::string text;
    LocalTime now;
    std::vector<TimeReading> right;  ///< any of these; the first is the one that is hoped for
    int line = 0;
};
std::vector<Phrase> phrases();

/// Both ends and the kind; an instant's end is looked at where the phrase has one.
bool same(const TimeReading& told, const TimeReading& right);

std::string shown(const TimeReading& reading);

}  // namespace offing::conversation::test
