#include "gateway/service/keeper.hpp"

#include "config/service_file.hpp"
#include "gateway/base/log.hpp"
#include "gateway/ledger/event.hpp"
#include "gateway/ledger/places.hpp"
#include "gateway/storage/bookings.hpp"
#include "gateway/storage/drop_ins.hpp"
#include "gateway/storage/freed_places.hpp"
#include "gateway/storage/service_versions.hpp"
#include "gateway/storage/texts.hpp"

namespace offing::service {

using storage::Transaction;

namespace {

constexpr int batch = 500;
constexpr std::chrono::days visits_kept{90};  ///< for the wait: how long visits last

template <typename T>
T value_or_throw(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().what);
    return std::move(*result);
}

std::string digest_of(const std::vector<storage::TakenPlace>& taken, scheduler::Date first) {
    using Use = scheduler::Availability::Use;
    std::vector<std::pair<scheduler::PlaceKey, Use>> used;
    used.reserve(taken.size());
    for (const auto& [key, held, until] : taken) used.emplace_back(key, held ? Use::held : Use::booked);
    return ledger::digest_of(used, first);
}

}  // namespace

Keeper::Keeper(storage::Database& database, Desk& desk, KeepingSettings settings, const Clock& clock)
    : database_{database}, desk_{desk}, settings_{settings}, clock_{clock} {}

Task<void> Keeper::free_holds() {
    const Timestamp now = clock_.now();
    // The diary ends holds by itself.
    value_or_throw(co_await database_.transact(
        [now](Transaction& transaction) { return storage::drop_expired_holds(transaction, now, batch); }));
}

Task<void> Keeper::refresh_diary() {
    struct Seen {
        std::int64_t version;
        std::optional<storage::ServiceVersion> service;
        std::vector<storage::TakenPlace> taken;
        std::string digest;
        std::vector<LiveDropIn> live;
    };
    const Timestamp now = clock_.now();
    const auto from = scheduler::date_of(desk_.diary.zone().to_local(to_minutes(now)));
    const std::int64_t known = desk_.diary.sight(now).version;
    const auto before = desk_.diary.service();
    auto seen = value_or_throw(co_await database_.read([from, now, known, before](Transaction& transaction) {
        Seen found{.version = storage::service_version(transaction),
                   .service = {},
                   .taken = {},
                   .digest = {},
                   .live = {}};
        if (found.version != known) found.service = storage::latest_service(transaction);
        found.taken = storage::taken_places(transaction, from, now);
        found.digest = digest_of(found.taken, from);
        found.live = live_drop_ins(transaction, *before, now);
        return found;
    }));
    // To lay out a large service takes long enough for an answer to wait: only where something is another.
    const auto sight = desk_.diary.sight(now);
    const bool same =
        !seen.service && sight.version == known && sight.first == from && sight.digest == seen.digest;
    const bool still = same && seen.live.empty() && !live_shown_;
    live_shown_ = !seen.live.empty();
    if (still) co_return;
    auto service = desk_.diary.service();
    std::int64_t version = known;
    if (seen.service) {
        auto read = config::read_bundle({seen.service->body, seen.service->files});
        if (read) {
            service = std::make_shared<const scheduler::Service>(std::move(read->service));
            version = seen.version;
        } else {
            log::error("service_not_read", {{"version", log::number(seen.version)}});
        }
    }
    desk_.diary.refresh(std::move(service), seen.taken, now, version, std::move(seen.live));
}

Task<void> Keeper::forget() {
    const Timestamp now = clock_.now();
    for (bool more = true; more;) {
        const int done = value_or_throw(co_await database_.transact([this, now](Transaction& transaction) {
            storage::forget_unknown_receipts(transaction, now - settings_.bodies);
            storage::forget_freed(transaction, now - std::chrono::days{1});
            storage::forget_visits(transaction, now - visits_kept);
            const auto gone = storage::purge_enquirers(transaction, now, batch);
            for (const auto& contact : gone)
                ledger::record(transaction, ledger::Kind::erased, contact, {{"by", "the time for questions"}},
                               now);
            return storage::forget_bodies(transaction, now - settings_.bodies, batch) +
                   static_cast<int>(gone.size());
        }));
        more = done >= batch;
    }
}

}  // namespace offing::service
