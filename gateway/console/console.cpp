#include "gateway/console/console.hpp"

#include <algorithm>

#include "gateway/base/crypto.hpp"
#include "gateway/base/log.hpp"
#include "gateway/console/assets.hpp"
#include "gateway/console/cookies.hpp"
#include "gateway/console/visit.hpp"
#include "gateway/http/page.hpp"
#include "gateway/service/turn.hpp"
#include "gateway/storage/database.hpp"

namespace offing::console {

using http::Request;
using http::Response;
using staff::Standing;
using storage::Transaction;

namespace {

constexpr std::string_view year = "31536000";

Task<Response> answer_with(Response response) { co_return response; }

std::string_view type_of(std::string_view name) {
    if (name.ends_with(".css")) return "text/css; charset=utf-8";
    if (name.ends_with(".js")) return "text/javascript; charset=utf-8";
    if (name.ends_with(".svg")) return "image/svg+xml";
    return "application/octet-stream";
}

/// /assets/<hash>/<name>: the address changes with the file, so that a browser may keep it.
Response asset_at(std::string_view path) {
    path.remove_prefix(std::string_view{"/assets/"}.size());
    const auto slash = path.find('/');
    const EmbeddedFile* file =
        slash == std::string_view::npos ? nullptr : find_embedded(path.substr(slash + 1));
    if (file == nullptr || file->name.ends_with(".html") || !file->sha256.starts_with(path.substr(0, slash)))
        return Response::text(404, "not found\n");
    auto response = Response::text(200, std::string{file->bytes}, type_of(file->name));
    response.headers.emplace_back("Cache-Control", "public, max-age=" + std::string{year} + ", immutable");
    response.headers.emplace_back("X-Content-Type-Options", "nosniff");
    return response;
}

Response dressed(const Tools& tools, Response response) {
    response = http::as_page(std::move(response));
    if (tools.tls) response.headers.emplace_back("Strict-Transport-Security", "max-age=" + std::string{year});
    return response;
}

bool is_writing(const Request& request) { return request.method == "POST"; }

/// A password that others gave her is changed first; outside the demo nobody works without one-time codes.
std::string_view must_visit_first(const Tools& tools, const staff::Signed& who) {
    if (who.account.password_until) return "/account/password";
    if (!tools.demo && who.account.code_secret_sealed.empty()) return "/account/codes";
    return {};
}

bool is_about_herself(std::string_view path) {
    return path.starts_with("/account/") || path == "/sign-out" || path == "/help";
}

/// Not signed in (any more): to the door, and what was typed comes along.
Response to_the_door(const Tools& tools, const Visit& visit) {
    const bool is_locked = visit.who().standing == Standing::locked;
    const std::string door = is_locked ? "/locked" : "/sign-in";
    const Request& request = visit.request();
    if (visit.is_lively()) return Response{200, {{"HX-Redirect", door}}, {}};
    if (!is_writing(request))
        return visit.see_other(door + "?next=" + http::percent_encode(safe_path(request.path())));
    if (visit.who().standing == Standing::nobody) return visit.see_other("/sign-in");
    return visit.page(is_locked ? "locked" : "sign_in", is_locked ? "Locked" : "Sign in",
                      {{"carried", carry(tools, visit)},
                       {"name", visit.who().account.name},
                       {"account", visit.who().account.account}},
                      401);
}

}  // namespace

Console::Console(Tools tools) : figures_{tools.database}, tools_{std::move(tools)} {
    tools_.passwords = &passwords_;
    tools_.figures = &figures_;
}

std::optional<Task<Response>> Console::route(Request& request) {
    const std::string_view path = request.path();
    if (path.starts_with("/assets/")) {
        if (request.method != "GET" && request.method != "HEAD")
            return answer_with(Response::text(405, "not allowed\n"));
        return answer_with(asset_at(path));
    }
    if (!match(request.method, path).is_known_path) return std::nullopt;
    return answer(std::move(request));
}

Task<Response> Console::answer(Request request) {
    Match found = match(request.method, request.path());
    if (found.route == nullptr) co_return dressed(tools_, Response::text(405, "not allowed\n"));
    co_return dressed(tools_, co_await answer_page(std::move(request), std::move(found)));
}

Task<Response> Console::answer_page(Request request, Match found) {
    const Route& route = *found.route;
    const std::string token = cookie(request, cookie_names(tools_).session).value_or("");
    const bool quiet = request.header("Offing-Quiet").has_value();
    const Timestamp real_now = tools_.real_clock.now();
    staff::Signed who;
    if (!token.empty()) {
        auto looked = co_await tools_.database.transact([token, quiet, real_now](Transaction& transaction) {
            return staff::look_up(transaction, token, quiet, real_now);
        });
        if (!looked) co_return Response::text(503, "The store can't be reached. Try again in a minute.\n");
        who = std::move(*looked);
    }
    const bool writes = is_writing(request);
    auto form = writes ? Form::read(request) : Form{};
    Visit visit{tools_, std::move(request), std::move(who), std::move(found)};
    if (writes) {
        if (!form) co_return visit.message(400, "That form can't be read", "Go back and send it again.");
        visit.take_form(std::move(*form));
        if (!crypto::equal_in_constant_time(visit.form().get("csrf"), visit.form_token()))
            co_return visit.message(
                403, "That form was too old",
                "Nothing was changed. Go back, load the page again and send it once more.");
    }
    if (route.right == Right::anyone) co_return co_await route.handler(tools_, visit);
    if (visit.who().standing != Standing::in) co_return to_the_door(tools_, visit);
    const std::string_view first = must_visit_first(tools_, visit.who());
    if (!first.empty() && !is_about_herself(visit.request().path())) co_return visit.see_other(first);
    if (!visit.may(route.right)) co_return visit.forbidden();
    co_return co_await route.handler(tools_, visit);
}

Task<Response> Console::answer_unknown(Request request) {
    const std::string token = cookie(request, cookie_names(tools_).session).value_or("");
    const Timestamp real_now = tools_.real_clock.now();
    auto who = co_await tools_.database.read(
        [token, real_now](Transaction& transaction) { return staff::peek(transaction, token, real_now); });
    const Visit visit{tools_, std::move(request), who ? std::move(*who) : staff::Signed{}, {}};
    co_return dressed(tools_, visit.not_found());
}

Task<std::optional<staff::Signed>> Console::signed_in(const Request& request) {
    const std::string token = cookie(request, cookie_names(tools_).session).value_or("");
    if (token.empty()) co_return std::nullopt;
    const Timestamp real_now = tools_.real_clock.now();
    auto who = co_await tools_.database.read(
        [token, real_now](Transaction& transaction) { return staff::peek(transaction, token, real_now); });
    if (!who || who->standing != Standing::in || !must_visit_first(tools_, *who).empty())
        co_return std::nullopt;
    co_return std::move(*who);
}

Task<void> Console::forget() {
    const Timestamp before = tools_.real_clock.now() - std::chrono::days{1};
    const auto done = co_await tools_.database.transact([before](Transaction& transaction) {
        storage::forget_sessions(transaction, before);
        return true;
    });
    if (!done) log::warn("sessions could not be forgotten", {{"why", log::code(done.error().what)}});
}

std::string safe_path(std::string_view path) {
    return match("GET", path).route == nullptr ? std::string{} : std::string{path};
}

std::string first_page(const staff::Roles& roles) {
    for (const Place& place : places())
        if (roles.may(place.right) && match("GET", place.path).route != nullptr)
            return std::string{place.path};
    return "/account";
}

}  // namespace offing::console
