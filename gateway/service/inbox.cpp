#include "gateway/service/inbox.hpp"

#include "gateway/base/log.hpp"
#include "gateway/base/metrics.hpp"
#include "gateway/service/settlement.hpp"
#include "gateway/storage/texts.hpp"

namespace offing::service {

namespace {

constexpr std::string_view prefix = "/webhooks/";

/// "/webhooks/twilio/receipt" -> "twilio"
std::string_view account_in(std::string_view path) {
    if (!path.starts_with(prefix)) return {};
    path.remove_prefix(prefix.size());
    return path.substr(0, path.find('/'));
}

}  // namespace

/// Staff must know of a text that did not arrive.
bool take_receipt(storage::Transaction& transaction, std::string_view account,
                  const provider::Receipt& receipt, Unmatched unmatched, Timestamp now) {
    using provider::Delivery;
    const auto spelt = provider::spell(receipt.delivery);
    const int rank = provider::rank_of(receipt.delivery);
    const auto ours =
        storage::note_receipt(transaction, account, receipt.provider_id, receipt.our_id, spelt, rank, now);
    if (!ours && unmatched == Unmatched::keep)
        storage::keep_unknown_receipt(transaction, account, receipt.provider_id, spelt, rank, now);
    if (!ours || !ours->raised) return false;  // not ours, or heard before
    if (receipt.delivery == Delivery::opted_out)
        note_block(transaction, ours->contact, account, ours->id, now);
    else if (receipt.delivery == Delivery::failed || receipt.delivery == Delivery::expired)
        open_task_about(transaction, ours->contact, ours->id, "text_failed", now);
    return true;
}

TurnOutcome take_events(storage::Transaction& transaction, const Desk& desk, std::string_view account,
                        const std::vector<provider::WebhookEvent>& events, Timestamp now) {
    TurnOutcome all;
    for (const auto& event : events) {
        if (const auto* receipt = std::get_if<provider::Receipt>(&event)) {
            take_receipt(transaction, account, *receipt, Unmatched::keep, now);
            continue;
        }
        const TurnOutcome one =
            take_text(transaction, desk, account, std::get<provider::InboundText>(event), now);
        all.queued_text = all.queued_text || one.queued_text;
        all.crisis = all.crisis || one.crisis;
    }
    return all;
}

Inbox::Inbox(storage::Database& database, const Desk& desk, const Accounts& accounts, const Clock& clock,
             std::function<void()> wake)
    : database_{database}, desk_{desk}, accounts_{accounts}, clock_{clock}, wake_{std::move(wake)} {}

Task<http::Response> Inbox::handle(http::Request request) {
    const auto found = accounts_.find(account_in(request.path()));
    if (found == accounts_.end()) co_return http::Response::text(404, "");
    const Account& account = found->second;
    const Timestamp now = clock_.now();
    auto read = account.provider->read_webhook(request, now);
    if (!read) {
        const int status = account.provider->status_for(read.error());
        metrics::count("offing_webhooks_total",
                       {{"account", account.name}, {"status", std::to_string(status)}});
        co_return http::Response::text(status, "");
    }

    const auto answer = std::make_shared<const provider::WebhookAnswer>(std::move(*read));
    auto done = co_await database_.transact([this, answer, &account, now](storage::Transaction& transaction) {
        if (answer->replay && !storage::use_replay_key(transaction, account.name, answer->replay->key,
                                                       answer->replay->expires, now))
            return TurnOutcome{};
        return take_events(transaction, desk_, account.name, answer->events, now);
    });
    const int status = done ? answer->ok.status : 503;
    metrics::count("offing_webhooks_total", {{"account", account.name}, {"status", std::to_string(status)}});
    if (!done) {
        log::warn("webhook_not_taken",
                  {{"request", log::id(request.request_id)}, {"why", log::code(done.error().what)}});
        co_return http::Response::text(503, "");
    }
    if (done->crisis) {
        metrics::count("offing_crisis_texts_total");
        log::error("crisis_text", {{"request", log::id(request.request_id)}});
    }
    if (done->queued_text) wake_();
    co_return answer->ok;
}

}  // namespace offing::service
