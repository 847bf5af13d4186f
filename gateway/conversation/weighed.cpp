// Rules and weights together: what the rules leave open or read against all odds is settled by the weight of
// its words, and then never acted on without asking.

#include <algorithm>
#include <set>

#include "gateway/conversation/chooser.hpp"
#include "gateway/conversation/lexicon.hpp"
#include "gateway/conversation/weights.hpp"

namespace offing::conversation {

namespace {

using Odds = std::array<double, Weights::intents>;
using Intents = std::set<Intent>;

constexpr double a_rule_weighs = 4, no_rule_weighs = 1;
/// From here on something said beside what is acted on is taken to be said as well.
constexpr double said_as_well = 0.5;
/// Below this nobody who means it would put it so.
constexpr double against_all_odds = -4;

bool is_urgent(Intent intent) { return intent <= Intent::danger_now; }
bool stands_alone(Intent intent) { return intent <= Intent::who_is_this; }

/// Done at once when it is sure, and hard to take back.
bool acts(Intent intent) {
    switch (intent) {
        case Intent::crisis_overdose:
        case Intent::crisis_suicide:
        case Intent::danger_now:
        case Intent::third_party:
        case Intent::wrong_number:
        case Intent::who_is_this:
        case Intent::safe_contact_change:
        case Intent::opt_out:
        case Intent::opt_in:
        case Intent::erasure_request:
        case Intent::confirm:
        case Intent::cancel:
        case Intent::choose_option:
        case Intent::undo:
        case Intent::frustration:
            return true;
        default:
            return false;
    }
}

/// What is asked about texts and records is the whole of it, but for what the rules note beside it.
bool about_contact(Intent intent) {
    return intent == Intent::safe_contact_change || intent == Intent::opt_out || intent == Intent::opt_in ||
           intent == Intent::erasure_request;
}

/// Of one who isn't known, no booking and no agreement is held that could be changed.
bool needs_to_be_known(Intent intent) {
    switch (intent) {
        case Intent::safe_contact_change:
        case Intent::confirm:
        case Intent::cancel:
        case Intent::cannot_attend:
        case Intent::conditional_cannot_attend:
        case Intent::reschedule:
        case Intent::running_late:
        case Intent::undo:
        case Intent::missed_reentry:
            return true;
        default:
            return false;
    }
}

double odds_of(const Odds& odds, Intent intent) { return odds[static_cast<std::size_t>(intent)]; }

bool settled_by_rules(const Reading& reading) {
    const auto& intents = reading.meaning.intents;
    return !intents.empty() && !reading.has(Intent::ask) && !reading.has(Intent::unknown);
}

/// "Half an hour earlier": of a time she holds.
bool says_how_far(const Reading& reading) {
    return std::ranges::any_of(reading.times, [](const When& when) {
        return when.kind == When::Kind::length && (when.earlier || when.later);
    });
}

/// Danger that only the weights hear: no alarm, and a person sees the text whatever else it asks for.
bool sounds_like_danger(const Odds& odds) {
    constexpr double likelier_than_not = 1;
    return std::ranges::any_of(
        std::array{Intent::crisis_overdose, Intent::crisis_suicide, Intent::danger_now},
        [&](Intent one) { return odds_of(odds, one) > likelier_than_not; });
}

/// The likeliest set of intents, the rules' word counted in.
Intents likeliest(const Reading& reading, const Odds& odds) {
    const bool settled = settled_by_rules(reading);
    Intents found;
    Intent best = Intent::unknown;
    double best_odds = -1e9;
    for (std::size_t k = 0; k < Weights::intents; ++k) {
        const auto intent = static_cast<Intent>(k);
        if (intent == Intent::ask || intent == Intent::arrived) continue;
        if (intent == Intent::frustration && !reading.has(intent))
            continue;  // it brings quiet, and no question
        if (!reading.state.known && needs_to_be_known(intent) && !reading.has(intent)) continue;
        const double rules = !settled ? 0 : reading.has(intent) ? a_rule_weighs : -no_rule_weighs;
        const double all = odds[k] + rules;
        if (all > 0) found.insert(intent);
        if (all > best_odds) best = intent, best_odds = all;
    }
    if (found.empty())
        return settled ? Intents{reading.meaning.intents.begin(), reading.meaning.intents.end()} : Intents{};
    // Danger that no rule heard is a person's to look at; an alarm would ring at chat about what was on
    // telly.
    if (is_urgent(best)) return {Intent::human_please};
    if (stands_alone(best)) return {best};
    std::erase_if(found, stands_alone);
    if (found.contains(Intent::cancel) && odds_of(odds, Intent::cancel) >= odds_of(odds, Intent::reschedule))
        for (const Intent same : {Intent::cannot_attend, Intent::reschedule}) found.erase(same);
    const bool other_way = found.contains(Intent::remote_request) || found.contains(Intent::offsite_request);
    if (other_way && !names_another(reading)) found.erase(Intent::reschedule);
    if (reading.has(Intent::reschedule) && says_how_far(reading)) found.insert(Intent::reschedule);
    if (sounds_like_danger(odds)) found.insert(Intent::human_please);
    if (found.size() > 1) found.erase(Intent::unknown);
    return found;
}

/// Those that her words leave, the only one, or none where they fit none.
void fill_options(Reading& reading) {
    const Chosen chosen = choose_among(reading);
    const bool only_one = reading.state.offered.size() == 1 && !chosen.miss && chosen.missing_number == 0;
    const bool meant = (chosen.hit && (!chosen.miss || chosen.only_number)) || only_one;
    if (!meant && !chosen.miss) return;
    Constraints& constraints = reading.meaning.constraints;
    constraints.options.emplace();
    if (!meant) return reading.unsure("none of those on offer");
    for (const OfferedTime* offer : chosen.options) constraints.options->push_back(offer->n);
    std::ranges::sort(*constraints.options);
}

/// The limits that an intent brings along.
void fill(Reading& reading, Intent intent) {
    scheduler::Wish& wish = reading.meaning.constraints.wish;
    switch (intent) {
        case Intent::bring_children:
            if (!reading.has(Intent::running_late)) wish.children_welcome = true;
            break;
        case Intent::women_only_query:
            wish.women_only = true;
            break;
        case Intent::drop_in_query:
            if (!wish.purpose) wish.kind = scheduler::Kind::drop_in;
            break;
        case Intent::pack_pickup:
            wish.purpose = scheduler::Purpose::pack;
            break;
        case Intent::health_clinic_query:
            wish.purpose = scheduler::Purpose::womens_health;
            break;
        case Intent::remote_request:
            if (!wish.mode) wish.mode = scheduler::Mode::phone;
            break;
        case Intent::offsite_request:
            if (!wish.mode) wish.mode = scheduler::Mode::offsite;
            break;
        case Intent::choose_option:
            fill_options(reading);
            break;
        case Intent::cancel:
        case Intent::confirm:
            if (const Named named = named_bookings(reading); named.named && !named.misses)
                for (const BookedTime* booked : named.booked) {
                    reading.meaning.bookings.push_back(booked->id);
                    wish.dates_ok.push_back(day_of(booked->start));
                }
            break;
        default:
            break;
    }
}

}  // namespace

void weigh_up(Reading& reading) {
    const Weights& weights = reading.tables.weights;
    if (weights.empty() || !reading.meaning.english_enough) return;
    const Odds odds = weights.weigh(reading);
    Meaning& meaning = reading.meaning;
    Intents before{meaning.intents.begin(), meaning.intents.end()};
    if (before.contains(Intent::arrived) || std::ranges::any_of(before, about_contact)) return;
    Intents after = likeliest(reading, odds);
    if (after == Intents{Intent::unknown} && !settled_by_rules(reading)) return;
    const bool acted_on =
        meaning.sure && settled_by_rules(reading) && std::ranges::any_of(before, [&](Intent one) {
            return acts(one) && odds_of(odds, one) > against_all_odds;
        });
    const bool by_menu = std::ranges::any_of(
        meaning.because, [](const std::string& rule) { return rule.starts_with("menu."); });
    const bool chosen = acted_on && reading.has(Intent::choose_option);
    if (chosen) return;  // no word of it was left over that could say more
    if (acted_on && sounds_like_danger(odds) && std::ranges::none_of(before, is_urgent)) {
        before.insert(Intent::human_please);
        meaning.intents.assign(before.begin(), before.end());
        reading.unsure("she may not be well");
        meaning.because.emplace_back("weighed.human_please");
        return;
    }
    if (acted_on || by_menu) {
        // What is done stays with the rules; the weights only add what was said beside it.
        std::erase_if(after, [&](Intent intent) {
            return acts(intent) || intent == Intent::unknown || odds_of(odds, intent) < said_as_well;
        });
        if (before.contains(Intent::cancel))
            for (const Intent same : {Intent::cannot_attend, Intent::reschedule}) after.erase(same);
        after.insert(before.begin(), before.end());
        if (std::ranges::any_of(before, stands_alone)) after = before;
    } else if (after != before && !after.empty()) {
        meaning.sure = false;
    }
    // As the rules have it: what follows a yes takes it back.
    for (const Intent other : {Intent::cannot_attend, Intent::reschedule, Intent::conditional_cannot_attend})
        if (after.contains(other) && !before.contains(Intent::confirm)) after.erase(Intent::confirm);
    if (after == before || after.empty()) return;
    meaning.intents.assign(after.begin(), after.end());
    if (!after.contains(Intent::choose_option)) meaning.constraints.options.reset();
    for (const Intent intent : after)
        if (!before.contains(intent)) {
            meaning.because.push_back("weighed." + std::string{spell(intent)});
            fill(reading, intent);
        }
}

}  // namespace offing::conversation
