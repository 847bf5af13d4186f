// The places of sessions as staff see them: which there are, and which are taken. The store decides who gets
// one; this only shows.

#pragma once

#include <string>
#include <vector>

#include "gateway/storage/diary_rows.hpp"
#include "scheduler/availability.hpp"

namespace offing::service {

/// One place of a session: a booked time with its worker, or a chair of a group. A drop-in has none.
struct SessionPlace {
    scheduler::PlaceKey key{};
    scheduler::Interval time;
    std::string worker{};  ///< id; empty in a group
};
std::vector<SessionPlace> places_of(const scheduler::Service& service, const scheduler::Session& session);

enum class PlaceState { free, held, booked, arrived };
std::string_view spell(PlaceState state);

struct SeenPlace {
    SessionPlace place;
    PlaceState state = PlaceState::free;
    std::string booking{};  ///< id
    std::string contact{};  ///< pseudonym
};
struct SeenSession {
    scheduler::Session session;
    std::vector<SeenPlace> places{};
    /// Booked times that the session no longer has: a pattern was changed, a worker went away.
    std::vector<storage::DiaryBooking> outside{};

    std::size_t count(PlaceState state) const;
};
/// `sessions` with what `rows` says of them.
std::vector<SeenSession> see(const scheduler::Service& service, std::vector<scheduler::Session> sessions,
                             const storage::DiaryRows& rows);

}  // namespace offing::service
