// Taking one of the times on offer, and taking a text back.

#include <algorithm>

#include "gateway/conversation/dialogue_turn.hpp"

namespace offing::conversation {

namespace {

std::string word_of(std::optional<scheduler::Mode> mode) {
    if (mode == scheduler::Mode::phone) return "phone";
    if (mode == scheduler::Mode::video) return "video";
    return "in_person";
}

void clear_offers(State& state) {
    state.offered.clear();
    state.moving.reset();
    state.offers_held_until.reset();
    state.wish = {};
}

/// Sorry, that one has gone: our apology, and what there is now.
void say_gone(Turn& turn) {
    const auto moving = turn.before.moving;
    const auto old = std::ranges::find_if(
        turn.before.booked, [&](const BookedTime& one) { return moving && one.start == *moving; });
    const bool kept = old != turn.before.booked.end();
    const bool stands = kept && !old->off;
    if (turn.found.offers.empty()) {
        turn.effects.emplace_back(DropOffers{});
        clear_offers(turn.state);
        turn.hand_over(TaskKind::nothing_fits, "gone_person");
        return;
    }
    turn.effects.emplace_back(PutOnOffer{kept ? std::optional{old->id} : std::nullopt});
    turn.state.offered = turn.found.offers;
    for (int n = 1; OfferedTime & offer : turn.state.offered) offer.n = n++;
    turn.state.offers_held_until = turn.found.held_until;
    turn.say("gone", {{"kept", std::string{stands ? "yes" : "no"}}, {"when", stands ? old->start : turn.now}},
             turn.state.offered);
}

/// A drop-in takes no place, so nothing replaces what she has booked: she says whether to free it.
void say_drop_in_chosen(Turn& turn, const OfferedTime& offer, const BookedTime* old) {
    const ClockTime until =
        offer.end.value_or(offer.start) - std::chrono::floor<std::chrono::days>(offer.start);
    templates::Arguments arguments{{"start", offer.start}, {"until", until}};
    turn.effects.emplace_back(DropOffers{});
    clear_offers(turn.state);
    if (old == nullptr || old->off) {
        // What can't go ahead needs no asking: she has said what she does instead.
        if (old != nullptr) {
            turn.effects.emplace_back(Cancel{old->id});
            std::erase_if(turn.state.booked, [&](const BookedTime& one) { return one.id == old->id; });
        }
        turn.say("drop_in_chosen", std::move(arguments));
        return;
    }
    arguments.emplace("when", old->start);
    turn.ask({.about = Question::About::cancel_sure, .bookings = {old->id}}, "drop_in_or_keep",
             std::move(arguments));
}

void take(Turn& turn, const OfferedTime& offer) {
    const BookedTime* old = nullptr;
    for (const BookedTime& booked : turn.before.booked)
        if (turn.before.moving && booked.start == *turn.before.moving) old = &booked;
    if (offer.gone || (offer.kind != scheduler::Kind::drop_in && offer.start <= turn.now))
        return say_gone(turn);
    if (offer.kind == scheduler::Kind::drop_in) return say_drop_in_chosen(turn, offer, old);

    auto& booked = turn.state.booked;
    if (old != nullptr) {
        turn.effects.emplace_back(Move{old->id, offer.n});
        turn.state.freed = *old;
        turn.gave_up = true;
        std::erase_if(booked, [&](const BookedTime& one) { return one.id == old->id; });
    } else {
        turn.effects.emplace_back(Book{offer.n});
    }
    BookedTime fresh{
        .id = {}, .start = offer.start, .end = offer.end, .with = offer.with, .mode = offer.mode};
    booked.insert(std::ranges::upper_bound(booked, fresh.start, {}, &BookedTime::start), fresh);
    const std::string id = old != nullptr ? "moved" : "booked";
    clear_offers(turn.state);
    turn.say(id, {{"start", offer.start}, {"mode", word_of(offer.mode)}, {"also", std::string{"none"}}});
    if (turn.has(Intent::bring_children) || turn.has(Intent::bring_supporter))
        std::get<Say>(turn.effects.back()).arguments["also"] = std::string{"bring"};
}

void ask_which_option(Turn& turn, std::vector<OfferedTime> meant) {
    if (turn.has_asked()) {
        turn.understood = false;
        turn.hand_over(TaskKind::not_understood);
        return;
    }
    if (meant.size() > 3) meant.resize(3);
    const bool held = turn.before.offers_held_until.has_value();
    std::vector<int> numbers;
    templates::Arguments arguments{{"held", std::string{held ? "yes" : "no"}},
                                   {"until", turn.before.offers_held_until.value_or(turn.now)}};
    for (const OfferedTime& offer : meant) {
        const std::string nth = std::to_string(numbers.size() + 1);
        numbers.push_back(offer.n);
        arguments.emplace("n" + nth, std::int64_t{offer.n});
        arguments.emplace("start" + nth, offer.start);
    }
    const std::string id = "which_of_" + std::to_string(meant.size());
    turn.ask({.about = Question::About::which_option, .options = std::move(numbers)}, id,
             std::move(arguments));
}

/// The offers that her words leave open; all of them when they fit none.
std::vector<OfferedTime> left_open(const State& state, const Meaning& meaning) {
    std::vector<OfferedTime> meant;
    const auto options = meaning.constraints.options.value_or(std::vector<int>{});
    for (const OfferedTime& offer : state.offered)
        if (std::ranges::find(options, offer.n) != options.end()) meant.push_back(offer);
    return meant.empty() ? state.offered : meant;
}

}  // namespace

bool answer_choice(Turn& turn) {
    if (!turn.has(Intent::choose_option) || refines(turn.meaning) || turn.before.offered.empty())
        return false;
    // A reminder went out after these offers: what she picks may be an answer to that.
    const bool reminded = turn.before.last_sent && turn.before.last_sent->type == LastSent::Type::reminder;
    if (const OfferedTime* offer = picked(turn.before, turn.meaning); offer != nullptr && !reminded) {
        take(turn, *offer);
    } else {
        ask_which_option(turn, left_open(turn.before, turn.meaning));
    }
    return true;
}

/// No to a time that came free: what she has stands, and nothing is looked for instead.
bool answer_earlier_time(Turn& turn) {
    const auto& sent = turn.before.last_sent;
    if (!sent || sent->template_id != "earlier" || !turn.only({Intent::reject_options, Intent::undo}) ||
        turn.meaning.constraints.wish != scheduler::Wish{})
        return false;
    turn.effects.emplace_back(DropOffers{});
    clear_offers(turn.state);
    if (const BookedTime* booked = turn.next_booked(); booked != nullptr)
        turn.say("time_kept", {{"when", booked->start}});
    else
        turn.say("left_as_it_was");
    return true;
}

bool answer_undo(Turn& turn) {
    if (!turn.has(Intent::undo)) return false;
    if (turn.before.freed) {
        const LocalTime start = turn.before.freed->start;
        const auto same = std::ranges::find(turn.found.offers, start, &OfferedTime::start);
        if (same == turn.found.offers.end()) {
            turn.hand_over(TaskKind::question, "undo_person");
            return true;
        }
        turn.effects.emplace_back(PutOnOffer{});
        turn.state.offered = turn.found.offers;
        for (int n = 1; OfferedTime & offer : turn.state.offered) offer.n = n++;
        turn.state.moving.reset();
        turn.say("undo_offer", {}, turn.state.offered);
        return true;
    }
    const BookedTime* booked = turn.next_booked();
    if (booked == nullptr) {
        turn.say("left_as_it_was");
    } else {
        turn.say("time_kept", {{"when", booked->start}});
    }
    return true;
}

}  // namespace offing::conversation
