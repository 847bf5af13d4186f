// A woman and her wish as JSON, for the inspection commands. Strict: a key nobody knows is a mistake, since a
// limit that is read past would be a limit broken.

#pragma once

#include <boost/json/object.hpp>

#include "scheduler/preferences.hpp"

namespace offing::cli {

struct AskedOffers {
    scheduler::Instant now;
    scheduler::Preferences woman;
    scheduler::Wish wish;
    std::size_t limit = 3;
};

/// Throws std::invalid_argument with the key and what would be right.
AskedOffers read_question(const boost::json::object& question, const scheduler::Service& service,
                          const scheduler::Zone& zone);

/// "2026-03-19T10:00", on the wall unless an offset or a Z follows.
scheduler::Instant read_instant(std::string_view key, std::string_view text, const scheduler::Zone& zone);

}  // namespace offing::cli
