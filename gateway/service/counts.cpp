#include "gateway/service/counts.hpp"

#include "gateway/base/metrics.hpp"
#include "gateway/storage/companies.hpp"
#include "gateway/storage/queue.hpp"

namespace offing::service {

using storage::OutboundStatus;
using storage::Priority;
using storage::Transaction;

namespace {

struct Counted {
    std::vector<storage::QueueDepth> depths;
    std::int64_t unknown = 0, failed = 0, without_receipt = 0, to_remove = 0;
    std::vector<std::pair<std::string, Timestamp>> reconciled;
};

std::string word_of(Priority priority) {
    switch (priority) {
        case Priority::crisis:
            return "crisis";
        case Priority::answer:
            return "answer";
        case Priority::reminder:
            return "reminder";
    }
    return "";
}

double seconds(std::chrono::milliseconds span) { return static_cast<double>(span.count()) / 1000; }

}  // namespace

Task<void> count_queue(storage::Database& database, const Accounts& accounts, Outbox& outbox,
                       const Clock& clock) {
    const Timestamp now = clock.now();
    const auto counted = co_await database.read([&accounts, now](Transaction& transaction) {
        Counted all{.depths = storage::queue_depths(transaction, now),
                    .unknown = storage::count_of_status(transaction, OutboundStatus::unknown),
                    .failed = storage::count_of_status(transaction, OutboundStatus::failed),
                    .without_receipt = storage::count_without_receipt(transaction, now),
                    .to_remove = storage::count_to_remove(transaction),
                    .reconciled = {}};
        for (const auto& [name, account] : accounts)
            if (!account.provider->lists().empty())
                all.reconciled.emplace_back(name, storage::reconciled_until(transaction, name));
        return all;
    });
    if (!counted) throw std::runtime_error(counted.error().what);
    for (const auto& depth : counted->depths) {
        const metrics::Labels which{{"priority", word_of(depth.priority)}};
        metrics::set("offing_queue_due", which, static_cast<double>(depth.due));
        metrics::set("offing_queue_later", which, static_cast<double>(depth.later));
        metrics::set("offing_queue_oldest_seconds", which, depth.oldest ? seconds(now - *depth.oldest) : 0);
    }
    metrics::set("offing_texts_unknown", {}, static_cast<double>(counted->unknown));
    metrics::set("offing_texts_failed", {}, static_cast<double>(counted->failed));
    metrics::set("offing_texts_without_receipt", {}, static_cast<double>(counted->without_receipt));
    metrics::set("offing_upstream_to_remove", {}, static_cast<double>(counted->to_remove));
    for (const auto& [name, until] : counted->reconciled)
        metrics::set("offing_reconcile_lag_seconds", {{"account", name}},
                     until == Timestamp{} ? -1 : seconds(now - until));
    for (const auto& [name, account] : accounts)
        metrics::set("offing_account_share", {{"account", name}}, outbox.share(name));
}

}  // namespace offing::service
