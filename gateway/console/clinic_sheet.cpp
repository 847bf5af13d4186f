#include "gateway/console/clinic_sheet.hpp"

#include <algorithm>
#include <charconv>

#include "gateway/console/pattern.hpp"

namespace offing::console {

namespace {

using Kind = Question::Kind;
using config::Part;
using config::Typed;

const std::vector<Choice> yes_alone{{"yes", "Yes"}};

std::vector<Choice> day_choices() {
    std::vector<Choice> choices;
    for (unsigned day = 1; day <= 7; ++day) {
        const std::chrono::weekday weekday{day % 7};
        choices.push_back({std::string{scheduler::spell(weekday)}, std::string{full_name(weekday)}});
    }
    return choices;
}

std::vector<Choice> site_choices(const scheduler::Service& service) {
    std::vector<Choice> choices{{"", "None: by phone or video, or anywhere"}};
    for (const auto& site : service.sites)
        choices.push_back(
            {site.id, site.hidden ? site.id + " (never named)" : site.id + ": " + site.nickname});
    return choices;
}

std::vector<Choice> worker_choices(const scheduler::Service& service) {
    std::vector<Choice> choices;
    for (const auto& worker : service.workers) choices.push_back({worker.id, worker.first_name});
    return choices;
}

std::vector<Choice> school_choices(const scheduler::Service& service) {
    std::vector<Choice> choices{{"", "The council's calendar"}};
    for (const auto id : service.schools.ids())
        choices.push_back({std::string{id}, service.schools.find(id)->name});
    return choices;
}

std::vector<Question> what_it_is() {
    return {
        {.kind = Kind::text,
         .name = "label",
         .label = "Nickname, as texts call it",
         .hint = "Chosen by the women. Nothing that tells what the service is: \"a chat\", \"the group\"."},
        {.kind = Kind::radios,
         .name = "kind",
         .label = "How women come",
         .choices = {{"booked", "Booked times", "one woman and one worker at a time"},
                     {"drop_in", "Drop in", "no time, no place, nothing to miss"},
                     {"group", "Group", "so many places at one time"}}},
        {.kind = Kind::radios,
         .name = "audience",
         .label = "Who it is for",
         .choices = {{"everyone", "Everyone"}, {"women_only", "Women only"}, {"mothers", "Mothers"}}},
        {.kind = Kind::checkboxes,
         .name = "children_welcome",
         .label = "Children are welcome",
         .hint = "Anyone with her may come along.",
         .choices = yes_alone},
        {.kind = Kind::select,
         .name = "purpose",
         .label = "What it is for, if a woman may ask for it by text",
         .choices = {{"general", "Nothing particular"},
                     {"womens_health", "Women's health"},
                     {"pack", "Picking up a bag"},
                     {"van", "The van"},
                     {"prep", "Getting ready for a meeting"}}},
        {.kind = Kind::text,
         .name = "parts",
         .label = "Parts of one visit, with commas between",
         .hint = "For a visit of several parts: chat, check. May be empty."},
    };
}

std::vector<Question> where_it_is(const scheduler::Service& service) {
    return {
        {.kind = Kind::radios,
         .name = "mode",
         .label = "How you meet",
         .choices = {{"in_person", "In person, at a site"},
                     {"phone", "By phone"},
                     {"video", "By video"},
                     {"offsite", "Somewhere else", "a café, the van; staff agree to each"}}},
        {.kind = Kind::select, .name = "site", .label = "Site", .choices = site_choices(service)},
        {.kind = Kind::text,
         .name = "room",
         .label = "Room",
         .hint = "Two booked times in one room never overlap. Empty when rooms aren't counted."},
    };
}

std::vector<Question> when_it_is(const scheduler::Service& service) {
    return {
        {.kind = Kind::radios,
         .name = "every",
         .label = "How often",
         .choices = {{"1", "Every week"},
                     {"2", "Every 2 weeks", "counted from the first date"},
                     {"3", "Every 3 weeks"},
                     {"4", "Every 4 weeks"},
                     {"month", "On some weekday of the month", "such as every 2nd Thursday: say which below"},
                     {"own", "By a rule of its own", "for who knows iCalendar rules"}}},
        {.kind = Kind::checkboxes, .name = "days", .label = "On which days", .choices = day_choices()},
        {.kind = Kind::checkboxes,
         .name = "which",
         .label = "Which of them in the month",
         .hint = "Only for some weekday of the month.",
         .choices = {{"1", "1st"}, {"2", "2nd"}, {"3", "3rd"}, {"4", "4th"}, {"-1", "Last"}}},
        {.kind = Kind::text,
         .name = "rrule",
         .label = "Rule of its own",
         .hint = "FREQ=WEEKLY;BYDAY=TU. Else empty."},
        {.kind = Kind::date, .name = "first_date", .label = "First date"},
        {.kind = Kind::date, .name = "last_date", .label = "Last date", .hint = "Empty: it goes on."},
        {.kind = Kind::time, .name = "opens", .label = "Opens", .hint = "On steps of five minutes."},
        {.kind = Kind::time, .name = "closes", .label = "Closes"},
        {.kind = Kind::radios,
         .name = "runs",
         .label = "In which weeks",
         .choices = {{"always", "All year"},
                     {"term-only", "In term only"},
                     {"holidays-only", "In school holidays only"}}},
        {.kind = Kind::select, .name = "school", .label = "Whose terms", .choices = school_choices(service)},
        {.kind = Kind::checkboxes,
         .name = "open_on_bank_holidays",
         .label = "Open on bank holidays",
         .choices = yes_alone},
    };
}

std::vector<Question> who_is_there(const scheduler::Service& service) {
    return {
        {.kind = Kind::checkboxes, .name = "workers", .label = "Workers", .choices = worker_choices(service)},
        {.kind = Kind::number,
         .name = "minimum_staff",
         .label = "Fewest workers for it to open",
         .hint = "With fewer there, it isn't offered and you are warned.",
         .width = 3},
        {.kind = Kind::number, .name = "length", .label = "Minutes of one booked time", .width = 3},
        {.kind = Kind::number,
         .name = "run_over",
         .label = "Minutes kept free after each",
         .hint = "Room for when somebody opens up.",
         .width = 3},
        {.kind = Kind::number,
         .name = "places",
         .label = "Places of a group",
         .hint = "Empty unless it is a group.",
         .width = 3},
    };
}

/// What would be right, in a form's words; empty: the checks' own words do.
std::string_view remedy_for(std::string_view field) {
    if (field == "id") return "Write up to 40 small letters, digits and hyphens: evening-2.";
    if (field == "opens" || field == "closes" || field == "from" || field == "to")
        return "Write hours and minutes on a step of five: 09:30.";
    if (field == "date" || field == "first_date" || field == "first" || field == "last")
        return "Write a date: 2026-12-03.";
    if (field == "label" || field == "nickname" || field == "first_name")
        return "Write a name of up to 30 letters that says nothing to whoever sees her phone.";
    if (field == "workers") return "Choose who is there, and nobody who is elsewhere then.";
    if (field == "minimum_staff") return "Write a number from 1 to how many work there.";
    if (field == "length")
        return "Write minutes in steps of five, from 5 to 480, that fit into the opening hours.";
    if (field == "run_over") return "Write minutes in steps of five, from 0 to 240.";
    if (field == "places") return "Write how many fit into the room: 8.";
    if (field == "site") return "Choose where women come to, or another way to meet.";
    return {};
}

std::string sentence(std::string text) {
    if (!text.empty())
        text.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(text.front())));
    if (!text.empty() && text.back() != '.' && text.back() != '?') text += '.';
    return text;
}

