// A decision as the ledger holds it: what was offered, and what it was found from, so that it can be made
// again by anybody who has the ledger.

#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <vector>

#include "gateway/service/diary.hpp"
#include "gateway/storage/contacts.hpp"

namespace offing::service {

struct DecisionInputs {
    Diary::Sight sight;
    scheduler::Instant now;
    scheduler::Wish wish;
    /// What is on offer to her may be offered again.
    bool again = false;
    /// A booked time of hers that doesn't stand in the way: it would be moved.
    std::optional<std::string> moving;
    bool nearest = false;
    Timestamp waiting_since;
    /// Of what was found: places that lie inside what she can't do. None, or the search is wrong.
    int inside = 0;
};

/// Workers whom she named are written by their ids; a name that nobody has bears on nothing.
boost::json::object to_json(const DecisionInputs& inputs, const scheduler::Service& service);

/// How many of the places lie inside what she can't do, checked apart from the search that found them.
int inside_busy(const scheduler::Service& service, const scheduler::Preferences& woman,
                const std::vector<scheduler::Offer>& offers);

/// [clinic, date, place, begin, end, worker, [reasons]] for each, in the order she was shown.
boost::json::array offers_json(const std::vector<scheduler::Offer>& offers);

}  // namespace offing::service
