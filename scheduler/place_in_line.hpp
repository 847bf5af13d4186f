// The clock that nothing resets. It starts when she first asks. Only she moves it ("later please"), or staff
// with a reason from a list on which missing, moving and cancelling don't stand.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scheduler/offer.hpp"

namespace offing::scheduler {

enum class LineEditReason {
    asked_for_later,      ///< by herself
    entered_wrong,        ///< by staff: a slip when it was entered
    asked_before,         ///< by staff: she had asked earlier than was written down
    came_from_elsewhere,  ///< by staff: she brings the wait she had at another service
};
std::string_view spell(LineEditReason reason);

struct LineEdit {
    Instant at;
    Instant before;
    Instant after;
    LineEditReason reason;
};

class PlaceInLine {
public:
    explicit PlaceInLine(Instant first_asked) : since_{first_asked} {}

    Instant since() const { return since_; }
    const std::vector<LineEdit>& edits() const { return edits_; }

    /// The time until `from` doesn't count as waiting; what she has waited stays hers.
    void later_please(Instant now, Instant from);
    /// False for `asked_for_later`: that is hers to say.
    bool correct(Instant now, Instant since, LineEditReason reason);

private:
    Instant since_;
    std::vector<LineEdit> edits_;
};

/// All that may bear on who is offered what. There is no room in it for missed, late or cancelled times; what
/// can't be passed in can't be held against her.
struct RankingInput {
    std::string person{};  ///< a pseudonym
    Preferences woman{};   ///< her place in line is in here
    Wish wish{};
    std::optional<Instant> has{};  ///< the start of what she has booked: only earlier times are news to her
};

/// Whom to tell that this place came free, the longest wait first: it fits them and is earlier than what
/// they have. Saying no costs nothing, so nobody is left out for having said it.
std::vector<std::string> line_for(const Availability& availability, const PlaceKey& freed,
                                  std::vector<RankingInput> line, Instant now, std::size_t limit);

}  // namespace offing::scheduler
