// What a change of the service does to the women who have times booked. First a plan that staff read: who
// moves where, who is given a choice, who needs a call, and what each is told. Then that plan carried out
// with the new service in one transaction, or nothing at all. Nobody's place in line changes, nobody's time
// is cancelled by silence, and nobody is told twice.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/service_file.hpp"
#include "gateway/service/turn.hpp"
#include "gateway/storage/bookings.hpp"
#include "scheduler/changes.hpp"

namespace offing::service {

/// Why a booked time can't be as it was agreed.
enum class Cause { worker_away, session_off, session_changed, site_closed, clinic_ended };
std::string_view spell(Cause cause);  ///< "worker_away"

struct PlannedChange {
    /// moved: nothing but the time changes, and she is told. choice: the offers are put to her; until she
    /// answers her time stands, and a person decides. call: a person rings her.
    enum class Outcome { moved, choice, call } outcome = Outcome::call;
    storage::Booking booking{};
    Cause cause = Cause::session_off;
    std::optional<scheduler::Offer> to{};  ///< for moved
    std::chrono::minutes delay{0};         ///< of `to`, or of the first choice; below 0 when it is earlier
    /// For choice under the numbers she is shown; for call what is kept for her until then, if anything.
    std::vector<scheduler::Offer> choices{};
    struct Told {
        std::string template_id;
        std::string body;  ///< the very words
        Timestamp due;     ///< in her safe times
    };
    std::optional<Told> told{};  ///< for moved and choice
    std::string why{};           ///< for call: what stands in the way of a text or a place, for staff
    Timestamp decide_by{};       ///< for choice and call: when a person settles it at the latest
};

/// The same time under another number, or with another end: nothing that she would notice.
struct Renumbered {
    storage::Booking booking;
    scheduler::PlaceKey key;
    scheduler::Instant ends;
};

struct Plan {
    std::vector<PlannedChange> changes{};  ///< in order of the line
    int stays = 0;                         ///< booked times that nothing happens to
    std::vector<Renumbered> renumbered{};
    std::vector<storage::Booking> again{};            ///< of an earlier change, and can be held after all
    std::vector<storage::Booking> awaiting{};         ///< of an earlier change, told then and not settled yet
    std::vector<scheduler::PlaceKey> lost_holds{};    ///< on offer to somebody; a late reply gets new times
    std::vector<scheduler::PlacementRound> rounds{};  ///< the placements with their proofs
    std::int64_t version = 0;                         ///< of the service that is changed
    std::string digest{};  ///< of the changed service and of all that happens by it
};

/// Reads only. `desk.diary` holds the service as it is now. The women are looked up in the store.
Plan plan_change(storage::Transaction& transaction, const Desk& desk, const config::BundledService& changed,
                 Timestamp now);

struct Applied {
    std::int64_t version = 0;  ///< of the service from now on
    int moved = 0;
    int choices = 0;
    int calls = 0;
};
/// Plans anew and carries it out when the digest is that of the plan staff read. Empty, and nothing is
/// changed, when the store has moved on so that something else would happen now. The diary is the caller's to
/// refresh. `by` is who decided, for the ledger: a role or a staff member's id.
std::optional<Applied> apply_change(storage::Transaction& transaction, const Desk& desk,
                                    const config::BundledService& changed, std::string_view digest,
                                    std::string_view by, Timestamp now);

/// What she is told, before it is put into words.
conversation::Say say_of(const PlannedChange& change, const scheduler::Service& changed,
                         const scheduler::Zone& zone);

/// How many booked times would change: what an import without a plan must not do.
int count_changes(storage::Transaction& transaction, const scheduler::Service& changed, Timestamp now);

/// The plan in lines for staff, with pseudonyms.
std::vector<std::string> spell(const Plan& plan, const scheduler::Service& changed);

}  // namespace offing::service
