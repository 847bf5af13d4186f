// What stands between us and one woman, gathered from the store and the diary.

#include "gateway/service/memory.hpp"
#include "gateway/service/people.hpp"
#include "gateway/service/turn.hpp"
#include "gateway/storage/bookings.hpp"
#include "gateway/storage/displaced.hpp"
#include "gateway/storage/tasks.hpp"

namespace offing::service {

using conversation::State;
using scheduler::LocalTime;
using storage::Contact;
using storage::Person;
using storage::Transaction;

namespace {

constexpr std::chrono::days missed_counts_for{56};

conversation::Texts texts_of(storage::TextsState state) {
    switch (state) {
        case storage::TextsState::on:
            return conversation::Texts::on;
        case storage::TextsState::off:
            return conversation::Texts::off;
        case storage::TextsState::pending_check:
            return conversation::Texts::pending_check;
        case storage::TextsState::suspended:
            return conversation::Texts::suspended;
    }
    return conversation::Texts::suspended;
}

void add_person(State& state, const Person& person, const scheduler::Service& service,
                scheduler::Date today) {
    state.known = true;
    state.language = person.language;
    state.school_run = busy_windows(person, service);
    state.school = person.school;
    state.school_holiday =
        !service.schools.runs_on(person.school.empty() ? service.council : person.school, today);
    for (const auto& window : person.safe) state.safe.push_back({window.days, window.from, window.to});
    state.last_seen = person.last_seen;
    state.number_checked = person.number_checked;
}

void add_bookings(Standing& standing, Transaction& transaction, const Desk& desk, const Contact& contact,
                  const scheduler::Zone& zone, Timestamp now) {
    State& state = standing.state;
    standing.ahead = storage::bookings_ahead(transaction, contact.id, now);
    for (const auto& booking : standing.ahead)
        state.booked.push_back({.id = booking.id,
                                .start = zone.to_local(booking.starts),
                                .end = zone.to_local(booking.ends),
                                .with = desk.diary.first_name(booking.worker),
                                .mode = booking.mode,
                                .confirmed = booking.confirmed,
                                .off = storage::find_displaced(transaction, booking.id).has_value()});
    for (const auto& booking : storage::missed_since(transaction, contact.id, now - missed_counts_for))
        state.missed.push_back(zone.to_local(booking.starts));
}

/// The service may have changed since it was offered.
bool still_runs(const Desk& desk, const scheduler::Offer& offer) {
    const auto place = desk.diary.place(offer.key);
    if (!place) return false;
    if (offer.kind == scheduler::Kind::drop_in) return place->time.overlaps(offer.time);
    return place->time.begin() == offer.time.begin() && place->worker == offer.worker;
}

void add_offers(Standing& standing, Transaction& transaction, const Desk& desk, const Contact& contact,
                const scheduler::Zone& zone, Timestamp now) {
    State& state = standing.state;
    standing.open = storage::open_offers(transaction, contact.id);
    const auto& set = standing.open;
    if (!set) return;
    state.offers_held_until = zone.to_local(to_minutes(set->held_until));
    int number = 0;
    for (const auto& offer : set->offers) {
        state.offered.push_back(shown(offer, ++number, desk, zone));
        auto& last = state.offered.back();
        if (to_minutes(now) >=
            (last.kind == scheduler::Kind::drop_in ? offer.time.end() : offer.time.begin()))
            last.gone = true;
        else if (!still_runs(desk, offer))
            last.gone = true;
        else if (set->held_until <= now && offer.key.place >= 0)
            last.gone = !storage::place_is_open_to(transaction, offer.key, contact.id, now);
    }
    if (!set->moving_booking) return;
    for (const auto& booked : state.booked)
        if (booked.id == *set->moving_booking) state.moving = booked.start;
}

void add_service(State& state, const Desk& desk, const scheduler::Service& service,
                 const scheduler::Zone& zone, Timestamp now) {
    state.nation = service.division;
    state.open_times = desk.diary.open_times(now);
    state.worker_names = desk.diary.first_names();
    for (const auto& worker : service.workers)
        for (const auto& away : worker.away)
            if (away.begin() <= now && away.end() > now)
                state.staff_away.push_back(
                    {worker.first_name, scheduler::date_of(zone.to_local(away.end()))});
}

/// Once a person has looked, her texts count anew.
void add_door(State& state, Transaction& transaction, const Desk& desk, const Contact& contact,
              LocalTime now) {
    auto& door = state.door;
    door.has_word = !contact.person->code_word_sealed.empty();
    door.stays_open = desk.settings.code_word_opens;
    door.open = door.open_until && now < *door.open_until;
    if (door.has_word && door.wrong >= conversation::Door::wrong_told &&
        !storage::has_open_task(transaction, contact.id, spell(conversation::TaskKind::code_word)))
        door.wrong = 0;
}

}  // namespace

Standing read_standing(Transaction& transaction, const Desk& desk, const Contact& contact, Timestamp now) {
    const auto service = desk.diary.service();
    const auto zone = desk.diary.zone();
    Standing standing;
    State& state = standing.state;
    state.texts = texts_of(contact.texts);
    read_memory(contact.conversation, state);
    state.quiet_today = contact.quiet_until > now;
    state.crisis_open = storage::has_open_task(transaction, contact.id, "crisis");
    add_service(state, desk, *service, zone, now);
    if (!contact.person) return standing;
    add_person(state, *contact.person, *service, scheduler::date_of(zone.to_local(to_minutes(now))));
    add_door(state, transaction, desk, contact, zone.to_local(to_minutes(now)));
    if (contact.person->usual_worker) state.last_with = desk.diary.first_name(*contact.person->usual_worker);
    add_bookings(standing, transaction, desk, contact, zone, now);
    add_offers(standing, transaction, desk, contact, zone, now);
    return standing;
}

}  // namespace offing::service
