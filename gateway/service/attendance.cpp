#include "gateway/service/attendance.hpp"

#include "gateway/ledger/event.hpp"
#include "gateway/storage/desk_rows.hpp"
#include "gateway/storage/texts.hpp"

namespace offing::service {

using storage::BookingStatus;
using storage::Transaction;

bool mark_arrived(Transaction& transaction, const Desk& desk, std::string_view id, Timestamp now) {
    const auto booking = storage::find_booking(transaction, id);
    if (!booking || !storage::close_booking(transaction, id, BookingStatus::arrived)) return false;
    storage::drop_waiting_about(transaction, id, now);
    storage::set_last_seen(transaction, booking->contact,
                           scheduler::date_of(desk.diary.zone().to_local(to_minutes(now))));
    ledger::record(transaction, ledger::Kind::arrived, booking->contact, {{"booking", booking->id}}, now);
    return true;
}

TakenBack take_back_mark(Transaction& transaction, std::string_view id, Timestamp now) {
    TakenBack back;
    const auto booking = storage::find_booking(transaction, id);
    if (!booking) return back;
    const bool was_missed = booking->status == BookingStatus::missed;
    if (!was_missed && booking->status != BookingStatus::arrived) return back;
    const bool text_waits = was_missed && storage::has_waiting_about(transaction, id);
    back.text_gone = was_missed && !text_waits && storage::has_text_about(transaction, id, "missed");
    back.done = storage::reopen_booking(transaction, id, booking->status);
    if (!back.done) return back;
    if (text_waits) {
        storage::drop_waiting_about(transaction, id, now);
        if (const auto open = storage::open_offers(transaction, booking->contact)) {
            back.released = storage::close_offers(transaction, booking->contact, *open, {});
            ledger::record(transaction, ledger::Kind::offers_closed, booking->contact, {{"set", open->id}},
                           now);
        }
    }
    ledger::record(transaction, ledger::Kind::mark_taken_back, booking->contact,
                   {{"booking", booking->id}, {"was", storage::spell(booking->status)}}, now);
    return back;
}

std::optional<RunsOver> note_runs_over(Transaction& transaction, const Desk& desk, std::string_view id,
                                       std::chrono::minutes more, Timestamp now) {
    const auto booking = storage::find_booking(transaction, id);
    if (!booking || booking->status != BookingStatus::arrived) return std::nullopt;
    const Timestamp ends = storage::runs_until(transaction, id).value_or(Timestamp{booking->ends});
    RunsOver over{.until = ends + more};
    storage::note_runs_until(transaction, id, over.until);
    over.late = ran_over(transaction, desk, id, over.until, now);
    return over;
}

}  // namespace offing::service
