// The line, and many placed at once, in thousands of made-up services: nobody is passed over, no place is
// given twice, and every placement carries proofs that hold.

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "scheduler/changes.hpp"
#include "tests/scheduler/made_up_world.hpp"

namespace offing::scheduler {
namespace {

using std::chrono::hours;
using namespace made_up;

std::vector<RankingInput> some_line(const World& world, int women) {
    std::vector<RankingInput> line;
    for (int woman = 0; woman < women; ++woman) {
        RankingInput one{.person = "p" + std::to_string(woman), .woman = some_woman(world.monday)};
        one.woman.waiting_since = world.now - hours{whole(0, 30)};
        if (now_and_then(2)) one.has = world.begin + hours{whole(0, 1000)};
        line.push_back(std::move(one));
    }
    return line;
}

RC_GTEST_PROP(LineProperty, APlaceThatComesFreeGoesDownTheLineAndPassesNobodyOver, ()) {
    const World world;
    const OfferAnswer answer = find_offers(world.availability, {}, {}, world.now, 1);
    if (answer.offers.empty()) return;
    const PlaceKey freed = answer.offers.front().key;
    const Instant starts = world.availability.find(freed)->time.begin();
    const auto line = some_line(world, 12);
    const auto asked = line_for(world.availability, freed, line, world.now, 4);
    std::vector<std::pair<Instant, std::string>> could;
    for (const RankingInput& one : line)
        if ((!one.has || *one.has > starts) &&
            fits_her(world.availability, freed, one.woman, one.wish, world.now))
            could.emplace_back(one.woman.waiting_since, one.person);
    std::ranges::sort(could);
    RC_ASSERT(asked.size() == std::min<std::size_t>(4, could.size()));
    for (std::size_t place = 0; place < asked.size(); ++place) RC_ASSERT(asked[place] == could[place].second);
}

/// Some booked times of the world, each another woman's.
std::vector<Booked> some_booked(World& world, int most) {
    std::vector<Booked> booked;
    for (int woman = 0; woman < most; ++woman) {
        Wish wish;
        wish.kind = Kind::booked;
        Preferences her = some_woman(world.monday);
        her.waiting_since = world.now - hours{whole(0, 20)};
        const OfferAnswer answer = find_offers(world.availability, her, wish, world.now, 1);
        if (answer.offers.empty()) continue;
        const Offer& offer = answer.offers.front();
        world.availability.take(offer.key);
        Booked one{.key = offer.key,
                   .time = offer.time,
                   .worker = offer.worker,
                   .mode = offer.mode,
                   .kind = offer.kind,
                   .site = offer.site};
        one.who.person = "p" + std::to_string(woman);
        one.who.woman = std::move(her);
        if (!offer.worker.empty()) one.who.wish.prefer_worker = offer.worker;
        booked.push_back(std::move(one));
    }
    return booked;
}

RC_GTEST_PROP(LineProperty, WhatIsCalledOffIsPlacedAgainWithProofsThatHold, ()) {
    World world;
    const auto booked = some_booked(world, whole(1, 25));
    if (booked.empty()) return;
    // The busiest day of one clinic is called off.
    const PlaceKey& off = booked.front().key;
    Service changed = world.service;
    for (Clinic& clinic : changed.clinics)
        if (clinic.id == off.clinic)
            clinic.exceptions.push_back({off.date, ClinicException::Change::cancelled, {}, {}});
    Availability availability{changed, world.availability.horizon()};
    std::vector<Booked> theirs;
    for (const Booked& one : booked) {
        if (one.key.clinic == off.clinic && one.key.date == off.date)
            theirs.push_back(one);
        else
            availability.take(one.key);
    }
    const auto plan = plan_for_cancelled(availability, theirs, world.now);
    RC_ASSERT(plan.has_value());
    for (const auto& [problem, placement] : plan->rounds) RC_ASSERT(check(problem, placement).empty());
    RC_ASSERT(plan->moves.size() == theirs.size());
    Availability fresh{changed, world.availability.horizon()};
    for (const Booked& one : booked)
        if (one.key.clinic != off.clinic || one.key.date != off.date) fresh.take(one.key);
    for (const PlannedMove& move : plan->moves) {
        if (!move.to) continue;
        RC_ASSERT(fresh.is_free(move.to->key));
        RC_ASSERT(fits_her(fresh, move.to->key, theirs[move.which].who.woman,
                           {.mode = move.to->mode, .kind = Kind::booked}, world.now));
        RC_ASSERT(fresh.take(move.to->key));
    }
}

}  // namespace
}  // namespace offing::scheduler