std::vector<std::string> split_at_commas(const std::string& text) {
    std::vector<std::string> parts;
    std::string rest = text;
    while (!rest.empty()) {
        const auto comma = std::min(rest.find(','), rest.size());
        parts.push_back(rest.substr(0, comma));
        rest.erase(0, comma + 1);
    }
    return parts;
}

Pattern typed_pattern(Sheet& sheet) {
    Pattern pattern;
    const std::string every = sheet.get("every");
    if (every == "own") return {.every = Pattern::Every::own, .own = sheet.get("rrule")};
    pattern.every = every == "month" ? Pattern::Every::month : Pattern::Every::week;
    std::from_chars(every.data(), every.data() + every.size(), pattern.weeks);
    for (const std::string& day : sheet.all("days"))
        if (const auto weekday = scheduler::parse_weekday(day))
            pattern.days = pattern.days | scheduler::Weekdays::of(*weekday);
    if (pattern.days.empty()) sheet.refuse("days", "Choose at least one day of the week.");
    for (const std::string& which : sheet.all("which")) {
        int number = 0;
        std::from_chars(which.data(), which.data() + which.size(), number);
        pattern.which.push_back(number);
    }
    if (pattern.every == Pattern::Every::month && pattern.which.empty())
        sheet.refuse("which", "Choose which of them in the month: 2nd, for every 2nd Thursday.");
    if (pattern.every == Pattern::Every::week && !pattern.which.empty())
        sheet.refuse("which",
                     "That is for some weekday of the month. Take the ticks away, or choose that above.");
    if (const std::string last = sheet.get("last_date"); !last.empty()) {
        pattern.last_date = scheduler::parse_date(last);
        if (!pattern.last_date)
            sheet.refuse("last_date", "That is no date. Write one: 2026-12-03, or leave it empty.");
    }
    return pattern;
}

