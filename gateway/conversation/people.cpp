// Whom she wants to see, whom not, and who is to be there as well.

#include <algorithm>
#include <functional>
#include <optional>

#include "gateway/conversation/reading.hpp"

namespace offing::conversation {

namespace {

/// "instead of jo", "rather than jo"
bool in_place_of(const Reading& reading, std::size_t name) {
    if (name < 2) return false;
    const Token &last = reading.tokens[name - 1], &before = reading.tokens[name - 2];
    return (last.is(W::of) && before.is(W::instead)) || last.is(W::than);
}
bool instead_of_somebody(const Reading& reading) {
    for (std::size_t i = 0; i < reading.tokens.size(); ++i)
        if (reading.is_name[i] && in_place_of(reading, i)) return true;
    return false;
}

/// "I'd like to see jo on a wednesday morning": a time is asked for, and the name only goes with it.
bool rides_along(const Reading& reading) {
    const bool timed = std::any_of(reading.times.begin(), reading.times.end(), [](const When& when) {
        return !when.past && (when.is_day() || (when.is_clock() && !when.bare && !when.no_hour));
    });
    if (!timed || !reading.cues.has(Cue::want) || reading.has(Intent::missed_reentry)) return false;
    return std::none_of(reading.tokens.all.begin(), reading.tokens.all.end(), [](const Token& token) {
        return token.is(W::only) || token.is(W::same) || token.text == "wait" || token.text == "again" ||
               token.text == "stay" || token.text == "stick" || token.text == "keep" ||
               token.text == "rather" || token.text == "sooner" || token.text == "left";
    });
}

/// "I'd rather wait for jo than see somebody new": the change that is spoken of is turned down.
bool rather_than_a_change(const Reading& reading) {
    constexpr std::ptrdiff_t reach = 5;
    const auto& words = reading.tokens.all;
    const auto than =
        std::ranges::find_if(words, [](const Token& token) { return token.is(W::than); }) - words.begin();
    if (!reading.cues.has(Cue::change_worker) ||
        std::none_of(reading.is_name.begin(), reading.is_name.begin() + than, std::identity{}))
        return false;
    return std::ranges::all_of(reading.cues.hits, [&](const CueHit& hit) {
        return hit.cue != Cue::change_worker || (hit.begin >= than && hit.begin <= than + reach);
    });
}

/// "While jos off", "when sam is away": only says when.
bool is_away(const Reading& reading, std::size_t name) {
    const std::size_t next = reading.tokens.says(name + 1, {"is", "s", "isnt"}) ? name + 2 : name + 1;
    return reading.tokens.says(next, {"off", "away", "out"}) ||
           (name > 0 && reading.tokens.says(name - 1, {"while"}));
}

/// "Swap off ruth and go with priya", "no more priya. want dawn instead": from the first to the second.
struct FromTo {
    std::string from, to;
};
std::optional<FromTo> from_one_to_another(const Reading& reading) {
    std::vector<std::size_t> names;
    for (std::size_t i = 0; i < reading.tokens.size(); ++i)
        if (reading.is_name[i] && !is_away(reading, i)) names.push_back(i);
    if (names.size() != 2 || reading.name_at[names[0]] == reading.name_at[names[1]]) return std::nullopt;
    const std::size_t second = names[1];
    const bool wanted =
        reading.tokens.says(second - 1, {"to", "with", "wi", "want", "have", "see", "get", "for"}) ||
        reading.tokens[second - 1].is(W::with) || reading.tokens[second - 1].is(W::to) ||
        (second + 1 < reading.tokens.size() && reading.tokens[second + 1].is(W::instead));
    if (!wanted) return std::nullopt;
    return FromTo{reading.name_at[names[0]], reading.name_at[second]};
}

}  // namespace

std::string who_else(const Reading& reading) {
    const auto named = [&](std::size_t i, std::string_view text) {
        return i < reading.tokens.size() && reading.tokens[i].text == text;
    };
    for (std::size_t i = 0; i < reading.tokens.size(); ++i) {
        for (const std::string_view one : {"mentor", "advocate", "midwife"})
            if (named(i, one)) return std::string{one};
        if (named(i, "health") && named(i + 1, "visitor")) return "health visitor";
        if (named(i, "social") && named(i + 1, "worker")) return "social worker";
        if (named(i, "family") && named(i + 1, "worker")) return "family worker";
        if ((named(i, "support") && named(i + 1, "worker")) ||
            reading.tables.name(reading.tokens[i].word) == "keyworker")
            return "support worker";
    }
    return {};
}

void read_people(Reading& reading) {
    const Cues& cues = reading.cues;
    scheduler::Wish& wish = reading.meaning.constraints.wish;
    std::string name;
    for (std::size_t i = 0; i < reading.tokens.size(); ++i)
        if (reading.is_name[i] && !is_away(reading, i)) name = reading.name_at[i];
    const bool stays = rather_than_a_change(reading);
    if (cues.has(Cue::change_worker) && !stays &&
        !(reading.has(Intent::choose_option) && reading.meaning.sure)) {
        reading.add(Intent::keyworker_change, "worker.change");
        if (const auto change = from_one_to_another(reading); change && !instead_of_somebody(reading)) {
            wish.not_worker = change->from;
            wish.prefer_worker = change->to;
            return;
        }
        std::string wanted;
        for (std::size_t i = 0; i < reading.tokens.size(); ++i) {
            if (!reading.is_name[i]) continue;
            if (in_place_of(reading, i))
                name = reading.name_at[i];
            else if (instead_of_somebody(reading))
                wanted = reading.name_at[i];
        }
        if (name == wanted) name.clear();
        if (name.empty() && !reading.state.booked.empty()) name = reading.state.booked.front().with;
        if (name.empty()) name = reading.state.last_with;
        if (!name.empty()) wish.not_worker = name;
        if (!wanted.empty()) wish.prefer_worker = wanted;
        return;
    }
    if (reading.has(Intent::cancel)) return;
    if ((cues.has(Cue::same_worker) && !rides_along(reading)) || stays) {
        reading.add(Intent::keyworker_same, "worker.same");
        if (name.empty()) name = reading.state.last_with;
    }
    if (!name.empty() && !reading.has(Intent::choose_option)) wish.prefer_worker = name;
}

}  // namespace offing::conversation
