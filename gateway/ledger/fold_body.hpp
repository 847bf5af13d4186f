// The bodies of the events that a replay follows, read into values. Private to the fold and the replay.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gateway/ledger/records.hpp"
#include "scheduler/offer.hpp"

namespace offing::ledger {

/// A body that isn't what its kind promises.
struct BadBody {
    std::string what;
};

struct OfferedPlace {
    scheduler::PlaceKey key;
    std::int64_t begin = 0;  ///< minutes since 1970
    std::int64_t end = 0;
    std::string worker;
    friend bool operator==(const OfferedPlace&, const OfferedPlace&) = default;
};

struct DecisionBody {
    scheduler::Instant now;
    std::int64_t service = 0;
    scheduler::Date day;
    std::string places;
    Timestamp since;
    scheduler::Wish wish;
    bool again = false;
    std::string moving;
};

struct OfferedBody {
    std::string set;
    Timestamp held_until;
    std::vector<OfferedPlace> offers;
    std::optional<DecisionBody> decision;  ///< none: the offers were part of a plan for many
};

struct StandingBooking {
    std::string id;
    std::string contact;
    scheduler::PlaceKey key;
    scheduler::Instant starts;
    scheduler::Instant ends;
    std::string from;  ///< the booking it replaces
};

struct DiaryBody {
    struct Taken {
        scheduler::PlaceKey key;
        std::optional<Timestamp> until;
    };
    struct Set {
        std::string id;
        std::string contact;
        Timestamp until;
        std::vector<scheduler::PlaceKey> keys;
    };
    std::vector<Taken> places;
    std::vector<StandingBooking> bookings;
    std::vector<Set> sets;
};

/// Each throws BadBody.
OfferedBody read_offered(const LedgerEvent& event);
DecisionBody read_decision(const LedgerEvent& event);
StandingBooking read_booking(const LedgerEvent& event);
DiaryBody read_diary(const LedgerEvent& event);
std::string read_text(const LedgerEvent& event, std::string_view key);
std::int64_t read_integer(const LedgerEvent& event, std::string_view key);

}  // namespace offing::ledger
