#include "gateway/service/earlier.hpp"

#include <algorithm>

#include "gateway/service/notices.hpp"
#include "gateway/service/offering.hpp"
#include "gateway/service/people.hpp"
#include "gateway/service/sealed_off.hpp"

namespace offing::service {

using namespace std::chrono_literals;

namespace {

constexpr int places_a_round = 20;
constexpr int looked_at_in_line = 200;
constexpr int most_asked = 10;        ///< for one place; after that whoever texts may have it
constexpr auto too_soon = 4h;         ///< a place that begins before then is left to whoever texts
constexpr auto worth_it = 24h;        ///< how much earlier than what she has
constexpr auto waits_for_safe = 12h;  ///< how far ahead her next safe time may lie
constexpr auto looks_again = 2h;

/// What she would get must be what she has, only sooner.
scheduler::Wish wish_like(const storage::Booking& booked, const scheduler::Service& service) {
    scheduler::Wish wish;
    wish.mode = booked.mode;
    const scheduler::Clinic* clinic = service.find_clinic(booked.key.clinic);
    if (clinic == nullptr) return wish;
    wish.women_only = clinic->audience != scheduler::Audience::everyone;
    wish.children_welcome = clinic->children_welcome;
    if (clinic->purpose != scheduler::Purpose::general) wish.purpose = clinic->purpose;
    return wish;
}

/// She is in the middle of something with us: the numbers of what she was offered mean that.
bool has_offers_open(storage::Transaction& transaction, std::string_view contact, Timestamp now) {
    const auto open = storage::open_offers(transaction, contact);
    return open && open->held_until > now;
}

}  // namespace

void note_freed(storage::Transaction& transaction, const storage::Booking& booking, Timestamp now) {
    if (booking.key.place < 0 || booking.starts <= now + too_soon) return;
    storage::add_freed(transaction, {booking.key, booking.starts}, booking.contact, now);
}

Earlier::Earlier(storage::Database& database, const Desk& desk, const Clock& clock,
                 std::function<void()> wake)
    : database_{database}, desk_{desk}, clock_{clock}, wake_{std::move(wake)} {}

Task<void> Earlier::round() {
    const Timestamp now = clock_.now();
    auto looked = co_await database_.transact([this, now](storage::Transaction& transaction) {
        const auto freed = storage::freed_to_look_at(transaction, now, places_a_round);
        for (const auto& place : freed) look_at(transaction, place, now);
        return !freed.empty();
    });
    if (!looked) throw std::runtime_error(looked.error().what);
    if (*looked) wake_();
}

void Earlier::look_at(storage::Transaction& transaction, const storage::FreedPlace& freed,
                      Timestamp now) const {
    if (freed.starts <= now + too_soon || !desk_.diary.place(freed.key) ||
        storage::times_asked(transaction, freed.key) > most_asked)
        return storage::drop_freed(transaction, freed.key);
    if (!storage::place_is_open_to(transaction, freed.key, "", now))
        return storage::look_later(transaction, freed.key, now + looks_again);
    for (const auto& contact :
         storage::line_for_freed(transaction, freed.key, freed.starts + worth_it, now, looked_at_in_line)) {
        bool is_asked = false;
        unless_sealed_off(contact, [&] { is_asked = ask(transaction, freed, contact, now); });
        if (is_asked) return;
    }
    storage::look_later(transaction, freed.key, now + looks_again);
}

bool Earlier::ask(storage::Transaction& transaction, const storage::FreedPlace& freed, std::string_view id,
                  Timestamp now) const {
    const auto contact = storage::find_contact(transaction, desk_.vault, id);
    if (!contact || !contact->person || has_offers_open(transaction, id, now)) return false;
    const auto service = desk_.diary.service();
    const auto zone = desk_.diary.zone();
    const auto due = next_safe(safe_times_of(*contact, *service), zone, std::max(now, contact->quiet_until));
    if (!due || *due > now + waits_for_safe || *due > freed.starts - too_soon ||
        texted_enough(transaction, id, *due))
        return false;
    const auto ahead = storage::bookings_ahead(transaction, id, now);
    scheduler::Wish wish;
    if (!ahead.empty()) wish = wish_like(ahead.front(), *service);
    const auto moving = ahead.empty() ? std::nullopt : std::optional{ahead.front().id};
    const auto offer =
        desk_.diary.offer_at(freed.key, preferences_of(*contact->person, *service, ahead, moving), wish, now);
    if (!offer) return false;

    conversation::Say say{
        .template_id = "earlier", .arguments = {}, .choices = {shown(*offer, 1, desk_, zone)}};
    say.arguments["kept"] = std::string{moving ? "yes" : "no"};
    say.arguments["when"] = zone.to_local(moving ? ahead.front().starts : freed.starts);
    auto text = in_words(desk_, *contact, say);
    if (!text) return false;
    const Timestamp until =
        std::min<Timestamp>(after_waking(desk_.settings.hold, zone, *due), freed.starts - 2h);
    const auto set = put_offers(transaction, *contact, {{*offer}, moving, until}, now);
    desk_.diary.hold(freed.key, until);
    queue_notice(
        transaction, *contact,
        {.text = std::move(*text), .booking = moving, .offers = set.id, .due = *due, .expires = until}, now);
    storage::note_asked(transaction, freed, id);
    storage::look_later(transaction, freed.key, until);
    return true;
}

}  // namespace offing::service
