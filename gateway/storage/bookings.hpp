// Bookings, the places they take, and the offers on the table. The place table's key is what keeps a place
// from being given twice, whatever the code above it does and however many daemons run.

#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/base/clock.hpp"
#include "gateway/storage/database.hpp"
#include "scheduler/offer.hpp"

namespace offing::storage {

/// booked -> moved | freed | arrived | missed. Only staff mark arrived and missed.
enum class BookingStatus { booked, moved, freed, arrived, missed };
std::string_view spell(BookingStatus status);

struct Booking {
    std::string id;
    std::string contact;
    scheduler::PlaceKey key;
    scheduler::Instant starts;
    scheduler::Instant ends;
    std::string worker;  ///< id
    scheduler::Mode mode = scheduler::Mode::in_person;
    BookingStatus status = BookingStatus::booked;
    bool confirmed = false;
    Timestamp created{};
};

/// Booked times of hers that have not ended yet, in order of time.
std::vector<Booking> bookings_ahead(Transaction& transaction, std::string_view contact, Timestamp now);
/// Times marked missed since `since`, latest first.
std::vector<Booking> missed_since(Transaction& transaction, std::string_view contact, Timestamp since);
/// Everybody's booked times that have not ended yet, in order of time.
std::vector<Booking> standing_bookings(Transaction& transaction, Timestamp now);
/// A worker's visits that begin in [`from`, `to`): booked, or running.
std::vector<Booking> bookings_of_worker(Transaction& transaction, std::string_view worker, Timestamp from,
                                        Timestamp to);
/// Whether these offers are still the ones on the table.
bool is_open_set(Transaction& transaction, std::string_view set);
std::optional<Booking> find_booking(Transaction& transaction, std::string_view id);

void add_booking(Transaction& transaction, const Booking& booking, Timestamp now);
/// False when it no longer was `booked`: somebody else was first.
bool close_booking(Transaction& transaction, std::string_view id, BookingStatus status);
/// The same time under another place number or with another end: its clinic was written anew.
void renumber_booking(Transaction& transaction, std::string_view id, const scheduler::PlaceKey& key,
                      scheduler::Instant ends);
void confirm_booking(Transaction& transaction, std::string_view id);
void note_eta(Transaction& transaction, std::string_view id, Timestamp eta);

/// Takes a place for her until `until`, or for good. False when another has it; an expired hold gives way,
/// and her own hold is taken over.
bool take_place(Transaction& transaction, const scheduler::PlaceKey& key, std::string_view contact,
                std::optional<Timestamp> until, Timestamp now);
/// Nobody has it, or only a hold that ran out, or she has it herself.
bool place_is_open_to(Transaction& transaction, const scheduler::PlaceKey& key, std::string_view contact,
                      Timestamp now);
void free_place(Transaction& transaction, const scheduler::PlaceKey& key, std::string_view contact);
struct TakenPlace {
    scheduler::PlaceKey key;
    bool held = false;  ///< on offer to somebody, not booked
    Timestamp until{};  ///< of a hold
};
/// Every place that is taken or held from `from` on, for building the diary.
std::vector<TakenPlace> taken_places(Transaction& transaction, scheduler::Date from, Timestamp now);
/// Ends a hold, whoever it is for. A booked place stays.
void drop_hold(Transaction& transaction, const scheduler::PlaceKey& key);
/// Holds that have run out; they are deleted.
std::vector<scheduler::PlaceKey> drop_expired_holds(Transaction& transaction, Timestamp now, int most);

/// Times marked missed since `since` that have brought no offer yet.
std::vector<Booking> missed_without_offer(Transaction& transaction, Timestamp since, int most);
/// The decision about it: "offered", or why not.
void record_missed_offer(Transaction& transaction, std::string_view booking, std::string_view outcome,
                         Timestamp now);

struct OfferSet {
    std::string id;
    Timestamp made_at;
    Timestamp held_until;
    std::optional<std::string> moving_booking;
    std::vector<scheduler::Offer> offers;  ///< number n is offers[n - 1]
};
std::optional<OfferSet> open_offers(Transaction& transaction, std::string_view contact);
void add_offers(Transaction& transaction, std::string_view contact, const OfferSet& offers);
/// What she was offered instead of one booked time now stands instead of another.
void retarget_offers(Transaction& transaction, std::string_view contact, std::string_view from,
                     std::string_view to);
/// Closes the set and frees the places it held, but for those in `keep`. Returns the freed ones.
std::vector<scheduler::PlaceKey> close_offers(Transaction& transaction, std::string_view contact,
                                              const OfferSet& offers,
                                              std::span<const scheduler::PlaceKey> keep);

/// A place in the order of time, so that what was looked at isn't looked at again.
struct BookingMark {
    Timestamp starts{};
    std::string id{};
};
/// Booked times after `mark` and until `until` whose reminder `ahead` of them has no decision yet, in order.
std::vector<Booking> without_reminder(Transaction& transaction, const BookingMark& mark, Timestamp until,
                                      std::chrono::minutes ahead, int most);
void record_reminder(Transaction& transaction, std::string_view booking, std::chrono::minutes ahead,
                     std::string_view outcome, Timestamp now);

}  // namespace offing::storage
