// The texts: which ask to be looked at, one of them as a phone shows it, what was said of it, and what may be
// done about it. Every act goes through the gates of service/wording.

#include "gateway/console/wording_pages.hpp"

#include <algorithm>
#include <charconv>
#include <limits>

#include "gateway/console/visit.hpp"
#include "gateway/console/wording_model.hpp"
#include "gateway/service/turn.hpp"
#include "gateway/service/wording_rows.hpp"
#include "templates/preview.hpp"

namespace offing::console {

namespace json = boost::json;
using http::Response;
using service::Acted;
using service::Actor;
using storage::Transaction;
using storage::WordingKey;
using storage::WordingRow;

namespace {

constexpr std::array<std::string_view, 4> lists{"look", "live", "drafts", "all"};

std::chrono::local_days today_of(const Tools& tools, const Visit& visit) {
    const auto minutes = std::chrono::floor<std::chrono::minutes>(visit.now());
    return scheduler::date_of(tools.desk.diary.zone().to_local(minutes));
}

Actor actor_of(const Tools& tools, const Visit& visit) {
    return {visit.who().account.id, visit.now(), today_of(tools, visit)};
}

/// The newest version of each text, in the order of the files; ids that ship no more come last.
std::vector<WordingRow> newest_of(const service::ReleaseTexts& texts, const std::vector<WordingRow>& rows,
                                  std::string_view language) {
    std::vector<WordingRow> newest;
    for (const auto& row : rows) {
        if (row.key.language != language) continue;
        if (!newest.empty() && newest.back().key.id == row.key.id) newest.pop_back();
        newest.push_back(row);
    }
    const auto line = [&](const WordingRow& row) {
        const auto* shown = texts.read.find(row.key.id, "en-GB");
        return std::pair{shown == nullptr ? std::numeric_limits<int>::max() : shown->line, row.key.id};
    };
    std::ranges::sort(newest, {}, line);
    return newest;
}

bool is_listed(std::string_view list, const WordingRow& row, const std::string& asks) {
    if (list == "live") return row.state.status == "live";
    if (list == "drafts") return row.state.status == "draft";
    if (list == "look") return !asks.empty() && row.state.status != "draft";
    return true;
}

json::array tabs_of(std::string_view chosen, const std::string& language,
                    const std::map<std::string_view, int>& counts) {
    static const std::map<std::string_view, std::string_view> labels{
        {"look", "To look at"}, {"live", "Live"}, {"drafts", "Drafts"}, {"all", "All"}};
    json::array tabs;
    for (const auto list : lists)
        tabs.push_back(
            json::object{{"label", labels.at(list)},
                         {"count", counts.at(list)},
                         {"here", list == chosen},
                         {"address", "/wording?language=" + language + "&list=" + std::string{list}}});
    return tabs;
}

json::array languages_of(const service::ReleaseTexts& texts, std::string_view chosen) {
    static const std::map<std::string_view, std::string_view> names{
        {"en-GB", "English"}, {"cy", "Welsh"}, {"pl", "Polish"}, {"ur", "Urdu"}};
    json::array languages;
    for (const auto& language : texts.read.languages()) {
        const auto name = names.find(language.tag);
        languages.push_back(
            json::object{{"value", language.tag},
                         {"label", name == names.end() ? std::string_view{language.tag} : name->second},
                         {"chosen", language.tag == chosen}});
    }
    return languages;
}

Task<Response> list(const Tools& tools, Visit& visit) {
    const auto rows = co_await tools.database.read(storage::all_wording);
    if (!rows) co_return visit.failed(rows.error());
    const auto& texts = *tools.texts;
    std::string language = visit.query().get("language");
    if (texts.read.spoken(language) == nullptr) language = "en-GB";
    std::string chosen = visit.query().get("list");
    if (std::ranges::find(lists, chosen) == lists.end()) chosen = lists.front();
    const auto today = today_of(tools, visit);
    std::map<std::string_view, int> counts;
    for (const auto one : lists) counts[one] = 0;
    json::array shown;
    for (const auto& row : newest_of(texts, *rows, language)) {
        const std::string asks = asks_for(row, today);
        for (const auto one : lists) counts[one] += is_listed(one, row, asks) ? 1 : 0;
        if (!is_listed(chosen, row, asks)) continue;
        json::object model = version_model(row);
        const auto* ships = texts.read.find(row.key.id, "en-GB");
        model["purpose"] = ships == nullptr ? "This release has no such text any more." : ships->purpose;
        model["asks"] = asks;
        shown.push_back(std::move(model));
    }
    const bool has_texts = !shown.empty();
    co_return visit.page("wording", "Wording",
                         {{"tabs", tabs_of(chosen, language, counts)},
                          {"languages", languages_of(texts, language)},
                          {"language", language},
                          {"list", chosen},
                          {"has_texts", has_texts},
                          {"texts", std::move(shown)}});
}

/// A text with all its versions, newest first.
struct FoundText {
    std::vector<WordingRow> versions;
    std::vector<storage::ReviewRow> reviews;
    std::vector<storage::FlagRow> flags;
};

FoundText find_text(Transaction& transaction, const std::string& language, const std::string& id,
                    int version) {
    FoundText found;
    for (auto& row : storage::all_wording(transaction))
        if (row.key.language == language && row.key.id == id) found.versions.push_back(std::move(row));
    std::ranges::reverse(found.versions);
    if (found.versions.empty()) return found;
    const int wanted = version == 0 ? found.versions.front().key.version : version;
    found.reviews = storage::reviews_of(transaction, {language, id, wanted});
    found.flags = storage::flags_of(transaction, {language, id, wanted});
    return found;
}

int version_in(std::string_view typed) {
    int version = 0;
    std::from_chars(typed.data(), typed.data() + typed.size(), version);
    return version;
}

json::array versions_model(const FoundText& found, const WordingRow& shown) {
    json::array rows;
    for (const auto& row : found.versions) {
        json::object model = version_model(row);
        model["here"] = row.key == shown.key;
        rows.push_back(std::move(model));
    }
    return rows;
}

/// Beside the version before it, or the one that is named.
void add_comparison(json::object& model, const service::ReleaseTexts& texts, const FoundText& found,
                    const WordingRow& shown, int beside) {
    const WordingRow* other = nullptr;
    for (const auto& row : found.versions) {
        const bool fits = beside == 0 ? row.key.version < shown.key.version : row.key.version == beside;
        if (fits && row.key != shown.key && other == nullptr) other = &row;
    }
    if (other == nullptr) return;
    const auto before = template_of(texts, *other), after = template_of(texts, shown);
    if (!before || !after) return;
    model["compared"] =
        json::object{{"other", other->key.version}, {"levels", side_by_side(*before, *after)}};
}

void add_acts(json::object& model, const Visit& visit, const WordingRow& row) {
    const auto& status = row.state.status;
    const bool reviews = visit.may(Right::review_wording), edits = visit.may(Right::edit_wording);
    model["may_forward"] = edits && status == "draft";
    model["may_edit"] = edits && status != "retired";
    model["may_review"] = reviews && (status == "in_review" || status == "live");
    model["may_go_live"] = reviews && status == "in_review";
    model["may_stay_live"] = reviews && status == "live";
    model["may_flag"] = visit.may(Right::flag_wording) && status == "live";
    model["may_open"] = reviews && status == "paused";
    model["may_retire"] = reviews && status != "retired";
}

Task<Response> text_page(const Tools& tools, const Visit& visit, WordingKey key, const Sheet& sheet,
                         int status) {
    const auto found = co_await tools.database.read([key](Transaction& transaction) {
        return find_text(transaction, key.language, key.id, key.version);
    });
    if (!found) co_return visit.failed(found.error());
    const auto at = std::ranges::find_if(found->versions, [&](const WordingRow& row) {
        return key.version == 0 || row.key.version == key.version;
    });
    if (at == found->versions.end()) co_return visit.not_found();
    const auto& texts = *tools.texts;
    json::object model = model_of(look_at(texts, *at));
    for (auto& [name, value] : version_model(*at)) model[name] = value;
    const auto* ships = texts.read.find(key.id, "en-GB");
    model["purpose"] = ships == nullptr ? "This release has no such text any more." : ships->purpose;
    model["asks"] = asks_for(*at, today_of(tools, visit));
    model["gates"] = gates_model(service::reviewed_from(*at));
    model["is_before_live"] = at->state.status == "in_review" || at->state.status == "draft";
    model["reviews"] = reviews_model(found->reviews, at->state.live_round, at->state.round);
    model["has_reviews"] = !found->reviews.empty();
    model["flagged"] = flags_model(found->flags);
    model["has_flags"] = !found->flags.empty();
    model["versions"] = versions_model(*found, *at);
    model["has_versions"] = found->versions.size() > 1;
    add_comparison(model, texts, *found, *at, version_in(visit.query().get("beside")));
    add_acts(model, visit, *at);
    model["act"] = "/wording/" + key.language + "/" + key.id + "/" + std::to_string(at->key.version);
    co_return visit.ask("wording_text", "A text", std::move(model), sheet, status);
}

Sheet review_sheet() {
    using Kind = Question::Kind;
    std::vector<Choice> roles{{"", "Choose"}};
    for (const auto role : templates::review_roles())
        roles.push_back({std::string{role}, std::string{role_name(role)}});
    return Sheet{{{.kind = Kind::select,
                   .name = "role",
                   .label = "Whose word it is",
                   .hint = "The role, never a name.",
                   .choices = std::move(roles)},
                  {.kind = Kind::select,
                   .name = "how",
                   .label = "How she was asked",
                   .choices = {{"group", "In a group"},
                               {"one-to-one", "One to one"},
                               {"paper-cards", "By paper cards"},
                               {"phone", "By phone"},
                               {"by-text", "By text"}}},
                  {.kind = Kind::text,
                   .name = "month",
                   .label = "In which month",
                   .hint = "For example 2026-11",
                   .width = 10},
                  {.kind = Kind::radios,
                   .name = "outcome",
                   .label = "What was said",
                   .choices = {{"ok", "Ok as it is"},
                               {"change-asked", "Asks for a change"},
                               {"object", "Objects: it must not go out like this"}}},
                  {.kind = Kind::text,
                   .name = "what_changed",
                   .label = "Which words, in one line",
                   .hint = "If a change is asked for. No names and no numbers."},
                  {.kind = Kind::radios,
                   .name = "people",
                   .label = "How many said so",
                   .choices = {{"one", "One"}, {"two", "Two"}, {"3 or more", "Three or more"}}},
                  {.kind = Kind::checkboxes,
                   .name = "paid",
                   .label = "Their time",
                   .choices = {{"yes", "Was paid for"}}},
                  {.kind = Kind::date,
                   .name = "review_by",
                   .label = "To be looked at again by",
                   .hint = "At most six months ahead. After that day it is not sent."}}};
}

Sheet filled_sheet(const Tools& tools, const Visit& visit) {
    const std::chrono::year_month_day today{today_of(tools, visit)};
    auto ahead = today + std::chrono::months{5};
    if (!ahead.ok()) ahead = ahead.year() / ahead.month() / std::chrono::last;
    Sheet sheet = review_sheet();
    sheet.fill("month", service::spell_day(std::chrono::local_days{today}).substr(0, 7))
        .fill("people", "one")
        .fill("how", "group")
        .fill("review_by", service::spell_day(std::chrono::local_days{ahead}));
    return sheet;
}

Task<Response> show(const Tools& tools, Visit& visit) {
    co_return co_await text_page(tools, visit,
                                 {visit.id(0), visit.id(1), version_in(visit.query().get("version"))},
                                 filled_sheet(tools, visit), 200);
}

/// Which question a shut gate is about.
std::string_view question_of(std::string_view what) {
    for (const std::string_view name : {"role", "how", "month", "outcome"})
        if (what.starts_with(name)) return name;
    if (what.starts_with("what changed")) return "what_changed";
    if (what.contains("review-by")) return "review_by";
    return {};
}

/// After an act: the text with what was done, or with what stands in its way and everything that was typed.
Task<Response> after(const Tools& tools, const Visit& visit, Result<Acted> done, Sheet sheet,
                     std::string said) {
    if (!done) co_return visit.failed(done.error());
    const WordingKey key{visit.id(0), visit.id(1), version_in(visit.id(2))};
    if (*done)
        co_return visit.see_other(
            "/wording/" + key.language + "/" + key.id + "?version=" + std::to_string(key.version), said);
    if (done->error().front().what == "there is no such version") co_return visit.not_found();
    for (const auto& gate : done->error())
        sheet.refuse(question_of(gate.what), in_words(gate.what) + ". " + gate.remedy);
    co_return co_await text_page(tools, visit, key, sheet, 422);
}

template <typename Step>
Task<Response> act(const Tools& tools, Visit& visit, std::string_view name, std::string said, Step step) {
    const WordingKey key{visit.id(0), visit.id(1), version_in(visit.id(2))};
    const Actor actor = actor_of(tools, visit);
    auto done = co_await visit.act(
        name, "", [key, actor, step](Transaction& transaction) { return step(transaction, key, actor); });
    Sheet sheet = filled_sheet(tools, visit);
    co_return co_await after(tools, visit, std::move(done), std::move(sheet), std::move(said));
}

Task<Response> forward(const Tools& tools, Visit& visit) {
    return act(tools, visit, "wording_put_forward", "It is put forward: it can be looked at now.",
               service::put_forward);
}

Task<Response> flag(const Tools& tools, Visit& visit) {
    return act(tools, visit, "wording_flagged", "Your flag is kept. A second one pauses the text.",
               service::flag);
}

Task<Response> open_again(const Tools& tools, Visit& visit) {
    return act(tools, visit, "wording_opened",
               "Its review is open again: what was said before counts no more.", service::look_again);
}

Task<Response> retire(const Tools& tools, Visit& visit) {
    return act(tools, visit, "wording_retired", "This version is not sent any more.", service::retire);
}

Task<Response> review(const Tools& tools, Visit& visit) {
    const WordingKey key{visit.id(0), visit.id(1), version_in(visit.id(2))};
    Sheet sheet = filled_sheet(tools, visit);
    const std::string until = sheet.get("review_by");
    sheet.read(visit.form()).fill("review_by", until);
    sheet.required("role", "Choose whose word it is.");
    sheet.chosen("role", "Choose whose word it is.");
    sheet.chosen("how", "Choose how she was asked.");
    sheet.chosen("outcome", "Choose what was said.");
    sheet.chosen("people", "Choose how many said so.");
    if (!sheet.is_sound()) co_return co_await text_page(tools, visit, key, sheet, 422);
    const service::Said said{.review = {sheet.get("role"), sheet.get("how"), sheet.get("month"),
                                        sheet.get("outcome"), sheet.get("what_changed")},
                             .people = sheet.get("people"),
                             .time_was_paid = sheet.get("paid") == "yes"};
    const Actor actor = actor_of(tools, visit);
    auto done = co_await visit.act("wording_reviewed", "", [key, said, actor](Transaction& transaction) {
        return service::record_review(transaction, key, said, actor);
    });
    co_return co_await after(tools, visit, std::move(done), std::move(sheet), "What was said is kept.");
}

Task<Response> go_live(const Tools& tools, Visit& visit) {
    const WordingKey key{visit.id(0), visit.id(1), version_in(visit.id(2))};
    Sheet sheet = filled_sheet(tools, visit);
    sheet.fill("review_by", visit.form().get("review_by"));
    const auto until = templates::parse_date(sheet.get("review_by"));
    if (!until) sheet.refuse("review_by", "Write a day, for example 2027-03-31.");
    if (!until) co_return co_await text_page(tools, visit, key, sheet, 422);
    const auto row = co_await tools.database.read(
        [key](Transaction& transaction) { return storage::find_wording(transaction, key); });
    if (!row) co_return visit.failed(row.error());
    if (!*row) co_return visit.not_found();
    const auto linted = service::LintedWords::of(tools.texts->read, *tools.texts->shipped.lint, **row);
    const Actor actor = actor_of(tools, visit);
    auto done = co_await visit.act("wording_went_live", "", [linted, until, actor](Transaction& transaction) {
        return service::go_live(transaction, linted, *until, actor);
    });
    co_return co_await after(tools, visit, std::move(done), std::move(sheet),
                             "It is live: women get these words from now on.");
}

}  // namespace

std::span<const Route> wording_routes() {
    static const auto routes = [] {
        std::vector<Route> all{
            {"GET", "/wording", Right::see_wording, list},
            {"GET", "/wording/:language/:id", Right::see_wording, show},
            {"POST", "/wording/:language/:id/:version/forward", Right::edit_wording, forward},
            {"POST", "/wording/:language/:id/:version/review", Right::review_wording, review},
            {"POST", "/wording/:language/:id/:version/live", Right::review_wording, go_live},
            {"POST", "/wording/:language/:id/:version/flag", Right::flag_wording, flag},
            {"POST", "/wording/:language/:id/:version/again", Right::review_wording, open_again},
            {"POST", "/wording/:language/:id/:version/retire", Right::review_wording, retire}};
        const auto edits = wording_edit_routes();
        all.insert(all.end(), edits.begin(), edits.end());
        return all;
    }();
    return routes;
}

}  // namespace offing::console
