// Checks a ledger from its first event to its last seal, and says where it was touched. Needs nothing but
// the ledger; a head that was kept elsewhere shows what a ledger alone can't: that it was written anew as a
// whole, or ends too early.

#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "gateway/ledger/source.hpp"

namespace offing::ledger {

struct Finding {
    enum class What {
        changed,  ///< an event isn't what was sealed
        removed,
        inserted,
        reordered,
        head,          ///< a seal was changed or removed, or isn't this ledger's
        hashes,        ///< the tree's stored hashes were changed; the events weren't
        clock,         ///< a clock ran backwards
        outside_head,  ///< a head kept elsewhere contradicts the ledger, or is another ledger's
        unreadable     ///< the medium can't be read there
    } what;
    std::int64_t event = -1;  ///< the first one it is about; -1: about none in particular
    std::string text;         ///< one sentence, no personal data
};
std::string_view spell(Finding::What what);

struct Verified {
    std::optional<Head> head;  ///< the last one
    std::int64_t events = 0;   ///< under the last seal
    std::int64_t unsealed = 0;
    std::vector<Finding> findings;  ///< the first `most_findings` of them, by where they stand
    std::int64_t more_findings = 0;
    bool is_whole() const { return findings.empty(); }
};
constexpr std::size_t most_findings = 20;

/// `outside` are heads kept elsewhere, in any order. Seals beyond the last one at the call are left out.
/// `seen` is told of each event that is as it was sealed, in order.
Verified verify(LedgerSource& source, const std::vector<Head>& outside,
                const std::function<void(const LedgerEvent&)>& seen = {});

}  // namespace offing::ledger
