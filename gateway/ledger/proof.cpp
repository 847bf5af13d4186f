#include "gateway/ledger/proof.hpp"

#include <algorithm>
#include <array>

#include "gateway/base/crypto.hpp"
#include "gateway/ledger/export.hpp"
#include "gateway/storage/columns.hpp"

namespace offing::ledger {

namespace {

constexpr std::string_view title = "offing-ledger-proof\t1";

/// Texts and alarms are left out: they bear on nothing, and the paper may lie about.
constexpr std::array bearing_on_her_place{"person_added", "place_changed", "offered",      "nothing_found",
                                          "booked",       "moved",         "freed",        "re_placed",
                                          "worker_away",  "session_off",   "stands_again", "missed",
                                          "arrived",      "late",          "place_kept"};

constexpr int most_looked_at = 50'000;

}  // namespace

std::optional<PlaceProof> prove_place(storage::Transaction& transaction, std::string_view person) {
    const auto head = last_head(transaction);
    if (!head) return std::nullopt;
    PlaceProof proof{.person = std::string{person}, .head = *head, .events = {}, .has_more = false};
    const StoredTree tree{transaction, static_cast<std::uint64_t>(head->size)};
    for (LedgerEvent& event : sealed_events_about(transaction, person, head->size, most_looked_at)) {
        if (std::ranges::find(bearing_on_her_place, event.kind) == bearing_on_her_place.end()) continue;
        proof.has_more = proof.events.size() == most_proven;
        if (proof.has_more) break;
        auto path = inclusion_proof(tree, static_cast<std::uint64_t>(event.seq), tree.size());
        proof.events.push_back({std::move(event), std::move(path)});
    }
    if (proof.events.empty()) return std::nullopt;
    return proof;
}

std::string write_proof(const PlaceProof& proof) {
    std::string text{title};
    text += "\nw\t" + proof.person + '\n' + head_line(proof.head) + '\n';
    for (const auto& [event, path] : proof.events) {
        text += "e\t" + std::to_string(event.seq) + '\t' + line_of(event) + "\nn";
        for (const Hash& hash : path) text += '\t' + crypto::to_hex(hash);
        text += '\n';
    }
    return text + "end\t" + std::to_string(proof.events.size()) + '\n';
}

}  // namespace offing::ledger
