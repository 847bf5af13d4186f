#include "gateway/service/rebooking.hpp"

#include <algorithm>

#include "gateway/service/effects.hpp"
#include "gateway/service/people.hpp"

namespace offing::service {

using namespace std::chrono_literals;

namespace {

constexpr auto looked_back = 7 * 24h;
constexpr int batch = 50;

}  // namespace

Rebooking::Rebooking(storage::Database& database, const Desk& desk, const Clock& clock,
                     std::function<void()> wake)
    : database_{database}, desk_{desk}, clock_{clock}, wake_{std::move(wake)} {}

Task<void> Rebooking::round() {
    const Timestamp now = clock_.now();
    auto offered = co_await database_.transact([this, now](storage::Transaction& transaction) {
        const auto missed = storage::missed_without_offer(transaction, now - looked_back, batch);
        for (const auto& booking : missed) offer_again(transaction, booking, now);
        return !missed.empty();
    });
    if (!offered) throw std::runtime_error(offered.error().what);
    if (*offered) wake_();
}

void Rebooking::offer_again(storage::Transaction& transaction, const storage::Booking& missed,
                            Timestamp now) const {
    using conversation::TaskKind;
    const auto contact = storage::find_contact(transaction, desk_.vault, missed.contact);
    if (!contact || !contact->person)
        return storage::record_missed_offer(transaction, missed.id, "not in touch", now);

    conversation::Meaning meaning;
    meaning.intents = {conversation::Intent::missed_reentry};
    const Standing standing = read_standing(transaction, desk_, *contact, now);
    EffectRunner runner{transaction, desk_, *contact, standing, {meaning, ""}, now};
    auto state = standing.state;
    const auto zone = desk_.diary.zone();
    const auto safe = safe_times_of(*contact, *desk_.diary.service());
    const auto due = next_safe(safe, zone, std::max(now, contact->quiet_until));
    if (!state.booked.empty())
        return storage::record_missed_offer(transaction, missed.id, "she has another time", now);
    const auto stands = [](const conversation::OfferedTime& offered) { return !offered.gone; };
    if (to_minutes(contact->texted_at) > missed.starts || std::ranges::any_of(state.offered, stands))
        return storage::record_missed_offer(transaction, missed.id, "she is in touch already", now);
    if (contact->texts != storage::TextsState::on || !due) {
        runner.run({conversation::OpenTask{TaskKind::call_her}}, state);
        return storage::record_missed_offer(transaction, missed.id, "to a person", now);
    }

    runner.unprompted(*due, missed.id);
    const auto found = runner.find(state, {});
    if (found.offers.empty()) {
        runner.run({conversation::OpenTask{TaskKind::nothing_fits}}, state);
        return storage::record_missed_offer(transaction, missed.id, "nothing fits: to a person", now);
    }
    conversation::Say say{.template_id = "missed", .arguments = {}, .choices = found.offers};
    runner.run({conversation::PutOnOffer{}, std::move(say)}, state);
    storage::record_missed_offer(transaction, missed.id, "offered", now);
}

}  // namespace offing::service
