#include "gateway/conversation/dialogue_turn.hpp"

#include <algorithm>

namespace offing::conversation {

bool has(const Meaning& meaning, Intent intent) {
    return std::ranges::find(meaning.intents, intent) != meaning.intents.end();
}

bool has_any(const Meaning& meaning, std::initializer_list<Intent> intents) {
    return std::ranges::any_of(intents, [&](Intent intent) { return has(meaning, intent); });
}

bool Turn::has(Intent intent) const { return conversation::has(meaning, intent); }

bool Turn::has_any(std::initializer_list<Intent> intents) const {
    return conversation::has_any(meaning, intents);
}

bool Turn::only(std::initializer_list<Intent> intents) const {
    return !meaning.intents.empty() && std::ranges::all_of(meaning.intents, [&](Intent intent) {
        return std::ranges::find(intents, intent) != intents.end();
    });
}

void Turn::say(std::string template_id, templates::Arguments arguments, std::vector<OfferedTime> choices) {
    state.last_sent = LastSent{.type = choices.empty() ? LastSent::Type::other : LastSent::Type::offer,
                               .at = now,
                               .template_id = template_id};
    state.question.reset();
    effects.emplace_back(Say{std::move(template_id), std::move(arguments), std::move(choices)});
}

void Turn::ask(Question question, std::string template_id, templates::Arguments arguments,
               std::vector<OfferedTime> choices) {
    say(std::move(template_id), std::move(arguments), std::move(choices));
    state.last_sent->type = LastSent::Type::question;
    state.question = std::move(question);
}

bool Turn::has_asked() const {
    const bool answered_since = before.last_sent && (before.last_sent->type == LastSent::Type::reminder ||
                                                     before.last_sent->type == LastSent::Type::knock);
    return before.not_understood > 0 || (before.question && !answered_since);
}

void Turn::task(TaskKind kind) { effects.emplace_back(OpenTask{kind}); }

void Turn::hand_over(TaskKind kind, std::string template_id) {
    const BookedTime* booked = next_booked();
    task(kind);
    say(std::move(template_id), {{"by", by(kind)},
                                 {"kept", std::string{booked != nullptr ? "yes" : "no"}},
                                 {"when", booked != nullptr ? booked->start : now}});
}

std::vector<BookedTime> meant_bookings(const State& state, const Meaning& meaning) {
    std::vector<BookedTime> meant;
    for (const BookedTime& booked : state.booked)
        if (std::ranges::find(meaning.bookings, booked.id) != meaning.bookings.end()) meant.push_back(booked);
    if (!meaning.bookings.empty()) return meant;
    if (state.booked.size() == 1) return state.booked;
    if (state.last_sent && state.last_sent->about)
        for (const BookedTime& booked : state.booked)
            if (booked.start == *state.last_sent->about) return {booked};
    if (state.moving)
        for (const BookedTime& booked : state.booked)
            if (booked.start == *state.moving) return {booked};
    return {};
}

std::vector<BookedTime> Turn::meant_bookings() const { return conversation::meant_bookings(before, meaning); }

std::vector<BookedTime> Turn::upcoming() const {
    std::vector<BookedTime> coming;
    for (const BookedTime& booked : before.booked)
        if (booked.start > now) coming.push_back(booked);
    std::ranges::sort(coming, {}, &BookedTime::start);
    return coming;
}

const BookedTime* Turn::next_booked() const {
    const BookedTime* next = nullptr;
    for (const BookedTime& booked : before.booked)
        if (booked.start > now && (next == nullptr || booked.start < next->start)) next = &booked;
    return next;
}

std::vector<OfferedTime> as_choices(const std::vector<BookedTime>& booked) {
    std::vector<OfferedTime> choices;
    for (const BookedTime& one : booked) {
        if (choices.size() == 3) break;
        choices.push_back({.n = static_cast<int>(choices.size()) + 1,
                           .start = one.start,
                           .end = one.end,
                           .with = one.with,
                           .mode = one.mode});
    }
    return choices;
}

}  // namespace offing::conversation
