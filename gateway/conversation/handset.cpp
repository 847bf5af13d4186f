#include "gateway/conversation/handset.hpp"

#include <algorithm>
#include <memory>

#include "gateway/conversation/code_word.hpp"
#include "gateway/conversation/dialogue_turn.hpp"
#include "scheduler/offer.hpp"

namespace offing::conversation {

namespace {

using namespace scheduler;
using std::chrono::days;

constexpr std::size_t most_offers = 3;
constexpr days looked_ahead{42};

OfferedTime shown(const Offer& offer, int n, const Service& service, const Zone& zone) {
    OfferedTime time{.n = n,
                     .start = zone.to_local(offer.time.begin()),
                     .end = zone.to_local(offer.time.end()),
                     .with = {},
                     .mode = offer.mode,
                     .kind = offer.kind,
                     .audience = offer.audience,
                     .children_welcome = offer.children_welcome,
                     .label = offer.label};
    const auto worker = std::ranges::find(service.workers, offer.worker, &Worker::id);
    if (worker != service.workers.end()) time.with = worker->first_name;
    return time;
}

std::string word_for(Purpose purpose) {
    if (purpose == Purpose::pack) return "pack";
    if (purpose == Purpose::van) return "van";
    return "drop_in";
}

std::vector<OpenTime> open_times(const Availability& availability, Instant now) {
    std::vector<OpenTime> open;
    for (const OpenWindow& window : availability.open_windows(now))
        open.push_back({.kind = word_for(window.clinic->purpose),
                        .start = availability.zone().to_local(window.open.begin()),
                        .end = availability.zone().to_local(window.open.end()),
                        .women_only = window.clinic->audience != Audience::everyone,
                        .children_welcome = window.clinic->children_welcome});
    return open;
}

Preferences preferences_of(const State& state, const Zone& zone) {
    Preferences woman;
    woman.busy = state.school_run;
    woman.school = state.school;
    for (const BookedTime& booked : state.booked) {
        const Instant begin = zone.to_instant_or_later(booked.start);
        const Instant end =
            zone.to_instant_or_later(booked.end.value_or(booked.start + std::chrono::minutes{30}));
        if (const auto time = Interval::make(begin, end)) woman.engaged.push_back(*time);
    }
    return woman;
}

Wish loosened(Wish wish) {
    wish.dates_ok.clear();
    wish.days_ok.reset();
    wish.after.reset();
    wish.before.reset();
    return wish;
}

}  // namespace

Diary diary_of(const Service& service) {
    return [&service](const State& state, const Wish& wish, LocalTime now) {
        const Zone zone = Zone::find(service.zone).value();
        const Instant from = zone.to_instant_or_later(now);
        const auto horizon = Interval::make(from, from + looked_ahead).value();
        const Availability availability{service, horizon};
        Found found;
        found.looked = true;
        found.open = open_times(availability, from);
        if (!state.known) return found;
        const Preferences woman = preferences_of(state, zone);
        OfferAnswer answer = find_offers(availability, woman, wish, from, most_offers);
        if (answer.offers.empty()) {
            answer = find_offers(availability, woman, loosened(wish), from, most_offers);
            found.nearest = true;
        }
        for (int n = 0; const Offer& offer : answer.offers)
            found.offers.push_back(shown(offer, ++n, service, zone));
        return found;
    };
}

Diary diary_of(std::vector<OfferedTime> times) {
    return [times = std::move(times)](const State& state, const Wish& wish, LocalTime now) {
        Found found;
        found.looked = true;
        found.open = state.open_times;
        for (const OfferedTime& time : times)
            if (time.start > now && is_inside(time, wish)) found.offers.push_back(time);
        if (found.offers.empty()) {
            found.nearest = !times.empty();
            found.offers = times;
        }
        if (found.offers.size() > most_offers) found.offers.resize(most_offers);
        for (int n = 0; OfferedTime & offer : found.offers) offer.n = ++n;
        return found;
    };
}

std::map<int, MenuChoice> reminder_menu() {
    return {{1, MenuChoice::yes}, {2, MenuChoice::other_times}, {3, MenuChoice::drop_in}};
}

BookedTime& Handset::book(BookedTime booked) {
    if (booked.id.empty()) booked.id = "b" + std::to_string(++next_id_);
    const auto at = std::ranges::upper_bound(state.booked, booked.start, {}, &BookedTime::start);
    return *state.booked.insert(at, std::move(booked));
}

void Handset::say(const Say& say, Exchange& exchange) {
    const auto text = phrase(say, catalogue_, state.language, level, cover);
    if (!text) {
        exchange.problem = say.template_id + ": " + text.error().what;
        return;
    }
    exchange.answer = text->body();
    if (state.last_sent) state.last_sent->template_version = text->version();
}

Exchange Handset::receive(std::string_view text) {
    Exchange exchange;
    state.door.has_word = !code_word.empty();
    state.door.open = state.door.open_until && now < *state.door.open_until;
    exchange.meaning = hear(text, state, now, lexicon_, [this](std::string_view word) {
                           return word == fold_code_word(code_word);
                       }).meaning;
    Found found;
    found.open = state.open_times;
    if (const auto wish = wanted(state, exchange.meaning)) found = diary(state, *wish, now);
    Next next = step(state, exchange.meaning, found, now);
    state = std::move(next.state);
    for (BookedTime& booked : state.booked)
        if (booked.id.empty()) booked.id = "b" + std::to_string(++next_id_);
    exchange.effects = std::move(next.effects);
    for (const Effect& effect : exchange.effects)
        if (const Say* said = std::get_if<Say>(&effect)) say(*said, exchange);
    return exchange;
}

Exchange Handset::send(Say to_say, LastSent::Type type, std::optional<LocalTime> about) {
    Exchange exchange;
    state.last_sent = LastSent{.type = type, .at = now, .about = about, .template_id = to_say.template_id};
    state.door.open_until.reset();
    if (level >= templates::Level::very_discreet) {
        state.last_sent->type =
            LastSent::Type::knock;  // its words are a knock: nothing in it can be answered
    } else if (type == LastSent::Type::reminder) {
        state.last_sent->menu = reminder_menu();
    }
    say(to_say, exchange);
    exchange.effects.emplace_back(std::move(to_say));
    return exchange;
}

}  // namespace offing::conversation
