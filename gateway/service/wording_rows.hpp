// From the store's columns to the values of templates/review, and back.

#pragma once

#include "gateway/storage/wording.hpp"
#include "templates/review.hpp"
#include "templates/stored.hpp"

namespace offing::service {

templates::Reviewed reviewed_from(const storage::WordingRow& row);
/// Status, dates, standing and flags; rounds are left as they are.
void write_state(const templates::Reviewed& reviewed, storage::WordingState& state);
templates::Review review_from(const storage::ReviewRow& row);
/// `reviews` may hold those of other versions.
templates::StoredVersion stored_version(const storage::WordingRow& row,
                                        const std::vector<storage::ReviewRow>& reviews);

/// SHA-256 of a version's words, in hex: what the ledger knows them by.
std::string digest_of(const std::string& words);
std::string spell_day(std::chrono::local_days day);

}  // namespace offing::service
