// What can be offered, in memory: the service with its free places over the next weeks. The store decides who
// gets a place; this is the quick view of it, put right by refresh() and by every place that turns out taken.
// Safe from any thread.

#pragma once

#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include "gateway/base/clock.hpp"
#include "gateway/conversation/state.hpp"
#include "gateway/service/drop_ins.hpp"
#include "gateway/storage/bookings.hpp"
#include "scheduler/offer.hpp"
#include "scheduler/series.hpp"

namespace offing::service {

/// The next weeks, from this morning on, so that a drop-in that is running is still seen.
scheduler::Interval horizon_at(const scheduler::Zone& zone, Timestamp now);

class Diary {
public:
    using Service = std::shared_ptr<const scheduler::Service>;

    /// `taken` as the store has it now. `service` names a zone that exists.
    Diary(Service service, const std::vector<storage::TakenPlace>& taken, Timestamp now,
          std::int64_t version = 0);
    ~Diary();

    /// The service a caller may keep using while another one is put in place.
    Service service() const;
    scheduler::Zone zone() const;

    scheduler::OfferAnswer find(const scheduler::Preferences& woman, const scheduler::Wish& wish,
                                Timestamp now, std::size_t limit,
                                std::span<const scheduler::Relaxation::What> loosen) const;
    /// This one place, when it is free and fits her.
    std::optional<scheduler::Offer> offer_at(const scheduler::PlaceKey& key,
                                             const scheduler::Preferences& woman, const scheduler::Wish& wish,
                                             Timestamp now) const;
    std::vector<scheduler::Series> find_series(const scheduler::Preferences& woman,
                                               const scheduler::Wish& wish,
                                               const scheduler::SeriesWish& series, Timestamp now) const;
    /// A hold ends by itself.
    void hold(const scheduler::PlaceKey& key, Timestamp until);
    void book(const scheduler::PlaceKey& key);
    void release(const scheduler::PlaceKey& key);
    /// Only if it is on hold until exactly then.
    void release_hold(const scheduler::PlaceKey& key, Timestamp until);

    /// What a decision at `now` is made from, for the ledger.
    struct Sight {
        std::int64_t version;   ///< of the service
        scheduler::Date first;  ///< day of the horizon
        std::string digest;     ///< of the places that are taken
    };
    Sight sight(Timestamp now) const;

    struct Place {
        scheduler::Interval time;
        std::string worker;  ///< id; empty for a group or a drop-in
    };
    /// What a key stands for; empty when the service doesn't run it.
    std::optional<Place> place(const scheduler::PlaceKey& key) const;

    /// The stored service's version that this is the diary of; 0 until it is known.
    std::int64_t version() const;

    /// Whether refresh() is due: the day has changed, or the clock went back.
    bool is_stale(Timestamp now) const;
    /// `live` is how today's open sessions stand: what is full or has closed is offered to nobody.
    void refresh(Service service, const std::vector<storage::TakenPlace>& taken, Timestamp now,
                 std::int64_t version, std::vector<LiveDropIn> live = {});

    /// Drop-ins and the like that are not over yet, over the next two weeks.
    std::vector<conversation::OpenTime> open_times(Timestamp now) const;
    std::string first_name(std::string_view worker) const;
    std::vector<std::string> first_names() const;  ///< each once, in order

private:
    mutable std::mutex mutex_;
    struct View;
    std::shared_ptr<View> view_;
};

}  // namespace offing::service
