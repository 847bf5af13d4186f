// The texts in use: those that ship, taken into the store once, and what has been done about them since.
// Every daemon on a store reads the same.

#pragma once

#include <atomic>

#include "gateway/base/task.hpp"
#include "gateway/service/wording_acts.hpp"

namespace offing::service {

class Wording {
public:
    /// Throws when the shipped files can't be used.
    Wording(storage::Database& database, ShippedWording shipped);

    /// At start: takes in what this release ships, and makes the catalogue the store says. Throws when the
    /// store can't be read.
    templates::Catalogue open(Timestamp now);
    /// Another daemon, the console or a woman's text may have changed something. True when so; `catalogue`
    /// then has it.
    Task<bool> refresh(templates::Catalogue& catalogue);

    const ReleaseTexts& release() const { return release_; }

private:
    struct Seen;
    templates::Catalogue made_of(const Seen& seen);

    storage::Database& database_;
    ReleaseTexts release_;
    std::atomic<std::int64_t> revision_{-1};
};

/// Versions that ship and the store doesn't know yet are added as their files have them. A file's review
/// counts until somebody acts in the store; from then on the store's word holds.
void take_shipped(storage::Transaction& transaction, const std::vector<templates::StoredVersion>& shipped,
                  Timestamp now);

/// Everything the store has, for assemble().
std::vector<templates::StoredVersion> stored_wording(storage::Transaction& transaction);

/// The same without a store to write to: `stored` as it would be after take_shipped().
std::vector<templates::StoredVersion> beside_shipped(std::vector<templates::StoredVersion> stored,
                                                     const std::vector<templates::StoredVersion>& shipped);

/// *.toml of a folder and the rules beside it. Throws std::runtime_error that says what to mend.
ShippedWording load_shipped(const std::string& folder);
/// Throws std::runtime_error that lists every problem of the files.
ReleaseTexts read_release(ShippedWording shipped);

}  // namespace offing::service
