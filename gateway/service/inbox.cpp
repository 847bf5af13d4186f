#include "gateway/service/inbox.hpp"

#include "gateway/base/log.hpp"
#include "gateway/base/metrics.hpp"
#include "gateway/ledger/event.hpp"
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

void take_receipt(storage::Transaction& transaction, std::string_view account,
                  const provider::Receipt& receipt, Timestamp now) {
    const bool ours =
        storage::note_receipt(transaction, account, receipt.provider_id, receipt.our_id,
                              provider::spell(receipt.delivery), provider::rank_of(receipt.delivery), now);
    if (!ours)
        storage::keep_unknown_receipt(transaction, account, receipt.provider_id,
                                      provider::spell(receipt.delivery), now);
}

}  // namespace

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
        bool queued = false;
        if (answer->replay && !storage::use_replay_key(transaction, account.name, answer->replay->key,
                                                       answer->replay->expires, now))
            return queued;
        for (const auto& event : answer->events) {
            if (const auto* text = std::get_if<provider::InboundText>(&event))
                queued = take_text(transaction, desk_, account.name, *text, now).queued_text || queued;
            else
                take_receipt(transaction, account.name, std::get<provider::Receipt>(event), now);
        }
        return queued;
    });
    const int status = done ? answer->ok.status : 503;
    metrics::count("offing_webhooks_total", {{"account", account.name}, {"status", std::to_string(status)}});
    if (!done) {
        log::warn("webhook_not_taken",
                  {{"request", log::id(request.request_id)}, {"why", log::code(done.error().what)}});
        co_return http::Response::text(503, "");
    }
    if (*done) wake_();
    co_return answer->ok;
}

}  // namespace offing::service
