// Short ways to say a state and a meaning in tests of the dialogue.

#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/conversation/dialogue.hpp"
#include "scheduler/calendar.hpp"

namespace offing::conversation::talk {

inline LocalTime at(std::string_view text) { return scheduler::parse_local(text).value(); }
inline Date on(std::string_view text) { return scheduler::parse_date(text).value(); }

inline BookedTime booking(std::string id, std::string_view start, std::string with = "Jo") {
    return {.id = std::move(id),
            .start = at(start),
            .end = at(start) + std::chrono::minutes{30},
            .with = std::move(with),
            .mode = scheduler::Mode::in_person};
}

inline OfferedTime offer(int n, std::string_view start, std::string with = "Jo") {
    return {.n = n,
            .start = at(start),
            .end = at(start) + std::chrono::minutes{30},
            .with = std::move(with),
            .mode = scheduler::Mode::in_person};
}

inline OpenTime drop_in(std::string_view start, int minutes = 120) {
    return {.kind = "drop_in", .start = at(start), .end = at(start) + std::chrono::minutes{minutes}};
}

inline State known() {
    State state;
    state.known = true;
    return state;
}

inline Meaning meaning(std::vector<Intent> intents, std::vector<std::string> bookings = {}) {
    Meaning meaning;
    meaning.intents = std::move(intents);
    meaning.bookings = std::move(bookings);
    return meaning;
}

inline Meaning number(int n) {
    Meaning said = meaning({Intent::choose_option});
    said.constraints.options = std::vector{n};
    return said;
}

inline Meaning unsure(Meaning said, std::string why = "two readings") {
    said.sure = false;
    said.constraints.ambiguous.push_back(std::move(why));
    return said;
}

inline Found found(std::vector<OfferedTime> offers, std::vector<OpenTime> open = {}) {
    return {.offers = std::move(offers), .open = std::move(open), .looked = true};
}

inline std::vector<std::string> words(const Next& next) {
    std::vector<std::string> words;
    for (const Effect& effect : next.effects) words.emplace_back(word_for(effect));
    return words;
}

inline const Say* said(const Next& next) {
    for (const Effect& effect : next.effects)
        if (const auto* say = std::get_if<Say>(&effect)) return say;
    return nullptr;
}

inline std::string said_id(const Next& next) {
    const Say* say = said(next);
    return say == nullptr ? "" : say->template_id;
}

inline bool does(const Next& next, std::string_view word) {
    return std::ranges::any_of(next.effects, [&](const Effect& effect) { return word_for(effect) == word; });
}

inline bool opens(const Next& next, TaskKind kind) {
    return std::ranges::any_of(next.effects, [&](const Effect& effect) {
        const auto* task = std::get_if<OpenTask>(&effect);
        return task != nullptr && task->kind == kind;
    });
}

inline bool holds(const State& state, std::string_view id) {
    return std::ranges::any_of(state.booked, [&](const BookedTime& booked) { return booked.id == id; });
}

}  // namespace offing::conversation::talk
