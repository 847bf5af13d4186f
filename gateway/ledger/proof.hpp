// One woman's own history in the ledger, each event with its proof: that it stands under the last head, so
// that nobody can have changed it since. What isn't sealed yet is not in it.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gateway/ledger/records.hpp"

namespace offing::ledger {

struct ProvenEvent {
    LedgerEvent event;
    std::vector<Hash> path;  ///< the siblings from the leaf up
};

struct PlaceProof {
    std::string person;  ///< her pseudonym
    Head head;
    std::vector<ProvenEvent> events;  ///< in order, what bears on her place and her times
    bool has_more = false;            ///< there were more than `most_proven`
};
constexpr std::size_t most_proven = 5'000;

/// Nothing when the ledger has no sealed event about that pseudonym.
std::optional<PlaceProof> prove_place(storage::Transaction& transaction, std::string_view person);

/// The lines that offing-verify reads: docs/ledger.md has the format.
std::string write_proof(const PlaceProof& proof);

}  // namespace offing::ledger
