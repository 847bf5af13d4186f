#include "gateway/console/demo_story.hpp"

#include <algorithm>

#include "gateway/service/people.hpp"
#include "gateway/service/reminders.hpp"
#include "gateway/storage/texts.hpp"

namespace offing::console {

namespace {

using storage::Booking;
using storage::Transaction;

class ServiceStory final : public DemoStory {
public:
    ServiceStory(storage::Database& database, const service::Desk& desk,
                 std::vector<std::chrono::minutes> ahead, const Clock& clock,
                 std::function<Task<void>()> catch_up)
        : database_{database},
          desk_{desk},
          ahead_{std::move(ahead)},
          clock_{clock},
          catch_up_{std::move(catch_up)} {}

    Task<std::optional<Timestamp>> next_text(std::string number) override {
        const Timestamp now = clock_.now();
        auto found = co_await database_.read([this, number, now](Transaction& transaction) {
            return find_next_text(transaction, number, now);
        });
        co_return found ? *found : std::nullopt;
    }

    Task<std::optional<Timestamp>> end_of_next_time(std::string number) override {
        const auto booking = co_await next_time(std::move(number));
        co_return booking ? std::optional<Timestamp>{booking->ends} : std::nullopt;
    }

    Task<bool> miss_next_time(std::string number) override {
        const auto booking = co_await next_time(std::move(number));
        if (!booking) co_return false;
        const Timestamp now = clock_.now();
        const auto marked =
            co_await database_.transact([this, id = booking->id, now](Transaction& transaction) {
                return service::mark_missed(transaction, desk_, id, now);
            });
        co_return marked && *marked;
    }

    Task<void> catch_up() override { co_await catch_up_(); }

private:
    std::optional<Timestamp> find_next_text(Transaction& transaction, const std::string& number,
                                            Timestamp now) const {
        std::optional<Timestamp> next;
        const auto consider = [&](Timestamp at) {
            if (at > now && (!next || at < *next)) next = at;
        };
        if (const auto due = storage::next_due(transaction)) consider(*due);
        const auto contact = storage::find_by_number(transaction, desk_.vault, number);
        if (!contact) return next;
        const auto safe = service::safe_times_of(*contact, *desk_.diary.service());
        for (const Booking& booking : storage::bookings_ahead(transaction, contact->id, now)) {
            for (const auto ahead : ahead_) {
                if (booking.starts - ahead < scheduler::Instant{to_minutes(now)}) continue;
                const auto plan = service::plan_reminder(booking, ahead, safe, desk_.diary.zone(), now);
                if (plan.send_at) consider(*plan.send_at);
            }
        }
        return next;
    }

    Task<std::optional<Booking>> next_time(std::string number) {
        const Timestamp now = clock_.now();
        auto found = co_await database_.read([this, number, now](Transaction& transaction) {
            const auto contact = storage::find_by_number(transaction, desk_.vault, number);
            if (!contact) return std::optional<Booking>{};
            const auto ahead = storage::bookings_ahead(transaction, contact->id, now);
            return ahead.empty() ? std::nullopt : std::optional{ahead.front()};
        });
        co_return found ? std::move(*found) : std::nullopt;
    }

    storage::Database& database_;
    const service::Desk& desk_;
    std::vector<std::chrono::minutes> ahead_;
    const Clock& clock_;
    std::function<Task<void>()> catch_up_;
};

}  // namespace

std::unique_ptr<DemoStory> make_demo_story(storage::Database& database, const service::Desk& desk,
                                           std::vector<std::chrono::minutes> reminders_ahead,
                                           const Clock& clock, std::function<Task<void>()> catch_up) {
    return std::make_unique<ServiceStory>(database, desk, std::move(reminders_ahead), clock,
                                          std::move(catch_up));
}

}  // namespace offing::console
