#include "gateway/service/sealing.hpp"

#include <stdexcept>

#include "gateway/base/log.hpp"
#include "gateway/ledger/records.hpp"

namespace offing::service {

namespace {

constexpr int most_in_a_round = 1'000;

}  // namespace

Sealing::Sealing(storage::Database& database, crypto::SigningKey key, ledger::SealSettings settings,
                 const Clock& clock)
    : database_{database}, key_{std::move(key)}, settings_{settings}, clock_{clock} {}

Task<bool> Sealing::is_clock_behind() {
    const Timestamp now = clock_.now();
    const auto behind = co_await database_.read(
        [now](storage::Transaction& transaction) { return ledger::behind_last_head(transaction, now); });
    if (!behind) throw std::runtime_error(behind.error().what);
    const bool is_behind = behind->count() > 0;
    if (is_behind && !said_behind_)
        log::error("clock_behind_ledger",
                   {{"seconds", log::number(std::chrono::ceil<std::chrono::seconds>(*behind).count())}});
    if (!is_behind && said_behind_) log::info("clock_caught_up_with_ledger", {});
    said_behind_ = is_behind;
    co_return is_behind;
}

Task<void> Sealing::round() {
    if (co_await is_clock_behind()) co_return;
    std::int64_t sealed = 0;
    for (int seals = 0; seals < most_in_a_round; ++seals) {
        const Timestamp now = clock_.now();
        const auto head = co_await database_.transact([this, now](storage::Transaction& transaction) {
            return ledger::seal_some(transaction, key_, settings_, now);
        });
        // Another daemon was first: it has sealed what we would have.
        if (!head && head.error().kind == Error::Kind::conflict) co_return;
        if (!head) throw std::runtime_error(head.error().what);
        if (!*head) co_return;
        const bool more = (*head)->size - sealed >= settings_.count;
        sealed = (*head)->size;
        log::debug("sealed", {{"seal", log::number((*head)->number)}, {"events", log::number(sealed)}});
        if (!more) co_return;
    }
}

}  // namespace offing::service
