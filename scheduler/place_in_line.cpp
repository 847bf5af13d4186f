#include "scheduler/place_in_line.hpp"

#include <algorithm>
#include <tuple>

namespace offing::scheduler {

std::string_view spell(LineEditReason reason) {
    switch (reason) {
        case LineEditReason::asked_for_later:
            return "asked_for_later";
        case LineEditReason::entered_wrong:
            return "entered_wrong";
        case LineEditReason::asked_before:
            return "asked_before";
        case LineEditReason::came_from_elsewhere:
            return "came_from_elsewhere";
    }
    return "";
}

void PlaceInLine::later_please(Instant now, Instant from) {
    if (from <= now) return;
    const Instant before = since_;
    since_ += from - now;
    edits_.push_back({now, before, since_, LineEditReason::asked_for_later});
}

bool PlaceInLine::correct(Instant now, Instant since, LineEditReason reason) {
    if (reason == LineEditReason::asked_for_later) return false;
    edits_.push_back({now, since_, since, reason});
    since_ = since;
    return true;
}

std::vector<std::string> line_for(const Availability& availability, const PlaceKey& freed,
                                  std::vector<RankingInput> line, Instant now, std::size_t limit) {
    std::vector<std::string> told;
    const auto place = availability.find(freed);
    if (!place) return told;
    std::ranges::sort(
        line, {}, [](const RankingInput& one) { return std::tuple{one.woman.waiting_since, one.person}; });
    for (const RankingInput& one : line) {
        if (told.size() == limit) break;
        if (one.has && *one.has <= place->time.begin()) continue;
        if (fits_her(availability, freed, one.woman, one.wish, now)) told.push_back(one.person);
    }
    return told;
}

}  // namespace offing::scheduler
