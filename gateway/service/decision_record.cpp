#include "gateway/service/decision_record.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "gateway/storage/columns.hpp"
#include "gateway/storage/json_values.hpp"
#include "scheduler/clear_of.hpp"

namespace offing::service {

namespace json = boost::json;

namespace {

bool is_same_name(std::string_view a, std::string_view b) {
    const auto small = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    return std::ranges::equal(a, b, {}, small, small);
}

/// As the scheduler looks for it: ids before first names, which two may share.
void write_as_id(std::optional<std::string>& name, const scheduler::Service& service) {
    if (!name) return;
    auto found = std::ranges::find_if(service.workers,
                                      [&](const auto& worker) { return is_same_name(worker.id, *name); });
    if (found == service.workers.end())
        found = std::ranges::find_if(
            service.workers, [&](const auto& worker) { return is_same_name(worker.first_name, *name); });
    if (found == service.workers.end())
        name.reset();
    else
        name = found->id;
}

}  // namespace

json::object to_json(const DecisionInputs& inputs, const scheduler::Service& service) {
    scheduler::Wish wish = inputs.wish;
    write_as_id(wish.prefer_worker, service);
    write_as_id(wish.not_worker, service);
    write_as_id(wish.also_worker, service);
    json::object out{{"now", inputs.now.time_since_epoch().count()},   {"service", inputs.sight.version},
                     {"day", scheduler::spell(inputs.sight.first)},    {"places", inputs.sight.digest},
                     {"since", storage::millis(inputs.waiting_since)}, {"wish", storage::to_json(wish)}};
    if (inputs.again) out["again"] = true;
    if (inputs.moving) out["moving"] = *inputs.moving;
    if (inputs.nearest) out["nearest"] = true;
    return out;
}

int inside_busy(const scheduler::Service& service, const scheduler::Preferences& woman,
                const std::vector<scheduler::Offer>& offers) {
    return static_cast<int>(std::ranges::count_if(offers, [&](const scheduler::Offer& offer) {
        return offer.key.place >= 0 && !scheduler::is_clear_of_busy(service, woman, offer.time);
    }));
}

json::array offers_json(const std::vector<scheduler::Offer>& offers) {
    json::array all;
    for (const auto& offer : offers) {
        json::array reasons;
        for (const auto reason : offer.reasons) reasons.emplace_back(scheduler::spell(reason));
        all.push_back(json::array{offer.key.clinic, scheduler::spell(offer.key.date), offer.key.place,
                                  offer.time.begin().time_since_epoch().count(),
                                  offer.time.end().time_since_epoch().count(), offer.worker,
                                  std::move(reasons)});
    }
    return all;
}

}  // namespace offing::service
