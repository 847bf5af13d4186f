#include "gateway/service/alerts.hpp"

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/json.hpp>

#include "gateway/base/ids.hpp"
#include "gateway/base/log.hpp"
#include "gateway/base/metrics.hpp"
#include "gateway/ledger/event.hpp"
#include "gateway/service/sending.hpp"

namespace offing::service {

namespace json = boost::json;
using storage::Alert;
using storage::Notice;
using storage::Transaction;
using namespace boost::asio::experimental::awaitable_operators;
using namespace std::chrono_literals;

namespace {

constexpr int batch = 32;
constexpr int most_attempts = 12;
constexpr auto lease_length = 60s;
constexpr auto retry_after = 20s;

/// What those on call read. Their phones may lie on a table: nothing in it is about anybody.
std::string words_of(const Notice& notice, const std::string& code) {
    if (notice.words == "alert")
        return "Urgent: somebody needs a person now. Look at the console. If you have it, text back " + code +
               ".";
    if (notice.words == "test") return "This is only a test of the alarm. Text back " + code + ".";
    if (notice.words == "taken") return "Thank you. Noted that you have it.";
    if (notice.words == "had") return "Thank you. Somebody else has it already.";
    return "Not noted: no alarm has that number. Text back only the four figures.";
}

/// A step is due: everybody on it is told. Not when a person did the task behind the alert meanwhile.
void take_step(Transaction& transaction, const OnCall& on_call, const Alert& alert, Timestamp now) {
    if (!alert.task.empty())
        if (const auto by = storage::finished_by(transaction, alert.task)) {
            acknowledge(transaction, alert.id, *by, now);
            return;
        }
    const int step = alert.step + 1;
    const Timestamp next = std::max(due_of_step(step + 1, alert.opened), now + 1min);
    if (!storage::advance_alert(transaction, alert.id, step, next)) return;
    storage::drop_notices_of(transaction, alert.id);  // this step says it anew
    for (const Route& route : on_call.told_at(step))
        storage::add_notice(transaction,
                            {.id = new_id(now),
                             .alert = alert.id,
                             .words = alert.kind == "test" ? "test" : "alert",
                             .route = route.name,
                             .step = step},
                            now);
}

std::string code_of(Transaction& transaction, const Notice& notice) {
    const auto alert = storage::find_alert(transaction, notice.alert);
    return alert ? alert->code : "";
}

void settle_one(Transaction& transaction, const Notice& notice, bool reached, Timestamp now) {
    if (!reached && notice.attempts < most_attempts)
        return storage::retry_notice(transaction, notice.id, now + retry_after);
    const std::string_view outcome = reached ? "told" : "failed";
    storage::settle_notice(transaction, notice.id, outcome);
    const auto alert = storage::find_alert(transaction, notice.alert);
    ledger::record(transaction, ledger::Kind::alert_told, alert ? alert->contact : "",
                   {{"alert", notice.alert},
                    {"words", notice.words},
                    {"route", notice.route},
                    {"step", notice.step},
                    {"outcome", outcome}},
                   now);
}

}  // namespace

Alerts::Alerts(storage::Database& database, const OnCall& on_call, const Accounts& accounts,
               http::Client& client, const Clock& clock)
    : database_{database}, on_call_{on_call}, accounts_{accounts}, client_{client}, clock_{clock} {}

Task<void> Alerts::round() {
    for (;;) {
        auto told = co_await lease();
        if (told.empty()) co_return;
        co_await tell_all(told, 0);
        co_await settle(std::move(told));
    }
}

Task<std::vector<Alerts::Told>> Alerts::lease() {
    const Timestamp now = clock_.now();
    // Mostly there is nothing: a look costs less than a transaction that writes.
    const auto idle = co_await database_.read([now](Transaction& transaction) {
        return transaction
            .run(
                "SELECT 1 FROM alert WHERE acknowledged_at IS NULL AND next_at <= $1 UNION ALL "
                "SELECT 1 FROM alert_notice WHERE outcome IS NULL AND due_at <= $1 LIMIT 1",
                {now.time_since_epoch().count()})
            .empty();
    });
    if (!idle) throw std::runtime_error(idle.error().what);
    if (*idle) co_return std::vector<Told>{};
    auto leased = co_await database_.transact([this, now](Transaction& transaction) {
        for (const Alert& alert : storage::alerts_due(transaction, now, batch))
            take_step(transaction, on_call_, alert, now);
        std::vector<Told> notices;
        for (auto& notice : storage::lease_notices(transaction, now, now + lease_length, batch)) {
            std::string code = code_of(transaction, notice);
            notices.push_back({.notice = std::move(notice), .code = std::move(code)});
        }
        return notices;
    });
    if (!leased) throw std::runtime_error(leased.error().what);
    co_return std::move(*leased);
}

/// Side by side: a webhook that hangs holds up no text.
Task<void> Alerts::tell_all(std::vector<Told>& notices, std::size_t from) {
    if (from < notices.size()) co_await (tell(notices[from]) && tell_all(notices, from + 1));
}

Task<void> Alerts::tell(Told& told) {
    const Route* route = on_call_.by_name(told.notice.route);
    // The settings have changed since: nobody is there to be told, and the next step goes by the new ones.
    if (route == nullptr) co_return;
    try {
        switch (route->kind) {
            case Route::Kind::console:
                log::error("alert",
                           {{"alert", log::id(told.notice.alert)}, {"step", log::number(told.notice.step)}});
                told.reached = true;
                break;
            case Route::Kind::text:
                told.reached = co_await by_text(*route, told);
                break;
            case Route::Kind::webhook:
                told.reached = co_await by_webhook(*route, told);
                break;
        }
    } catch (const std::exception&) {  // one route that fails holds up no other
        told.reached = false;
    }
    metrics::count("offing_alert_notices_total",
                   {{"route", route->name}, {"outcome", told.reached ? "told" : "failed"}});
    if (!told.reached) log::error("alert_not_told", {{"route", log::code(route->name)}});
}

Task<bool> Alerts::by_text(const Route& route, const Told& told) {
    // Another try goes by another company, where there is one.
    const auto skip = static_cast<std::size_t>(told.notice.attempts - 1) % accounts_.size();
    const auto& account = std::next(accounts_.begin(), static_cast<std::ptrdiff_t>(skip))->second;
    const provider::OutboundText text{.id = new_id(clock_.now()),
                                      .to = route.target,
                                      .body = words_of(told.notice, told.code),
                                      .valid_for = 15min};
    const auto outcome = co_await post_text(client_, account, text, clock_.now());
    co_return outcome.kind == provider::SendOutcome::Kind::accepted;
}

Task<bool> Alerts::by_webhook(const Route& route, const Told& told) {
    const json::object body{{"alert", told.notice.alert},
                            {"kind", told.notice.words},
                            {"step", told.notice.step},
                            {"text", words_of(told.notice, told.code)}};
    http::Request request{.method = "POST",
                          .target = route.target,
                          .headers = {{"Content-Type", "application/json"}},
                          .body = json::serialize(body),
                          .request_id = {},
                          .peer = {}};
    const auto exchange = co_await client_.send(std::move(request));
    co_return exchange.outcome == http::Exchange::Outcome::answered&& exchange.response.status >= 200 &&
        exchange.response.status < 300;
}

Task<void> Alerts::settle(std::vector<Told> told) {
    const Timestamp now = clock_.now();
    const auto shared = std::make_shared<const std::vector<Told>>(std::move(told));
    const auto done = co_await database_.transact([shared, now](Transaction& transaction) {
        for (const Told& one : *shared) settle_one(transaction, one.notice, one.reached, now);
    });
    if (!done) throw std::runtime_error(done.error().what);
}

}  // namespace offing::service
