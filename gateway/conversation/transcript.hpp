// Conversations written down by people who don't program (docs/transcripts.md), and played against what
// Offing does. A line that doesn't hold is told with its number and with what happened instead.

#pragma once

#include <functional>
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

/// What happened at one line: whether a text of hers or one that she did not ask for.
struct PlayedTurn {
    bool hers = false;
    State before;
    State after;
    Exchange exchange;
};
/// As above, and tells `see` of each turn as it happened, claimed or not.
TranscriptResult play(std::string_view transcript, const TranscriptDesk& desk,
                      const std::function<void(const PlayedTurn&)>& see);

}  // namespace offing::conversation
