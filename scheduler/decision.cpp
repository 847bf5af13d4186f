#include "scheduler/decision.hpp"

namespace offing::scheduler {

namespace {

void loosen(Wish& wish, Relaxation::What what) {
    using What = Relaxation::What;
    if (what == What::dates) wish.dates_ok.clear();
    if (what == What::days) {
        wish.days_ok.reset();
        wish.days_not = {};
    }
    if (what == What::time_of_day) {
        wish.after.reset();
        wish.before.reset();
    }
    if (what == What::not_windows) wish.not_windows.clear();
}

std::vector<Offer> by_one_worker(OfferAnswer answer) {
    std::erase_if(answer.offers, [](const Offer& offer) { return offer.second.has_value(); });
    return std::move(answer.offers);
}

}  // namespace

Wish loosened(Wish wish, const Relaxation& relaxation) {
    loosen(wish, relaxation.what);
    if (relaxation.together_with) loosen(wish, *relaxation.together_with);
    return wish;
}

Decision decide(const Availability& availability, const Preferences& woman, const Wish& wish, Instant now,
                std::size_t limit) {
    auto answer = find_offers(availability, woman, wish, now, limit, loosenable);
    const auto in_the_way = std::move(answer.relaxations);
    Decision decision{.offers = by_one_worker(std::move(answer)), .nearest = false};
    if (!decision.offers.empty() || in_the_way.empty()) return decision;
    const Wish looser = loosened(wish, in_the_way.front());
    decision.offers = by_one_worker(find_offers(availability, woman, looser, now, limit, {}));
    decision.nearest = !decision.offers.empty();
    return decision;
}

}  // namespace offing::scheduler
