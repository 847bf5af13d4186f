#include "gateway/service/outbox.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "gateway/base/ids.hpp"
#include "gateway/base/log.hpp"
#include "gateway/base/metrics.hpp"
#include "gateway/service/last_check.hpp"
#include "gateway/service/notices.hpp"
#include "gateway/service/sealed_off.hpp"
#include "gateway/service/sending.hpp"
#include "gateway/service/settlement.hpp"

namespace offing::service {

namespace asio = boost::asio;
using provider::SendOutcome;
using storage::DueText;
using storage::OutboundStatus;
using storage::Transaction;
using namespace std::chrono_literals;

namespace {

constexpr auto idle_wait = 500ms;
constexpr auto shortest_wait = 5ms;
constexpr auto back_off_after_trouble = 2s;
constexpr int settle_attempts = 5;

Verdict check_one(Transaction& transaction, const Desk& desk, const storage::NewOutbound& text,
                  Timestamp now) {
    Verdict verdict{.what = Verdict::What::later,
                    .later = now + 1h,
                    .why = "her key can't be opened",
                    .number = {},
                    .body = {}};
    unless_sealed_off(text.contact, [&] { verdict = last_check(transaction, desk, text, now); });
    return verdict;
}

/// It will not be sent: settled, and what she waits for, or plans by, and will not get needs a person.
void give_up_on(Transaction& transaction, const DueText& due, const Verdict& verdict, Timestamp now) {
    const bool expired = verdict.what == Verdict::What::expire;
    storage::settle(transaction, due.text.id, expired ? OutboundStatus::expired : OutboundStatus::dropped, "",
                    verdict.why, now);
    record_settled(transaction, due, expired ? "expired" : "dropped", now);
    if (!due.text.unprompted || must_reach_her(due.text.template_id))
        open_task_about(transaction, due.text.contact, due.text.id, "text_failed", now);
}

}  // namespace

Outbox::Outbox(asio::any_io_executor executor, storage::Database& database, const Desk& desk,
               const Accounts& accounts, http::Client& client, const Clock& clock)
    : executor_{executor},
      database_{database},
      desk_{desk},
      accounts_{accounts},
      client_{client},
      clock_{clock},
      owner_{new_id(clock.now())},
      traffic_{accounts},
      bell_{executor},
      drained_{executor} {}

void Outbox::wake() {
    rung_ = true;
    bell_.cancel();
}

void Outbox::stop() {
    stopping_ = true;
    bell_.cancel();
}

Task<void> Outbox::wait(asio::steady_timer& timer, std::chrono::milliseconds most) {
    timer.expires_after(most);
    boost::system::error_code rung;
    co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, rung));
}

Task<void> Outbox::run() {
    while (!stopping_) {
        bool troubled = false;
        try {
            rung_ = false;
            const bool begun = co_await begin_due();
            if (!begun && !rung_ && !stopping_) co_await wait(bell_, next_look());
        } catch (const std::exception& error) {
            log::error("outbox_troubled", {{"why", log::code(error.what())}});
            troubled = true;
        }
        if (troubled && !stopping_) co_await wait(bell_, back_off_after_trouble);
    }
    co_await drain();
}

Task<bool> Outbox::send_due() {
    const bool begun = co_await begin_due();
    co_await drain();
    co_return begun;
}

Task<void> Outbox::drain() {
    while (carrying_ > 0) co_await wait(drained_, 60s);
}

const Account* Outbox::account_for(std::string_view provider) const {
    const auto found = accounts_.find(provider);
    return found == accounts_.end() ? nullptr : &found->second;
}

/// Soon enough for the next token; whatever else becomes due rings the bell, or is found at the next look.
std::chrono::milliseconds Outbox::next_look() {
    const Timestamp now = clock_.now();
    std::chrono::milliseconds wait = idle_wait;
    for (const auto& [name, account] : accounts_)
        if (const auto next = traffic_.next_room(name, now); next > 0ms) wait = std::min(wait, next);
    return std::max<std::chrono::milliseconds>(wait, shortest_wait);
}

Task<bool> Outbox::begin_due() {
    bool any = false;
    for (const auto& [name, account] : accounts_) {
        const auto room = traffic_.room(name, clock_.now());
        if (room.urgent < 1) continue;
        auto leased = co_await lease(name, room);
        any = any || leased.checked > 0;
        for (auto& ready : leased.ready) {
            ++carrying_;
            traffic_.posted(name, ready.due.text.priority, clock_.now());
            asio::co_spawn(executor_, carry(std::move(ready)), [this](const std::exception_ptr&) {
                if (--carrying_ == 0) drained_.cancel();
                bell_.cancel();
                rung_ = true;
            });
        }
    }
    co_return any;
}

