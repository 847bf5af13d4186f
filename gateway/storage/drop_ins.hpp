// Who came to an open session and when she was seen, as counts: a row knows times and nobody.

#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/base/clock.hpp"
#include "gateway/storage/database.hpp"
#include "scheduler/calendar.hpp"

namespace offing::storage {

struct SessionDay {
    std::string clinic;
    scheduler::Date date;
};

void add_arrival(Transaction& transaction, const SessionDay& session, Timestamp now);
/// Whoever has waited longest is seen. False when nobody waits.
bool begin_visit(Transaction& transaction, const SessionDay& session, Timestamp now);
/// The visit that has lasted longest is over. False when none is running.
bool end_visit(Transaction& transaction, const SessionDay& session, Timestamp now);
/// Somebody left unseen: the one who came last. False when nobody waits.
bool drop_arrival(Transaction& transaction, const SessionDay& session);
/// Absent: open again.
void set_closed(Transaction& transaction, const SessionDay& session, std::optional<Timestamp> at);

struct DropInCounts {
    int waiting = 0;
    std::vector<Timestamp> running_since;
    std::optional<Timestamp> closed;
};
DropInCounts count_drop_in(Transaction& transaction, const SessionDay& session);
/// Lengths of the clinic's latest visits.
std::vector<std::chrono::minutes> past_visit_lengths(Transaction& transaction, std::string_view clinic,
                                                     int most);
void forget_visits(Transaction& transaction, Timestamp before);

}  // namespace offing::storage
