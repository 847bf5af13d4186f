// Conversations written down by people who don't program (docs/transcripts.md), and played against what
// Offing does. A line that doesn't hold is told with its number and with what happened instead.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gateway/conversation/handset.hpp"

namespace offing::conversation {

struct TranscriptProblem {
    int line = 0;
    std::string what;
};

struct TranscriptResult {
    int texts = 0;  ///< of hers
    std::vector<TranscriptProblem> problems;
};

/// What a transcript is played against. Everything outlives the playing.
struct TranscriptDesk {
    const Lexicon& lexicon;
    const templates::Catalogue& catalogue;
    const scheduler::Service* service = nullptr;  ///< for transcripts that say "times from the service"
};

TranscriptResult play(std::string_view transcript, const TranscriptDesk& desk);

}  // namespace offing::conversation