void fill_pattern(Sheet& sheet, const Pattern& pattern) {
    if (pattern.every == Pattern::Every::own) {
        sheet.fill("every", "own").fill("rrule", pattern.own);
        return;
    }
    sheet.fill("every", pattern.every == Pattern::Every::month ? "month" : std::to_string(pattern.weeks));
    std::vector<std::string> days, which;
    for (unsigned day = 1; day <= 7; ++day)
        if (const std::chrono::weekday weekday{day % 7}; pattern.days.contains(weekday))
            days.emplace_back(scheduler::spell(weekday));
    for (const int each : pattern.which) which.push_back(std::to_string(each));
    sheet.fill("days", std::move(days)).fill("which", std::move(which));
    if (pattern.last_date) sheet.fill("last_date", scheduler::spell(*pattern.last_date));
}

}  // namespace

Sheet clinic_sheet(const scheduler::Service& service, bool is_new) {
    std::vector<Question> questions;
    if (is_new)
        questions.push_back({.kind = Kind::text,
                             .name = "id",
                             .label = "Short name, for staff",
                             .hint = "Small letters, digits and hyphens. It can't be changed later."});
    for (auto& group : {what_it_is(), where_it_is(service), when_it_is(service), who_is_there(service)})
        questions.insert(questions.end(), group.begin(), group.end());
    return Sheet{std::move(questions)};
}

void fill_clinic(Sheet& sheet, const config::ServiceFile& file, std::string_view clinic) {
    const Typed typed = config::typed_of(file, Part::clinic, clinic);
    for (const auto& [key, values] : typed) {
        if (key == "id" || key == "rrule") continue;
        if (key == "parts") {
            std::string all;
            for (const std::string& part : values) all += (all.empty() ? "" : ", ") + part;
            sheet.fill(key, all);
        } else if ((key == "children_welcome" || key == "open_on_bank_holidays") && values.front() != "yes") {
            continue;
        } else {
            sheet.fill(key, values);
        }
    }
    if (const auto rule = typed.find("rrule"); rule != typed.end())
        fill_pattern(sheet, pattern_of(rule->second.front()));
}

void fill_new_clinic(Sheet& sheet, scheduler::Date today) {
    sheet.fill("kind", "booked")
        .fill("audience", "everyone")
        .fill("purpose", "general")
        .fill("mode", "in_person");
    sheet.fill("every", "1").fill("first_date", scheduler::spell(today)).fill("runs", "always");
    sheet.fill("minimum_staff", "1").fill("length", "45").fill("run_over", "15");
}

Typed typed_of(const Sheet& sheet, std::initializer_list<std::string_view> keys) {
    Typed typed;
    for (const std::string_view key : keys) typed[std::string{key}] = sheet.all(key);
    return typed;
}

Typed typed_clinic(Sheet& sheet) {
    Typed typed =
        typed_of(sheet, {"label", "kind", "audience", "children_welcome", "purpose", "mode", "site", "room",
                         "first_date", "opens", "closes", "runs", "school", "open_on_bank_holidays",
                         "workers", "minimum_staff", "length", "run_over", "places"});
    typed["parts"] = split_at_commas(sheet.get("parts"));
    typed["rrule"] = {rrule_of(typed_pattern(sheet))};
    return typed;
}

