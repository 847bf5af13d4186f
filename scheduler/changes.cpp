#include "scheduler/changes.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "scheduler/candidates.hpp"
#include "scheduler/place_number.hpp"

namespace offing::scheduler {

namespace {

using std::chrono::days;
using std::chrono::minutes;

constexpr minutes worth_an_apology{10};
constexpr days soon_enough{7};
constexpr std::size_t most_choices_each = 600;

bool refuses(const RankingInput& who, const std::string& worker) {
    return std::ranges::find(who.woman.workers_not, worker) != who.woman.workers_not.end();
}

/// Another worker of the same clinic who is free at that very time.
std::optional<Offer> cover_for(const Availability& availability, const Booked& one) {
    const Clinic* clinic = availability.service().find_clinic(one.key.clinic);
    if (clinic == nullptr || clinic->kind != Kind::booked) return std::nullopt;
    for (int worker = 0; worker < static_cast<int>(clinic->workers.size()) && worker < places_per_step;
         ++worker) {
        const std::string& id = clinic->workers[static_cast<std::size_t>(worker)];
        const PlaceKey key = with_worker(one.key, worker);
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
    if (place.mode != old.mode || (old.site && place.site != *old.site)) ++harm;
    if (delay > soon_enough || delay < minutes{0}) ++harm;
    return harm;
}

/// A group names its first free place only: all of them are one choice with room for several.
PlaceKey choice_of(const Offer& offer) {
    PlaceKey key = offer.key;
    if (offer.kind == Kind::group) key.place = 0;
    return key;
}

int room_in(const Availability& availability, const Offer& offer) {
    if (offer.kind != Kind::group) return 1;
    int room = 0;
    PlaceKey key = offer.key;
    for (key.place = 0; key.place < availability.find(offer.key)->clinic->places; ++key.place)
        if (availability.is_free(key)) ++room;
    return room;
}

/// Places many at once, in rounds; see CancelledPlan.
class Placing {
public:
    Placing(Availability& availability, const std::vector<Booked>& booked, Instant now)
        : availability_{availability}, booked_{booked}, now_{now}, given_(booked.size()) {}

    std::expected<CancelledPlan, std::string> run() {
        std::vector<std::size_t> line(booked_.size());
        std::iota(line.begin(), line.end(), std::size_t{0});
        std::ranges::sort(
            line, {}, [&](std::size_t one) { return std::tuple{booked_[one].who.woman.waiting_since, one}; });
        CancelledPlan plan;
        for (std::vector<std::size_t> waiting = line; !waiting.empty();) {
            PlacementRound round{.problem = lay(waiting)};
            auto placement = solve(round.problem);
            if (!placement) return std::unexpected(placement.error());
            round.placement = std::move(*placement);
            waiting = give(waiting, round.placement);
            plan.rounds.push_back(std::move(round));
        }
        for (const std::size_t one : line) plan.moves.push_back(move_for(one));
        return plan;
    }

private:
    ReplacementProblem lay(const std::vector<std::size_t>& waiting) {
        ReplacementProblem problem;
        offers_.clear();
        std::map<PlaceKey, int> numbers;
        for (const std::size_t one : waiting) {
            const Booked& old = booked_[one];
            PersonToPlace person{old.who.person, old.who.woman.waiting_since, {}};
            for (const Offer& offer : times_for(one)) {
                if (offer.kind != old.kind || offer.kind == Kind::drop_in) continue;
                if (person.choices.size() == most_choices_each) break;
                const auto [found, is_new] =
                    numbers.try_emplace(choice_of(offer), static_cast<int>(offers_.size()));
                if (is_new) {
                    offers_.push_back(offer);
                    problem.places.push_back({offer.key.clinic + ' ' + spell(offer.key.date) + ' ' +
                                                  std::to_string(offer.key.place),
                                              room_in(availability_, offer)});
                }
                const minutes delay = offer.time.begin() - old.time.begin();
                person.choices.push_back(
                    {found->second, std::chrono::abs(delay).count(), harm_of(old, offer, delay)});
            }
            problem.people.push_back(std::move(person));
        }
        return problem;
    }

    /// Her other times that were given just now are no longer free for her.
    std::vector<Offer> times_for(std::size_t one) const {
        Preferences woman = booked_[one].who.woman;
        for (std::size_t other = 0; other < booked_.size(); ++other)
            if (given_[other] && booked_[other].who.person == booked_[one].who.person)
                woman.engaged.push_back(given_[other]->time);
        return all_times(availability_, woman, booked_[one].who.wish, now_);
    }

    /// In order of the line, so that whoever waited longest never gives way. Returns who is placed again.
    std::vector<std::size_t> give(const std::vector<std::size_t>& waiting, const Placement& placement) {
        std::vector<std::size_t> again;
        for (std::size_t number = 0; number < waiting.size(); ++number) {
            const int place = placement.place_of[number];
            if (place < 0) continue;
            Offer to = offers_[static_cast<std::size_t>(place)];
            if (to.kind == Kind::group)
                while (!availability_.is_free(to.key) && availability_.find(to.key)) ++to.key.place;
            if (is_engaged(waiting[number], to.time) || !availability_.is_free(to.key)) {
                again.push_back(waiting[number]);
                continue;
            }
            availability_.take(to.key);
            given_[waiting[number]] = std::move(to);
        }
        return again;
    }

    bool is_engaged(std::size_t one, Interval time) const {
        for (std::size_t other = 0; other < booked_.size(); ++other)
            if (given_[other] && booked_[other].who.person == booked_[one].who.person &&
                given_[other]->time.overlaps(time))
                return true;
        return false;
    }

    PlannedMove move_for(std::size_t one) const {
        const Booked& old = booked_[one];
        PlannedMove move{.person = old.who.person, .which = one};
        if (!given_[one]) return move;
        move.to = given_[one];
        move.delay = move.to->time.begin() - old.time.begin();
        move.step = harm_of(old, *move.to, move.delay) == 0 ? PlannedStep::move : PlannedStep::offer_choice;
        return move;
    }

    Availability& availability_;
    const std::vector<Booked>& booked_;
    Instant now_;
    std::vector<std::optional<Offer>> given_;
    std::vector<Offer> offers_;
};

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

std::expected<CancelledPlan, std::string> plan_for_cancelled(Availability& availability,
                                                             const std::vector<Booked>& booked, Instant now) {
    return Placing{availability, booked, now}.run();
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
