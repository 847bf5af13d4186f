#include "gateway/service/session_places.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "scheduler/place_number.hpp"

namespace offing::service {

namespace {

using scheduler::PlaceKey;

constexpr std::chrono::minutes grid{5};
constexpr std::array<std::string_view, 4> states{"free", "held", "booked", "arrived"};

PlaceState state_of(storage::BookingStatus status) {
    return status == storage::BookingStatus::arrived ? PlaceState::arrived : PlaceState::booked;
}

}  // namespace

std::string_view spell(PlaceState state) { return states.at(static_cast<std::size_t>(state)); }

std::vector<SessionPlace> places_of(const scheduler::Service& service, const scheduler::Session& session) {
    std::vector<SessionPlace> places;
    const scheduler::Clinic& clinic = *session.clinic;
    if (clinic.kind == scheduler::Kind::group) {
        for (int place = 0; place < clinic.places; ++place)
            places.push_back({{clinic.id, session.date, place}, session.open, {}});
        return places;
    }
    const auto zone = scheduler::Zone::find(service.zone);
    if (!zone) return places;
    const scheduler::Instant midnight = zone->to_instant_or_later(session.date);
    const std::size_t workers =
        std::min(clinic.workers.size(), static_cast<std::size_t>(scheduler::places_per_step));
    for (const scheduler::Interval visit : scheduler::visits_of(session)) {
        const auto step = static_cast<int>((visit.begin() - midnight) / grid);
        for (std::size_t i = 0; i < workers; ++i) {
            const scheduler::Worker* worker = service.find_worker(clinic.workers[i]);
            if (worker == nullptr || !scheduler::is_present(*worker, visit)) continue;
            places.push_back({{clinic.id, session.date, scheduler::place_number(step, static_cast<int>(i))},
                              visit,
                              worker->id});
        }
    }
    return places;
}

std::size_t SeenSession::count(PlaceState state) const {
    return static_cast<std::size_t>(std::ranges::count(places, state, &SeenPlace::state));
}

std::vector<SeenSession> see(const scheduler::Service& service, std::vector<scheduler::Session> sessions,
                             const storage::DiaryRows& rows) {
    using Day = std::pair<std::string_view, scheduler::Date>;
    std::map<Day, std::map<int, const storage::DiaryBooking*>> booked;
    std::map<Day, std::vector<int>> held;
    for (const auto& booking : rows.bookings)
        booked[{booking.key.clinic, booking.key.date}].emplace(booking.key.place, &booking);
    for (const PlaceKey& key : rows.held) held[{key.clinic, key.date}].push_back(key.place);
    std::vector<SeenSession> seen;
    seen.reserve(sessions.size());
    for (scheduler::Session& session : sessions) {
        auto& of_day = booked[{session.clinic->id, session.date}];
        const auto& on_hold = held[{session.clinic->id, session.date}];
        SeenSession each{std::move(session)};
        for (SessionPlace& place : places_of(service, each.session)) {
            SeenPlace seen_place{std::move(place)};
            if (const auto found = of_day.find(seen_place.place.key.place); found != of_day.end()) {
                seen_place.state = state_of(found->second->status);
                seen_place.booking = found->second->id;
                seen_place.contact = found->second->contact;
                of_day.erase(found);
            } else if (std::ranges::find(on_hold, seen_place.place.key.place) != on_hold.end()) {
                seen_place.state = PlaceState::held;
            }
            each.places.push_back(std::move(seen_place));
        }
        for (const auto& [place, booking] : of_day) each.outside.push_back(*booking);
        of_day.clear();
        seen.push_back(std::move(each));
    }
    return seen;
}

}  // namespace offing::service
