// Who may read from outside: keys of programs, made by an administrator, and secret addresses of calendars.
// Each secret is shown once; what is stored opens nothing, and each can be taken back.

#include <algorithm>
#include <boost/json/array.hpp>

#include "gateway/base/crypto.hpp"
#include "gateway/base/ids.hpp"
#include "gateway/console/pattern.hpp"
#include "gateway/console/visit.hpp"
#include "gateway/service/service_book.hpp"
#include "gateway/storage/api_access.hpp"

namespace offing::console {

namespace json = boost::json;
using http::Response;
using storage::CalendarFeed;
using storage::Transaction;

namespace {

constexpr int most_listed = 500;
constexpr std::string_view key_prefix = "offing_";

struct Secret {
    std::string words;
    Bytes hash;
};

/// 256 bits that nobody guesses, so a plain hash keeps it. gateway/api/api.cpp looks it up.
Secret fresh_secret(std::string_view prefix) {
    std::string words = std::string{prefix} + crypto::to_base64url(crypto::random_bytes(32));
    const auto hash = crypto::sha256(words);
    return {std::move(words), {hash.begin(), hash.end()}};
}

std::string date_words(Timestamp time) {
    return short_words(scheduler::Date{std::chrono::floor<std::chrono::days>(time).time_since_epoch()});
}

Sheet key_sheet() {
    using Kind = Question::Kind;
    std::vector<Choice> roles;
    for (const staff::Role role : staff::all_roles())
        if (staff::Roles{{role}}.may(Right::use_api))
            roles.push_back({std::string{staff::spell(role)}, std::string{staff::name_of(role)}});
    return Sheet{{{.kind = Kind::text,
                   .name = "what_for",
                   .label = "What it is for",
                   .hint = "\"Rota on the office screen\"; no names of people."},
                  {.kind = Kind::radios,
                   .name = "role",
                   .label = "It may do what this role may",
                   .hint = "A worker's key reads; a manager's changes clinics too.",
                   .choices = std::move(roles)},
                  {.kind = Kind::radios,
                   .name = "months",
                   .label = "How long it works",
                   .choices = {{"1", "A month"}, {"6", "Half a year"}, {"12", "A year"}}}}};
}

Task<Response> keys_page(const Tools& tools, const Visit& visit, const Sheet& sheet, int status) {
    const auto keys = co_await tools.database.read([now = visit.now()](Transaction& transaction) {
        return storage::api_keys(transaction, now, most_listed);
    });
    if (!keys) co_return visit.failed(keys.error());
    json::array rows;
    for (const auto& key : *keys) {
        const auto role = staff::parse_role(key.roles);
        rows.push_back(json::object{{"id", key.id},
                                    {"name", key.name},
                                    {"role", role ? staff::name_of(*role) : std::string_view{key.roles}},
                                    {"made", date_words(key.made_at)},
                                    {"ends", date_words(key.ends_at)},
                                    {"used", key.used_on.value_or("never")}});
    }
    json::object model = sheet.model();
    model["has_keys"] = !rows.empty();
    model["keys"] = std::move(rows);
    co_return visit.page("keys", "Keys of programs", std::move(model), status);
}

Task<Response> list_keys(const Tools& tools, Visit& visit) {
    Sheet sheet = key_sheet();
    sheet.fill("role", "worker").fill("months", "6");
    co_return co_await keys_page(tools, visit, sheet, 200);
}

Task<Response> add_key(const Tools& tools, Visit& visit) {
    Sheet sheet = key_sheet();
    sheet.read(visit.form());
    const std::string name =
        sheet.required("what_for", "Write what it is for, so that it can be told from others.");
    const std::string role = sheet.chosen("role", "Choose one of these.");
    const std::string months = sheet.chosen("months", "Choose one of these.");
    if (name.size() > 80) sheet.refuse("what_for", "Write up to 80 letters.");
    if (!sheet.is_sound()) co_return co_await keys_page(tools, visit, sheet, 422);
    const Secret secret = fresh_secret(key_prefix);
    const Timestamp now = visit.now();
    const storage::ApiKey key{new_id(now), name,
                              role,        visit.who().account.id,
                              now,         now + std::chrono::days{31 * std::stoi(months)}};
    const auto added =
        co_await visit.act("api_key_made", "", [key, hash = secret.hash](Transaction& transaction) {
            storage::add_api_key(transaction, key, hash);
            return true;
        });
    if (!added) co_return visit.failed(added.error());
    co_return visit.page("secret_given", "A new key",
                         {{"heading", "The key"},
                          {"secret", secret.words},
                          {"how", "The program sends it in the header Authorization: Bearer. "},
                          {"ends", "It works until " + date_words(key.ends_at) + "."},
                          {"back", "/keys"},
                          {"back_label", "Keys of programs"}});
}

Task<Response> revoke_key(const Tools&, Visit& visit) {
    const auto done = co_await visit.act("api_key_revoked", "",
                                         [id = visit.id(), now = visit.now()](Transaction& transaction) {
                                             return storage::revoke_api_key(transaction, id, now);
                                         });
    if (!done) co_return visit.failed(done.error());
    if (!*done) co_return visit.not_found();
    co_return visit.see_other("/keys", "The key works no more.");
}

/// Everybody may follow her own calendar; whoever edits the diary, all of them.
bool may_have(const Visit& visit, const CalendarFeed& feed) {
    if (visit.may(Right::edit_diary)) return true;
    return feed.kind == CalendarFeed::Kind::worker && visit.who().account.worker == feed.target;
}

std::vector<std::pair<CalendarFeed, std::string>> possible_feeds(const Visit& visit,
                                                                 const scheduler::Service& service) {
    std::vector<std::pair<CalendarFeed, std::string>> all;
    const auto add = [&](CalendarFeed::Kind kind, const std::string& target, const std::string& label) {
        CalendarFeed feed{.id = "", .kind = kind, .target = target, .made_by = ""};
        if (may_have(visit, feed)) all.emplace_back(std::move(feed), label);
    };
    for (const auto& each : service.workers)
        add(CalendarFeed::Kind::worker, each.id, "Worker: " + each.first_name);
    for (const auto& each : service.clinics)
        add(CalendarFeed::Kind::clinic, each.id,
            "Clinic: " + (each.label.empty() ? each.id : each.label) + " (" + each.id + ")");
    for (const auto& each : service.sites)
        add(CalendarFeed::Kind::site, each.id, "Site: " + (each.hidden ? each.id : each.nickname));
    return all;
}

std::string value_of(const CalendarFeed& feed) {
    return std::string{storage::spell(feed.kind)} + ' ' + feed.target;
}

Sheet feed_sheet(const std::vector<std::pair<CalendarFeed, std::string>>& possible) {
    std::vector<Choice> choices{{"", "Choose one"}};
    for (const auto& [feed, label] : possible) choices.push_back({value_of(feed), label});
    return Sheet{{{.kind = Question::Kind::select,
                   .name = "whose",
                   .label = "Whose sessions",
                   .choices = std::move(choices)}}};
}

Task<Response> feeds_page(const Tools& tools, const Visit& visit, const Sheet& sheet,
                          const std::vector<std::pair<CalendarFeed, std::string>>& possible, int status) {
    const auto feeds = co_await tools.database.read(
        [](Transaction& transaction) { return storage::calendar_feeds(transaction, most_listed); });
    if (!feeds) co_return visit.failed(feeds.error());
    json::array rows;
    for (const auto& feed : *feeds) {
        if (!may_have(visit, feed)) continue;
        const auto named = std::ranges::find_if(
            possible, [&](const auto& each) { return value_of(each.first) == value_of(feed); });
        rows.push_back(json::object{
            {"id", feed.id},
            {"label", named == possible.end() ? value_of(feed) + ", which is gone" : named->second},
            {"made", date_words(feed.made_at)}});
    }
    json::object model = sheet.model();
    model["has_feeds"] = !rows.empty();
    model["feeds"] = std::move(rows);
    model["may_have_any"] = !possible.empty();
    co_return visit.page("feeds", "Calendars to follow", std::move(model), status);
}

Task<Response> list_feeds(const Tools& tools, Visit& visit) {
    const auto version = co_await tools.book->latest();
    if (!version) co_return visit.failed(version.error());
    const auto possible = possible_feeds(visit, version->file->service);
    co_return co_await feeds_page(tools, visit, feed_sheet(possible), possible, 200);
}

Task<Response> add_feed(const Tools& tools, Visit& visit) {
    const auto version = co_await tools.book->latest();
    if (!version) co_return visit.failed(version.error());
    const auto possible = possible_feeds(visit, version->file->service);
    Sheet sheet = feed_sheet(possible);
    sheet.read(visit.form());
    const std::string whose = sheet.get("whose");
    const auto chosen =
        std::ranges::find_if(possible, [&](const auto& each) { return value_of(each.first) == whose; });
    if (chosen == possible.end()) {
        sheet.refuse("whose", "Choose whose sessions the calendar shows.");
        co_return co_await feeds_page(tools, visit, sheet, possible, 422);
    }
    CalendarFeed feed = chosen->first;
    feed.id = new_id(visit.now());
    feed.made_by = visit.who().account.id;
    feed.made_at = visit.now();
    const Secret secret = fresh_secret("");
    const auto added =
        co_await visit.act("calendar_feed_made", "", [feed, hash = secret.hash](Transaction& transaction) {
            storage::add_feed(transaction, feed, hash);
            return true;
        });
    if (!added) co_return visit.failed(added.error());
    co_return visit.page(
        "secret_given", "A new calendar",
        {{"heading", chosen->second},
         {"secret", "/feeds/" + secret.words + ".ics"},
         {"how",
          "Put this console's own address before it, and give it to a calendar program as one to subscribe "
          "to. "},
         {"ends", "It names nobody. Whoever has the address can read it, until it is taken back."},
         {"back", "/calendars"},
         {"back_label", "Calendars to follow"}});
}

Task<Response> revoke_feed(const Tools& tools, Visit& visit) {
    const auto feeds = co_await tools.database.read(
        [](Transaction& transaction) { return storage::calendar_feeds(transaction, most_listed); });
    if (!feeds) co_return visit.failed(feeds.error());
    const auto found = std::ranges::find(*feeds, visit.id(), &CalendarFeed::id);
    if (found == feeds->end() || !may_have(visit, *found)) co_return visit.not_found();
    const auto done = co_await visit.act("calendar_feed_revoked", "",
                                         [id = visit.id(), now = visit.now()](Transaction& transaction) {
                                             return storage::revoke_feed(transaction, id, now);
                                         });
    if (!done) co_return visit.failed(done.error());
    if (!*done) co_return visit.not_found();
    co_return visit.see_other("/calendars", "That address works no more.");
}

}  // namespace

std::span<const Route> access_routes() {
    static constexpr Route routes[] = {{"GET", "/keys", Right::manage_staff, list_keys},
                                       {"POST", "/keys", Right::manage_staff, add_key},
                                       {"POST", "/keys/:id/revoke", Right::manage_staff, revoke_key},
                                       {"GET", "/calendars", Right::see_diary, list_feeds},
                                       {"POST", "/calendars", Right::see_diary, add_feed},
                                       {"POST", "/calendars/:id/revoke", Right::see_diary, revoke_feed}};
    return routes;
}

}  // namespace offing::console
