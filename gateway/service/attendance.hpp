// What the front desk marks: she came, she did not, the visit runs over; and a slip of the finger taken back.
// Nothing of it touches her place in line. Each is written with its event in the ledger.

#pragma once

#include <string_view>
#include <vector>

#include "gateway/service/ran_over.hpp"
#include "gateway/service/turn.hpp"

namespace offing::service {

/// False when the booking no longer stood.
bool mark_arrived(storage::Transaction& transaction, const Desk& desk, std::string_view booking,
                  Timestamp now);

struct TakenBack {
    bool done = false;       ///< false: it was neither marked as come nor as missed any more
    bool text_gone = false;  ///< an offer had gone to her already, and stands
    std::vector<scheduler::PlaceKey> released{};  ///< held for an offer that never went; the diary is told
};
/// It stands as booked again. An offer that waits to go is not sent, and its places are free.
TakenBack take_back_mark(storage::Transaction& transaction, std::string_view booking, Timestamp now);

struct RunsOver {
    Timestamp until{};
    std::vector<LateVisit> late{};
};
/// The visit of a woman who has come takes `more` than it was to take so far. Empty when she isn't here.
std::optional<RunsOver> note_runs_over(storage::Transaction& transaction, const Desk& desk,
                                       std::string_view booking, std::chrono::minutes more, Timestamp now);

}  // namespace offing::service
