#include "gateway/service/reminders.hpp"

#include "gateway/base/ids.hpp"
#include "gateway/service/notices.hpp"
#include "gateway/service/people.hpp"
#include "gateway/service/sealed_off.hpp"
#include "gateway/storage/tasks.hpp"

namespace offing::service {

using storage::Transaction;
using namespace std::chrono_literals;

namespace {

constexpr auto planned_ahead = 24h;
constexpr auto least_notice = 1h;
constexpr int batch = 50;

}  // namespace

ReminderPlan plan_reminder(const storage::Booking& booking, std::chrono::minutes ahead, const SafeTimes& safe,
                           const scheduler::Zone& zone, Timestamp now) {
    const Timestamp ideal = booking.starts - ahead;
    if (booking.created > ideal) return {std::nullopt, "booked after its moment"};
    const Timestamp latest = booking.starts - least_notice;
    if (ideal >= now && is_safe(safe, zone, ideal)) return {ideal, "planned"};
    if (ideal >= now)
        if (const auto before = last_safe(safe, zone, std::max<Timestamp>(now, ideal - 24h), ideal))
            return {before, "planned"};
    const auto after = next_safe(safe, zone, std::max(now, ideal));
    if (after && *after <= latest) return {after, "planned"};
    return {std::nullopt, "no safe time"};
}

std::optional<templates::Text> reminder_text(const Desk& desk, const storage::Contact& contact,
                                             const storage::Booking& booking) {
    const std::string worker = desk.diary.first_name(booking.worker);
    conversation::Say say{.template_id = worker.empty() ? "reminder_plain" : "reminder"};
    say.arguments["start"] = desk.diary.zone().to_local(booking.starts);
    if (!worker.empty()) say.arguments["worker"] = worker;
    return in_words(desk, contact, say);
}

void open_wording_task(Transaction& transaction, std::string_view contact, std::string_view booking,
                       Timestamp now) {
    if (storage::has_open_task(transaction, contact, "wording")) return;
    storage::open_task(transaction, {.id = new_id(now),
                                     .kind = "wording",
                                     .contact = std::string{contact},
                                     .inbound = std::nullopt,
                                     .meaning = R"({"booking":")" + std::string{booking} + R"("})",
                                     .opened = now,
                                     .due = now + 4h});
}

Reminders::Reminders(storage::Database& database, const Desk& desk, std::vector<std::chrono::minutes> ahead,
                     const Clock& clock, std::function<void()> wake)
    : database_{database}, desk_{desk}, ahead_{std::move(ahead)}, clock_{clock}, wake_{std::move(wake)} {}

Task<void> Reminders::round() {
    for (const auto ahead : ahead_) {
        const Timestamp now = clock_.now();
        // A time that begins this very minute has nothing left to be reminded of.
        storage::BookingMark mark{.starts = now + 1ms};
        while (!stopping_ && co_await plan_some(ahead, mark, now + ahead + planned_ahead) == batch) {
        }
    }
    wake_();
}

/// Some at a time, found by a reader first: an answer to a text waits for no more than the writing of these.
Task<int> Reminders::plan_some(std::chrono::minutes ahead, storage::BookingMark& mark, Timestamp until) {
    const auto found = co_await database_.read([ahead, from = mark, until](Transaction& transaction) {
        return storage::without_reminder(transaction, from, until, ahead, batch);
    });
    if (!found) throw std::runtime_error(found.error().what);
    if (found->empty()) co_return 0;
    const storage::BookingMark last{found->back().starts, found->back().id};
    const Timestamp now = clock_.now();
    const auto planned =
        co_await database_.transact([this, now, ahead, from = mark, last](Transaction& transaction) {
            const auto due = storage::without_reminder(transaction, from, last.starts, ahead, batch);
            for (const auto& booking : due)
                unless_sealed_off(booking.contact, [&] { plan_one(transaction, booking, ahead, now); });
            return due.size();
        });
    if (!planned) throw std::runtime_error(planned.error().what);
    mark = last;
    co_return static_cast<int>(found->size());
}

void Reminders::plan_one(Transaction& transaction, const storage::Booking& booking,
                         std::chrono::minutes ahead, Timestamp now) const {
    const auto leave_out = [&](std::string_view why) {
        storage::record_reminder(transaction, booking.id, ahead, why, now);
    };
    const auto contact = storage::find_contact(transaction, desk_.vault, booking.contact);
    if (!contact || !contact->person || contact->texts != storage::TextsState::on)
        return leave_out("texts are off");
    const auto zone = desk_.diary.zone();
    const auto plan =
        plan_reminder(booking, ahead, safe_times_of(*contact, *desk_.diary.service()), zone, now);
    if (!plan.send_at) return leave_out(plan.why);
    if (texted_enough(transaction, contact->id, *plan.send_at)) return leave_out("texted enough");

    auto text = reminder_text(desk_, *contact, booking);
    if (!text) {
        open_wording_task(transaction, contact->id, booking.id, now);
        return leave_out("no live wording");
    }
    queue_notice(transaction, *contact,
                 {.text = std::move(*text),
                  .booking = booking.id,
                  .offers = std::nullopt,
                  .due = *plan.send_at,
                  .expires = booking.starts - least_notice / 2,
                  .priority = storage::Priority::reminder},
                 now);
    storage::record_reminder(transaction, booking.id, ahead, "planned", now);
}

}  // namespace offing::service
