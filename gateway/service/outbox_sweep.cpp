// What the outbox looks after between its passes: leases that a stopped daemon left, texts that may have gone
// out, and texts that wait for an account that fails.

#include "gateway/service/outbox.hpp"
#include "gateway/service/sealed_off.hpp"
#include "gateway/service/sending.hpp"
#include "gateway/service/settlement.hpp"

namespace offing::service {

using provider::SendOutcome;
using storage::DueText;
using storage::Transaction;
using namespace std::chrono_literals;

namespace {

constexpr int batch = 64;
constexpr auto asked_after = 3min;
constexpr auto asked_for = 6h;
constexpr int asked_a_sweep = 32;
constexpr int freed_a_sweep = 500;

}  // namespace

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
    co_await free_failing_routes();
}

Task<void> Outbox::free_failing_routes() {
    if (accounts_.size() < 2) co_return;
    for (const auto& [name, account] : accounts_) {
        if (traffic_.share(name, clock_.now()) > 0) continue;
        const std::string failing = name;
        const auto freed = co_await database_.transact([failing](Transaction& transaction) {
            return storage::free_route(transaction, failing, freed_a_sweep);
        });
        if (!freed) throw std::runtime_error(freed.error().what);
        if (*freed > 0) wake();
    }
}

Task<std::vector<Outbox::Ready>> Outbox::unknown_texts(Timestamp now) {
    auto unknown = co_await database_.read([this, now](Transaction& transaction) {
        std::vector<Ready> found;
        for (auto& due : storage::unknown_texts(transaction, now - asked_after, asked_a_sweep)) {
            Ready one{due, {.id = due.text.id, .to = {}, .body = {}}};
            unless_sealed_off(due.text.contact, [&] {
                const auto contact = storage::find_contact(transaction, desk_.vault, due.text.contact);
                if (!contact) return;
                one.text.to = contact->key.open(contact->number_sealed, "number").value_or("");
                one.text.body = contact->key.open(due.text.body.bytes(), "body").value_or("");
            });
            found.push_back(std::move(one));
        }
        return found;
    });
    if (!unknown) throw std::runtime_error(unknown.error().what);
    co_return std::move(*unknown);
}

Task<void> Outbox::ask_about_unknown() {
    const Timestamp now = clock_.now();
    for (const auto& one : co_await unknown_texts(now)) {
        const Account* account = account_for(one.due.provider);
        const Timestamp sent_at = one.due.lease_until - lease_length;
        std::optional<SendOutcome> said;
        auto question =
            account != nullptr ? account->provider->ask_about(one.text, sent_at, now) : std::nullopt;
        if (question) {
            const auto answer = co_await ask_company(client_, *account, std::move(*question));
            const bool answered = answer.outcome == http::Exchange::Outcome::answered;
            if (answered) said = account->provider->read_answer(one.text, sent_at, answer.response);
            // Its company can't be reached, or not just now: still unknown, and asked again in the next
            // sweep.
            const bool spoke = answered && answer.response.status < 400;
            if (!said && !spoke && now < sent_at + asked_for) continue;
        }
        const auto due = std::make_shared<const DueText>(one.due);
        auto noted = co_await database_.transact([this, due, said, now](Transaction& transaction) {
            if (said) return settle_outcome(transaction, desk_, *due, *said, "", now);
            storage::stop_asking(transaction, due->text.id);
            open_task_about(transaction, due->text.contact, due->text.id, "text_unknown", now);
        });
        if (!noted) throw std::runtime_error(noted.error().what);
        if (said && said->kind == SendOutcome::Kind::temporary) wake();
    }
}

}  // namespace offing::service
