// Somebody new, who says yes with the preview before her; and a changed number.

#include <boost/json/array.hpp>

#include "gateway/console/person_sheet.hpp"
#include "gateway/provider/number.hpp"
#include "gateway/service/people.hpp"
#include "gateway/service/person_record.hpp"

namespace offing::console {

namespace json = boost::json;
using http::Response;
using storage::Transaction;
using Kind = Question::Kind;

namespace {

/// A number that may be texted, in its one spelling; else refused.
std::string number_in(Sheet& sheet) {
    const std::string typed = sheet.required("number", "Enter her mobile number");
    if (typed.empty()) return {};
    const auto number = provider::read_number(typed);
    if (!number) {
        sheet.refuse("number", "That is no telephone number of ours. A mobile number is like 07700 900123.");
        return {};
    }
    if (!number->textable) {
        sheet.refuse("number",
                     "This number can't be texted: a landline may read a text aloud. Enter a mobile.");
        return {};
    }
    return number->e164;
}

Sheet new_sheet(const Tools& tools) {
    std::vector<Question> questions{{.kind = Kind::tel,
                                     .name = "number",
                                     .label = "Her mobile number",
                                     .hint = "Ask whose phone it is, and who else may see it.",
                                     .width = 20}};
    for (auto& question : contact_questions(tools.desk.catalogue)) questions.push_back(std::move(question));
    questions.push_back({.kind = Kind::select,
                         .name = "usual_worker",
                         .label = "Sees by choice",
                         .choices = worker_choices(*tools.desk.diary.service(), "Whoever is free")});
    return Sheet{std::move(questions)};
}

Task<Response> ask_new(const Tools& tools, Visit& visit) {
    Sheet sheet = new_sheet(tools);
    sheet.fill("at_once", "yes").fill("level", "1").fill("language", "en-GB");
    co_return visit.ask("person_new", "Somebody new", {}, sheet);
}

/// The very words, as her phone would show them.
json::array previews(const Tools& tools, const storage::Person& person, Timestamp now) {
    json::array shown;
    const auto level = static_cast<templates::Level>(person.discreet_level);
    const auto zone = tools.desk.diary.zone();
    const templates::Arguments reminder{
        {"start",
         scheduler::LocalTime{scheduler::date_of(zone.to_local(to_minutes(now))) + std::chrono::days{7}} +
             std::chrono::hours{10}},
        {"worker",
         std::string{person.usual_worker ? tools.desk.diary.first_name(*person.usual_worker) : "Jo"}}};
    for (const auto& [id, when, arguments] : {std::tuple{"welcome", "The first text", templates::Arguments{}},
                                              std::tuple{"reminder", "Before a time of hers", reminder}}) {
        const auto text = tools.desk.catalogue.render(id, person.language, level, arguments);
        shown.push_back(json::object{
            {"when", when},
            {"words", text ? text->body() : std::string{"There are no reviewed words for this yet."}}});
    }
    return shown;
}

Task<Response> take_new(const Tools& tools, Visit& visit) {
    Sheet sheet = new_sheet(tools);
    storage::Person person;
    take_contact(sheet.read(visit.form()), person);
    take_code_word(sheet, person, tools.desk.lexicon);
    const std::string e164 = number_in(sheet);
    const std::string worker = sheet.chosen("usual_worker", "Choose a worker, or whoever is free");
    if (!worker.empty()) person.usual_worker = worker;
    if (!sheet.is_sound()) co_return visit.sent_back("person_new", "Somebody new", {}, sheet);
    if (visit.form().has("again")) co_return visit.ask("person_new", "Somebody new", {}, sheet);
    if (!visit.form().has("said_yes")) {
        json::array fields;
        for (const auto& [name, value] : visit.form().fields())
            if (name != "csrf") fields.push_back(json::object{{"name", name}, {"value", value}});
        co_return visit.page("person_preview", "Before she says yes",
                             {{"fields", std::move(fields)},
                              {"previews", previews(tools, person, visit.now())},
                              {"number", e164}});
    }
    const auto added =
        co_await visit.act("opted_in", "",
                           [&tools, now = visit.now(),
                            woman = service::NewWoman{e164, sheet.get("name"), sheet.get("code_word"), person,
                                                      visit.who().account.id}](Transaction& transaction) {
                               return service::add_woman(transaction, tools.desk, woman, now);
                           });
    if (!added) co_return visit.failed(added.error());
    if (!added->done)
        co_return visit.see_other("/people/" + added->contact, "She is in touch already: this is her page.");
    tools.wake();
    co_return visit.see_other("/people/" + added->contact,
                              "She is in touch. Her place in line counts from now.");
}

Sheet number_sheet() {
    return Sheet{{{.kind = Kind::tel, .name = "number", .label = "Her new mobile number", .width = 20},
                  how_known("How you know that both numbers are hers")}};
}

Task<Response> ask_number(const Tools& tools, Visit& visit) {
    const auto seen = co_await see_woman(tools, visit);
    if (!seen) co_return visit.failed(seen.error());
    co_return visit.ask("person_number", "A changed number", person_form_model(*seen), number_sheet());
}

/// Both numbers before anything is changed.
Task<Response> show_both(const Tools& tools, const Visit& visit, const Sheet& sheet,
                         const std::string& e164) {
    struct Both {
        std::string old;
        service::NumberInUse used;
        explicit operator bool() const { return !old.empty(); }
    };
    const auto both = co_await visit.act(
        "both_numbers_shown", visit.id(), [&tools, id = visit.id(), e164](Transaction& transaction) {
            const auto contact = storage::find_contact(transaction, tools.desk.vault, id);
            return Both{contact ? number_of(*contact) : "",
                        service::who_has(transaction, tools.desk.vault, e164)};
        });
    if (!both) co_return visit.failed(both.error());
    co_return visit.page("person_number_sure", "A changed number",
                         {{"id", visit.id()},
                          {"old", both->old},
                          {"fresh", e164},
                          {"known", sheet.get("known")},
                          {"is_other_woman", both->used.in_touch && both->used.contact != visit.id()},
                          {"is_same", both->used.contact == visit.id()},
                          {"has_texted", !both->used.contact.empty() && !both->used.in_touch}});
}

Task<Response> take_number(const Tools& tools, Visit& visit) {
    const auto seen = co_await see_woman(tools, visit);
    if (!seen) co_return visit.failed(seen.error());
    Sheet sheet = number_sheet();
    const std::string e164 = number_in(sheet.read(visit.form()));
    sheet.chosen("known", "A text alone changes nothing here: say how you know");
    if (!sheet.is_sound())
        co_return visit.sent_back("person_number", "A changed number", person_form_model(*seen), sheet);
    if (!visit.form().has("sure")) co_return co_await show_both(tools, visit, sheet, e164);
    const auto done =
        co_await visit.act("number_changed", visit.id(),
                           [&tools, id = visit.id(), e164, by = visit.who().account.id,
                            now = visit.now()](Transaction& transaction) {
                               return service::change_number(transaction, tools.desk, id, e164, by, now);
                           });
    if (!done) co_return visit.failed(done.error());
    if (!*done) co_return co_await show_both(tools, visit, sheet, e164);
    co_return visit.see_other("/people/" + visit.id(),
                              "Her number is changed. Her place in line and her times are as they were.");
}

}  // namespace

std::span<const Route> person_new_routes() {
    static constexpr Route routes[] = {{"GET", "/people/new", Right::edit_people, ask_new},
                                       {"POST", "/people/new", Right::edit_people, take_new},
                                       {"GET", "/people/:id/number", Right::edit_people, ask_number},
                                       {"POST", "/people/:id/number", Right::edit_people, take_number}};
    return routes;
}

}  // namespace offing::console
