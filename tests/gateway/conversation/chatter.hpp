// Everyday British texting that is not for us, built from parts: shopping, football, telly, shifts, school
// gates, spam, codes, deliveries, other people's appointments, song lines. The same seed gives the same
// texts.

#pragma once

#include <random>
#include <string>

namespace offing::conversation {

class Chatter {
public:
    explicit Chatter(unsigned seed) : random_{seed} {}
    std::string next();
    /// "2", "yes", "ok": nobody's words but to somebody who asked.
    std::string bare();

private:
    std::string part(const std::string& kind);
    std::mt19937 random_;
};

}  // namespace offing::conversation
