#include "gateway/service/ran_over.hpp"

#include <algorithm>

#include "gateway/ledger/event.hpp"
#include "gateway/service/notices.hpp"
#include "gateway/service/people.hpp"
#include "scheduler/changes.hpp"

namespace offing::service {

using namespace std::chrono_literals;

namespace {

/// Empty when she is told; else why not.
std::string tell(storage::Transaction& transaction, const Desk& desk, const storage::Booking& booking,
                 std::chrono::minutes late, Timestamp now) {
    const auto contact = storage::find_contact(transaction, desk.vault, booking.contact);
    if (!contact || !contact->person || contact->texts != storage::TextsState::on) return "her texts are off";
    if (storage::has_text_about(transaction, booking.id, "ran_over")) return "she was told before";
    const auto safe = safe_times_of(*contact, *desk.diary.service());
    if (contact->quiet_until > now || !is_safe(safe, desk.diary.zone(), now)) return "no safe time just now";
    auto text = in_words(desk, *contact,
                         {.template_id = "ran_over",
                          .arguments = {{"minutes", static_cast<std::int64_t>(late.count())}},
                          .choices = {}});
    if (!text) return "no reviewed wording for it";
    queue_notice(transaction, *contact,
                 {.text = std::move(*text),
                  .booking = booking.id,
                  .offers = std::nullopt,
                  .due = now,
                  .expires = booking.starts + late},
                 now);
    return {};
}

}  // namespace

std::vector<LateVisit> ran_over(storage::Transaction& transaction, const Desk& desk, std::string_view id,
                                Timestamp ends, Timestamp now) {
    std::vector<LateVisit> late;
    const auto over = storage::find_booking(transaction, id);
    if (!over || over->worker.empty() || ends <= over->ends || ends > over->ends + 8h) return late;
    const auto day = storage::bookings_of_worker(transaction, over->worker, over->starts, over->starts + 24h);
    std::vector<scheduler::Booked> visits;
    for (const auto& booking : day)
        if (const auto time = scheduler::Interval::make(booking.starts, booking.ends))
            visits.push_back({.key = booking.key, .time = *time, .worker = booking.worker});
    for (const auto& delay : scheduler::delays_after(over->key, to_minutes(ends), visits)) {
        const auto booking = std::ranges::find(day, delay.key, &storage::Booking::key);
        LateVisit one{.booking = booking->id, .contact = booking->contact, .late = delay.late};
        one.why = delay.is_told ? tell(transaction, desk, *booking, delay.late, now) : "a few minutes only";
        one.told = one.why.empty();
        ledger::record(transaction, ledger::Kind::ran_over, one.contact,
                       {{"booking", one.booking}, {"late_min", one.late.count()}, {"told", one.told}}, now);
        late.push_back(std::move(one));
    }
    return late;
}

}  // namespace offing::service
