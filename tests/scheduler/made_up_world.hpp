// Made-up services and women, as rapidcheck draws them: for properties that must hold of all.

#pragma once

#include <rapidcheck.h>

#include <algorithm>

#include "scheduler/offer.hpp"
#include "tests/scheduler/a_service.hpp"

namespace offing::scheduler::made_up {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

inline int whole(int least, int after) { return *rc::gen::inRange(least, after); }
inline bool now_and_then(int one_in) { return whole(0, one_in) == 0; }

inline Weekdays some_days() { return {static_cast<std::uint8_t>(whole(1, 128))}; }
inline ClockTime some_clock(int from, int to) { return minutes{5 * whole(from * 12, to * 12)}; }

/// Six weeks that hold a clock change, bank holidays and both ends of a school holiday.
inline Date some_monday() {
    return on(*rc::gen::element<std::string>("2026-03-16", "2026-10-12", "2026-12-07", "2027-03-15"));
}

inline Service some_service(Date monday) {
    Service service{.id = "made-up"};
    service.council = "council";
    service.schools.add(
        {.id = "council",
         .terms = {{monday - days{60}, monday + days{11}}, {monday + days{28}, monday + days{90}}}});
    service.schools.add({.id = "school", .based_on = "council", .inset_days = {monday + days{whole(0, 12)}}});
    service.sites = {{.id = "a"}, {.id = "b", .closed = {monday + days{whole(0, 40)}}}};
    const int workers = whole(1, 5);
    for (int worker = 0; worker < workers; ++worker) {
        service.workers.push_back({.id = "w" + std::to_string(worker)});
        if (now_and_then(3)) {
            const Instant from =
                Instant{std::chrono::sys_days{monday.time_since_epoch()}} + hours{whole(0, 900)};
            service.workers.back().away = {*Interval::make(from, from + hours{whole(1, 100)})};
        }
    }
    const int clinics = whole(1, 8);
    for (int number = 0; number < clinics; ++number) {
        Clinic clinic{.id = "c" + std::to_string(number)};
        clinic.site = now_and_then(2) ? "a" : "b";
        clinic.room = now_and_then(3) ? "room" : "";
        clinic.kind = static_cast<Kind>(*rc::gen::weightedElement<int>({{6, 0}, {2, 1}, {1, 2}}));
        clinic.mode = static_cast<Mode>(*rc::gen::weightedElement<int>({{6, 0}, {2, 1}, {1, 2}, {1, 3}}));
        clinic.audience = static_cast<Audience>(whole(0, 3));
        clinic.children_welcome = now_and_then(2);
        for (int worker = 0; worker < workers; ++worker)
            if (now_and_then(2)) clinic.workers.push_back("w" + std::to_string(worker));
        if (clinic.workers.empty()) clinic.workers = {"w0"};
        clinic.minimum_staff = whole(1, static_cast<int>(clinic.workers.size()) + 1);
        clinic.rrule = *rc::gen::element<std::string>("FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO,TU,SU",
                                                      "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE,FR");
        clinic.first_date = monday - days{14};
        clinic.opens = some_clock(0, 16);
        clinic.closes = clinic.opens + minutes{5 * whole(6, 96)};
        clinic.length = minutes{5 * whole(2, 19)};
        clinic.run_over = minutes{5 * whole(0, 4)};
        clinic.places = whole(1, 4);
        clinic.open_on_bank_holidays = now_and_then(3);
        service.clinics.push_back(std::move(clinic));
    }
    return service;
}

inline Preferences some_woman(Date monday) {
    Preferences woman;
    const int windows = whole(0, 4);
    for (int window = 0; window < windows; ++window) {
        const ClockTime from = some_clock(0, 20);
        woman.busy.push_back({.days = some_days(), .from = from, .to = from + minutes{5 * whole(1, 48)}});
        woman.busy.back().school_days_only = now_and_then(2);
        woman.busy.back().to = std::min(woman.busy.back().to, ClockTime{24 * 60});
        if (now_and_then(5)) woman.busy.back().dates = DateRange{monday, monday + days{whole(0, 30)}};
    }
    woman.travel = minutes{5 * whole(0, 8)};
    woman.school = *rc::gen::element<std::string>("", "school", "council", "nobody knows it");
    woman.notice = minutes{whole(0, 300)};
    woman.women_only = now_and_then(5);
    if (now_and_then(3)) woman.usual_worker = "w" + std::to_string(whole(0, 5));
    if (now_and_then(5)) woman.not_before = some_clock(8, 12);
    if (now_and_then(4)) woman.taken_before = {some_clock(8, 17)};
    return woman;
}

inline Wish some_wish(Date monday) {
    Wish wish;
    if (now_and_then(4)) wish.days_ok = some_days();
    if (now_and_then(4)) wish.days_not = some_days();
    if (now_and_then(6)) wish.dates_ok = {monday + days{whole(0, 42)}, monday + days{whole(0, 42)}};
    if (now_and_then(4)) wish.after = some_clock(6, 14);
    if (now_and_then(4)) wish.before = some_clock(12, 20);
    if (now_and_then(4)) wish.around = {some_clock(8, 17)};
    if (now_and_then(4))
        wish.not_windows = {{.days = some_days(), .from = some_clock(8, 10), .to = some_clock(11, 14)}};
    if (now_and_then(6)) wish.mode = static_cast<Mode>(whole(0, 4));
    if (now_and_then(6)) wish.kind = static_cast<Kind>(whole(0, 3));
    wish.women_only = now_and_then(5);
    wish.children_welcome = now_and_then(5);
    if (now_and_then(5)) wish.prefer_worker = "W" + std::to_string(whole(0, 5));
    if (now_and_then(5)) wish.not_worker = "w" + std::to_string(whole(0, 5));
    return wish;
}

struct World {
    Date monday = some_monday();
    Service service = some_service(monday);
    Zone zone = *Zone::find("Europe/London");
    Instant begin = zone.to_instant_or_later(LocalTime{monday});
    Instant now = begin + minutes{whole(0, 3 * 24 * 60)};
    Availability availability{service, *Interval::make(begin, begin + days{42})};
};

}  // namespace offing::scheduler::made_up
