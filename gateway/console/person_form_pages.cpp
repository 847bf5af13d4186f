// What a person writes down with her: when she can't, whom she sees, how texts are safe; somebody new, who
// says yes with the preview before her; and a changed number.

#include <algorithm>
#include <boost/json/array.hpp>

#include "gateway/console/pattern.hpp"
#include "gateway/console/people_model.hpp"
#include "gateway/console/window_words.hpp"
#include "gateway/provider/number.hpp"
#include "gateway/service/people.hpp"
#include "gateway/service/person_record.hpp"

namespace offing::console {

namespace json = boost::json;
using http::Response;
using storage::Transaction;
using Kind = Question::Kind;

namespace {

constexpr std::size_t longest_name = 40;

std::vector<Choice> worker_choices(const scheduler::Service& service, std::string_view none) {
    std::vector<Choice> choices;
    if (!none.empty()) choices.push_back({"", std::string{none}});
    for (const auto& worker : service.workers) choices.push_back({worker.id, worker.first_name});
    return choices;
}

std::vector<Choice> language_choices(const templates::Catalogue& catalogue) {
    std::vector<Choice> choices;
    for (const std::string_view code : {"en-GB", "cy", "pl", "ur"})
        if (catalogue.find("reminder", code) != nullptr)
            choices.push_back({std::string{code}, language_words(code)});
    return choices;
}

std::vector<Choice> level_choices() {
    std::vector<Choice> choices;
    for (const int level : {0, 1, 2}) choices.push_back({std::to_string(level), level_words(level)});
    return choices;
}

Sheet times_sheet(const scheduler::Service& service) {
    std::vector<Choice> schools{{"", "The area's own terms"}};
    for (const auto calendar : service.schools.ids())
        schools.push_back({std::string{calendar}, std::string{calendar}});
    return Sheet{
        {{.kind = Kind::textarea,
          .name = "busy",
          .label = "When she can't",
          .hint = "One on a line, times and nothing else: mon-fri 08:15-09:20 term. \"term\" leaves it "
                  "out when her school is closed. Empty: the usual school run."},
         {.kind = Kind::number, .name = "travel", .label = "Minutes she needs on the way", .width = 3},
         {.kind = Kind::select, .name = "school", .label = "Whose terms", .choices = std::move(schools)},
         {.kind = Kind::time, .name = "not_before", .label = "Not before", .hint = "Empty: any time."},
         {.kind = Kind::radios,
          .name = "women_only",
          .label = "Sessions",
          .choices = {{"no", "Any"}, {"yes", "Women only"}}},
         {.kind = Kind::select,
          .name = "usual_worker",
          .label = "Sees by choice",
          .choices = worker_choices(service, "Whoever is free")},
         {.kind = Kind::checkboxes,
          .name = "not_workers",
          .label = "Would rather not see",
          .choices = worker_choices(service, "")}}};
}

Sheet& fill_times(Sheet& sheet, const storage::Person& person) {
    return sheet.fill("busy", spell_windows(person.busy))
        .fill("travel", std::to_string(person.travel.count()))
        .fill("school", person.school)
        .fill("not_before", person.not_before ? scheduler::spell_clock(*person.not_before) : "")
        .fill("women_only", person.women_only ? "yes" : "no")
        .fill("usual_worker", person.usual_worker.value_or(""))
        .fill("not_workers", person.workers_not);
}

std::chrono::minutes travel_of(Sheet& sheet) {
    const std::string typed = sheet.get("travel");
    const bool is_number = typed.size() <= 3 && std::ranges::all_of(typed, [](char letter) {
                               return letter >= '0' && letter <= '9';
                           });
    const int minutes = typed.empty() || !is_number ? 0 : std::stoi(typed);
    if (!is_number || minutes > 180) sheet.refuse("travel", "Enter minutes from 0 to 180.");
    return std::chrono::minutes{minutes};
}

void take_times(Sheet& sheet, storage::Person& person) {
    auto busy = read_windows(sheet.get("busy"), true);
    if (!busy.wrong.empty()) sheet.refuse("busy", busy.wrong);
    person.busy = std::move(busy.windows);
    person.travel = travel_of(sheet);
    person.school = sheet.chosen("school", "Choose one of the calendars");
    const std::string not_before = sheet.get("not_before");
    person.not_before = scheduler::parse_clock(not_before);
    if (!not_before.empty() && !person.not_before)
        sheet.refuse("not_before", "Enter a time like 10:00, or nothing.");
    person.women_only = sheet.chosen("women_only", "Choose which sessions") == "yes";
    const std::string worker = sheet.chosen("usual_worker", "Choose a worker, or whoever is free");
    person.usual_worker = worker.empty() ? std::nullopt : std::optional{worker};
    person.workers_not = sheet.all("not_workers");
    if (person.usual_worker && std::ranges::find(person.workers_not, worker) != person.workers_not.end())
        sheet.refuse("not_workers", "The worker she sees by choice can't be one she would rather not see.");
}

std::vector<Question> contact_questions(const templates::Catalogue& catalogue) {
    return {
        {.kind = Kind::text,
         .name = "name",
         .label = "First name, as she agreed to it",
         .hint = "Staff see it when they ask for it. Leave it empty if she gave none.",
         .width = 20},
        {.kind = Kind::textarea,
         .name = "safe",
         .label = "When a text is safe",
         .hint = "One on a line: mon-thu 10:00-14:00. Empty: weekdays 9:30am to 2:30pm. Never in the times "
                 "she can't."},
        {.kind = Kind::radios,
         .name = "at_once",
         .label = "Answers to her own texts",
         .choices = {{"yes", "At once: she has the phone in her hand"}, {"no", "Only in her safe times"}}},
        {.kind = Kind::radios, .name = "level", .label = "What a text may say", .choices = level_choices()},
        {.kind = Kind::select,
         .name = "language",
         .label = "Language",
         .choices = language_choices(catalogue)}};
}

Question how_known(std::string label) {
    return {.kind = Kind::radios,
            .name = "known",
            .label = std::move(label),
            .choices = {{"in_person", "In person"},
                        {"by_phone", "On a call with her, on a number she has named safe"}}};
}

Sheet contact_sheet(const templates::Catalogue& catalogue) {
    auto questions = contact_questions(catalogue);
    questions.push_back(how_known("Checked with her"));
    return Sheet{std::move(questions)};
}

Sheet& fill_contact(Sheet& sheet, const SeenPerson& seen, bool with_name) {
    const auto& person = *seen.contact.person;
    return sheet.fill("name", with_name ? name_of(seen) : "")
        .fill("safe", spell_windows(person.safe))
        .fill("at_once", person.answer_at_once ? "yes" : "no")
        .fill("level", std::to_string(std::clamp(person.discreet_level, 0, 2)))
        .fill("language", person.language);
}

void take_contact(Sheet& sheet, storage::Person& person) {
    if (sheet.get("name").size() > longest_name) sheet.refuse("name", "A first name: at most 40 letters.");
    auto safe = read_windows(sheet.get("safe"), false);
    if (!safe.wrong.empty()) sheet.refuse("safe", safe.wrong);
    person.safe = std::move(safe.windows);
    person.answer_at_once = sheet.chosen("at_once", "Choose when her texts are answered") == "yes";
    const std::string level = sheet.chosen("level", "Choose what a text may say");
    person.discreet_level = level.empty() ? 2 : level.front() - '0';
    person.language = sheet.chosen("language", "Choose a language");
}

json::object form_model(const SeenPerson& seen) {
    return {{"id", seen.contact.id}, {"version", std::to_string(seen.card.version)}};
}

Response form_page(const Visit& visit, std::string_view view, std::string_view title, json::object model,
                   const Sheet& sheet) {
    for (auto& [key, value] : sheet.model()) model[key] = value;
    return visit.page(view, title, std::move(model));
}

/// Only of whoever is in touch.
Task<Result<SeenPerson>> see_woman(const Tools& tools, const Visit& visit) {
    auto seen = co_await see_person(tools, visit);
    if (seen && !seen->contact.person) co_return fail(Error::Kind::not_found, "not in touch");
    co_return seen;
}

Task<Response> ask_times(const Tools& tools, Visit& visit) {
    const auto seen = co_await see_woman(tools, visit);
    if (!seen) co_return visit.failed(seen.error());
    Sheet sheet = times_sheet(*tools.desk.diary.service());
    fill_times(sheet, *seen->contact.person);
    co_return form_page(visit, "person_times", "Her times", form_model(*seen), sheet);
}

Task<Response> save_times(const Tools& tools, Visit& visit) {
    const auto seen = co_await see_woman(tools, visit);
    if (!seen) co_return visit.failed(seen.error());
    Sheet sheet = times_sheet(*tools.desk.diary.service());
    storage::Person person = *seen->contact.person;
    take_times(sheet.read(visit.form()), person);
    if (!sheet.is_sound())
        co_return visit.sent_back("person_times", "Her times",
                                  {{"id", visit.id()}, {"version", visit.form().get("version")}}, sheet);
    const auto saved = co_await visit.act(
        "times_changed", visit.id(),
        [id = visit.id(), person, version = visit.edit_version()](Transaction& transaction) {
            return storage::change_person(transaction, id, person, version);
        });
    if (!saved) co_return visit.failed(saved.error());
    if (*saved) co_return visit.see_other("/people/" + visit.id(), "Saved. Her place in line is as it was.");
    const auto now = co_await see_woman(tools, visit);
    if (!now) co_return visit.failed(now.error());
    Sheet theirs = times_sheet(*tools.desk.diary.service());
    fill_times(theirs, *now->contact.person);
    co_return visit.overtaken("person_times", "Her times", form_model(*now), sheet, theirs);
}

/// Her name is on this form, so opening it is on record as when it is shown.
Task<Response> ask_contact(const Tools& tools, Visit& visit) {
    const auto seen = co_await visit.act(
        "name_shown", visit.id(), [&tools, id = visit.id(), now = visit.now()](Transaction& transaction) {
            return see_person_in(transaction, tools.desk, id, now);
        });
    if (!seen) co_return visit.failed(seen.error());
    if (!*seen || !(*seen)->contact.person) co_return visit.not_found();
    Sheet sheet = contact_sheet(tools.desk.catalogue);
    fill_contact(sheet, **seen, true);
    co_return form_page(visit, "person_contact", "Safe contact", form_model(**seen), sheet);
}

Task<Response> save_contact(const Tools& tools, Visit& visit) {
    const auto seen = co_await see_woman(tools, visit);
    if (!seen) co_return visit.failed(seen.error());
    Sheet sheet = contact_sheet(tools.desk.catalogue);
    storage::Person person = *seen->contact.person;
    take_contact(sheet.read(visit.form()), person);
    sheet.chosen("known", "A text alone changes nothing here: say how you checked it with her");
    if (!sheet.is_sound())
        co_return visit.sent_back("person_contact", "Safe contact",
                                  {{"id", visit.id()}, {"version", visit.form().get("version")}}, sheet);
    const auto saved =
        co_await visit.act("safe_contact_changed", visit.id(),
                           [contact = seen->contact, person, name = sheet.get("name"),
                            version = visit.edit_version()](Transaction& transaction) {
                               if (!storage::change_person(transaction, contact.id, person, version))
                                   return false;
                               storage::set_name(transaction, contact, name);
                               return true;
                           });
    if (!saved) co_return visit.failed(saved.error());
    if (*saved) co_return visit.see_other("/people/" + visit.id(), "Saved. Texts keep to it from now on.");
    const auto now = co_await see_woman(tools, visit);
    if (!now) co_return visit.failed(now.error());
    Sheet theirs = contact_sheet(tools.desk.catalogue);
    fill_contact(theirs, *now, true).fill("known", sheet.get("known"));
    co_return visit.overtaken("person_contact", "Safe contact", form_model(*now), sheet, theirs);
}

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
    co_return form_page(visit, "person_new", "Somebody new", {}, sheet);
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
    const std::string e164 = number_in(sheet);
    const std::string worker = sheet.chosen("usual_worker", "Choose a worker, or whoever is free");
    if (!worker.empty()) person.usual_worker = worker;
    if (!sheet.is_sound()) co_return visit.sent_back("person_new", "Somebody new", {}, sheet);
    if (visit.form().has("again")) co_return form_page(visit, "person_new", "Somebody new", {}, sheet);
    if (!visit.form().has("said_yes")) {
        json::array fields;
        for (const auto& [name, value] : visit.form().fields())
            if (name != "csrf") fields.push_back(json::object{{"name", name}, {"value", value}});
        co_return visit.page("person_preview", "Before she says yes",
                             {{"fields", std::move(fields)},
                              {"previews", previews(tools, person, visit.now())},
                              {"number", e164}});
    }
    const auto added = co_await visit.act(
        "opted_in", "",
        [&tools, now = visit.now(),
         woman = service::NewWoman{e164, sheet.get("name"), person, visit.who().account.id}](
            Transaction& transaction) { return service::add_woman(transaction, tools.desk, woman, now); });
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
    co_return form_page(visit, "person_number", "A changed number", form_model(*seen), number_sheet());
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
        co_return visit.sent_back("person_number", "A changed number", form_model(*seen), sheet);
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

std::span<const Route> person_form_routes() {
    static constexpr Route routes[] = {{"GET", "/people/new", Right::edit_people, ask_new},
                                       {"POST", "/people/new", Right::edit_people, take_new},
                                       {"GET", "/people/:id/times", Right::edit_people, ask_times},
                                       {"POST", "/people/:id/times", Right::edit_people, save_times},
                                       {"GET", "/people/:id/contact", Right::edit_people, ask_contact},
                                       {"POST", "/people/:id/contact", Right::edit_people, save_contact},
                                       {"GET", "/people/:id/number", Right::edit_people, ask_number},
                                       {"POST", "/people/:id/number", Right::edit_people, take_number}};
    return routes;
}

}  // namespace offing::console
