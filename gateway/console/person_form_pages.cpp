// What a person writes down with her: when she can't, whom she sees, and how texts are safe.

#include <algorithm>

#include "gateway/console/pattern.hpp"
#include "gateway/console/person_sheet.hpp"
#include "gateway/console/window_words.hpp"
#include "gateway/service/code_word.hpp"

namespace offing::console {

using http::Response;
using storage::Transaction;
using Kind = Question::Kind;

namespace {

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

/// A new word, none any more because of the level or because she wants none, or as it was.
void save_code_word(Transaction& transaction, const storage::Contact& contact, const storage::Person& person,
                    const Sheet& sheet, std::string_view by, Timestamp now) {
    const bool none = person.discreet_level != service::knock_level || !sheet.all("no_code_word").empty();
    const std::string word = sheet.get("code_word");
    if (none || !word.empty()) service::set_code_word(transaction, contact, none ? "" : word, by, now);
}

Sheet contact_sheet(const templates::Catalogue& catalogue) {
    auto questions = contact_questions(catalogue);
    const auto word = std::ranges::find(questions, "code_word", &Question::name);
    questions.insert(std::next(word), {.kind = Kind::checkboxes,
                                       .name = "no_code_word",
                                       .label = "No code word any more",
                                       .choices = {{"yes", "Take hers away: she asked for that"}}});
    questions.push_back(how_known("Checked with her"));
    return Sheet{std::move(questions)};
}

Sheet& fill_contact(Sheet& sheet, const SeenPerson& seen, bool with_name) {
    const auto& person = *seen.contact.person;
    return sheet.fill("name", with_name ? name_of(seen) : "")
        .fill("safe", spell_windows(person.safe))
        .fill("at_once", person.answer_at_once ? "yes" : "no")
        .fill("level", std::to_string(std::clamp(person.discreet_level, 0, service::knock_level)))
        .fill("language", person.language);
}

Task<Response> ask_times(const Tools& tools, Visit& visit) {
    const auto seen = co_await see_woman(tools, visit);
    if (!seen) co_return visit.failed(seen.error());
    Sheet sheet = times_sheet(*tools.desk.diary.service());
    fill_times(sheet, *seen->contact.person);
    co_return visit.ask("person_times", "Her times", person_form_model(*seen), sheet);
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
    co_return visit.overtaken("person_times", "Her times", person_form_model(*now), sheet, theirs);
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
    co_return visit.ask("person_contact", "Safe contact", person_form_model(**seen), sheet);
}

Task<Response> save_contact(const Tools& tools, Visit& visit) {
    const auto seen = co_await see_woman(tools, visit);
    if (!seen) co_return visit.failed(seen.error());
    Sheet sheet = contact_sheet(tools.desk.catalogue);
    storage::Person person = *seen->contact.person;
    take_contact(sheet.read(visit.form()), person);
    take_code_word(sheet, person, tools.desk.lexicon);
    if (!sheet.get("code_word").empty() && !sheet.all("no_code_word").empty())
        sheet.refuse("code_word", "Either a new word, or none any more.");
    sheet.chosen("known", "A text alone changes nothing here: say how you checked it with her");
    if (!sheet.is_sound())
        co_return visit.sent_back("person_contact", "Safe contact",
                                  {{"id", visit.id()}, {"version", visit.form().get("version")}}, sheet);
    const auto saved =
        co_await visit.act("safe_contact_changed", visit.id(),
                           [contact = seen->contact, person, sheet, by = visit.who().account.id,
                            now = visit.now(), version = visit.edit_version()](Transaction& transaction) {
                               if (!storage::change_person(transaction, contact.id, person, version))
                                   return false;
                               storage::set_name(transaction, contact, sheet.get("name"));
                               save_code_word(transaction, contact, person, sheet, by, now);
                               return true;
                           });
    if (!saved) co_return visit.failed(saved.error());
    if (*saved) co_return visit.see_other("/people/" + visit.id(), "Saved. Texts keep to it from now on.");
    const auto now = co_await see_woman(tools, visit);
    if (!now) co_return visit.failed(now.error());
    Sheet theirs = contact_sheet(tools.desk.catalogue);
    fill_contact(theirs, *now, true).fill("known", sheet.get("known"));
    co_return visit.overtaken("person_contact", "Safe contact", person_form_model(*now), sheet, theirs);
}

}  // namespace

std::span<const Route> person_form_routes() {
    static constexpr Route routes[] = {{"GET", "/people/:id/times", Right::edit_people, ask_times},
                                       {"POST", "/people/:id/times", Right::edit_people, save_times},
                                       {"GET", "/people/:id/contact", Right::edit_people, ask_contact},
                                       {"POST", "/people/:id/contact", Right::edit_people, save_contact}};
    return routes;
}

}  // namespace offing::console
