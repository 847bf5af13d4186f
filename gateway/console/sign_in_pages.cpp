// Signing in, the one-time code, the lock after two idle minutes, signing out, and help.

#include "gateway/base/log.hpp"
#include "gateway/console/console.hpp"
#include "gateway/console/cookies.hpp"
#include "gateway/console/visit.hpp"
#include "gateway/service/turn.hpp"

namespace offing::console {

namespace json = boost::json;
using http::Response;
using staff::Standing;
using storage::StaffAccount;
using storage::Transaction;

namespace {

constexpr std::string_view wrong_pair =
    "The account name or the password isn't right. Check both; capital letters count in the password.";
constexpr std::string_view too_busy = "Too many people are signing in at this moment. Try again.";

std::string wait_text(std::chrono::minutes wait) {
    return "Signing in failed too often. Try again in " + std::to_string(wait.count()) +
           (wait.count() == 1 ? " minute." : " minutes.");
}

json::object kept(const Visit& visit) {
    return {{"account", visit.form().get("account")},
            {"name", visit.who().account.name},
            {"next", safe_path(visit.form().get("next"))},
            {"carried", visit.form().get("carried")}};
}

Response refused(const Visit& visit, std::string_view view, std::string_view title, std::string_view field,
                 std::string_view why, int status = 422) {
    json::object model = kept(visit);
    model["wrong"] = json::array{json::object{{"name", field}, {"why", why}}};
    model["why"] = why;
    return visit.page(view, title, std::move(model), status);
}

/// Where she goes once she is in: what she sent is done, or where she was going.
Task<Response> go_on(const Tools& tools, const Visit& visit, const StaffAccount& account, std::string token) {
    auto answer = co_await carry_on(tools, visit, visit.form().get("carried"), token);
    if (!answer) {
        const std::string next = safe_path(visit.form().get("next"));
        answer = visit.see_other(next.empty() ? first_page(staff::Roles::parse(account.roles)) : next);
    }
    set_cookie(*answer, tools, cookie_names(tools).session, token);
    co_return std::move(*answer);
}

Task<Response> start(const Tools&, Visit& visit) {
    if (visit.who().standing != Standing::in) co_return visit.see_other("/sign-in");
    co_return visit.see_other(first_page(visit.who().roles));
}

Task<Response> show_sign_in(const Tools&, Visit& visit) {
    const std::string next = safe_path(visit.query().get("next"));
    if (visit.who().standing == Standing::in)
        co_return visit.see_other(next.empty() ? first_page(visit.who().roles) : next);
    co_return visit.page("sign_in", "Sign in", {{"next", next}});
}

struct Known {
    std::optional<std::chrono::minutes> wait;
    std::optional<StaffAccount> account;
};

Task<Result<Known>> look_for(const Tools& tools, std::string account, staff::Attempt attempt, Timestamp now) {
    co_return co_await tools.database.read(
        [account = std::move(account), attempt = std::move(attempt), now](Transaction& transaction) {
            return Known{.wait = staff::wait_before(transaction, attempt, now),
                         .account = storage::find_staff_by_account(transaction, account)};
        });
}

Task<Result<bool>> note_failure(const Tools& tools, staff::Attempt attempt, Timestamp now) {
    log::warn("signing in failed");
    co_return co_await tools.database.transact([attempt = std::move(attempt), now](Transaction& transaction) {
        staff::note_failure(transaction, attempt, now);
        return true;
    });
}

/// Empty when the account has changed since its password was checked.
Task<Result<std::optional<std::string>>> open(const Tools& tools, const Visit& visit, StaffAccount checked,
                                              staff::Attempt attempt, bool with_code) {
    co_return co_await tools.database.transact(
        [checked = std::move(checked), attempt = std::move(attempt), with_code, before = visit.who(),
         now = visit.now(),
         real_now = visit.real_now()](Transaction& transaction) -> std::optional<std::string> {
            const auto account = storage::find_staff(transaction, checked.id);
            if (!account || account->password != checked.password) return std::nullopt;
            staff::note_success(transaction, attempt);
            if (!with_code)
                staff::record_act(transaction, {checked.id, Right::signed_in, "signed_in"}, "", now);
            return staff::open_session(transaction, checked.id, with_code ? "code" : "in", before, real_now);
        });
}

Task<Response> take_sign_in(const Tools& tools, Visit& visit) {
    const Timestamp now = visit.real_now();
    const std::string account = staff::lower_case(visit.form().get("account")).substr(0, 64);
    const std::string password = visit.form().raw("password").substr(0, 1024);
    if (account.empty() || password.empty())
        co_return refused(visit, "sign_in", "Sign in", account.empty() ? "account" : "password",
                          account.empty() ? "Enter your account name" : "Enter your password");
    const auto attempt = staff::attempt_of(tools.desk.vault, account, visit.request().peer);
    const auto known = co_await look_for(tools, account, attempt, now);
    if (!known) co_return visit.failed(known.error());
    if (known->wait) co_return refused(visit, "sign_in", "Sign in", "account", wait_text(*known->wait), 429);
    const auto right =
        co_await tools.passwords->verify(known->account ? known->account->password : std::string{}, password);
    if (!right) co_return refused(visit, "sign_in", "Sign in", "account", too_busy, 503);
    if (!*right) {
        const auto noted = co_await note_failure(tools, attempt, now);
        if (!noted) co_return visit.failed(noted.error());
        co_return refused(visit, "sign_in", "Sign in", "account", wrong_pair);
    }
    const StaffAccount& found = *known->account;
    if (found.password_until && *found.password_until <= now)
        co_return refused(visit, "sign_in", "Sign in", "password",
                          "This password was given to you more than 7 days ago. Ask for a new one.");
    const bool with_code = !found.code_secret_sealed.empty();
    const auto token = co_await open(tools, visit, found, attempt, with_code);
    if (!token) co_return visit.failed(token.error());
    if (!*token) co_return refused(visit, "sign_in", "Sign in", "account", wrong_pair);
    if (!with_code) co_return co_await go_on(tools, visit, found, **token);
    auto who = co_await tools.database.read(
        [token = **token, now](Transaction& transaction) { return staff::peek(transaction, token, now); });
    if (!who) co_return visit.failed(who.error());
    // The form is sent by the session that begins here, so it carries that one's token.
    const Visit begun{tools, visit.request(), std::move(*who), {}};
    Response answer = begun.page("sign_in_code", "Your one-time code", kept(visit));
    set_cookie(answer, tools, cookie_names(tools).session, **token);
    co_return answer;
}

/// A code of hers lets her in, or unlocks. Empty: it wasn't one.
Task<Result<std::optional<std::string>>> enter_by_code(const Tools& tools, const Visit& visit,
                                                       std::string code, std::string what) {
    const auto attempt =
        staff::attempt_of(tools.desk.vault, visit.who().account.account, visit.request().peer);
    co_return co_await tools.database.transact(
        [&vault = tools.desk.vault, code = std::move(code), what = std::move(what), attempt,
         before = visit.who(), now = visit.now(),
         real_now = visit.real_now()](Transaction& transaction) -> std::optional<std::string> {
            const auto account = storage::find_staff(transaction, before.account.id);
            if (!account || !staff::take_code(transaction, vault, *account, code, real_now)) {
                staff::note_failure(transaction, attempt, real_now);
                return std::nullopt;
            }
            staff::note_success(transaction, attempt);
            staff::record_act(transaction, {account->id, Right::signed_in, what}, "", now);
            return staff::open_session(transaction, account->id, "in", before, real_now);
        });
}

Task<Response> show_code(const Tools&, Visit& visit) {
    if (visit.who().standing != Standing::code_awaited) co_return visit.see_other("/sign-in");
    co_return visit.page("sign_in_code", "Your one-time code", {});
}

Task<Response> take_code(const Tools& tools, Visit& visit) {
    if (visit.who().standing != Standing::code_awaited) co_return visit.see_other("/sign-in");
    const auto attempt =
        staff::attempt_of(tools.desk.vault, visit.who().account.account, visit.request().peer);
    const auto known = co_await look_for(tools, visit.who().account.account, attempt, visit.real_now());
    if (!known) co_return visit.failed(known.error());
    if (known->wait)
        co_return refused(visit, "sign_in_code", "Your one-time code", "code", wait_text(*known->wait), 429);
    const auto token = co_await enter_by_code(tools, visit, visit.form().get("code"), "signed_in");
    if (!token) co_return visit.failed(token.error());
    if (!*token)
        co_return refused(visit, "sign_in_code", "Your one-time code", "code",
                          "That code isn't right, or was used before. Enter the one that the app shows now.");
    co_return co_await go_on(tools, visit, visit.who().account, **token);
}

Task<Response> show_locked(const Tools&, Visit& visit) {
    const std::string next = safe_path(visit.query().get("next"));
    if (visit.who().standing == Standing::in) co_return visit.see_other(next.empty() ? "/" : next);
    if (visit.who().standing != Standing::locked) co_return visit.see_other("/sign-in");
    co_return visit.page("locked", "Locked", {{"next", next}, {"name", visit.who().account.name}});
}

Task<Response> unlock(const Tools& tools, Visit& visit) {
    if (visit.who().standing != Standing::locked && visit.who().standing != Standing::in)
        co_return visit.see_other("/sign-in");
    const StaffAccount& account = visit.who().account;
    const std::string typed = visit.form().raw("password").substr(0, 1024);
    const auto attempt = staff::attempt_of(tools.desk.vault, account.account, visit.request().peer);
    const auto known = co_await look_for(tools, account.account, attempt, visit.real_now());
    if (!known) co_return visit.failed(known.error());
    if (known->wait) co_return refused(visit, "locked", "Locked", "password", wait_text(*known->wait), 429);
    const bool has_codes = !account.code_secret_sealed.empty();
    const bool is_like_code = typed.size() == 6 && typed.find_first_not_of("0123456789") == std::string::npos;
    std::optional<std::string> token;
    if (has_codes && is_like_code) {
        auto entered = co_await enter_by_code(tools, visit, typed, "unlocked");
        if (!entered) co_return visit.failed(entered.error());
        token = std::move(*entered);
    } else {
        const auto right = co_await tools.passwords->verify(account.password, typed);
        if (!right) co_return refused(visit, "locked", "Locked", "password", too_busy, 503);
        if (*right) {
            auto entered = co_await open(tools, visit, account, attempt, false);
            if (!entered) co_return visit.failed(entered.error());
            token = std::move(*entered);
        } else if (const auto noted = co_await note_failure(tools, attempt, visit.real_now()); !noted) {
            co_return visit.failed(noted.error());
        }
    }
    if (!token)
        co_return refused(visit, "locked", "Locked", "password",
                          has_codes ? "That is neither your password nor the code that the app shows now."
                                    : "That isn't your password.");
    co_return co_await go_on(tools, visit, account, *token);
}

Task<Response> lock(const Tools& tools, Visit& visit) {
    const auto locked =
        co_await tools.database.transact([hash = visit.who().session.token_hash](Transaction& transaction) {
            storage::set_stage(transaction, hash, "locked");
            return true;
        });
    if (!locked) co_return visit.failed(locked.error());
    co_return visit.see_other("/locked");
}

Task<Response> sign_out(const Tools& tools, Visit& visit) {
    if (visit.who().standing != Standing::nobody) {
        const auto out = co_await tools.database.transact(
            [hash = visit.who().session.token_hash, act = visit.act_named("signed_out"),
             who = visit.who().account.id, now = visit.now()](Transaction& transaction) {
                storage::set_stage(transaction, hash, "out");
                staff::record_act(transaction, {who, Right::signed_in, act.what}, "", now);
                return true;
            });
        if (!out) co_return visit.failed(out.error());
    }
    co_return visit.see_other("/sign-in", "You are signed out.");
}

Task<Response> show_help(const Tools&, Visit& visit) { co_return visit.page("help", "Help", {}); }

}  // namespace

std::span<const Route> sign_in_routes() {
    static constexpr Route routes[] = {{"GET", "/", Right::anyone, start},
                                       {"GET", "/sign-in", Right::anyone, show_sign_in},
                                       {"POST", "/sign-in", Right::anyone, take_sign_in},
                                       {"GET", "/sign-in/code", Right::anyone, show_code},
                                       {"POST", "/sign-in/code", Right::anyone, take_code},
                                       {"GET", "/locked", Right::anyone, show_locked},
                                       {"POST", "/locked", Right::anyone, unlock},
                                       {"POST", "/lock", Right::signed_in, lock},
                                       {"POST", "/sign-out", Right::anyone, sign_out},
                                       {"GET", "/help", Right::anyone, show_help}};
    return routes;
}

}  // namespace offing::console
