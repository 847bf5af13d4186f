#include "gateway/service/diary.hpp"

#include <algorithm>

#include "gateway/ledger/places.hpp"

namespace offing::service {

using scheduler::Availability;
using std::chrono::days;

namespace {

constexpr days told_ahead{14};

scheduler::Zone zone_of(const scheduler::Service& service) {
    const auto zone = scheduler::Zone::find(service.zone);
    if (!zone) throw std::invalid_argument("the service's time zone is unknown");
    return *zone;
}

std::string_view word_for(const scheduler::Clinic& clinic) {
    switch (clinic.purpose) {
        case scheduler::Purpose::womens_health:
            return "womens_health";
        case scheduler::Purpose::pack:
            return "pack";
        case scheduler::Purpose::van:
            return "van";
        case scheduler::Purpose::prep:
            return "prep";
        case scheduler::Purpose::general:
            return "drop_in";
    }
    return "drop_in";
}

/// Each once, in order, as understanding would have to put them for every text.
std::vector<std::string> names_of(const scheduler::Service& service) {
    std::vector<std::string> names;
    names.reserve(service.workers.size());
    for (const auto& worker : service.workers) names.push_back(worker.first_name);
    std::ranges::sort(names);
    const auto repeats = std::ranges::unique(names);
    names.erase(repeats.begin(), repeats.end());
    return names;
}

}  // namespace

scheduler::Interval horizon_at(const scheduler::Zone& zone, Timestamp now) {
    return ledger::horizon_from(zone, scheduler::date_of(zone.to_local(to_minutes(now))));
}

struct Diary::View {
    Service service;
    std::vector<std::string> first_names;
    scheduler::Zone zone;
    std::vector<LiveDropIn> live;
    std::int64_t version;
    scheduler::Date built_on;
    ledger::Places places;

    View(Service of, const std::vector<storage::TakenPlace>& taken, Timestamp now, std::int64_t numbered,
         std::vector<LiveDropIn> live_now = {})
        : service{std::move(of)},
          first_names{names_of(*service)},
          zone{zone_of(*service)},
          live{std::move(live_now)},
          version{numbered},
          built_on{scheduler::date_of(zone.to_local(to_minutes(now)))},
          places{Availability{live.empty() ? *service : as_it_stands(*service, live, zone, now),
                              horizon_at(zone, now)},
                 built_on} {
        for (const auto& [key, held, until] : taken) {
            if (held)
                places.hold(key, until);
            else
                places.book(key);
        }
    }

    /// For whoever comes now; nothing is said of a session that hasn't begun.
    std::optional<conversation::OpenTime::Wait> wait_at(const scheduler::OpenWindow& window,
                                                        Timestamp now) const {
        for (const auto& one : live)
            if (one.session.clinic == window.clinic->id && one.session.date == window.date &&
                one.open.begin() <= now && one.now.wait)
                return conversation::OpenTime::Wait{one.now.wait->from, one.now.wait->to};
        return std::nullopt;
    }
};

Diary::Diary(Service service, const std::vector<storage::TakenPlace>& taken, Timestamp now,
             std::int64_t version)
    : view_{std::make_shared<View>(std::move(service), taken, now, version)} {}

Diary::~Diary() = default;

Diary::Service Diary::service() const {
    const std::scoped_lock lock{mutex_};
    return view_->service;
}

scheduler::Zone Diary::zone() const {
    const std::scoped_lock lock{mutex_};
    return view_->zone;
}

scheduler::OfferAnswer Diary::find(const scheduler::Preferences& woman, const scheduler::Wish& wish,
                                   Timestamp now, std::size_t limit,
                                   std::span<const scheduler::Relaxation::What> loosen) const {
    const std::scoped_lock lock{mutex_};
    view_->places.lapse(now);
    return scheduler::find_offers(view_->places.availability(), woman, wish, to_minutes(now), limit, loosen);
}

std::optional<scheduler::Offer> Diary::offer_at(const scheduler::PlaceKey& key,
                                                const scheduler::Preferences& woman,
                                                const scheduler::Wish& wish, Timestamp now) const {
    const std::scoped_lock lock{mutex_};
    view_->places.lapse(now);
    return scheduler::offer_at(view_->places.availability(), key, woman, wish, to_minutes(now));
}

std::vector<scheduler::Series> Diary::find_series(const scheduler::Preferences& woman,
                                                  const scheduler::Wish& wish,
                                                  const scheduler::SeriesWish& series, Timestamp now) const {
    const std::scoped_lock lock{mutex_};
    view_->places.lapse(now);
    return scheduler::find_series(view_->places.availability(), woman, wish, to_minutes(now), series);
}

void Diary::hold(const scheduler::PlaceKey& key, Timestamp until) {
    const std::scoped_lock lock{mutex_};
    view_->places.hold(key, until);
}

void Diary::book(const scheduler::PlaceKey& key) {
    const std::scoped_lock lock{mutex_};
    view_->places.book(key);
}

void Diary::release(const scheduler::PlaceKey& key) {
    const std::scoped_lock lock{mutex_};
    view_->places.release(key);
}

void Diary::release_hold(const scheduler::PlaceKey& key, Timestamp until) {
    const std::scoped_lock lock{mutex_};
    view_->places.release_hold(key, until);
}

Diary::Sight Diary::sight(Timestamp now) const {
    const std::scoped_lock lock{mutex_};
    view_->places.lapse(now);
    return {.version = view_->version, .first = view_->built_on, .digest = view_->places.digest()};
}

std::optional<Diary::Place> Diary::place(const scheduler::PlaceKey& key) const {
    const std::scoped_lock lock{mutex_};
    const auto found = view_->places.availability().find(key);
    if (!found) return std::nullopt;
    return Place{found->time, found->worker};
}

std::int64_t Diary::version() const {
    const std::scoped_lock lock{mutex_};
    return view_->version;
}

bool Diary::is_stale(Timestamp now) const {
    const std::scoped_lock lock{mutex_};
    return scheduler::date_of(view_->zone.to_local(to_minutes(now))) != view_->built_on;
}

void Diary::refresh(Service service, const std::vector<storage::TakenPlace>& taken, Timestamp now,
                    std::int64_t version, std::vector<LiveDropIn> live) {
    auto fresh = std::make_shared<View>(std::move(service), taken, now, version, std::move(live));
    const std::scoped_lock lock{mutex_};
    view_.swap(fresh);
}

std::vector<conversation::OpenTime> Diary::open_times(Timestamp now) const {
    const std::scoped_lock lock{mutex_};
    std::vector<conversation::OpenTime> open;
    for (const auto& window : view_->places.availability().open_windows(to_minutes(now))) {
        if (window.open.begin() > now + told_ahead) break;
        open.push_back({.kind = std::string{word_for(*window.clinic)},
                        .start = view_->zone.to_local(window.open.begin()),
                        .end = view_->zone.to_local(window.open.end()),
                        .women_only = window.clinic->audience != scheduler::Audience::everyone,
                        .children_welcome = window.clinic->children_welcome,
                        .wait = view_->wait_at(window, now)});
    }
    return open;
}

std::string Diary::first_name(std::string_view worker) const {
    const auto of = service();
    const auto found = std::ranges::find(of->workers, worker, &scheduler::Worker::id);
    return found == of->workers.end() ? std::string{} : found->first_name;
}

std::vector<std::string> Diary::first_names() const {
    const std::scoped_lock lock{mutex_};
    return view_->first_names;
}

}  // namespace offing::service
