// The diary as pages show it: days with their sessions, what is taken in each, what doesn't run, and what
// can't open. Words for every sign: nothing is told by colour alone.

#pragma once

#include <boost/json/object.hpp>

#include "gateway/service/session_places.hpp"

namespace offing::console {

/// Whose sessions; empty members mean all.
struct DiaryFilter {
    std::string site{}, clinic{}, worker{};
};

struct DiaryStretch {
    scheduler::Date first{};
    int days = 7;
    scheduler::Interval within;
};
DiaryStretch stretch_of(const scheduler::Zone& zone, scheduler::Date first, int days);

/// {"days": [{"heading", "iso", "is_today", "notes": [...], "sessions": [...]}]}
boost::json::object diary_days(const scheduler::Service& service, const DiaryStretch& stretch,
                               const DiaryFilter& filter, const storage::DiaryRows& rows,
                               scheduler::Date today);

/// One session with its places: {"label", "when", "places": [{"time", "who", "state", "person"}], ...}
boost::json::object session_model(const scheduler::Service& service, const service::SeenSession& seen);

/// "3 of 8 booked, 1 on offer"; "drop in: no booking needed".
std::string taken_words(const service::SeenSession& seen);

}  // namespace offing::console
