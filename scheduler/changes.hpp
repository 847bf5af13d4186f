// When the service changes what was agreed: a worker is away, a clinic is cancelled, a visit runs over. Each
// is a plan that staff read before anything is sent; nobody's time is cancelled by silence.

#pragma once

#include "scheduler/place_in_line.hpp"
#include "scheduler/replacement.hpp"

namespace offing::scheduler {

/// A woman and what she has booked.
struct Booked {
    RankingInput who{};
    PlaceKey key{};
    Interval time;
    std::string worker{};
    Mode mode = Mode::in_person;
    Kind kind = Kind::booked;
    std::optional<std::string> site{};  ///< absent: it doesn't matter
};

/// What she can choose from when her worker is away. Until she answers, her time stands and a person decides.
struct AwayChoice {
    std::string person{};
    std::optional<Offer> cover{};    ///< the same time with another worker
    std::optional<Offer> wait{};     ///< her worker's first time after coming back
    std::optional<Offer> drop_in{};  ///< the next window she can come to
};

/// For each woman whose time with `worker` meets `away`, in order of time.
std::vector<AwayChoice> choices_while_away(const Availability& availability, std::string_view worker,
                                           Interval away, const std::vector<Booked>& booked, Instant now);

enum class PlannedStep { move, offer_choice, call };

struct PlannedMove {
    std::string person{};
    std::size_t which = 0;  ///< index in `booked`
    PlannedStep step = PlannedStep::call;
    std::optional<Offer> to{};  ///< none for a call
    std::chrono::minutes delay{0};
};

/// One placement and what it was solved from: with the proofs in it, anybody can check it.
struct PlacementRound {
    ReplacementProblem problem{};
    Placement placement{};
};

struct CancelledPlan {
    std::vector<PlannedMove> moves{};  ///< in order of the line
    /// More than one where two places could not both be given (two clinics share a worker or a room):
    /// whoever waited less is placed again, among what is left.
    std::vector<PlacementRound> rounds{};
};

/// New places for everybody whose session is cancelled. A move changes nothing but the time, by a week at
/// most and never to an earlier one; anything heavier is put to her as a choice; a person calls whoever has
/// no place. `availability` is that of the service without the session; the places given are taken in it.
std::expected<CancelledPlan, std::string> plan_for_cancelled(Availability& availability,
                                                             const std::vector<Booked>& booked, Instant now);
/// One line each, for staff: who moves where, who is offered a choice, who needs a call.
std::vector<std::string> spell_plan(const Availability& availability, const CancelledPlan& plan);

/// A visit that begins late because the one before it ran over.
struct Delay {
    PlaceKey key{};
    std::chrono::minutes late{0};
    bool is_told = false;  ///< more than ten minutes: she gets an apology that is ours
};

/// Who is late when the visit at `key` ends at `over`, until the room to run over has taken it all up.
/// `visits` are those of the same worker.
std::vector<Delay> delays_after(const PlaceKey& key, Instant over, std::vector<Booked> visits);

}  // namespace offing::scheduler
