// Places that came free, and who has been asked whether she would like one sooner than what she has.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gateway/base/clock.hpp"
#include "gateway/storage/database.hpp"
#include "scheduler/availability.hpp"

namespace offing::storage {

struct FreedPlace {
    scheduler::PlaceKey key;
    scheduler::Instant starts;
};

/// `by` gave it up, so she is not asked about it.
void add_freed(Transaction& transaction, const FreedPlace& freed, std::string_view by, Timestamp now);
/// Those it is time to look at, soonest first.
std::vector<FreedPlace> freed_to_look_at(Transaction& transaction, Timestamp now, int most);
void look_later(Transaction& transaction, const scheduler::PlaceKey& key, Timestamp at);
void drop_freed(Transaction& transaction, const scheduler::PlaceKey& key);

void note_asked(Transaction& transaction, const FreedPlace& freed, std::string_view contact);
int times_asked(Transaction& transaction, const scheduler::PlaceKey& key);
/// Women who may be texted, have not been asked about it, and whose next booked time is later than `after`,
/// or who have none and asked for one that nobody could find yet. The longest wait first.
std::vector<std::string> line_for_freed(Transaction& transaction, const scheduler::PlaceKey& key,
                                        Timestamp after, Timestamp now, int most);
/// What lies in the past.
void forget_freed(Transaction& transaction, Timestamp before);

}  // namespace offing::storage
