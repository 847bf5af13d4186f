// Finds the lexicon's phrases in a text: each hit is a cue with the tokens it covers.

#pragma once

#include <bitset>
#include <span>
#include <vector>

#include "gateway/conversation/lexicon.hpp"
#include "gateway/conversation/times/when.hpp"

namespace offing::conversation {

struct CueHit {
    Cue cue;
    std::uint16_t begin, end;
};

class Cues {
public:
    std::vector<CueHit> hits;
    std::bitset<static_cast<std::size_t>(Cue::count_)> seen;

    bool has(Cue cue) const { return seen[static_cast<std::size_t>(cue)]; }
    template <typename... More>
    bool any(Cue first, More... more) const {
        return has(first) || (has(more) || ...);
    }
    const CueHit* first(Cue cue) const {
        for (const CueHit& hit : hits)
            if (hit.cue == cue) return &hit;
        return nullptr;
    }
    void drop(Cue cue);
    /// Takes away the hits that `gone` names; whether there were any.
    template <typename Gone>
    bool erase(Gone gone) {
        if (std::erase_if(hits, gone) == 0) return false;
        seen.reset();
        for (const CueHit& hit : hits) seen.set(static_cast<std::size_t>(hit.cue));
        return true;
    }
    /// Takes away every hit of `cue` that shares a token with a hit of `cover`.
    void hide(Cue cue, Cue cover);
    /// The same, where it lies wholly within.
    void hide_within(Cue cue, Cue cover);
};

/// `names` holds, for each token, whether it is somebody's first name.
Cues find_cues(const Tokens& tokens, std::span<const When> times, const std::vector<bool>& names,
               const Lexicon::Tables& tables);

}  // namespace offing::conversation
