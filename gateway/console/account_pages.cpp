// What everybody looks after herself: her password, her one-time codes, where she is signed in.

#include "gateway/base/crypto.hpp"
#include "gateway/console/cookies.hpp"
#include "gateway/console/password_work.hpp"
#include "gateway/console/visit.hpp"
#include "gateway/service/turn.hpp"
#include "gateway/staff/one_time_code.hpp"
#include "gateway/staff/password.hpp"

namespace offing::console {

namespace json = boost::json;
using http::Response;
using storage::StaffAccount;
using storage::Transaction;
using Kind = Question::Kind;

namespace {

constexpr std::string_view setting_up = "one-time codes being set up";

std::string role_names(const staff::Roles& roles) {
    std::string names;
    for (const staff::Role role : roles.list())
        names.append(names.empty() ? "" : ", ").append(staff::name_of(role));
    return names;
}

/// She is alive at the keyboard: the lock waits another two minutes.
Task<Response> here(const Tools&, Visit&) { co_return Response{204, {}, {}}; }

Task<Response> show_account(const Tools& tools, Visit& visit) {
    const StaffAccount& account = visit.who().account;
    const auto left = co_await tools.database.read([id = account.id](Transaction& transaction) {
        return storage::recovery_codes_left(transaction, id);
    });
    if (!left) co_return visit.failed(left.error());
    co_return visit.page("account", "Your account",
                         {{"account", account.account},
                          {"roles", role_names(visit.who().roles)},
                          {"has_codes", !account.code_secret_sealed.empty()},
                          {"left", *left}});
}

Sheet password_sheet() {
    return Sheet{{{.kind = Kind::password,
                   .name = "current",
                   .label = "The password you have now",
                   .autocomplete = "current-password"},
                  {.kind = Kind::password,
                   .name = "password",
                   .label = "New password",
                   .hint = "12 letters or more. Three words that don't belong together are easy to keep.",
                   .autocomplete = "new-password"}}};
}

json::object password_model(const Visit& visit) {
    return {{"given", visit.who().account.password_until.has_value()},
            {"account", visit.who().account.account}};
}

Task<Response> show_password(const Tools&, Visit& visit) {
    json::object model = password_model(visit);
    co_return visit.ask("account_password", "Choose a password", std::move(model), password_sheet());
}

Task<Response> change_password(const Tools& tools, Visit& visit) {
    const StaffAccount& account = visit.who().account;
    Sheet sheet = password_sheet();
    const std::string current = visit.form().raw("current").substr(0, 1024);
    const std::string wanted = visit.form().raw("password").substr(0, 1024);
    if (const auto problem = staff::password_problem(wanted, account.account))
        sheet.refuse("password", *problem);
    if (wanted == current && !wanted.empty())
        sheet.refuse("password", "Choose one that differs from the old one.");
    const auto attempt = staff::attempt_of(tools.desk.vault, account.account, visit.request().peer);
    const auto right = co_await tools.passwords->verify(account.password, current);
    if (!right) co_return visit.message(503, "Try again", "Too many people are signing in at this moment.");
    if (!*right) sheet.refuse("current", "That isn't your password.");
    if (!sheet.is_sound())
        co_return visit.sent_back("account_password", "Choose a password", password_model(visit), sheet);
    auto hash = co_await tools.passwords->hash(wanted);
    if (!hash) co_return visit.message(503, "Try again", "Too many people are signing in at this moment.");
    // A new password ends what was opened with the old one, elsewhere at once and here by a new token.
    const auto token = co_await visit.act(
        "password_changed", "",
        [hash = std::move(*hash), before = visit.who(),
         now = visit.real_now()](Transaction& transaction) -> std::optional<std::string> {
            storage::set_staff_password(transaction, before.account.id, hash, std::nullopt);
            storage::sign_out_everywhere(transaction, before.account.id, before.session.token_hash);
            return staff::open_session(transaction, before.account.id, "in", before, now);
        });
    if (!token) co_return visit.failed(token.error());
    Response answer = visit.see_other("/", "Your password is changed. You are signed out everywhere else.");
    set_cookie(answer, tools, cookie_names(tools).session, **token);
    co_return answer;
}

Sheet code_sheet() {
    return Sheet{{{.kind = Kind::code,
                   .name = "code",
                   .label = "Code from the app",
                   .autocomplete = "one-time-code",
                   .width = 10}}};
}

json::object code_model(const Tools& tools, const Visit& visit, const std::string& secret) {
    return {{"secret", secret},
            {"sealed",
             crypto::to_base64url(tools.desk.vault.seal(visit.who().account.id + ":" + secret, setting_up))},
            {"address", staff::code_address(secret, visit.who().account.account, "Offing")}};
}

Task<Response> show_codes(const Tools& tools, Visit& visit) {
    json::object model = code_model(tools, visit, staff::new_code_secret());
    co_return visit.ask("account_codes", "Turn on one-time codes", std::move(model), code_sheet());
}

/// The key that the page showed her, and nobody else's.
std::optional<std::string> shown_secret(const Tools& tools, const Visit& visit) {
    const auto sealed = crypto::from_base64url(visit.form().get("sealed"));
    const auto opened = sealed ? tools.desk.vault.open(*sealed, setting_up)
                               : Result<std::string>{fail(Error::Kind::refused, "no key was sealed")};
    const std::string hers = visit.who().account.id + ":";
    if (!opened || !opened->starts_with(hers)) return std::nullopt;
    return opened->substr(hers.size());
}

Task<Response> turn_on_codes(const Tools& tools, Visit& visit) {
    const auto secret = shown_secret(tools, visit);
    if (!secret) co_return visit.see_other("/account/codes");
    Sheet sheet = code_sheet();
    sheet.read(visit.form());
    if (!staff::step_of_code(*secret, sheet.get("code"), visit.real_now()))
        sheet.refuse("code",
                     "That isn't the code for this key. Enter the six digits that the app shows now.");
    if (!sheet.is_sound())
        co_return visit.sent_back("account_codes", "Turn on one-time codes",
                                  code_model(tools, visit, *secret), sheet);
    const auto codes = co_await visit.act(
        "codes_turned_on", "",
        [&vault = tools.desk.vault, secret = *secret, id = visit.who().account.id](Transaction& transaction) {
            return std::optional{staff::set_codes(transaction, vault, id, secret)};
        });
    if (!codes) co_return visit.failed(codes.error());
    json::array shown;
    for (const std::string& code : **codes) shown.push_back(json::object{{"code", code}});
    co_return visit.page("account_recovery", "Your recovery codes", {{"codes", std::move(shown)}});
}

Task<Response> leave_everywhere(const Tools&, Visit& visit) {
    const auto done = co_await visit.act(
        "signed_out_everywhere", "",
        [id = visit.who().account.id, kept = visit.who().session.token_hash](Transaction& transaction) {
            storage::sign_out_everywhere(transaction, id, kept);
            return true;
        });
    if (!done) co_return visit.failed(done.error());
    co_return visit.see_other("/account", "You are signed out everywhere but here.");
}

}  // namespace

std::span<const Route> account_routes() {
    static constexpr Route routes[] = {
        {"GET", "/here", Right::signed_in, here},
        {"GET", "/account", Right::signed_in, show_account},
        {"GET", "/account/password", Right::signed_in, show_password},
        {"POST", "/account/password", Right::signed_in, change_password},
        {"GET", "/account/codes", Right::signed_in, show_codes},
        {"POST", "/account/codes", Right::signed_in, turn_on_codes},
        {"POST", "/account/sign-out-everywhere", Right::signed_in, leave_everywhere}};
    return routes;
}

}  // namespace offing::console
