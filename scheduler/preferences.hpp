// What a woman can't do and what she asked for: times and wishes, never reasons.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scheduler/service.hpp"

namespace offing::scheduler {

/// A stretch that this text rules out. An absent limit means "every": no days and no dates = each day.
struct OutWindow {
    std::optional<Weekdays> days{};
    std::vector<Date> dates{};
    std::optional<Date> date_from{};
    std::optional<Date> date_to{};  ///< inclusive
    ClockTime from{0};
    ClockTime to{24 * 60};
    friend bool operator==(const OutWindow&, const OutWindow&) = default;
};

/// What she asked for, in this text or the one it answers. Everything absent means "anything".
struct Wish {
    std::vector<Date> dates_ok{};  ///< in her order of preference
    std::optional<Weekdays> days_ok{};
    Weekdays days_not{};
    std::optional<ClockTime> after{};   ///< earliest start
    std::optional<ClockTime> before{};  ///< everything over by then
    std::vector<ClockTime> around{};    ///< aimed-at starts: nearest first
    std::vector<OutWindow> not_windows{};
    std::optional<Mode> mode{};
    std::optional<Kind> kind{};  ///< Kind::drop_in when she asked to drop in
    std::optional<Purpose> purpose{};
    bool women_only = false;
    bool children_welcome = false;
    std::optional<std::string> prefer_worker{};  ///< a worker's first name or id
    std::optional<std::string> not_worker{};
    std::optional<std::string> also_worker{};
    friend bool operator==(const Wish&, const Wish&) = default;
};

/// A woman as the scheduler may see her. This type has no room for missed, late or cancelled times,
/// so no rank can be built on them (docs/decisions, "no penalty").
struct Preferences {
    Instant waiting_since{};  ///< her place in line
    std::vector<BusyWindow> busy{};
    std::chrono::minutes travel{0};  ///< kept free on both sides of every busy window
    /// Whose terms her school-run windows follow: an area or a school, never a child. Empty: the service's.
    std::string school{};
    std::vector<Interval> engaged{};   ///< times she has booked and keeps: no offer overlaps them
    std::vector<std::string> sites{};  ///< ids of the sites she can get to; empty: all
    std::chrono::minutes notice{120};
    std::optional<std::string> usual_worker{};  ///< worker id
    std::vector<std::string> workers_not{};     ///< worker ids she said no to
    bool women_only = false;
    std::optional<ClockTime> not_before{};
    /// Starts she has taken before, for the time of day only.
    std::vector<ClockTime> taken_before{};
};

}  // namespace offing::scheduler
