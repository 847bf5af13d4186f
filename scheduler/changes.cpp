#include "scheduler/changes.hpp"

#include <algorithm>
#include <tuple>

#include "scheduler/candidates.hpp"

namespace offing::scheduler {

namespace {

using std::chrono::days;
using std::chrono::minutes;

constexpr minutes worth_an_apology{10};
constexpr days soon_enough{7};
constexpr std::size_t most_choices_each = 400;

bool refuses(const RankingInput& who, const std::string& worker) {
    return std::ranges::find(who.woman.workers_not, worker) != who.woman.workers_not.end();
}

/// Another worker of the same clinic who is free at that very time.
std::optional<Offer> cover_for(const Availability& availability, const Booked& one) {
    const Clinic* clinic = availability.service().find_clinic(one.key.clinic);
    if (clinic == nullptr || clinic->kind != Kind::booked) return std::nullopt;
    PlaceKey key = one.key;
    for (int worker = 0; worker < static_cast<int>(clinic->workers.size()) && worker < places_per_step;
         ++worker) {
        const std::string& id = clinic->workers[static_cast<std::size_t>(worker)];
        key.place = one.key.place / places_per_step * places_per_step + worker;
        if (id == one.worker || refuses(one.who, id) || !availability.is_free(key)) continue;
        return Offer{.key = key,
                     .time = one.time,
                     .mode = clinic->mode,
                     .audience = clinic->audience,
                     .purpose = clinic->purpose,
                     .children_welcome = clinic->children_welcome,
                     .worker = id,
                     .label = clinic->label,
                     .site = clinic->site};
    }
    return std::nullopt;
}

std::optional<Offer> first_of(const OfferAnswer& answer) {
    if (answer.offers.empty()) return std::nullopt;
    return answer.offers.front();
}

int harm_of(const Booked& old, const Offer& place, minutes delay) {
    int harm = 0;
    if (place.worker != old.worker) ++harm;
    if (place.mode != old.mode) ++harm;
    if (delay > soon_enough) ++harm;
    return harm;
}

/// Whether two places can't both be taken, though each is free: the same worker at overlapping times.
bool clash(const Offer& one, const Offer& other) {
    return one.key == other.key ||
           (!one.worker.empty() && one.worker == other.worker && one.time.overlaps(other.time));
}

}  // namespace

std::vector<AwayChoice> choices_while_away(const Availability& availability, std::string_view worker,
                                           Interval away, const std::vector<Booked>& booked, Instant now) {
    std::vector<const Booked*> affected;
    for (const Booked& one : booked)
        if (one.worker == worker && away.overlaps(one.time)) affected.push_back(&one);
    std::ranges::sort(affected, {},
                      [](const Booked* one) { return std::tuple{one->time.begin(), one->who.person}; });
    std::vector<AwayChoice> choices;
    for (const Booked* one : affected) {
        AwayChoice choice{.person = one->who.person, .cover = cover_for(availability, *one)};
        Wish back = one->who.wish;
        back.prefer_worker = std::string{worker};
        // Only after the absence: notice counts from its end.
        Preferences woman = one->who.woman;
        woman.notice = std::max(woman.notice, away.end() - now);
        choice.wait = first_of(find_offers(availability, woman, back, now, 1));
        if (choice.wait && choice.wait->worker != worker) choice.wait.reset();
        Wish dropping_in;
        dropping_in.kind = Kind::drop_in;
        dropping_in.women_only = one->who.wish.women_only;
        dropping_in.children_welcome = one->who.wish.children_welcome;
        choice.drop_in = first_of(find_offers(availability, one->who.woman, dropping_in, now, 1));
        choices.push_back(std::move(choice));
    }
    return choices;
}

std::expected<CancelledPlan, std::string> plan_for_cancelled(const Availability& availability,
                                                             const std::vector<Booked>& booked, Instant now) {
    CancelledPlan plan;
    std::vector<Offer> offers;
    std::map<PlaceKey, int> numbers;
    for (const Booked& old : booked) {
        PersonToPlace person{old.who.person, old.who.woman.waiting_since, {}};
        for (const Offer& offer : all_times(availability, old.who.woman, old.who.wish, now)) {
            if (offer.kind != Kind::booked || person.choices.size() == most_choices_each) continue;
            const auto [found, is_new] = numbers.try_emplace(offer.key, static_cast<int>(offers.size()));
            if (is_new) {
                offers.push_back(offer);
                plan.problem.places.push_back(
                    {offer.key.clinic + ' ' + spell(offer.key.date) + ' ' + std::to_string(offer.key.place)});
            }
            const minutes delay = offer.time.begin() - old.time.begin();
            person.choices.push_back(
                {found->second, std::chrono::abs(delay).count(), harm_of(old, offer, delay)});
        }
        plan.problem.people.push_back(std::move(person));
    }
    auto placement = solve(plan.problem);
    if (!placement) return std::unexpected(placement.error());
    plan.placement = std::move(*placement);
    std::vector<std::size_t> line(booked.size());
    for (std::size_t one = 0; one < line.size(); ++one) line[one] = one;
    std::ranges::sort(
        line, {}, [&](std::size_t one) { return std::tuple{plan.problem.people[one].waiting_since, one}; });
    std::vector<Offer> given;
    for (const std::size_t one : line) {
        PlannedMove move{.person = booked[one].who.person};
        const int place = plan.placement.place_of[one];
        if (place >= 0) {
            const Offer& to = offers[static_cast<std::size_t>(place)];
            // Two clinics may share a worker; whoever waited less is called instead.
            if (std::ranges::none_of(given, [&](const Offer& other) { return clash(to, other); })) {
                given.push_back(to);
                move.to = to;
                move.delay = to.time.begin() - booked[one].time.begin();
                move.step =
                    harm_of(booked[one], to, move.delay) == 0 ? PlannedStep::move : PlannedStep::offer_choice;
            }
        }
        plan.moves.push_back(std::move(move));
    }
    return plan;
}

std::vector<std::string> spell_plan(const Availability& availability, const CancelledPlan& plan) {
    std::vector<std::string> lines;
    for (const PlannedMove& move : plan.moves) {
        if (!move.to) {
            lines.push_back(move.person + ": call her, no place fits");
            continue;
        }
        const Worker* worker = availability.service().find_worker(move.to->worker);
        const std::string where = spell(availability.zone().to_local(move.to->time.begin())) + ", " +
                                  move.to->key.clinic + (worker ? ", with " + worker->first_name : "");
        lines.push_back(move.person +
                        (move.step == PlannedStep::move ? ": move to " : ": offer as a choice ") + where);
    }
    return lines;
}

std::vector<Delay> delays_after(const PlaceKey& key, Instant over, std::vector<Booked> visits) {
    std::ranges::sort(visits, {}, [](const Booked& one) { return one.time.begin(); });
    const auto ran_over = std::ranges::find(visits, key, &Booked::key);
    std::vector<Delay> delays;
    if (ran_over == visits.end()) return delays;
    for (auto next = ran_over + 1; next != visits.end() && over > next->time.begin(); ++next) {
        const minutes late = over - next->time.begin();
        delays.push_back({next->key, late, late > worth_an_apology});
        over = next->time.end() + late;
    }
    return delays;
}

}  // namespace offing::scheduler
