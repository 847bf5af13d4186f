// A small made-up service for the scheduler's tests, and short ways to write times.

#pragma once

#include "scheduler/offer.hpp"

namespace offing::scheduler {

inline Date on(std::string_view text) { return parse_date(text).value(); }
inline ClockTime clock(std::string_view text) { return parse_clock(text).value(); }

inline Instant london(std::string_view text) {
    return Zone::find("Europe/London")->to_instant(parse_local(text).value()).value();
}

inline Interval between(std::string_view begin, std::string_view end) {
    return Interval::make(london(begin), london(end)).value();
}

inline std::string spell_local(Instant instant) {
    return spell(Zone::find("Europe/London")->to_local(instant));
}

/// Jo and Sam at the harbour, Nell on the phone. Monday is 16 March 2026; schools run until 27 March.
inline Service harbour() {
    Service service{.id = "harbour", .name = "Harbour"};
    service.council = "marram";
    service.schools.add(
        {.id = "marram",
         .name = "Marram",
         .terms = {{on("2026-01-05"), on("2026-03-27")}, {on("2026-04-13"), on("2026-07-21")}}});
    service.schools.add(
        {.id = "hill", .name = "Hill", .based_on = "marram", .inset_days = {on("2026-03-19")}});
    service.sites = {{.id = "quay", .nickname = "the quay"}};
    service.workers = {{.id = "w-jo", .first_name = "Jo"},
                       {.id = "w-sam", .first_name = "Sam"},
                       {.id = "w-nell", .first_name = "Nell"}};
    service.clinics = {
        {.id = "tue",
         .site = "quay",
         .label = "chat",
         .workers = {"w-jo", "w-sam"},
         .rrule = "FREQ=WEEKLY;BYDAY=TU",
         .first_date = on("2026-01-06"),
         .opens = clock("09:00"),
         .closes = clock("12:00")},
        {.id = "thu",
         .site = "quay",
         .label = "chat",
         .workers = {"w-sam"},
         .rrule = "FREQ=WEEKLY;BYDAY=TH",
         .first_date = on("2026-01-08"),
         .opens = clock("09:00"),
         .closes = clock("16:00")},
        {.id = "women",
         .site = "quay",
         .label = "chat",
         .audience = Audience::women_only,
         .children_welcome = true,
         .workers = {"w-jo"},
         .rrule = "FREQ=WEEKLY;BYDAY=FR",
         .first_date = on("2026-01-09"),
         .opens = clock("10:00"),
         .closes = clock("12:00")},
        {.id = "drop",
         .site = "quay",
         .label = "drop-in",
         .kind = Kind::drop_in,
         .workers = {"w-sam"},
         .rrule = "FREQ=WEEKLY;BYDAY=WE",
         .first_date = on("2026-01-07"),
         .opens = clock("13:00"),
         .closes = clock("16:00")},
        {.id = "phone",
         .label = "call",
         .mode = Mode::phone,
         .workers = {"w-nell"},
         .rrule = "FREQ=WEEKLY;BYDAY=TH",
         .first_date = on("2026-01-08"),
         .opens = clock("10:00"),
         .closes = clock("11:00")},
    };
    return service;
}

inline Availability six_weeks(const Service& service) {
    return Availability{service, between("2026-03-16T00:00", "2026-04-27T00:00")};
}

/// Before and after school, on school days.
inline std::vector<BusyWindow> school_run() {
    return {{.days = Weekdays::monday_to_friday(),
             .from = clock("08:15"),
             .to = clock("09:15"),
             .school_days_only = true},
            {.days = Weekdays::monday_to_friday(),
             .from = clock("14:45"),
             .to = clock("15:45"),
             .school_days_only = true}};
}

}  // namespace offing::scheduler
