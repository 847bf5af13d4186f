#include "gateway/service/reconcile.hpp"

#include <algorithm>

#include "gateway/base/log.hpp"
#include "gateway/base/metrics.hpp"
#include "gateway/provider/number.hpp"
#include "gateway/service/inbox.hpp"
#include "gateway/service/sealed_off.hpp"
#include "gateway/service/sending.hpp"
#include "gateway/storage/companies.hpp"
#include "gateway/storage/texts.hpp"

namespace offing::service {

using provider::InboundText;
using provider::Receipt;
using storage::Transaction;
using namespace std::chrono_literals;

namespace {

constexpr auto every = 1h;
constexpr auto overlap = 2h;  // companies' lists lag, and a text may be long on its way
constexpr auto first_look_back = 72h;
constexpr auto longest_look_back = 7 * 24h;
constexpr int most_pages = 200;
constexpr auto same_text_within = 15min;

/// The same words from the same number about the same time: the webhook brought it under another id.
bool came_already(Transaction& transaction, const Desk& desk, const InboundText& text) {
    const auto number = provider::read_number(text.from);
    const auto contact =
        storage::find_by_number(transaction, desk.vault, number ? number->e164 : text.from.substr(0, 64));
    if (!contact || !text.sent_at) return false;
    const auto bodies = storage::bodies_received(transaction, contact->id, *text.sent_at - same_text_within,
                                                 *text.sent_at + same_text_within);
    return std::ranges::any_of(bodies, [&](const Bytes& sealed) {
        const auto opened = contact->key.open(sealed, "body");
        return opened && *opened == text.body;
    });
}

struct PageTaken {
    int found = 0, receipts_new = 0, blocks_new = 0;
    bool queued = false;
};

PageTaken take(Transaction& transaction, const Desk& desk, const std::string& account,
               const std::vector<provider::WebhookEvent>& events, Timestamp now) {
    PageTaken taken;
    for (const auto& event : events) {
        if (const auto* receipt = std::get_if<Receipt>(&event)) {
            const auto noted = take_receipt(transaction, account, *receipt, Unmatched::forget, now);
            taken.receipts_new += noted;
            taken.blocks_new += noted && receipt->delivery == provider::Delivery::opted_out;
            continue;
        }
        const auto& text = std::get<InboundText>(event);
        // Without words it is one whose words we asked the company to forget.
        if (text.body.empty() && text.media == 0) continue;
        if (storage::inbound_seen(transaction, account, text.provider_id)) continue;
        unless_sealed_off(text.provider_id, [&] {
            if (came_already(transaction, desk, text)) return;
            const TurnOutcome outcome = take_text(transaction, desk, account, text, now);
            taken.found += !outcome.repeat;
            taken.queued = taken.queued || outcome.queued_text;
        });
    }
    return taken;
}

}  // namespace

Reconciler::Reconciler(storage::Database& database, const Desk& desk, const Accounts& accounts,
                       http::Client& client, const Clock& clock, std::function<void()> wake)
    : database_{database},
      desk_{desk},
      accounts_{accounts},
      client_{client},
      clock_{clock},
      wake_{std::move(wake)} {}

Task<void> Reconciler::round() {
    for (const auto& [name, account] : accounts_) {
        if (account.provider->lists().empty()) continue;
        const Timestamp now = clock_.now();
        const std::string whose = name;
        const auto mine = co_await database_.transact([whose, now](Transaction& transaction) {
            return storage::begin_reconciling(transaction, whose, every, now);
        });
        if (!mine) throw std::runtime_error(mine.error().what);
        if (*mine) (void)co_await one(account, co_await starting_point(account));
    }
}

Task<std::vector<Reconciled>> Reconciler::all(std::optional<Timestamp> since) {
    std::vector<Reconciled> results;
    for (const auto& [name, account] : accounts_) {
        const Timestamp from = since ? *since : co_await starting_point(account);
        results.push_back(co_await one(account, from));
    }
    co_return results;
}

Task<Timestamp> Reconciler::starting_point(const Account& account) {
    const std::string whose = account.name;
    const auto until = co_await database_.read(
        [whose](Transaction& transaction) { return storage::reconciled_until(transaction, whose); });
    if (!until) throw std::runtime_error(until.error().what);
    const Timestamp now = clock_.now();
    if (*until == Timestamp{}) co_return now - first_look_back;
    co_return std::max(*until - overlap, now - longest_look_back);
}

Task<Reconciled> Reconciler::one(const Account& account, Timestamp since) {
    Reconciled result{.account = account.name};
    const Timestamp began = clock_.now();
    for (const auto& list : account.provider->lists()) {
        result.can_be_asked = true;
        co_await read_list(account, list, since, result);
    }
    if (!result.can_be_asked) co_return result;
    const metrics::Labels whose{{"account", account.name}};
    metrics::count("offing_reconciled_total",
                   {{"account", account.name}, {"outcome", result.trouble.empty() ? "read" : "troubled"}});
    metrics::count("offing_lost_texts_found_total", whose, result.texts_found);
    if (!result.trouble.empty()) {
        log::warn("not_reconciled",
                  {{"account", log::code(account.name)}, {"why", log::code(result.trouble)}});
        co_return result;
    }
    log::info("reconciled", {{"account", log::code(account.name)},
                             {"pages", log::number(result.pages)},
                             {"lost_texts", log::number(result.texts_found)},
                             {"receipts", log::number(result.receipts_new)},
                             {"blocks", log::number(result.blocks_new)}});
    const std::string name = account.name;
    const auto noted = co_await database_.transact(
        [name, began](Transaction& transaction) { storage::note_reconciled(transaction, name, began); });
    if (!noted) throw std::runtime_error(noted.error().what);
    co_return result;
}

Task<void> Reconciler::read_list(const Account& account, std::string at, Timestamp since,
                                 Reconciled& result) {
    for (int page = 0; !at.empty(); ++page) {
        if (page == most_pages) {
            result.trouble = "the list is longer than 200 pages";
            co_return;
        }
        auto question = account.provider->list(at, since, clock_.now());
        if (!question) co_return;
        const auto answer = co_await ask_company(client_, account, std::move(*question));
        if (answer.outcome != http::Exchange::Outcome::answered) {
            result.trouble = answer.what;
            co_return;
        }
        auto read = account.provider->read_list(at, since, answer.response);
        if (!read) {
            result.trouble = read.error().what;
            co_return;
        }
        ++result.pages;
        co_await take_page(account, std::move(read->events), result);
        if (read->next == at) co_return;
        at = std::move(read->next);
    }
}

Task<void> Reconciler::take_page(const Account& account, std::vector<provider::WebhookEvent> events,
                                 Reconciled& result) {
    // Newest first, as companies list them; we act on them in the order in which she sent them.
    std::ranges::reverse(events);
    for (const auto& event : events)
        ++(std::holds_alternative<Receipt>(event) ? result.receipts : result.texts_in);
    const Timestamp now = clock_.now();
    const auto shared = std::make_shared<const std::vector<provider::WebhookEvent>>(std::move(events));
    const std::string name = account.name;
    const auto taken = co_await database_.transact([this, shared, name, now](Transaction& transaction) {
        return take(transaction, desk_, name, *shared, now);
    });
    if (!taken) throw std::runtime_error(taken.error().what);
    result.texts_found += taken->found;
    result.receipts_new += taken->receipts_new;
    result.blocks_new += taken->blocks_new;
    if (taken->queued) wake_();
}

}  // namespace offing::service
