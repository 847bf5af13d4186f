#include "gateway/console/person_sheet.hpp"

#include "gateway/console/window_words.hpp"
#include "gateway/service/code_word.hpp"

namespace offing::console {

using Kind = Question::Kind;

namespace {

constexpr std::size_t longest_name = 40;

std::vector<Choice> language_choices(const templates::Catalogue& catalogue) {
    std::vector<Choice> choices;
    for (const std::string_view code : {"en-GB", "cy", "pl", "ur"})
        if (catalogue.find("reminder", code) != nullptr)
            choices.push_back({std::string{code}, language_words(code)});
    return choices;
}

std::vector<Choice> level_choices() {
    std::vector<Choice> choices;
    for (const int level : {0, 1, 2, service::knock_level})
        choices.push_back({std::to_string(level), level_words(level)});
    return choices;
}

}  // namespace

std::vector<Choice> worker_choices(const scheduler::Service& service, std::string_view none) {
    std::vector<Choice> choices;
    if (!none.empty()) choices.push_back({"", std::string{none}});
    for (const auto& worker : service.workers) choices.push_back({worker.id, worker.first_name});
    return choices;
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
        {.kind = Kind::text,
         .name = "code_word",
         .label = "Her code word, with a knock",
         .hint =
             "Agreed with her: 4 to 20 letters that nobody would guess, like a bird or a flower. Until a "
             "text of hers holds it, nothing of hers is said or done. It is not shown again; empty leaves "
             "it as it is.",
         .width = 20},
        {.kind = Kind::select,
         .name = "language",
         .label = "Language",
         .choices = language_choices(catalogue)}};
}

void take_contact(Sheet& sheet, storage::Person& person) {
    if (sheet.get("name").size() > longest_name) sheet.refuse("name", "A first name: at most 40 letters.");
    auto safe = read_windows(sheet.get("safe"), false);
    if (!safe.wrong.empty()) sheet.refuse("safe", safe.wrong);
    person.safe = std::move(safe.windows);
    person.answer_at_once = sheet.chosen("at_once", "Choose when her texts are answered") == "yes";
    const std::string level = sheet.chosen("level", "Choose what a text may say");
    person.discreet_level = level.empty() ? service::knock_level : level.front() - '0';
    person.language = sheet.chosen("language", "Choose a language");
}

void take_code_word(Sheet& sheet, const storage::Person& person, const conversation::Lexicon& lexicon) {
    const std::string word = sheet.get("code_word");
    if (word.empty()) return;
    if (person.discreet_level != service::knock_level)
        sheet.refuse("code_word", "A code word goes with a knock: choose that above, or leave this empty.");
    else if (const auto fault = conversation::code_word_fault(word, lexicon); !fault.empty())
        sheet.refuse("code_word", fault);
}

Question how_known(std::string label) {
    return {.kind = Kind::radios,
            .name = "known",
            .label = std::move(label),
            .choices = {{"in_person", "In person"},
                        {"by_phone", "On a call with her, on a number she has named safe"}}};
}

boost::json::object person_form_model(const SeenPerson& seen) {
    return {{"id", seen.contact.id}, {"version", std::to_string(seen.card.version)}};
}

Task<Result<SeenPerson>> see_woman(const Tools& tools, const Visit& visit) {
    auto seen = co_await see_person(tools, visit);
    if (seen && !seen->contact.person) co_return fail(Error::Kind::not_found, "not in touch");
    co_return seen;
}

}  // namespace offing::console
