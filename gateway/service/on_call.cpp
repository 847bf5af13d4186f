#include "gateway/service/on_call.hpp"

#include <algorithm>
#include <array>

#include "gateway/base/crypto.hpp"
#include "gateway/base/ids.hpp"
#include "gateway/ledger/event.hpp"

namespace offing::service {

using storage::Alert;
using storage::Transaction;
using namespace std::chrono_literals;

namespace {

constexpr int most_open = 200;
constexpr std::size_t code_digits = 4;
constexpr auto remembered = 24h;
constexpr auto told_again_after = 1min;
constexpr int most_answers_an_hour = 6;

Route route_from(std::string_view spelt, std::array<int, 3>& counted) {
    const auto make = [&](Route::Kind kind, std::string_view prefix, std::string_view word) {
        const int n = ++counted[static_cast<std::size_t>(kind)];
        return Route{kind, std::string{spelt.substr(prefix.size())},
                     std::string{word} + " " + std::to_string(n)};
    };
    if (spelt.starts_with("text:")) return make(Route::Kind::text, "text:", "text");
    if (spelt.starts_with("webhook:")) return make(Route::Kind::webhook, "webhook:", "webhook");
    return {Route::Kind::console, "", "console"};
}

/// Four figures that no open alert has.
std::string fresh_code(Transaction& transaction) {
    const auto open = storage::open_alerts(transaction, most_open);
    for (;;) {
        const Bytes dice = crypto::random_bytes(2);
        const std::string code = std::to_string(1000 + (dice[0] * 256 + dice[1]) % 9000);
        if (std::ranges::none_of(open, [&](const Alert& alert) { return alert.code == code; })) return code;
    }
}

std::string open_new(Transaction& transaction, std::string_view kind, std::string_view contact,
                     std::string_view task, Timestamp now) {
    const Alert alert{.id = new_id(now),
                      .kind = std::string{kind},
                      .contact = std::string{contact},
                      .task = std::string{task},
                      .code = fresh_code(transaction),
                      .opened = now,
                      .next = now};
    storage::add_alert(transaction, alert);
    ledger::record(transaction, ledger::Kind::alert_opened, contact,
                   {{"alert", alert.id}, {"kind", kind}, {"task", task}}, now);
    return alert.id;
}

/// The only run of four figures in a text; empty when there is none, or more than one.
std::string code_in(std::string_view body) {
    std::string found, run;
    for (std::size_t i = 0; i <= body.size() && i <= 400; ++i) {
        const bool digit = i < body.size() && body[i] >= '0' && body[i] <= '9';
        if (digit) run += body[i];
        if (digit) continue;
        if (run.size() == code_digits && !found.empty()) return {};
        if (run.size() == code_digits) found = run;
        run.clear();
    }
    return found;
}

void answer(Transaction& transaction, const Route& route, std::string id, std::string_view alert,
            std::string_view words, Timestamp now) {
    if (storage::answers_by_route(transaction, route.name, now - 1h) >= most_answers_an_hour) return;
    storage::add_notice(
        transaction,
        {.id = std::move(id), .alert = std::string{alert}, .words = std::string{words}, .route = route.name},
        now);
}

}  // namespace

OnCall OnCall::from(const std::vector<std::string>& at_once, const std::vector<std::string>& after_5m,
                    const std::vector<std::string>& after_15m) {
    OnCall on_call;
    std::array<int, 3> counted{};
    for (const auto& spelt : at_once) on_call.at_once.push_back(route_from(spelt, counted));
    for (const auto& spelt : after_5m) on_call.after_5m.push_back(route_from(spelt, counted));
    for (const auto& spelt : after_15m) on_call.after_15m.push_back(route_from(spelt, counted));
    return on_call;
}

std::vector<Route> OnCall::told_at(int step) const {
    std::vector<Route> routes = at_once;
    if (step >= 2) routes.insert(routes.end(), after_5m.begin(), after_5m.end());
    if (step >= 3) routes.insert(routes.end(), after_15m.begin(), after_15m.end());
    return routes;
}

const Route* OnCall::by_number(std::string_view number) const {
    for (const auto* step : {&at_once, &after_5m, &after_15m})
        for (const Route& route : *step)
            if (route.kind == Route::Kind::text && route.target == number) return &route;
    return nullptr;
}

const Route* OnCall::by_name(std::string_view name) const {
    for (const auto* step : {&at_once, &after_5m, &after_15m})
        for (const Route& route : *step)
            if (route.name == name) return &route;
    return nullptr;
}

Timestamp due_of_step(int step, Timestamp opened) {
    if (step <= 1) return opened;
    if (step == 2) return opened + 5min;
    return opened + 15min * (step - 2);
}

std::string open_alert(Transaction& transaction, std::string_view kind, std::string_view contact,
                       std::string_view task, Timestamp now) {
    for (const Alert& alert : storage::open_alerts(transaction, most_open)) {
        if (alert.contact != contact) continue;
        // The step just told is enough; anything older is told again now.
        if (alert.step > 0) storage::hasten_alert(transaction, alert.id, now + told_again_after);
        return alert.id;
    }
    return open_new(transaction, kind, contact, task, now);
}

std::string open_test_alert(Transaction& transaction, Timestamp now) {
    return open_new(transaction, "test", "", "", now);
}

bool acknowledge(Transaction& transaction, std::string_view id, std::string_view by, Timestamp now) {
    const auto alert = storage::find_alert(transaction, id);
    if (!alert || !storage::acknowledge_alert(transaction, id, by, now)) return false;
    storage::drop_notices_of(transaction, id);
    ledger::record(transaction, ledger::Kind::alert_acknowledged, alert->contact,
                   {{"alert", id}, {"by", by}, {"step", alert->step}}, now);
    return true;
}

bool take_on_call_text(Transaction& transaction, const OnCall& on_call, std::string_view number,
                       std::string_view provider, const provider::InboundText& text, Timestamp now) {
    const Route* route = on_call.by_number(number);
    if (route == nullptr) return false;
    // However long ago it was opened: while it is told, its code is good.
    auto known = storage::open_alerts(transaction, most_open);
    std::ranges::move(storage::alerts_since(transaction, now - remembered, most_open),
                      std::back_inserter(known));
    if (known.empty()) return false;
    // One answer to one text, however often the company brings it.
    std::string id = "answer:" + std::string{provider} + ":" + text.provider_id;
    const std::string code = code_in(text.body);
    const auto meant = std::ranges::find(known, code, &Alert::code);
    if (code.empty() || meant == known.end()) {
        answer(transaction, *route, std::move(id), "", "no_such_code", now);
        return true;
    }
    const bool taken = acknowledge(transaction, meant->id, route->name, now);
    const bool by_them = taken || meant->acknowledged_by == route->name;
    answer(transaction, *route, std::move(id), meant->id, by_them ? "taken" : "had", now);
    return true;
}

}  // namespace offing::service
