#include "gateway/service/rebooking.hpp"

#include <algorithm>

#include "gateway/service/effects.hpp"
#include "gateway/service/people.hpp"
#include "gateway/service/sealed_off.hpp"

namespace offing::service {

using namespace std::chrono_literals;

namespace {

constexpr auto looked_back = 7 * 24h;
constexpr int batch = 50;

std::string_view words_for(AfterMissed::What what) {
    switch (what) {
        case AfterMissed::What::offer:
            return "offered";
        case AfterMissed::What::has_another_time:
            return "she has another time";
        case AfterMissed::What::in_touch:
            return "she is in touch already";
        case AfterMissed::What::to_a_person:
            return "to a person";
        case AfterMissed::What::not_in_touch:
            return "not in touch";
    }
    return "";
}

}  // namespace

AfterMissed after_missed(const Desk& desk, const storage::Contact* contact, const Standing& standing,
                         const storage::Booking& missed, Timestamp now) {
    using What = AfterMissed::What;
    if (contact == nullptr || !contact->person) return {What::not_in_touch};
    if (!standing.state.booked.empty()) return {What::has_another_time};
    const auto stands = [](const conversation::OfferedTime& offered) { return !offered.gone; };
    if (to_minutes(contact->texted_at) > missed.starts || std::ranges::any_of(standing.state.offered, stands))
        return {What::in_touch};
    const auto safe = safe_times_of(*contact, *desk.diary.service());
    const auto due = next_safe(safe, desk.diary.zone(), std::max(now, contact->quiet_until));
    if (contact->texts != storage::TextsState::on || !due) return {What::to_a_person};
    return {What::offer, *due};
}

Rebooking::Rebooking(storage::Database& database, const Desk& desk, const Clock& clock,
                     std::function<void()> wake)
    : database_{database}, desk_{desk}, clock_{clock}, wake_{std::move(wake)} {}

Task<void> Rebooking::round() {
    const Timestamp now = clock_.now();
    auto offered = co_await database_.transact([this, now](storage::Transaction& transaction) {
        const auto missed = storage::missed_without_offer(transaction, now - looked_back, batch);
        for (const auto& booking : missed)
            unless_sealed_off(booking.contact, [&] { offer_again(transaction, booking, now); });
        return !missed.empty();
    });
    if (!offered) throw std::runtime_error(offered.error().what);
    if (*offered) wake_();
}

void Rebooking::offer_again(storage::Transaction& transaction, const storage::Booking& missed,
                            Timestamp now) const {
    using conversation::TaskKind;
    const auto contact = storage::find_contact(transaction, desk_.vault, missed.contact);
    const Standing standing =
        contact ? read_standing(transaction, desk_, *contact, now) : Standing{{}, {}, {}};
    const AfterMissed after = after_missed(desk_, contact ? &*contact : nullptr, standing, missed, now);
    const auto decided = [&](std::string_view what) {
        storage::record_missed_offer(transaction, missed.id, what, now);
    };
    if (after.what != AfterMissed::What::offer && after.what != AfterMissed::What::to_a_person)
        return decided(words_for(after.what));

    conversation::Meaning meaning;
    meaning.intents = {conversation::Intent::missed_reentry};
    EffectRunner runner{transaction, desk_, *contact, standing, {meaning, ""}, now};
    auto state = standing.state;
    if (after.what == AfterMissed::What::to_a_person) {
        runner.run({conversation::OpenTask{TaskKind::call_her}}, state);
        return decided(words_for(after.what));
    }
    runner.unprompted(after.due, missed.id);
    const auto found = runner.find(state, {});
    if (found.offers.empty()) {
        runner.run({conversation::OpenTask{TaskKind::nothing_fits}}, state);
        return decided("nothing fits: to a person");
    }
    conversation::Say say{.template_id = "missed", .arguments = {}, .choices = found.offers};
    runner.run({conversation::PutOnOffer{}, std::move(say)}, state);
    decided(words_for(after.what));
}

}  // namespace offing::service