Sheet site_sheet(bool is_new) {
    std::vector<Question> questions;
    if (is_new)
        questions.push_back({.kind = Kind::text,
                             .name = "id",
                             .label = "Short name, for staff",
                             .hint = "Small letters, digits and hyphens. It can't be changed later."});
    questions.push_back({.kind = Kind::text,
                         .name = "nickname",
                         .label = "Nickname, as the women call it",
                         .hint = "The only name of a place that a text may hold: \"the blue door\"."});
    questions.push_back({.kind = Kind::checkboxes,
                         .name = "hidden",
                         .label = "Never name this place anywhere",
                         .hint = "For a refuge: no text, calendar or export says where it is.",
                         .choices = yes_alone});
    return Sheet{std::move(questions)};
}

void fill_site(Sheet& sheet, const config::ServiceFile& file, std::string_view site) {
    for (const auto& [key, values] : config::typed_of(file, Part::site, site))
        if (key != "id" && (key != "hidden" || values.front() == "yes")) sheet.fill(key, values);
}

Typed typed_site(const Sheet& sheet) { return typed_of(sheet, {"nickname", "hidden"}); }

Sheet worker_sheet(bool is_new) {
    std::vector<Question> questions;
    if (is_new)
        questions.push_back({.kind = Kind::text,
                             .name = "id",
                             .label = "Short name, for staff",
                             .hint = "Small letters, digits and hyphens. It can't be changed later."});
    questions.push_back({.kind = Kind::text,
                         .name = "first_name",
                         .label = "First name that may stand in texts",
                         .hint = "The one this worker agreed to."});
    return Sheet{std::move(questions)};
}

void fill_worker(Sheet& sheet, const config::ServiceFile& file, std::string_view worker) {
    for (const auto& [key, values] : config::typed_of(file, Part::worker, worker))
        if (key != "id") sheet.fill(key, values);
}

Typed typed_worker(const Sheet& sheet) { return typed_of(sheet, {"first_name"}); }

Sheet exception_sheet(bool asks_for_date) {
    std::vector<Question> questions;
    if (asks_for_date) questions.push_back({.kind = Kind::date, .name = "date", .label = "Date"});
    questions.push_back({.kind = Kind::radios,
                         .name = "change",
                         .label = "What is different",
                         .choices = {{"cancelled", "It doesn't run"},
                                     {"changed", "It runs at other hours"},
                                     {"added", "It runs, though its pattern has no such date"}}});
    questions.push_back(
        {.kind = Kind::time, .name = "opens", .label = "Opens", .hint = "Empty when it doesn't run."});
    questions.push_back({.kind = Kind::time, .name = "closes", .label = "Closes"});
    return Sheet{std::move(questions)};
}

Sheet absence_sheet() {
    return Sheet{
        {{.kind = Kind::date, .name = "first", .label = "First day away"},
         {.kind = Kind::date, .name = "last", .label = "Last day away"},
         {.kind = Kind::time, .name = "from", .label = "From", .hint = "Empty: from the start of the day."},
         {.kind = Kind::time, .name = "to", .label = "To", .hint = "Empty: to the end of the day."}}};
}

void refuse_all(Sheet& sheet, const std::vector<config::FieldMistake>& mistakes) {
    for (const auto& mistake : mistakes) {
        std::string field = mistake.field;
        if (field == "rrule" && sheet.get("every") != "own") field = "days";
        if (field == "exception") field = "date";
        std::string_view remedy = remedy_for(field);
        // A form that doesn't ask who is there can only go to another time.
        if (field == "workers" && !sheet.asks(field)) remedy = "Choose another date, or other hours.";
        std::string why = mistake.what == "is missing" || mistake.what.starts_with("is missing:")
                              ? std::string{"This is missing."}
                              : sentence(mistake.what);
        if (mistake.field == "exception") remedy = "Choose another date.";
        why += ' ' + (remedy.empty() ? sentence(mistake.remedy) : std::string{remedy});
        sheet.refuse(sheet.asks(field) ? field : std::string{}, std::move(why));
    }
}

}  // namespace offing::console
