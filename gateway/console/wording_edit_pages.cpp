// Other words for a text: checked while they are typed, or by a button; saved as a draft that nobody gets
// before it has passed every gate. Who comes second is shown what the first one wrote.

#include <algorithm>
#include <boost/json/array.hpp>

#include "gateway/console/visit.hpp"
#include "gateway/console/wording_model.hpp"
#include "gateway/console/wording_pages.hpp"
#include "gateway/service/turn.hpp"
#include "gateway/service/wording_rows.hpp"
#include "templates/preview.hpp"

namespace offing::console {

namespace json = boost::json;
using http::Response;
using storage::Transaction;
using storage::WordingRow;
using templates::Level;
using templates::Template;

namespace {

constexpr std::array levels{Level::plain, Level::discreet, Level::very_discreet, Level::knock};

Sheet words_sheet() {
    using Kind = Question::Kind;
    return Sheet{
        {{.kind = Kind::textarea,
          .name = "plain",
          .label = "Plain: day, time and worker",
          .hint = "Needed. A level that is left empty takes the words of the one above."},
         {.kind = Kind::textarea, .name = "discreet", .label = "Discreet: no worker"},
         {.kind = Kind::textarea,
          .name = "very_discreet",
          .label = "Very discreet: no day or time before she answers"},
         {.kind = Kind::textarea, .name = "knock", .label = "Knock: only whether she is free to talk"}}};
}

Sheet filled(const Template& shown) {
    Sheet sheet = words_sheet();
    for (const auto& [level, words] : shown.patterns) sheet.fill(spell(level), words);
    return sheet;
}

std::map<Level, std::string> patterns_of(const Sheet& sheet) {
    std::map<Level, std::string> patterns;
    for (const auto level : levels) {
        std::string words = sheet.get(spell(level));
        std::erase(words, '\r');
        if (!words.empty()) patterns[level] = std::move(words);
    }
    return patterns;
}

std::string_view type_words(templates::ArgumentType type) {
    switch (type) {
        case templates::ArgumentType::text:
            return "words";
        case templates::ArgumentType::name:
            return "a worker's first name, at the plain level only";
        case templates::ArgumentType::number:
            return "a number";
        case templates::ArgumentType::when:
            return "a day and time, as in Tue 17 Mar 10am";
        case templates::ArgumentType::day:
            return "a day, as in Tue 17 Mar";
        case templates::ArgumentType::clock:
            return "a time, as in 10:30am";
        case templates::ArgumentType::choices:
            return "the numbered choices";
    }
    return "";
}

/// The newest version of the text, and what this release has of it. Empty when it can't be changed.
struct Base {
    WordingRow newest;
    Template words;
};

Task<Result<std::optional<Base>>> base_of(const Tools& tools, const Visit& visit) {
    const std::string &language = visit.id(0), &id = visit.id(1);
    auto newest = co_await tools.database.read([language, id](Transaction& transaction) {
        const int version = storage::newest_version(transaction, language, id);
        return version == 0 ? std::nullopt : storage::find_wording(transaction, {language, id, version});
    });
    if (!newest) co_return std::unexpected(newest.error());
    if (!*newest || tools.texts->read.find(id, "en-GB") == nullptr) co_return std::nullopt;
    auto words = template_of(*tools.texts, **newest);
    if (words) co_return Base{std::move(**newest), std::move(*words)};
    // Words that this release can't read any more give way to those that ship.
    const auto* ships = tools.texts->read.find(id, language);
    if (ships == nullptr) ships = tools.texts->read.find(id, "en-GB");
    co_return Base{std::move(**newest), *ships};
}

json::object edit_model(const Tools& tools, const Base& base, const std::string& digest) {
    const auto& key = base.newest.key;
    json::array arguments;
    const auto* ships = tools.texts->read.find(key.id, "en-GB");
    for (const auto& [name, type] : ships->arguments)
        arguments.push_back(json::object{{"name", "{" + name + "}"}, {"what", type_words(type)}});
    json::object model = version_model(base.newest);
    model["purpose"] = ships->purpose;
    model["has_arguments"] = !arguments.empty();
    model["arguments"] = std::move(arguments);
    model["digest"] = digest;
    if (key.language != "en-GB") {
        json::array english;
        for (const auto& [level, words] : ships->patterns)
            english.push_back(json::object{{"level", level_name(level)}, {"words", words}});
        model["english"] = std::move(english);
        model["is_translated"] = true;
    }
    return model;
}

Response edit_page(const Tools& tools, const Visit& visit, const Base& base, const Sheet& sheet,
                   const LookedAt& look, int status = 200) {
    const std::string typed = visit.form().get("digest");
    json::object model = edit_model(tools, base, typed.empty() ? base.newest.digest : typed);
    for (auto& [key, value] : model_of(look)) model[key] = value;
    return visit.ask("wording_edit", "Other words", std::move(model), sheet, status);
}

Task<Response> edit(const Tools& tools, Visit& visit) {
    const auto base = co_await base_of(tools, visit);
    if (!base) co_return visit.failed(base.error());
    if (!*base) co_return visit.not_found();
    const auto look = look_at(*tools.texts, visit.id(0), visit.id(1), (*base)->words.patterns);
    co_return edit_page(tools, visit, **base, filled((*base)->words), look);
}

/// Checks and saves nothing: while she types, and by a button where there is no script.
Task<Response> look(const Tools& tools, Visit& visit) {
    const auto base = co_await base_of(tools, visit);
    if (!base) co_return visit.failed(base.error());
    if (!*base) co_return visit.not_found();
    Sheet sheet = words_sheet();
    sheet.read(visit.form());
    co_return edit_page(tools, visit, **base, sheet,
                        look_at(*tools.texts, visit.id(0), visit.id(1), patterns_of(sheet)));
}

/// The question that a problem is about: "`discreet`: ..." is about that one.
std::string_view question_of(const templates::Problem& problem) {
    for (const auto level : levels)
        if (problem.what.starts_with("`" + std::string{spell(level)} + "`")) return spell(level);
    return "plain";
}

struct Saved {
    enum class How { done, overtaken, refused } how = How::done;
    int version = 0;
    std::string why{};
    explicit operator bool() const { return how == How::done; }
};

Task<Response> save(const Tools& tools, Visit& visit) {
    const auto base = co_await base_of(tools, visit);
    if (!base) co_return visit.failed(base.error());
    if (!*base) co_return visit.not_found();
    Sheet sheet = words_sheet();
    sheet.read(visit.form());
    const auto patterns = patterns_of(sheet);
    const auto words = service::CheckedWords::of(tools.texts->read, visit.id(0), visit.id(1), patterns);
    const auto seen = look_at(*tools.texts, visit.id(0), visit.id(1), patterns);
    if (!words)
        for (const auto& problem : words.error())
            sheet.refuse(question_of(problem), problem.what + ". " + problem.remedy);
    if (!sheet.is_sound()) co_return edit_page(tools, visit, **base, sheet, seen, 422);
    const std::string read = visit.form().get("digest");
    const service::Actor actor{visit.who().account.id, visit.now(), {}};
    const auto saved =
        co_await visit.act("wording_written", "", [&words, read, actor](Transaction& transaction) {
            const int newest = storage::newest_version(transaction, words->language(), words->id());
            const auto row = storage::find_wording(transaction, {words->language(), words->id(), newest});
            if (!row || row->digest != read) return Saved{Saved::How::overtaken};
            const auto done = service::propose(transaction, *words, actor);
            if (!done)
                return Saved{Saved::How::refused, 0,
                             done.error().front().what + ". " + done.error().front().remedy};
            return Saved{Saved::How::done, *done};
        });
    if (!saved) co_return visit.failed(saved.error());
    if (saved->how == Saved::How::refused) {
        sheet.refuse("plain", saved->why);
        co_return edit_page(tools, visit, **base, sheet, seen, 422);
    }
    if (saved->how == Saved::How::overtaken) {
        json::object model = edit_model(tools, **base, (*base)->newest.digest);
        for (auto& [key, value] : model_of(seen)) model[key] = value;
        co_return visit.overtaken("wording_edit", "Other words", std::move(model), sheet,
                                  filled((*base)->words));
    }
    const std::string address = "/wording/" + visit.id(0) + "/" + visit.id(1);
    co_return visit.see_other(address, "Saved as version " + std::to_string(saved->version) +
                                           ", a draft. Nobody gets it before it has passed every gate.");
}

/// Cards for a session with the women who get the texts: a file of its own, to open and print.
Task<Response> pack(const Tools& tools, Visit& visit) {
    const std::string& language = visit.id(0);
    if (tools.texts->read.spoken(language) == nullptr) co_return visit.not_found();
    const auto snapshot = tools.desk.catalogue.snapshot();
    auto response = Response::html(200, templates::printed_pack(snapshot, language));
    response.headers.emplace_back("Content-Disposition",
                                  "attachment; filename=\"texts-" + language + ".html\"");
    co_return response;
}

}  // namespace

std::span<const Route> wording_edit_routes() {
    static constexpr Route routes[] = {{"GET", "/wording/:language/pack", Right::see_wording, pack},
                                       {"GET", "/wording/:language/:id/edit", Right::edit_wording, edit},
                                       {"POST", "/wording/:language/:id/edit", Right::edit_wording, save},
                                       {"POST", "/wording/:language/:id/look", Right::edit_wording, look}};
    return routes;
}

}  // namespace offing::console
