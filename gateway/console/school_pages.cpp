// School calendars: which there are, a year at a glance, whether a date is a school day and why, and
// importing dates from a file or pasted text, with what would change before it is saved.

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>

#include "config/calendar_import.hpp"
#include "gateway/console/change_pages.hpp"
#include "gateway/console/clinic_sheet.hpp"
#include "gateway/console/pattern.hpp"

namespace offing::console {

namespace json = boost::json;
using http::Response;
using scheduler::Date;
using scheduler::SchoolDay;
using std::chrono::days;

namespace {

constexpr std::size_t most_mistakes_shown = 10;

Date today_of(const Visit& visit, const scheduler::Service& service) {
    const auto zone = scheduler::Zone::find(service.zone);
    return scheduler::date_of(zone->to_local(to_minutes(visit.now())));
}

struct Sign {
    std::string_view letter, name, why;  ///< one letter, a word for styles, and what it means
};

Sign sign_of(SchoolDay::Why why) {
    switch (why) {
        case SchoolDay::Why::term:
            return {"T", "term", "term: a school day"};
        case SchoolDay::Why::unknown_counts_as_term:
            return {"?", "unknown", "nobody entered this date: it counts as a school day"};
        case SchoolDay::Why::weekend:
            return {"·", "weekend", "weekend"};
        case SchoolDay::Why::holiday:
            return {"H", "holiday", "school holidays"};
        case SchoolDay::Why::bank_holiday:
            return {"B", "bank", "bank holiday"};
        case SchoolDay::Why::inset_day:
            return {"I", "inset", "INSET day: closed to pupils"};
    }
    return {"", "", ""};
}

/// September to August: the school year that holds `date`.
int school_year_of(Date date) {
    const std::chrono::year_month_day ymd{date};
    return static_cast<int>(ymd.year()) - (ymd.month() < std::chrono::September ? 1 : 0);
}

Date first_of(int year, unsigned month) {
    return Date{std::chrono::year{year} / std::chrono::month{month} / std::chrono::day{1}};
}

/// Weeks as rows, from Monday; days before the first and after the last are empty.
json::object month_of(const scheduler::SchoolCalendars& schools, std::string_view school, Date first,
                      Date today) {
    json::array weeks, week;
    for (unsigned blank = 1; blank < scheduler::weekday_of(first).iso_encoding(); ++blank)
        week.push_back(json::object{{"empty", true}});
    const auto month = std::chrono::year_month_day{first}.month();
    for (Date date = first; std::chrono::year_month_day{date}.month() == month; date += days{1}) {
        const Sign sign = sign_of(schools.on(school, date).why);
        week.push_back(json::object{
            {"day", std::to_string(static_cast<unsigned>(std::chrono::year_month_day{date}.day()))},
            {"letter", sign.letter},
            {"sign", sign.name},
            {"why", sign.why},
            {"is_today", date == today}});
        if (week.size() == 7) weeks.push_back(json::object{{"days", std::exchange(week, {})}});
    }
    while (!week.empty() && week.size() < 7) week.push_back(json::object{{"empty", true}});
    if (!week.empty()) weeks.push_back(json::object{{"days", std::move(week)}});
    std::string name = in_words(first);
    name = name.substr(name.find(' ', name.find(' ') + 1) + 1);
    return {{"name", std::move(name)}, {"weeks", std::move(weeks)}};
}

std::string why_words(const scheduler::SchoolCalendars& schools, std::string_view school, Date date) {
    const SchoolDay day = schools.on(school, date);
    std::string words = in_words(date) + (day.runs ? " is a school day: " : " is no school day: ");
    words += sign_of(day.why).why;
    if (!day.source.empty()) words += " (" + std::string{day.source} + ")";
    return words + '.';
}

std::string known_until(const scheduler::SchoolCalendars& schools, const scheduler::SchoolCalendar& school) {
    const scheduler::SchoolCalendar* with_terms = &school;
    for (int depth = 0; depth < 8 && with_terms != nullptr && with_terms->terms.empty(); ++depth)
        with_terms = with_terms->based_on.empty() ? nullptr : schools.find(with_terms->based_on);
    if (with_terms == nullptr || with_terms->terms.empty()) return "no term is known";
    return "known until " +
           short_words(std::ranges::max(with_terms->terms, {}, &scheduler::DateRange::last).last);
}

json::array school_choices(const scheduler::SchoolCalendars& schools, std::string_view chosen) {
    json::array choices;
    for (const auto id : schools.ids())
        choices.push_back(
            json::object{{"value", id}, {"label", schools.find(id)->name}, {"chosen", id == chosen}});
    return choices;
}

json::array bank_holidays(const scheduler::Service& service, Date today) {
    json::array rows;
    for (Date date = today; date < today + days{400}; date += days{1})
        if (const auto holiday = scheduler::bank_holiday(service.division, date))
            rows.push_back(json::object{{"date", in_words(date)}, {"name", *holiday}});
    return rows;
}

Task<Response> list(const Tools& tools, Visit& visit) {
    const auto version = co_await tools.book->latest();
    if (!version) co_return visit.failed(version.error());
    const auto& service = version->file->service;
    const auto& schools = service.schools;
    const Date today = today_of(visit, service);
    json::array rows;
    for (const auto id : schools.ids()) {
        const auto& school = *schools.find(id);
        const auto* base = schools.find(school.based_on);
        rows.push_back(json::object{{"id", id},
                                    {"name", school.name},
                                    {"based_on", base == nullptr ? "" : base->name},
                                    {"is_council", id == service.council},
                                    {"until", known_until(schools, school)}});
    }
    const std::string asked = visit.query().get("school");
    const std::string school = schools.find(asked) == nullptr ? service.council : asked;
    const auto date = scheduler::parse_date(visit.query().get("date"));
    json::object model{{"schools", std::move(rows)},
                       {"choices", school_choices(schools, school)},
                       {"date", scheduler::spell(date.value_or(today))},
                       {"answer", ""},
                       {"holidays", bank_holidays(service, today)}};
    if (date) model["answer"] = why_words(schools, school, *date);
    if (!date && visit.query().has("date")) model["answer"] = "That is no date. Write one: 2026-12-03.";
    co_return visit.page("schools", "School calendars", std::move(model));
}

Task<Response> show_year(const Tools& tools, Visit& visit) {
    const auto version = co_await tools.book->latest();
    if (!version) co_return visit.failed(version.error());
    const auto& service = version->file->service;
    const auto* school = service.schools.find(visit.id());
    if (school == nullptr) co_return visit.not_found();
    const Date today = today_of(visit, service);
    const std::string asked = visit.query().get("year");
    int year = school_year_of(today);
    if (asked.size() == 4 &&
        std::ranges::all_of(asked, [](char letter) { return letter >= '0' && letter <= '9'; }))
        year = std::clamp(std::stoi(asked), 2015, 2060);
    json::array months;
    for (unsigned month = 0; month < 12; ++month)
        months.push_back(month_of(service.schools, school->id,
                                  first_of(year + (month >= 4 ? 1 : 0), (month + 8) % 12 + 1), today));
    const auto* base = service.schools.find(school->based_on);
    json::array legend;
    using enum SchoolDay::Why;
    for (const auto why : {term, holiday, inset_day, bank_holiday, weekend, unknown_counts_as_term})
        legend.push_back(json::object{
            {"letter", sign_of(why).letter}, {"sign", sign_of(why).name}, {"why", sign_of(why).why}});
    co_return visit.page("school_year", "School year",
                         {{"id", school->id},
                          {"school", school->name},
                          {"based_on", base == nullptr ? "" : base->name},
                          {"year", std::to_string(year) + "/" + std::to_string((year + 1) % 100)},
                          {"before", std::to_string(year - 1)},
                          {"after", std::to_string(year + 1)},
                          {"legend", std::move(legend)},
                          {"months", std::move(months)},
                          {"wide", true}});
}

Sheet import_sheet() {
    return Sheet{
        {{.kind = Question::Kind::textarea,
          .name = "pasted",
          .label = "Or paste the dates",
          .hint = "A list from a web page, a calendar (.ics), a table (.csv), or GOV.UK's bank holidays."}}};
}

Response import_page(const Visit& visit, const scheduler::SchoolCalendar& school, const Sheet& sheet,
                     int status) {
    json::object model{{"id", school.id}, {"school", school.name}};
    for (auto& [key, value] : sheet.model()) model[key] = value;
    // A whole calendar is longer than a sheet's answers may be.
    model["f"].as_object()["pasted"].as_object()["value"] = visit.form().get("pasted");
    return visit.page("school_import", "Import dates", std::move(model), status);
}

Task<Response> ask_import(const Tools& tools, Visit& visit) {
    const auto version = co_await tools.book->latest();
    if (!version) co_return visit.failed(version.error());
    const auto* school = version->file->service.schools.find(visit.id());
    if (school == nullptr) co_return visit.not_found();
    co_return import_page(visit, *school, import_sheet(), 200);
}

/// The file's content takes the place of what was pasted, so that the next page carries one text.
std::string take_text(Visit& visit) {
    std::string text = visit.form().raw("file");
    if (text.empty()) return visit.form().raw("pasted");
    std::vector<http::Header> fields;
    for (const auto& [name, value] : visit.form().fields())
        if (name != "file" && name != "pasted") fields.emplace_back(name, value);
    fields.emplace_back("pasted", text);
    visit.take_form(Form{std::move(fields)});
    return text;
}

void refuse_mistakes(Sheet& sheet, const std::vector<config::Mistake>& mistakes) {
    std::string all;
    for (std::size_t i = 0; i < mistakes.size() && i < most_mistakes_shown; ++i) {
        const auto& each = mistakes[i];
        all += (all.empty() ? "" : " ") +
               (each.line > 0 ? "Line " + std::to_string(each.line) + ": " : std::string{}) + each.what +
               ". " + each.remedy + '.';
    }
    if (mistakes.size() > most_mistakes_shown)
        all += " And " + std::to_string(mistakes.size() - most_mistakes_shown) + " more.";
    sheet.refuse("pasted", std::move(all));
}

Task<Response> import_dates(const Tools& tools, Visit& visit) {
    auto version = co_await tools.book->latest();
    if (!version) co_return visit.failed(version.error());
    const auto* found = version->file->service.schools.find(visit.id());
    if (found == nullptr) co_return visit.not_found();
    const scheduler::SchoolCalendar before = *found;
    Sheet sheet = import_sheet();
    const std::string text = take_text(visit);
    if (wants_form_again(visit)) co_return import_page(visit, before, sheet, 200);
    if (text.find_first_not_of(" \t\r\n") == std::string::npos) {
        sheet.refuse("pasted", "Choose a file, or paste the dates.");
        co_return import_page(visit, before, sheet, 422);
    }
    const auto read = config::read_calendar(text, config::guess_form(text), "what was sent", before.division);
    if (!read) {
        refuse_mistakes(sheet, read.error());
        co_return import_page(visit, before, sheet, 422);
    }
    const auto after = config::merge(before, *read);
    auto lines = config::changes_between(before, after);
    if (lines.empty())
        co_return visit.see_other("/schools/" + before.id,
                                  "Everything in it was known: nothing was changed.");
    if (read->left_out != 0)
        lines.push_back(std::to_string(read->left_out) + " entries are no school dates, and were left out");
    auto changed = config::put_school(*version->file, after);
    if (!changed) {
        refuse_all(sheet, changed.error());
        co_return import_page(visit, before, sheet, 422);
    }
    co_return co_await propose(tools, visit,
                               {.base = std::move(*version),
                                .changed = std::move(*changed),
                                .back = "/schools/" + before.id,
                                .title = before.name,
                                .lines = std::move(lines)});
}

Sheet school_sheet(const scheduler::Service& service) {
    using Kind = Question::Kind;
    std::vector<Choice> bases{{"", "None: it has terms of its own"}};
    for (const auto id : service.schools.ids())
        bases.push_back({std::string{id}, service.schools.find(id)->name});
    return Sheet{{{.kind = Kind::text,
                   .name = "id",
                   .label = "Short name, for staff",
                   .hint = "Small letters, digits and hyphens. It can't be changed later."},
                  {.kind = Kind::text, .name = "name", .label = "Name of the school or area"},
                  {.kind = Kind::select,
                   .name = "based_on",
                   .label = "Follows",
                   .hint = "A school lies on its council's calendar: enter only what is different.",
                   .choices = std::move(bases)}}};
}

Task<Response> ask_new(const Tools& tools, Visit& visit) {
    const auto version = co_await tools.book->latest();
    if (!version) co_return visit.failed(version.error());
    Sheet sheet = school_sheet(version->file->service);
    sheet.fill("based_on", version->file->service.council);
    co_return visit.ask("school_new", "A new school", {}, sheet);
}

Task<Response> add(const Tools& tools, Visit& visit) {
    auto version = co_await tools.book->latest();
    if (!version) co_return visit.failed(version.error());
    const auto& service = version->file->service;
    Sheet sheet = school_sheet(service);
    sheet.read(visit.form());
    if (wants_form_again(visit)) co_return visit.ask("school_new", "A new school", {}, sheet);
    scheduler::SchoolCalendar school{.id = sheet.get("id"),
                                     .name = sheet.required("name", "Write what staff call it."),
                                     .based_on = sheet.chosen("based_on", "Choose one of these."),
                                     .division = service.division};
    if (service.schools.find(school.id) != nullptr)
        sheet.refuse("id", "There is one of that name already. Give each a name of its own.");
    if (!sheet.is_sound()) co_return visit.sent_back("school_new", "A new school", {}, sheet);
    auto changed = config::put_school(*version->file, school);
    if (!changed) refuse_all(sheet, changed.error());
    if (!sheet.is_sound()) co_return visit.sent_back("school_new", "A new school", {}, sheet);
    co_return co_await propose(tools, visit,
                               {.base = std::move(*version),
                                .changed = std::move(*changed),
                                .back = "/schools/" + school.id + "/import",
                                .title = school.name});
}

}  // namespace

std::span<const Route> school_routes() {
    static constexpr Route routes[] = {{"GET", "/schools", Right::edit_clinics, list},
                                       {"GET", "/schools/new", Right::edit_clinics, ask_new},
                                       {"POST", "/schools/new", Right::edit_clinics, add},
                                       {"GET", "/schools/:id", Right::edit_clinics, show_year},
                                       {"GET", "/schools/:id/import", Right::edit_clinics, ask_import},
                                       {"POST", "/schools/:id/import", Right::edit_clinics, import_dates}};
    return routes;
}

}  // namespace offing::console
