#include "gateway/service/series.hpp"

#include <algorithm>

#include "gateway/base/ids.hpp"
#include "gateway/ledger/event.hpp"
#include "gateway/service/notices.hpp"
#include "gateway/service/offering.hpp"
#include "gateway/service/people.hpp"
#include "gateway/storage/tasks.hpp"

namespace offing::service {

using storage::Booking;
using storage::StatementFailed;
using namespace std::chrono_literals;

namespace {

void tell(storage::Transaction& transaction, const Desk& desk, const storage::Contact& contact,
          const std::vector<Booking>& booked, Timestamp now) {
    const auto zone = desk.diary.zone();
    const auto safe = safe_times_of(contact, *desk.diary.service());
    const auto due = next_safe(safe, zone, std::max(now, contact.quiet_until));
    if (contact.texts != storage::TextsState::on || !due || *due >= booked.front().starts - 1h) return;
    auto text = in_words(desk, contact,
                         {.template_id = "series_booked",
                          .arguments = {{"count", static_cast<std::int64_t>(booked.size())},
                                        {"start", zone.to_local(booked.front().starts)},
                                        {"last", zone.to_local(booked.back().starts)},
                                        {"worker", desk.diary.first_name(booked.front().worker)}},
                          .choices = {}});
    if (!text) return;
    queue_notice(transaction, contact,
                 {.text = std::move(*text),
                  .booking = booked.front().id,
                  .offers = std::nullopt,
                  .due = *due,
                  .expires = booked.front().starts - 30min},
                 now);
}

}  // namespace

std::vector<scheduler::Series> propose_series(storage::Transaction& transaction, const Desk& desk,
                                              std::string_view id, const scheduler::Wish& wish,
                                              const scheduler::SeriesWish& series, Timestamp now) {
    const auto contact = storage::find_contact(transaction, desk.vault, id);
    if (!contact || !contact->person) return {};
    const auto ahead = storage::bookings_ahead(transaction, id, now);
    return desk.diary.find_series(preferences_of(*contact->person, *desk.diary.service(), ahead, {}), wish,
                                  series, now);
}

std::vector<Booking> book_series(storage::Transaction& transaction, const Desk& desk, std::string_view id,
                                 const scheduler::Series& series, std::string_view by, Timestamp now) {
    const auto contact = storage::find_contact(transaction, desk.vault, id);
    const auto gone = [](const char* what) { return StatementFailed(StatementFailed::Why::conflict, what); };
    if (!contact || !contact->person || series.times.empty()) throw gone("she is not in touch any more");
    const std::string together = new_id(now);
    std::vector<Booking> booked;
    for (const auto& offer : series.times) {
        if (!storage::take_place(transaction, offer.key, contact->id, std::nullopt, now))
            throw gone("one of these times has gone; none is booked");
        Booking one{.id = new_id(now),
                    .contact = contact->id,
                    .key = offer.key,
                    .starts = offer.time.begin(),
                    .ends = offer.time.end(),
                    .worker = offer.worker,
                    .mode = offer.mode};
        storage::add_booking(transaction, one, now);
        auto body = booking_json(one);
        body["series"] = together;
        body["by"] = by;
        ledger::record(transaction, ledger::Kind::booked, contact->id, body, now);
        booked.push_back(std::move(one));
    }
    storage::set_usual_worker(transaction, contact->id, series.worker);
    for (const auto& task : storage::open_tasks_of(transaction, contact->id, "series"))
        if (storage::finish_task(transaction, task, by, now))
            ledger::record(transaction, ledger::Kind::task_done, contact->id,
                           {{"task", task}, {"kind", "series"}}, now);
    tell(transaction, desk, *contact, booked, now);
    return booked;
}

}  // namespace offing::service
