#include "gateway/service/outbox.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/experimental/channel.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <random>

#include "gateway/base/ids.hpp"
#include "gateway/base/log.hpp"
#include "gateway/base/metrics.hpp"
#include "gateway/ledger/event.hpp"
#include "gateway/service/last_check.hpp"
#include "gateway/service/memory.hpp"
#include "gateway/service/notices.hpp"
#include "gateway/service/people.hpp"
#include "gateway/storage/bookings.hpp"
#include "gateway/storage/tasks.hpp"

namespace offing::service {

namespace asio = boost::asio;
using provider::SendOutcome;
using storage::DueText;
using storage::OutboundStatus;
using storage::Transaction;
using namespace std::chrono_literals;

namespace {

constexpr int batch = 64;
constexpr int lanes = 16;
constexpr int most_attempts = 8;
constexpr auto lease_length = 2min;
constexpr auto asked_after = 3min;
constexpr auto idle_wait = 500ms;
constexpr int asked_a_sweep = 8;
constexpr auto back_off_after_trouble = 2s;

/// 5 s, 10 s, 20 s, ... up to ten minutes, each moved by up to a fifth so that retries don't march in step.
std::chrono::milliseconds retry_after(int attempts) {
    thread_local std::minstd_rand dice{std::random_device{}()};
    const auto base = std::min<std::chrono::milliseconds>(5s * (1 << std::min(attempts - 1, 7)), 10min);
    std::uniform_int_distribution<std::int64_t> spread{-base.count() / 5, base.count() / 5};
    return base + std::chrono::milliseconds{spread(dice)};
}

std::string_view word_for(SendOutcome::Kind kind) {
    switch (kind) {
        case SendOutcome::Kind::accepted:
            return "accepted";
        case SendOutcome::Kind::throttled:
            return "throttled";
        case SendOutcome::Kind::temporary:
            return "temporary";
        case SendOutcome::Kind::permanent:
            return "permanent";
        case SendOutcome::Kind::opted_out:
            return "opted_out";
        case SendOutcome::Kind::unknown:
            return "unknown";
    }
    return "unknown";
}

void record_settled(Transaction& transaction, const DueText& due, std::string_view outcome, Timestamp now) {
    ledger::record(transaction, ledger::Kind::text_settled, due.text.contact,
                   {{"text", due.text.id}, {"outcome", outcome}}, now);
}

/// A text she did not ask for is what her next "1" or "2" answers, unless she has texted since it was posted.
void remember_unprompted(Transaction& transaction, const Desk& desk, const DueText& due, Timestamp now) {
    if (!due.text.unprompted || !due.text.booking) return;
    const auto booking = storage::find_booking(transaction, *due.text.booking);
    const auto contact = storage::find_contact(transaction, desk.vault, due.text.contact);
    if (!booking || !contact || contact->texted_at >= due.lease_until - lease_length) return;
    const bool missed = booking->status == storage::BookingStatus::missed;
    if (!missed && booking->status != storage::BookingStatus::booked) return;
    // At the most discreet level nothing was said but "is now ok?": her "1" asks for the rest, and confirms
    // nothing.
    const bool knocked = level_of(*contact) >= templates::Level::very_discreet;
    using conversation::MenuChoice;
    using Type = conversation::LastSent::Type;
    conversation::State state;
    read_memory(contact->conversation, state);
    const bool offers = shows_offers(due.text.template_id);
    state.last_sent = conversation::LastSent{.type = knocked  ? Type::knock
                                                     : offers ? Type::offer
                                                              : Type::reminder,
                                             .at = desk.diary.zone().to_local(to_minutes(now)),
                                             .about = {},
                                             .menu = {},
                                             .template_id = due.text.template_id,
                                             .template_version = due.text.template_version};
    if (!missed) state.last_sent->about = desk.diary.zone().to_local(booking->starts);
    if (!offers && !knocked)
        state.last_sent->menu = {
            {1, MenuChoice::yes}, {2, MenuChoice::other_times}, {3, MenuChoice::drop_in}};
    state.question.reset();
    storage::save_conversation(transaction, contact->id, write_memory(state), std::nullopt);
}

void open_task_about(Transaction& transaction, const DueText& due, std::string_view kind, Timestamp now) {
    storage::open_task(transaction, {.id = new_id(now),
                                     .kind = std::string{kind},
                                     .contact = due.text.contact,
                                     .inbound = std::nullopt,
                                     .meaning = R"({"text":")" + due.text.id + R"("})",
                                     .opened = now,
                                     .due = now + 4h});
}

/// One contact whose key can't be opened holds up nobody else.
Verdict check_one(Transaction& transaction, const Desk& desk, const storage::NewOutbound& text,
                  Timestamp now) {
    try {
        return last_check(transaction, desk, text, now);
    } catch (const storage::StatementFailed& failed) {
        if (failed.why() != storage::StatementFailed::Why::sealed) throw;
        return {.what = Verdict::What::later,
                .later = now + 1h,
                .why = "her key can't be opened",
                .number = {},
                .body = {}};
    }
}

void settle_one(Transaction& transaction, const Desk& desk, const DueText& due, const SendOutcome& outcome,
                Timestamp now) {
    const std::string& id = due.text.id;
    switch (outcome.kind) {
        case SendOutcome::Kind::accepted:
            storage::settle(transaction, id, OutboundStatus::sent, outcome.provider_id, "", now);
            remember_unprompted(transaction, desk, due, now);
            break;
        case SendOutcome::Kind::throttled:
        case SendOutcome::Kind::temporary: {
            const auto wait =
                std::max<std::chrono::milliseconds>(retry_after(due.attempts), outcome.retry_after);
            if (due.attempts < most_attempts && now + wait < due.text.expires) {
                storage::put_back(transaction, id, now + wait, outcome.code);
                return;  // not settled yet: no ledger event
            }
            storage::settle(transaction, id, OutboundStatus::failed, "", outcome.code, now);
            open_task_about(transaction, due, "text_failed", now);
            break;
        }
        case SendOutcome::Kind::permanent:
            storage::settle(transaction, id, OutboundStatus::failed, "", outcome.code, now);
            open_task_about(transaction, due, "text_failed", now);
            break;
        case SendOutcome::Kind::opted_out:
            storage::settle(transaction, id, OutboundStatus::opted_out, "", outcome.code, now);
            open_task_about(transaction, due, "provider_block", now);
            break;
        case SendOutcome::Kind::unknown:
            storage::settle(transaction, id, OutboundStatus::unknown, "", outcome.code, now);
            break;
    }
    record_settled(transaction, due, word_for(outcome.kind), now);
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
      bell_{executor} {}

void Outbox::wake() {
    rung_ = true;
    bell_.cancel();
}

void Outbox::stop() {
    stopping_ = true;
    bell_.cancel();
}

Task<void> Outbox::wait() {
    if (rung_ || stopping_) {
        rung_ = false;
        co_return;
    }
    bell_.expires_after(idle_wait);
    boost::system::error_code rung;
    co_await bell_.async_wait(asio::redirect_error(asio::use_awaitable, rung));
    rung_ = false;
}

Task<void> Outbox::run() {
    while (!stopping_) {
        bool troubled = false;
        try {
            if (!co_await send_due()) co_await wait();
        } catch (const std::exception& error) {
            log::error("outbox_troubled", {{"why", log::code(error.what())}});
            troubled = true;
        }
        if (!troubled) continue;
        bell_.expires_after(back_off_after_trouble);
        boost::system::error_code ignored;
        co_await bell_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }
}

Task<bool> Outbox::send_due() {
    auto leased = co_await lease(std::min(tokens(), batch));
    if (leased.ready.empty()) co_return leased.checked > 0;
    allowance_ -= static_cast<double>(leased.ready.size());
    co_await settle(co_await post_all(std::move(leased.ready)));
    co_return true;
}

const Account* Outbox::account_for(std::string_view provider) const {
    const auto found = accounts_.find(provider);
    return found == accounts_.end() ? nullptr : &found->second;
}

int Outbox::tokens() {
    const double rate = accounts_.begin()->second.texts_per_second;
    const auto now = std::chrono::steady_clock::now();
    const std::chrono::duration<double> passed = now - filled_;
    allowance_ = std::min(allowance_ + passed.count() * rate, std::max(1.0, rate));
    filled_ = now;
    return static_cast<int>(allowance_);
}

Task<Outbox::Leased> Outbox::lease(int most) {
    if (most < 1) co_return Leased{};
    const Timestamp now = clock_.now();
    const std::string account = accounts_.begin()->first;
    auto leased = co_await database_.transact([this, now, most, account](Transaction& transaction) {
        Leased leased_now;
        for (auto& due : storage::lease_due(transaction, owner_, account, now, now + lease_length, most)) {
            ++leased_now.checked;
            Verdict verdict = check_one(transaction, desk_, due.text, now);
            switch (verdict.what) {
                case Verdict::What::send:
                    due.provider = account;
                    leased_now.ready.push_back(
                        {due,
                         {.id = due.text.id,
                          .to = std::move(verdict.number),
                          .body = std::move(verdict.body),
                          .valid_for =
                              std::chrono::duration_cast<std::chrono::seconds>(due.text.expires - now)}});
                    break;
                case Verdict::What::later:
                    storage::put_back(transaction, due.text.id, verdict.later, verdict.why);
                    break;
                case Verdict::What::drop:
                case Verdict::What::expire:
                    storage::settle(transaction, due.text.id,
                                    verdict.what == Verdict::What::drop ? OutboundStatus::dropped
                                                                        : OutboundStatus::expired,
                                    "", verdict.why, now);
                    record_settled(transaction, due,
                                   verdict.what == Verdict::What::drop ? "dropped" : "expired", now);
                    // What she waits for, or plans by, and will not get needs a person.
                    if (!due.text.unprompted || must_reach_her(due.text.template_id))
                        open_task_about(transaction, due, "text_failed", now);
                    break;
            }
        }
        return leased_now;
    });
    if (!leased) throw std::runtime_error(leased.error().what);
    co_return std::move(*leased);
}

Task<SendOutcome> Outbox::post(const Ready& ready) {
    const provider::Provider& company = *account_for(ready.due.provider)->provider;
    const auto exchange = co_await client_.send(company.encode(ready.text, clock_.now()));
    switch (exchange.outcome) {
        case http::Exchange::Outcome::answered:
            co_return company.decode(exchange.response);
        case http::Exchange::Outcome::not_sent:
            co_return SendOutcome{
                .kind = SendOutcome::Kind::temporary, .provider_id = {}, .code = "not sent"};
        case http::Exchange::Outcome::unknown:
            break;
    }
    // It may have gone out. The company is asked later (ask_about_unknown); nothing is sent again by guess.
    co_return SendOutcome{.kind = SendOutcome::Kind::unknown, .provider_id = {}, .code = "no answer"};
}

/// One batch on its way through the lanes.
struct Outbox::Posting {
    std::vector<Ready> ready;
    std::vector<Posted> results;
    std::size_t next = 0;
};

Task<void> Outbox::post_lane(Posting& posting) {
    while (posting.next < posting.ready.size()) {
        const std::size_t mine = posting.next++;
        try {
            posting.results[mine].outcome = co_await post(posting.ready[mine]);
        } catch (const std::exception& error) {  // one text that can't be posted holds up no other
            log::error("text_not_posted",
                       {{"text", log::id(posting.ready[mine].text.id)}, {"why", log::code(error.what())}});
        }
    }
}

Task<std::vector<Outbox::Posted>> Outbox::post_all(std::vector<Ready> ready) {
    Posting posting{.ready = std::move(ready), .results = {}};
    for (const auto& one : posting.ready) posting.results.push_back({.due = one.due, .outcome = {}});
    using Done = asio::experimental::channel<void(boost::system::error_code)>;
    const std::size_t running = std::min<std::size_t>(lanes, posting.ready.size());
    Done done{executor_, running};
    for (std::size_t n = 0; n < running; ++n)
        asio::co_spawn(executor_, post_lane(posting),
                       [&done](const std::exception_ptr&) { done.try_send(boost::system::error_code{}); });
    for (std::size_t n = 0; n < running; ++n) co_await done.async_receive(asio::use_awaitable);
    co_return std::move(posting.results);
}

Task<void> Outbox::settle(std::vector<Posted> results) {
    const Timestamp now = clock_.now();
    for (const auto& result : results)
        metrics::count("offing_texts_out_total", {{"outcome", std::string{word_for(result.outcome.kind)}}});
    const auto shared = std::make_shared<const std::vector<Posted>>(std::move(results));
    // The texts are out: the record of it is tried until it stands or the lease ends and the sweep takes
    // over.
    for (int attempt = 0; attempt < 5; ++attempt) {
        const auto done = co_await database_.transact([this, shared, now](Transaction& transaction) {
            for (const auto& result : *shared)
                settle_one(transaction, desk_, result.due, result.outcome, now);
        });
        if (done) co_return;
        bell_.expires_after(back_off_after_trouble);
        boost::system::error_code ignored;
        co_await bell_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }
    log::error("sends_not_settled", {{"texts", log::number(shared->size())}});
}

/// Texts that a daemon had in hand when it died may have gone out: they are unknown from here on.
Task<void> Outbox::sweep() {
    const Timestamp now = clock_.now();
    auto overdue = co_await database_.read(
        [now](Transaction& transaction) { return storage::overdue_leases(transaction, now, batch); });
    if (!overdue) throw std::runtime_error(overdue.error().what);
    std::vector<Posted> results;
    for (auto& due : *overdue)
        results.push_back({std::move(due),
                           {.kind = SendOutcome::Kind::unknown,
                            .provider_id = {},
                            .code = "the daemon stopped in between"}});
    if (!results.empty()) co_await settle(std::move(results));
    co_await ask_about_unknown();
}

Task<void> Outbox::ask_about_unknown() {
    const Timestamp now = clock_.now();
    auto unknown = co_await database_.read([this, now](Transaction& transaction) {
        std::vector<Ready> found;
        for (auto& due : storage::unknown_texts(transaction, now - asked_after, asked_a_sweep)) {
            const auto contact = storage::find_contact(transaction, desk_.vault, due.text.contact);
            const auto number =
                contact ? contact->key.open(contact->number_sealed, "number") : Result<std::string>{""};
            const auto body =
                contact ? contact->key.open(due.text.body_sealed, "body") : Result<std::string>{""};
            found.push_back({due, {.id = due.text.id, .to = number.value_or(""), .body = body.value_or("")}});
        }
        return found;
    });
    if (!unknown) throw std::runtime_error(unknown.error().what);
    for (const auto& one : *unknown) {
        const Account* account = account_for(one.due.provider);
        const Timestamp sent_at = one.due.lease_until - lease_length;
        std::optional<SendOutcome> said;
        const auto question =
            account != nullptr ? account->provider->ask_about(one.text, sent_at, now) : std::nullopt;
        if (question) {
            const auto answer = co_await client_.send(*question);
            // It is we who could not ask: still unknown, and asked again in the next sweep.
            if (answer.outcome != http::Exchange::Outcome::answered) co_return;
            said = account->provider->read_answer(one.text, sent_at, answer.response);
        }
        const auto due = std::make_shared<const DueText>(one.due);
        auto noted = co_await database_.transact([this, due, said, now](Transaction& transaction) {
            if (said) return settle_one(transaction, desk_, *due, *said, now);
            storage::stop_asking(transaction, due->text.id);
            open_task_about(transaction, *due, "text_unknown", now);
        });
        if (!noted) throw std::runtime_error(noted.error().what);
    }
}

}  // namespace offing::service
