#include "gateway/ledger/replay.hpp"

#include <algorithm>

#include "scheduler/decision.hpp"

namespace offing::ledger {

using scheduler::Preferences;
using What = Difference::What;

namespace {

constexpr std::size_t offers_at_most = 3;
constexpr std::size_t preferences_kept = 10'000;
constexpr int most_unreadable = 20;

std::vector<OfferedPlace> made_again(const scheduler::Decision& decision) {
    std::vector<OfferedPlace> offers;
    for (const auto& offer : decision.offers)
        offers.push_back({.key = offer.key,
                          .begin = offer.time.begin().time_since_epoch().count(),
                          .end = offer.time.end().time_since_epoch().count(),
                          .worker = offer.worker});
    return offers;
}

std::optional<std::int64_t> earliest(const std::vector<OfferedPlace>& offers) {
    if (offers.empty()) return std::nullopt;
    return std::ranges::min(offers, {}, &OfferedPlace::begin).begin;
}

std::string spell_minute(std::optional<std::int64_t> minute) {
    return minute ? spell_time(scheduler::Instant{std::chrono::minutes{*minute}}).substr(0, 16) : "nothing";
}

}  // namespace

std::string_view spell(What what) {
    switch (what) {
        case What::rank:
            return "rank";
        case What::earliest:
            return "earliest offer";
        case What::offers:
            return "offers";
    }
    return "";
}

bool Replayed::is_proof() const {
    return difference_count == 0 && unreadable.empty() && no_service == 0 &&
           other_view_differs * 100 <= decisions;
}

Replay::Replay(ReplayMaterial& material, ConductRule rule)
    : material_{material}, rule_{std::move(rule)}, fold_{material} {}

void Replay::take(const LedgerEvent& event) {
    try {
        if (event.kind == "offered") {
            const OfferedBody body = read_offered(event);
            if (body.decision)
                decide_again(event, *body.decision, body.offers);
            else
                ++result_.of_plans;
        } else if (event.kind == "nothing_found") {
            decide_again(event, read_decision(event), {});
        }
        fold_.take(event);
    } catch (const BadBody& bad) {
        if (std::ssize(result_.unreadable) < most_unreadable) result_.unreadable.push_back(bad.what);
    }
}

void Replay::decide_again(const LedgerEvent& event, const DecisionBody& made,
                          const std::vector<OfferedPlace>& offered) {
    FoldedWoman& her = fold_.woman(event.subject);
    Places* places = fold_.places_at(made.service, made.day);
    if (places == nullptr) {
        ++result_.no_service;
        return;
    }
    const auto woman = preferences_of(her, made, event.at);
    if (!woman) {
        ++result_.erased;
        return;
    }
    places->lapse(event.at);
    if (made.again && her.open)
        for (const auto& key : her.open->keys) places->release_hold(key, her.open->until);
    const bool same_view = places->digest() == made.places;
    const auto decide = [&](const Conduct& conduct) {
        Preferences seen = *woman;
        if (rule_) rule_(seen, conduct);
        return made_again(
            scheduler::decide(places->availability(), seen, made.wish, made.now, offers_at_most));
    };
    const auto struck_out = decide({});
    const auto with_conduct = rule_ ? decide(her.conduct) : struck_out;
    if (made.again && her.open && her.open->until > event.at)
        for (const auto& key : her.open->keys) places->hold(key, her.open->until);

    ++result_.decisions;
    ++result_.people[event.subject].decisions;
    compare_rank(event, made, her);
    if (!same_view) {
        ++result_.other_view;
        if (struck_out != offered) ++result_.other_view_differs;
    } else {
        compare(event, offered, struck_out, "what she was offered");
    }
    if (rule_) compare(event, with_conduct, struck_out, "what this program offers");
}

std::optional<Preferences> Replay::preferences_of(FoldedWoman& her, const DecisionBody& made, Timestamp at) {
    auto known = preferences_.find(her.preferences);
    if (known == preferences_.end()) {
        const auto noted = material_.preferences(her.preferences);
        if (!noted) return std::nullopt;
        if (digest_of(*noted) != her.preferences)
            throw BadBody{"preferences aren't what the ledger's digest " + her.preferences + " is of"};
        const auto read = read_preferences(noted->text);
        if (!read) throw BadBody{"preferences of digest " + her.preferences + " can't be read"};
        if (preferences_.size() >= preferences_kept) preferences_.clear();
        known = preferences_.emplace(her.preferences, *read).first;
    }
    Preferences woman = known->second;
    woman.waiting_since = to_minutes(made.since);
    if (woman.busy.empty()) woman.busy = fold_.service()->usual_school_run;
    std::erase_if(her.booked, [&](const auto& one) { return one.second.ends <= at; });
    std::vector<scheduler::Interval> engaged;
    for (const auto& [id, booking] : her.booked)
        if (id != made.moving)
            if (const auto time = scheduler::Interval::make(booking.starts, booking.ends))
                engaged.push_back(*time);
    std::ranges::sort(engaged);
    woman.engaged = std::move(engaged);
    return woman;
}

/// The place in line that the decision went by is the one that follows from the ledger; else, how far apart.
void Replay::compare_rank(const LedgerEvent& event, const DecisionBody& made, FoldedWoman& her) {
    if (!her.since) her.since = made.since;
    if (*her.since == made.since) return;
    const auto rank = [&](Timestamp since) {
        return std::ranges::count_if(fold_.women(), [&](const auto& one) {
            return one.first != event.subject && one.second.since && *one.second.since < since;
        });
    };
    ++result_.people[event.subject].rank_differences;
    differ({.what = What::rank,
            .event = event.seq,
            .person = event.subject,
            .text = "she was taken for number " + std::to_string(rank(made.since) + 1) +
                    " in line; by the ledger she was number " + std::to_string(rank(*her.since) + 1)});
}

void Replay::compare(const LedgerEvent& event, const std::vector<OfferedPlace>& offered,
                     const std::vector<OfferedPlace>& again, std::string_view against) {
    if (offered == again) return;
    PersonReplayed& person = result_.people[event.subject];
    const bool is_earliest = earliest(offered) != earliest(again);
    ++(is_earliest ? person.earliest_differences : person.other_differences);
    differ({.what = is_earliest ? What::earliest : What::offers,
            .event = event.seq,
            .person = event.subject,
            .text = std::string{against} + " begins with " + spell_minute(earliest(offered)) +
                    "; struck out, it begins with " + spell_minute(earliest(again))});
}

void Replay::differ(Difference difference) {
    ++result_.difference_count;
    if (result_.differences.size() < most_differences) result_.differences.push_back(std::move(difference));
}

}  // namespace offing::ledger
