// The project's lexicon, read once for all tests of a program: that takes seconds.

#pragma once

#include <gtest/gtest.h>

#include "gateway/conversation/understand.hpp"

namespace offing::conversation {

inline const Lexicon& lexicon_here() {
    static const Lexicon loaded = [] {
        auto read = Lexicon::load(OFFING_ROOT "/gateway/conversation/lexicon");
        if (!read)
            for (const std::string& mistake : read.error()) ADD_FAILURE() << mistake;
        return std::move(read.value());
    }();
    return loaded;
}

}  // namespace offing::conversation
