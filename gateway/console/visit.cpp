#include "gateway/console/visit.hpp"

#include <boost/json/array.hpp>
#include <charconv>

#include "gateway/base/crypto.hpp"
#include "gateway/console/assets.hpp"
#include "gateway/console/cookies.hpp"
#include "gateway/console/views.hpp"
#include "gateway/service/turn.hpp"

namespace offing::console {

namespace json = boost::json;

namespace {

bool has_page(const Place& place) { return match("GET", place.path).route != nullptr; }

std::string_view path_of_place(std::string_view path) { return path.substr(0, path.find('/', 1)); }

json::object asset_addresses() {
    json::object addresses;
    for (const EmbeddedFile& file : embedded_files()) {
        if (file.name.ends_with(".html")) continue;
        std::string key{file.name.substr(0, file.name.find('.'))};
        key += file.name.ends_with(".css") ? "_css" : file.name.ends_with(".js") ? "_js" : "_file";
        for (char& letter : key)
            if (letter == '-') letter = '_';
        addresses[key] = "/assets/" + std::string{file.sha256.substr(0, 12)} + "/" + std::string{file.name};
    }
    return addresses;
}

std::string title_of(int status) {
    switch (status) {
        case 404:
            return "There is nothing here";
        case 409:
            return "Somebody else was first";
        default:
            return "That can't be done now";
    }
}

}  // namespace

std::span<const Place> places() {
    static constexpr Place all[] = {
        {"Today", "/today", Right::see_today},        {"Needs a person", "/tasks", Right::see_tasks},
        {"People", "/people", Right::see_people},     {"Diary", "/diary", Right::see_diary},
        {"Clinics", "/clinics", Right::edit_clinics}, {"School calendars", "/schools", Right::edit_clinics},
        {"Wording", "/wording", Right::see_wording},  {"Figures", "/figures", Right::see_figures},
        {"Ledger", "/ledger", Right::see_ledger},     {"Health", "/health", Right::see_health},
        {"Staff", "/staff", Right::manage_staff}};
    return all;
}

Visit::Visit(const Tools& tools, http::Request request, staff::Signed who, Match match)
    : tools_{tools},
      request_{std::move(request)},
      who_{std::move(who)},
      right_{match.route == nullptr ? Right::anyone : match.route->right},
      ids_{std::move(match.ids)},
      query_{Form::read(request_.query()).value_or(Form{})},
      now_{tools.clock.now()},
      real_now_{tools.real_clock.now()} {
    if (const auto said = cookie(request_, cookie_names(tools).said))
        if (const auto text = crypto::from_base64url(*said)) said_ = as_text(*text);
    if (who_.session.form_key.empty()) {
        const auto door = cookie(request_, cookie_names(tools).door);
        door_ = door ? *door : crypto::to_base64url(crypto::random_bytes(24));
        is_door_new_ = !door;
    }
}

std::string Visit::form_token() const {
    const std::string& key = who_.session.form_key.empty() ? door_ : who_.session.form_key;
    return crypto::to_base64url(crypto::hmac_sha256(key, "form"));
}

std::int64_t Visit::edit_version() const {
    const std::string typed = form_.get("version");
    std::int64_t version = 0;
    std::from_chars(typed.data(), typed.data() + typed.size(), version);
    return version;
}

json::object Visit::frame(std::string_view title) const {
    static const json::object addresses = asset_addresses();
    const bool is_in = who_.standing == staff::Standing::in;
    json::array navigation;
    for (const Place& place : places()) {
        if (!is_in || !may(place.right) || !has_page(place)) continue;
        navigation.push_back(json::object{{"label", place.label},
                                          {"path", place.path},
                                          {"here", path_of_place(request_.path()) == place.path}});
    }
    return {{"title", title},       {"assets", addresses},
            {"csrf", form_token()}, {"navigation", std::move(navigation)},
            {"is_in", is_in},       {"name", is_in ? who_.account.name : ""},
            {"said", said_},        {"demo", tools_.demo}};
}

http::Response Visit::page(std::string_view view, std::string_view title, json::object model,
                           int status) const {
    json::object around = frame(title);
    for (const std::string_view key : {"wrong", "overtaken", "wide", "styles", "scripts", "title"})
        if (const auto found = model.find(key); found != model.end()) around[key] = found->value();
    around["is_wrong"] = around.contains("wrong") && !around.at("wrong").get_array().empty();
    json::object all = around;
    for (auto& [key, value] : model) all[key] = std::move(value);
    around["content"] = render(view, all);
    auto response = http::Response::html(status, render("layout", around));
    if (!said_.empty()) forget_cookie(response, tools_, cookie_names(tools_).said);
    if (is_door_new_) set_cookie(response, tools_, cookie_names(tools_).door, door_);
    return response;
}

http::Response Visit::ask(std::string_view view, std::string_view title, json::object model,
                          const Sheet& sheet, int status) const {
    for (auto& [key, value] : sheet.model()) model[key] = value;
    return page(view, title, std::move(model), status);
}

http::Response Visit::sent_back(std::string_view view, std::string_view title, json::object model,
                                const Sheet& sheet) const {
    return ask(view, title, std::move(model), sheet, 422);
}

http::Response Visit::overtaken(std::string_view view, std::string_view title, json::object model,
                                const Sheet& mine, const Sheet& theirs) const {
    model["overtaken"] = json::object{{"differences", mine.differences(theirs)}};
    return ask(view, title, std::move(model), mine, 409);
}

http::Response Visit::see_other(std::string_view path, std::string_view said) const {
    http::Response response{303, {{"Location", std::string{path}}}, {}};
    if (!said.empty())
        set_cookie(response, tools_, cookie_names(tools_).said, crypto::to_base64url(as_bytes(said)));
    return response;
}

http::Response Visit::message(int status, std::string_view title, std::string_view text) const {
    return page("message", title, {{"text", text}}, status);
}

http::Response Visit::not_found() const {
    return message(404, title_of(404),
                   "It may have been removed, or the address has a slip in it. Nothing was changed.");
}

http::Response Visit::forbidden() const {
    return message(
        403, "This isn't part of what you do here",
        "Your account has no right to this page. If it should, an administrator can change your roles.");
}

http::Response Visit::failed(const Error& error) const {
    switch (error.kind) {
        case Error::Kind::not_found:
            return not_found();
        case Error::Kind::conflict:
        case Error::Kind::refused:
            return message(409, title_of(409),
                           "What you saw has changed meanwhile. Nothing was done. Look again.");
        default:
            return message(
                503, title_of(503),
                "The store can't be reached just now. Nothing was changed. Wait a minute and try again.");
    }
}

}  // namespace offing::console
