#include "gateway/service/erasure.hpp"

#include "gateway/ledger/event.hpp"
#include "gateway/provider/number.hpp"
#include "gateway/storage/bookings.hpp"
#include "gateway/storage/companies.hpp"
#include "gateway/storage/tasks.hpp"

namespace offing::service {

using storage::Transaction;

namespace {

void free_bookings(Transaction& transaction, std::string_view contact, Erased& erased, Timestamp now) {
    for (const auto& booking : storage::bookings_ahead(transaction, contact, now)) {
        if (!storage::close_booking(transaction, booking.id, storage::BookingStatus::freed)) continue;
        storage::free_place(transaction, booking.key, contact);
        erased.places.push_back(booking.key);
        ++erased.bookings_freed;
    }
    if (const auto open = storage::open_offers(transaction, contact))
        for (const auto& key : storage::close_offers(transaction, contact, *open, {}))
            erased.places.push_back(key);
}

}  // namespace

std::optional<std::string> contact_by_number(Transaction& transaction, const storage::Vault& vault,
                                             std::string_view number) {
    const auto read = provider::read_number(number);
    const auto contact = storage::find_by_number(transaction, vault, read ? read->e164 : std::string{number});
    if (!contact) return std::nullopt;
    return contact->id;
}

std::optional<Erased> erase_person(Transaction& transaction, std::string_view contact, std::string_view by,
                                   Timestamp now) {
    const auto found =
        transaction.run("SELECT id FROM contact WHERE id = $1 AND erased_at IS NULL", {std::string{contact}});
    if (found.empty()) return std::nullopt;
    Erased erased;
    free_bookings(transaction, contact, erased, now);
    erased.texts_dropped = storage::erase_contact(transaction, contact, now);
    erased.tasks_closed = storage::finish_tasks_of(transaction, contact, by, now);
    storage::remove_upstream(transaction, contact);
    erased.at_companies = storage::count_to_remove(transaction);
    ledger::record(transaction, ledger::Kind::erased, contact, {{"by", by}}, now);
    return erased;
}

}  // namespace offing::service
