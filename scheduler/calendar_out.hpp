// Sessions as an iCalendar file (RFC 5545), for a clinic, a worker or a site, and what staff should know
// before they publish. Such a file is for staff: it names nobody who comes.

#pragma once

#include <functional>

#include "scheduler/service.hpp"

namespace offing::scheduler {

/// Whose sessions; empty members mean all.
struct CalendarOf {
    std::string clinic{};
    std::string worker{};
    std::string site{};
};

/// What an event says beside its times; by default who is there, by first name.
using Describe = std::function<std::string(const Session&)>;

/// A hidden site's place is never written. `now` stamps the events; the same input gives the same bytes.
std::string write_ics(const Service& service, Interval within, const CalendarOf& whose, Instant now,
                      const Describe& describe = {});

/// A session that can't be published because too few workers are there.
struct Unstaffed {
    std::string clinic{};
    Date date{};
    int present = 0;
    int needed = 0;
};
std::vector<Unstaffed> unstaffed_sessions(const Service& service, Interval within);

/// A week of school holidays in which fewer hours welcome children than in a usual week of term.
struct ThinWeek {
    Date monday{};
    std::chrono::minutes hours{0};
    std::chrono::minutes in_term{0};
};
std::vector<ThinWeek> thin_holiday_weeks(const Service& service, Interval within);

}  // namespace offing::scheduler
