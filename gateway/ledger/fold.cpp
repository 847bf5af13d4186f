#include "gateway/ledger/fold.hpp"

#include <algorithm>

namespace offing::ledger {

using scheduler::Availability;
using scheduler::PlaceKey;

namespace {

Places places_of(const scheduler::Service& service, scheduler::Date day) {
    const auto zone = scheduler::Zone::find(service.zone);
    if (!zone) throw BadBody{"the service's time zone is unknown"};
    return Places{Availability{service, horizon_from(*zone, day)}, day};
}

}  // namespace

Fold::Fold(ReplayMaterial& material)
    : material_{material},
      service_{std::make_shared<const scheduler::Service>()},
      places_{places_of(*service_, scheduler::Date{})} {}

Places* Fold::places_at(std::int64_t version, scheduler::Date day) {
    if (version == version_ && day == day_) return &places_;
    auto service = version == version_ ? service_ : material_.service(version);
    if (!service) return nullptr;
    Places fresh = places_of(*service, day);
    places_.copy_to(fresh);
    places_ = std::move(fresh);
    service_ = std::move(service);
    version_ = version;
    day_ = day;
    return &places_;
}

void Fold::take(const LedgerEvent& event) {
    const std::string& kind = event.kind;
    if (kind == "person_added" || kind == "place_changed")
        woman(event.subject).since =
            Timestamp{std::chrono::milliseconds{read_integer(event, "waiting_since")}};
    else if (kind == "preferences_noted")
        woman(event.subject).preferences = read_text(event, "digest");
    else if (kind == "offered")
        put_on_offer(event);
    else if (kind == "offers_closed")
        close(woman(event.subject), {});
    else if (kind == "booked" || kind == "moved" || kind == "re_placed")
        book(event);
    else if (kind == "freed")
        end_booking(event.subject, read_text(event, "booking"), true);
    else if (kind == "missed" || kind == "arrived")
        end_booking(event.subject, read_text(event, "booking"), false);
    else if (kind == "mark_taken_back")
        take_back(event);
    else if (kind == "diary_noted")
        start_from(read_diary(event));
    else if (kind == "erased")
        forget(event.subject);
    if (kind == "missed") ++woman(event.subject).conduct.missed;
    if (kind == "late") ++woman(event.subject).conduct.late;
    if (kind == "freed") ++woman(event.subject).conduct.given_up;
}

/// What was kept for her is free again.
void Fold::forget(const std::string& pseudonym) {
    FoldedWoman& her = woman(pseudonym);
    close(her, {});
    for (const auto& [id, booking] : her.booked) places_.release(booking.key);
    women_.erase(pseudonym);
}

void Fold::put_on_offer(const LedgerEvent& event) {
    const OfferedBody body = read_offered(event);
    FoldedWoman& her = woman(event.subject);
    std::vector<PlaceKey> keys;
    for (const auto& offer : body.offers) keys.push_back(offer.key);
    for (const auto& key : keys) places_.hold(key, body.held_until);
    close(her, keys);
    her.open = FoldedWoman::OpenSet{.id = body.set, .until = body.held_until, .keys = std::move(keys)};
}

void Fold::close(FoldedWoman& her, const std::vector<PlaceKey>& keep) {
    if (!her.open) return;
    for (const auto& key : her.open->keys)
        if (std::ranges::find(keep, key) == keep.end()) places_.release_hold(key, her.open->until);
    her.open.reset();
}

void Fold::book(const LedgerEvent& event) {
    StandingBooking booking = read_booking(event);
    FoldedWoman& her = woman(event.subject);
    places_.book(booking.key);
    if (her.open && std::ranges::find(her.open->keys, booking.key) != her.open->keys.end())
        close(her, {booking.key});
    if (!booking.from.empty()) end_booking(event.subject, booking.from, true);
    her.booked[booking.id] = std::move(booking);
}

void Fold::end_booking(const std::string& contact, const std::string& booking, bool frees_place) {
    auto& booked = woman(contact).booked;
    const auto found = booked.find(booking);
    if (found == booked.end()) return;
    if (frees_place)
        places_.release(found->second.key);
    else
        woman(contact).marked.insert(*found);
    booked.erase(found);
}

/// Staff had marked the wrong visit: it stands again, and the mark counts for nothing.
void Fold::take_back(const LedgerEvent& event) {
    FoldedWoman& her = woman(event.subject);
    if (auto found = her.marked.extract(read_text(event, "booking"))) her.booked.insert(std::move(found));
    if (read_text(event, "was") == "missed" && her.conduct.missed > 0) --her.conduct.missed;
}

void Fold::start_from(const DiaryBody& diary) {
    places_ = places_of(*service_, day_);
    for (const auto& [key, until] : diary.places) {
        if (until)
            places_.hold(key, *until);
        else
            places_.book(key);
    }
    for (auto& [pseudonym, her] : women_) {
        her.booked.clear();
        her.open.reset();
    }
    for (const auto& booking : diary.bookings) woman(booking.contact).booked[booking.id] = booking;
    for (const auto& set : diary.sets)
        woman(set.contact).open = FoldedWoman::OpenSet{.id = set.id, .until = set.until, .keys = set.keys};
}

}  // namespace offing::ledger
