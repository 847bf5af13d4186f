// Thousands of made-up services and women. What must never happen is checked from the offer's own times, by
// plain arithmetic on the wall clock and not by the timelines that made it.

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "scheduler/offer.hpp"
#include "tests/scheduler/a_service.hpp"

namespace offing::scheduler {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

int whole(int least, int after) { return *rc::gen::inRange(least, after); }
bool now_and_then(int one_in) { return whole(0, one_in) == 0; }

Weekdays some_days() { return {static_cast<std::uint8_t>(whole(1, 128))}; }
ClockTime some_clock(int from, int to) { return minutes{5 * whole(from * 12, to * 12)}; }

/// Six weeks that hold a clock change, bank holidays and both ends of a school holiday.
Date some_monday() {
    return on(*rc::gen::element<std::string>("2026-03-16", "2026-10-12", "2026-12-07", "2027-03-15"));
}

Service some_service(Date monday) {
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

Preferences some_woman(Date monday) {
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
    return woman;
}

Wish some_wish(Date monday) {
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

/// Whether a visit meets [from, to) of a day, by the wall clock.
bool meets(const Zone& zone, Interval visit, Date date, ClockTime from, ClockTime to, minutes margin) {
    const Instant begin = zone.to_instant_or_later(LocalTime{date} + from) - margin;
    const Instant end = zone.to_instant_or_later(LocalTime{date} + to) + margin;
    return visit.begin() < end && begin < visit.end();
}

void check_busy(const Availability& availability, const Preferences& woman, const Offer& offer) {
    const Zone& zone = availability.zone();
    const std::string school = woman.school.empty() ? availability.service().council : woman.school;
    for (const BusyWindow& window : woman.busy)
        for (Date date = offer.key.date - days{1}; date <= offer.key.date + days{1}; date += days{1}) {
            if (!window.days.contains(weekday_of(date))) continue;
            if (window.dates && (date < window.dates->first || date > window.dates->last)) continue;
            if (window.school_days_only && !availability.service().schools.runs_on(school, date)) continue;
            RC_ASSERT(!meets(zone, offer.time, date, window.from, window.to, woman.travel));
        }
}

void check_wish(const Availability& availability, const Preferences& woman, const Wish& wish,
                const Offer& offer) {
    const Zone& zone = availability.zone();
    const auto weekday = weekday_of(offer.key.date);
    const Clinic& clinic = *availability.service().find_clinic(offer.key.clinic);
    if (wish.days_ok) RC_ASSERT(wish.days_ok->contains(weekday));
    RC_ASSERT(!wish.days_not.contains(weekday));
    if (!wish.dates_ok.empty()) RC_ASSERT(std::ranges::count(wish.dates_ok, offer.key.date) > 0);
    const ClockTime start = clock_of(zone.to_local(offer.time.begin()));
    if (wish.after) RC_ASSERT(start >= *wish.after);
    if (woman.not_before) RC_ASSERT(start >= *woman.not_before);
    if (wish.before)
        RC_ASSERT(!meets(zone, offer.time, offer.key.date, *wish.before, ClockTime{1440}, minutes{0}));
    for (const OutWindow& out : wish.not_windows)
        if (out.days->contains(weekday))
            RC_ASSERT(!(out.from < out.to) ||
                      !meets(zone, offer.time, offer.key.date, out.from, out.to, minutes{0}));
    if (wish.mode)
        RC_ASSERT(offer.mode == *wish.mode);
    else
        RC_ASSERT(offer.mode != Mode::offsite);
    if (wish.kind)
        RC_ASSERT(offer.kind == *wish.kind);
    else
        RC_ASSERT(offer.kind != Kind::group);
    if (wish.women_only || woman.women_only) RC_ASSERT(offer.audience != Audience::everyone);
    if (wish.children_welcome) RC_ASSERT(clinic.children_welcome);
    if (wish.not_worker) RC_ASSERT(offer.worker != *wish.not_worker);
}

void check_offer(const Availability& availability, const Preferences& woman, const Wish& wish, Instant now,
                 const Offer& offer) {
    const Service& service = availability.service();
    RC_ASSERT(still_fits(availability, offer));
    RC_ASSERT(!offer.reasons.empty());
    RC_ASSERT(offer.time.begin() >= now + (offer.kind == Kind::drop_in ? minutes{0} : woman.notice));
    const auto place = availability.find(offer.key);
    RC_ASSERT(place.has_value());
    RC_ASSERT(place->time.begin() <= offer.time.begin() && offer.time.end() <= place->time.end());
    RC_ASSERT(offer.time.length() >= std::min(place->clinic->length, place->time.length()));
    if (offer.kind == Kind::booked) {
        const Worker* worker = service.find_worker(offer.worker);
        RC_ASSERT(worker != nullptr && is_present(*worker, offer.time));
        RC_ASSERT(place->worker == offer.worker);
    }
    const Clinic& clinic = *place->clinic;
    if (!clinic.open_on_bank_holidays) RC_ASSERT(!bank_holiday(service.division, offer.key.date));
    RC_ASSERT(std::ranges::count(service.find_site(clinic.site)->closed, offer.key.date) == 0);
    check_busy(availability, woman, offer);
    check_wish(availability, woman, wish, offer);
}

struct World {
    Date monday = some_monday();
    Service service = some_service(monday);
    Zone zone = *Zone::find("Europe/London");
    Instant begin = zone.to_instant_or_later(LocalTime{monday});
    Instant now = begin + minutes{whole(0, 3 * 24 * 60)};
    Availability availability{service, *Interval::make(begin, begin + days{42})};
};

RC_GTEST_PROP(OfferProperty, EveryOfferKeepsEveryLimit, ()) {
    World world;
    for (int asked = 0; asked < 10; ++asked) {
        const Preferences woman = some_woman(world.monday);
        const Wish wish = some_wish(world.monday);
        const OfferAnswer answer = find_offers(world.availability, woman, wish, world.now, 3);
        RC_ASSERT(answer.offers.size() <= 3U);
        for (const Offer& offer : answer.offers)
            check_offer(world.availability, woman, wish, world.now, offer);
        // The next woman finds less.
        if (!answer.offers.empty()) world.availability.take(answer.offers.front().key);
    }
}

/// Everything that is free for her, one place at a time and without timelines.
int count_by_hand(const World& world, const Preferences& woman, const Wish& wish) {
    int times = 0;
    for (const Session& session : sessions_of(world.service, world.availability.horizon())) {
        const Clinic& clinic = *session.clinic;
        if (clinic.kind != Kind::booked) continue;
        for (const Interval& visit : visits_of(session)) {
            const int step = static_cast<int>(
                (visit.begin() - world.zone.to_instant_or_later(LocalTime{session.date})) / minutes{5});
            bool any = false;
            for (int worker = 0; worker < static_cast<int>(clinic.workers.size()); ++worker)
                any |= world.availability.is_free({clinic.id, session.date, step * places_per_step + worker});
            const Interval whole_visit = visit;
            if (!any || visit.begin() < world.now + woman.notice) continue;
            bool fits = (wish.mode ? clinic.mode == *wish.mode : clinic.mode != Mode::offsite) &&
                        !((wish.women_only || woman.women_only) && clinic.audience == Audience::everyone);
            for (const BusyWindow& window : woman.busy)
                for (Date date = session.date - days{1}; date <= session.date + days{1}; date += days{1}) {
                    const bool counts =
                        window.days.contains(weekday_of(date)) &&
                        (!window.dates || (date >= window.dates->first && date <= window.dates->last)) &&
                        (!window.school_days_only ||
                         world.service.schools.runs_on(
                             woman.school.empty() ? world.service.council : woman.school, date));
                    if (counts && meets(world.zone, whole_visit, date, window.from, window.to, woman.travel))
                        fits = false;
                }
            times += fits ? 1 : 0;
        }
    }
    return times;
}

RC_GTEST_PROP(OfferProperty, SomethingIsOfferedExactlyWhenSomethingIsFree, ()) {
    World world;
    for (int taken = whole(0, 40); taken > 0; --taken) {
        const OfferAnswer answer = find_offers(world.availability, {}, {}, world.now, 1);
        if (answer.offers.empty()) break;
        world.availability.take(answer.offers.front().key);
    }
    Preferences woman = some_woman(world.monday);
    woman.not_before.reset();
    Wish wish;
    wish.kind = Kind::booked;
    if (now_and_then(3)) wish.mode = static_cast<Mode>(whole(0, 4));
    const OfferAnswer answer = find_offers(world.availability, woman, wish, world.now, 3);
    const int free = count_by_hand(world, woman, wish);
    RC_ASSERT(answer.offers.empty() == (free == 0));
}

RC_GTEST_PROP(OfferProperty, NoPlaceIsGivenTwiceAndNoWorkerIsInTwoPlaces, ()) {
    World world;
    std::vector<std::pair<Interval, std::string>> visits;
    std::vector<PlaceKey> keys;
    for (int asked = 0; asked < 60; ++asked) {
        const Preferences woman = some_woman(world.monday);
        const OfferAnswer answer = find_offers(world.availability, woman, {}, world.now, 3);
        for (const Offer& offer : answer.offers) {
            if (offer.kind != Kind::booked || !world.availability.is_free(offer.key)) continue;
            const Clinic& clinic = *world.service.find_clinic(offer.key.clinic);
            const Interval with_room =
                *Interval::make(offer.time.begin(), offer.time.end() + clinic.run_over);
            for (const auto& [other, worker] : visits)
                RC_ASSERT(worker != offer.worker || !other.overlaps(with_room));
            RC_ASSERT(std::ranges::count(keys, offer.key) == 0);
            RC_ASSERT(world.availability.take(offer.key));
            visits.emplace_back(with_room, offer.worker);
            keys.push_back(offer.key);
        }
    }
    // Given back, everything is as it was.
    for (const PlaceKey& key : keys) world.availability.release(key);
    const Availability fresh{world.service, world.availability.horizon()};
    for (const PlaceKey& key : keys) RC_ASSERT(world.availability.is_free(key) == fresh.is_free(key));
}

}  // namespace
}  // namespace offing::scheduler
