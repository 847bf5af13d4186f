#include "gateway/service/upstream.hpp"

#include "gateway/base/log.hpp"
#include "gateway/base/metrics.hpp"
#include "gateway/service/sending.hpp"
#include "gateway/storage/companies.hpp"

namespace offing::service {

using storage::Transaction;
using storage::UpstreamCopy;
using storage::UpstreamState;
using namespace std::chrono_literals;

namespace {

constexpr int a_round = 60;
/// Vonage refuses within the first hour; and a repeat that comes late is still recognised by its words.
constexpr auto inbound_after = 65min;
constexpr auto outbound_after = 24h;

/// Empty: not now, ask again in the next round.
std::optional<UpstreamState> state_after(const UpstreamCopy& copy, int status) {
    if ((status >= 200 && status < 300) || status == 404)
        return copy.everything ? UpstreamState::removed : UpstreamState::redacted;
    const bool is_account = status == 401 || status == 403 || status == 429;
    if (status >= 400 && status < 500 && !is_account && !copy.everything) return UpstreamState::refused;
    return std::nullopt;
}

}  // namespace

Upstream::Upstream(storage::Database& database, const Accounts& accounts, http::Client& client,
                   const Clock& clock)
    : database_{database}, accounts_{accounts}, client_{client}, clock_{clock} {}

Task<void> Upstream::round() {
    for (const auto& [name, account] : accounts_)
        if (account.provider->forget("any", true, provider::Forget::words)) co_await forget_some(account);
}

Task<void> Upstream::forget_some(const Account& account) {
    const Timestamp now = clock_.now();
    const std::string name = account.name;
    const auto copies = co_await database_.read([name, now](Transaction& transaction) {
        return storage::upstream_copies(transaction, name, now - inbound_after, now - outbound_after,
                                        a_round);
    });
    if (!copies) throw std::runtime_error(copies.error().what);
    for (const auto& copy : *copies) {
        auto order = account.provider->forget(
            copy.provider_id, copy.inbound,
            copy.everything ? provider::Forget::everything : provider::Forget::words);
        if (!order) continue;
        const auto answer = co_await ask_company(client_, account, std::move(*order));
        if (answer.outcome != http::Exchange::Outcome::answered) co_return;  // away: the next round
        const auto state = state_after(copy, answer.response.status);
        metrics::count("offing_upstream_forgotten_total",
                       {{"account", name}, {"outcome", state ? "done" : "later"}});
        if (!state) {
            log::warn("upstream_not_forgotten",
                      {{"account", log::code(name)}, {"status", log::number(answer.response.status)}});
            continue;
        }
        const auto noted = co_await database_.transact(
            [copy, state](Transaction& transaction) { storage::note_upstream(transaction, copy, *state); });
        if (!noted) throw std::runtime_error(noted.error().what);
    }
}

}  // namespace offing::service
