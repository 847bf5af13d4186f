#include "gateway/service/anchoring.hpp"

#include <stdexcept>

#include "gateway/base/log.hpp"
#include "gateway/base/metrics.hpp"
#include "gateway/ledger/records.hpp"

namespace offing::service {

namespace {

constexpr std::chrono::minutes try_again{5};

}  // namespace

Anchoring::Anchoring(storage::Database& database, http::Client& client, AnchorSettings settings,
                     const Clock& clock)
    : database_{database}, client_{client}, settings_{std::move(settings)}, clock_{clock} {}

Task<void> Anchoring::round() {
    if (settings_.url.empty() || clock_.now() < next_) co_return;
    const auto head = co_await database_.read(ledger::last_head);
    if (!head) throw std::runtime_error(head.error().what);
    if (!*head || (*head)->number == last_) co_return;
    const bool is_kept = co_await post(ledger::write_head(**head));
    metrics::count("offing_heads_anchored_total", {{"outcome", is_kept ? "kept" : "failed"}});
    next_ = clock_.now() + (is_kept ? settings_.every : try_again);
    if (is_kept) {
        last_ = (*head)->number;
        log::info("head_anchored", {{"seal", log::number(last_)}});
    } else {
        log::error("head_not_anchored", {{"seal", log::number((*head)->number)}});
    }
}

Task<bool> Anchoring::post(std::string head) {
    http::Request request{.method = "POST",
                          .target = settings_.url,
                          .headers = {{"Content-Type", "text/plain; charset=utf-8"}},
                          .body = std::move(head),
                          .request_id = {},
                          .peer = {}};
    const auto exchange = co_await client_.send(std::move(request));
    co_return exchange.outcome == http::Exchange::Outcome::answered&& exchange.response.status >= 200 &&
        exchange.response.status < 300;
}

}  // namespace offing::service