/// With several accounts each woman has one of her own, while it does well.
bool Outbox::belongs_elsewhere(Transaction& transaction, const DueText& due, Timestamp now) {
    if (due.route == due.provider) return false;
    const auto chosen = traffic_.choose(due.text.contact,
                                        storage::account_she_texted(transaction, due.text.contact), "", now);
    if (chosen == due.provider) return false;
    storage::send_by(transaction, due.text.id, chosen);
    return true;
}

void Outbox::check(Transaction& transaction, DueText due, bool several, Leased& leased, Timestamp now) {
    if (several && belongs_elsewhere(transaction, due, now)) return;
    Verdict verdict = check_one(transaction, desk_, due.text, now);
    switch (verdict.what) {
        case Verdict::What::send: {
            provider::OutboundText text{
                .id = due.text.id,
                .to = std::move(verdict.number),
                .body = std::move(verdict.body),
                .valid_for = std::chrono::duration_cast<std::chrono::seconds>(due.text.expires - now)};
            leased.ready.push_back({std::move(due), std::move(text)});
            break;
        }
        case Verdict::What::later:
            storage::put_back(transaction, due.text.id, verdict.later, verdict.why);
            break;
        case Verdict::What::drop:
        case Verdict::What::expire:
            give_up_on(transaction, due, verdict, now);
            break;
    }
}

Task<Outbox::Leased> Outbox::lease(std::string account, Traffic::Room room) {
    const Timestamp now = clock_.now();
    const bool several = accounts_.size() > 1;
    auto leased = co_await database_.transact([this, now, room, account, several](Transaction& transaction) {
        Leased leased_now;
        for (auto& due : storage::lease_due(transaction, {.owner = owner_,
                                                          .account = account,
                                                          .now = now,
                                                          .until = now + lease_length,
                                                          .urgent = room.urgent,
                                                          .reminders = room.reminders})) {
            ++leased_now.checked;
            check(transaction, std::move(due), several, leased_now, now);
        }
        return leased_now;
    });
    if (!leased) throw std::runtime_error(leased.error().what);
    co_return std::move(*leased);
}

Task<void> Outbox::carry(Ready ready) {
    const auto began = std::chrono::steady_clock::now();
    SendOutcome outcome;  // unknown, until somebody says better
    try {
        outcome = co_await post_text(client_, *account_for(ready.due.provider), ready.text, clock_.now());
    } catch (const std::exception& error) {  // one text that can't be posted holds up no other
        log::error("text_not_posted", {{"text", log::id(ready.text.id)}, {"why", log::code(error.what())}});
    }
    const auto took =
        std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began);
    traffic_.answered(ready.due.provider, ready.due.text.priority, outcome, took, clock_.now());
    metrics::count("offing_texts_out_total",
                   {{"account", ready.due.provider}, {"outcome", std::string{word_for(outcome.kind)}}});
    log::debug("text_posted", {{"text", log::id(ready.text.id)},
                               {"account", log::code(ready.due.provider)},
                               {"outcome", log::code(word_for(outcome.kind))},
                               {"ms", log::number(took.count())}});
    posted_.push_back({std::move(ready.due), std::move(outcome)});
    bell_.cancel();
    rung_ = true;
    if (!settling_) co_await settle_posted();
}

Task<void> Outbox::settle_posted() {
    settling_ = true;
    while (!posted_.empty()) {
        auto results = std::move(posted_);
        posted_.clear();
        co_await settle(std::move(results));
    }
    settling_ = false;
}

Task<void> Outbox::settle(std::vector<Posted> results) {
    const Timestamp now = clock_.now();
    struct Settling {
        Posted posted;
        std::string next_account;
    };
    std::vector<Settling> all;
    for (auto& result : results) {
        std::string next;
        if (accounts_.size() > 1 && result.outcome.kind == SendOutcome::Kind::temporary) {
            next = traffic_.choose(result.due.text.contact, "", result.due.provider, now);
            if (next == result.due.provider || traffic_.share(next, now) <= 0) next.clear();
        }
        all.push_back({std::move(result), std::move(next)});
    }
    const auto shared = std::make_shared<const std::vector<Settling>>(std::move(all));
    asio::steady_timer pause{executor_};
    // The texts are out: the record of it is tried until it stands or the lease ends and the sweep takes
    // over.
    for (int attempt = 0; attempt < settle_attempts; ++attempt) {
        const auto done = co_await database_.transact([this, shared, now](Transaction& transaction) {
            for (const auto& [posted, next] : *shared)
                settle_outcome(transaction, desk_, posted.due, posted.outcome, next, now);
        });
        if (done) co_return;
        co_await wait(pause, back_off_after_trouble);
    }
    log::error("sends_not_settled", {{"texts", log::number(shared->size())}});
}

}  // namespace offing::service
