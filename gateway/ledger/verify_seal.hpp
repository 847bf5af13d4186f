// The events under one seal, held against the hashes kept beside them and against the seal's root: whichever
// of the two the root agrees with tells what was touched. Private to verify.

#pragma once

#include "gateway/ledger/verify.hpp"

namespace offing::ledger {

/// What stands in the places [begin, end) of a ledger.
struct Stretch {
    std::int64_t begin = 0;
    std::int64_t end = 0;
    std::vector<std::optional<LedgerEvent>> events;  ///< one for each place; nothing: no event there
    std::vector<Hash> kept;  ///< hashes kept beside them; shorter when some are missing

    std::optional<Hash> kept_at(std::size_t place) const {
        return place < kept.size() ? std::optional{kept[place]} : std::nullopt;
    }
};

struct Judgement {
    std::vector<Hash> leaves;       ///< the right ones, as far as can be told
    bool is_anchored = true;        ///< the root agrees with `leaves`
    bool is_shifted = false;        ///< from here on every event stands in another's place
    std::vector<std::int64_t> bad;  ///< places of events that aren't as they were sealed
    std::vector<Finding> findings;
};

/// `before` is the tree up to `begin`; `root` what the seal says of the tree up to `end`, absent when the
/// seal itself can't be trusted.
Judgement judge(const Stretch& stretch, const Frontier& before, const std::optional<Hash>& root);

}  // namespace offing::ledger
