// Thousands of made-up services and women. What must never happen is checked from the offer's own times, by
// plain arithmetic on the wall clock and not by the timelines that made it.

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "scheduler/candidates.hpp"
#include "scheduler/offer.hpp"
#include "tests/scheduler/made_up_world.hpp"

namespace offing::scheduler {
namespace {

using std::chrono::days;
using std::chrono::minutes;
using namespace made_up;

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

RC_GTEST_PROP(OfferProperty, LookingNoFartherThanNeededChoosesAsLookingIntoEverything, ()) {
    World world;
    for (int asked = 0; asked < 10; ++asked) {
        const Question question{some_woman(world.monday), some_wish(world.monday), world.now};
        const auto& lines = world.availability.timelines();
        Finder near{lines, question};
        Finder far{lines, question};
        const auto chosen = choose(near, 3, 3);
        const auto of_all = choose(far, 3, most_days + 1);
        RC_ASSERT(chosen.size() == of_all.size());
        for (std::size_t at = 0; at < chosen.size(); ++at) RC_ASSERT(chosen[at].key == of_all[at].key);
        if (!chosen.empty()) world.availability.take(offer_of(near, chosen.front()).key);
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
