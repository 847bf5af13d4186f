// The diary: a week or a day by site, clinic and worker; one session with its places; and changing, moving
// and cancelling it, each with the plan before anything is saved.

#include <algorithm>
#include <boost/json/array.hpp>

#include "gateway/console/change_pages.hpp"
#include "gateway/console/clinic_sheet.hpp"
#include "gateway/console/diary_model.hpp"
#include "gateway/console/pattern.hpp"

namespace offing::console {

namespace json = boost::json;
using http::Response;
using scheduler::Date;
using std::chrono::days;
using storage::Transaction;

namespace {

constexpr days furthest{800};  ///< from today: nobody plans further, and rules stay quick to roll out

Date today_of(const Visit& visit, const scheduler::Zone& zone) {
    return scheduler::date_of(zone.to_local(to_minutes(visit.now())));
}

Date monday_of(Date date) { return date - (scheduler::weekday_of(date) - std::chrono::Monday); }

Task<Result<storage::DiaryRows>> rows_within(const Tools& tools, scheduler::Interval within, Timestamp now) {
    co_return co_await tools.database.read([within, now](Transaction& transaction) {
        return storage::diary_rows(transaction, within.begin(), within.end(), now);
    });
}

/// What the page was asked to show, and the addresses that ask for something near it.
struct Asked {
    bool is_day = false;
    Date first{};
    DiaryFilter filter{};

    std::string address(Date date, bool day) const {
        std::string text =
            std::string{"/diary?view="} + (day ? "day" : "week") + "&date=" + scheduler::spell(date);
        for (const auto& [name, value] :
             {std::pair{"site", &filter.site}, {"clinic", &filter.clinic}, {"worker", &filter.worker}})
            if (!value->empty()) text += std::string{"&"} + name + '=' + http::percent_encode(*value);
        return text;
    }
};

Asked asked_of(const Visit& visit, const scheduler::Zone& zone) {
    const Date today = today_of(visit, zone);
    Date date = scheduler::parse_date(visit.query().get("date")).value_or(today);
    if (date < today - furthest || date > today + furthest) date = today;
    Asked asked{
        .is_day = visit.query().get("view") == "day",
        .filter = {visit.query().get("site"), visit.query().get("clinic"), visit.query().get("worker")}};
    asked.first = asked.is_day ? date : monday_of(date);
    return asked;
}

json::array options(std::string_view all, const std::vector<std::pair<std::string, std::string>>& choices,
                    const std::string& chosen) {
    json::array listed{json::object{{"value", ""}, {"label", all}, {"chosen", chosen.empty()}}};
    for (const auto& [value, label] : choices)
        listed.push_back(json::object{{"value", value}, {"label", label}, {"chosen", value == chosen}});
    return listed;
}

void add_filters(json::object& model, const scheduler::Service& service, const Asked& asked) {
    std::vector<std::pair<std::string, std::string>> sites, clinics, workers;
    for (const auto& site : service.sites) sites.emplace_back(site.id, site.hidden ? site.id : site.nickname);
    for (const auto& clinic : service.clinics)
        clinics.emplace_back(clinic.id,
                             clinic.label.empty() ? clinic.id : clinic.label + " (" + clinic.id + ")");
    for (const auto& worker : service.workers) workers.emplace_back(worker.id, worker.first_name);
    model["sites"] = options("All sites", sites, asked.filter.site);
    model["clinics"] = options("All clinics", clinics, asked.filter.clinic);
    model["workers"] = options("All workers", workers, asked.filter.worker);
}

Task<Response> show(const Tools& tools, Visit& visit) {
    const auto version = co_await tools.book->latest();
    if (!version) co_return visit.failed(version.error());
    const auto& service = version->file->service;
    const auto zone = scheduler::Zone::find(service.zone);
    const Asked asked = asked_of(visit, *zone);
    const auto stretch = stretch_of(*zone, asked.first, asked.is_day ? 1 : 7);
    const auto rows = co_await rows_within(tools, stretch.within, visit.now());
    if (!rows) co_return visit.failed(rows.error());
    const Date today = today_of(visit, *zone);
    json::object model = diary_days(service, stretch, asked.filter, *rows, today);
    add_filters(model, service, asked);
    const days step{asked.is_day ? 1 : 7};
    model["heading"] = asked.is_day ? in_words(asked.first) : "Week of " + in_words(asked.first);
    model["is_day"] = asked.is_day;
    model["date"] = scheduler::spell(asked.first);
    model["view"] = asked.is_day ? "day" : "week";
    model["before"] = asked.address(asked.first - step, asked.is_day);
    model["after"] = asked.address(asked.first + step, asked.is_day);
    model["now"] = asked.address(today, asked.is_day);
    model["other_view"] = asked.address(
        asked.is_day ? asked.first : std::clamp(today, asked.first, asked.first + days{6}), !asked.is_day);
    model["may_edit"] = visit.may(Right::edit_diary);
    model["wide"] = true;
    co_return visit.page("diary", "Diary", std::move(model));
}

/// A session's date of a clinic, with what the store says of it.
struct Found {
    service::ServiceVersion version;
    const scheduler::Clinic* clinic = nullptr;
    Date date{};
    std::optional<service::SeenSession> seen{};
};

Task<Result<Found>> find(const Tools& tools, const Visit& visit) {
    auto version = co_await tools.book->latest();
    if (!version) co_return std::unexpected(std::move(version.error()));
    const auto& service = version->file->service;
    const auto* clinic = service.find_clinic(visit.id(0));
    const auto date = scheduler::parse_date(visit.id(1));
    const auto zone = scheduler::Zone::find(service.zone);
    if (clinic == nullptr || !date || *date < today_of(visit, *zone) - furthest ||
        *date > today_of(visit, *zone) + furthest)
        co_return fail(Error::Kind::not_found, "no such session");
    const auto stretch = stretch_of(*zone, *date, 1);
    auto rows = co_await rows_within(tools, stretch.within, visit.now());
    if (!rows) co_return std::unexpected(std::move(rows.error()));
    Found found{std::move(*version), clinic, *date};
    auto sessions = scheduler::sessions_of(service, stretch.within);
    std::erase_if(sessions,
                  [&](const auto& session) { return session.clinic != clinic || session.date != *date; });
    auto seen = service::see(service, std::move(sessions), *rows);
    if (!seen.empty()) found.seen = std::move(seen.front());
    co_return found;
}

std::string address_of(const Found& found) {
    return "/diary/" + found.clinic->id + '/' + scheduler::spell(found.date);
}

json::object model_of(const Visit& visit, const Found& found) {
    const auto& service = found.version.file->service;
    json::object model;
    if (found.seen) model = session_model(service, *found.seen);
    const bool is_exception = std::ranges::any_of(found.clinic->exceptions,
                                                  [&](const auto& each) { return each.date == found.date; });
    model["version"] = std::to_string(found.version.number);
    model["clinic"] = found.clinic->id;
    model["label"] = found.clinic->label.empty() ? found.clinic->id : found.clinic->label;
    model["date"] = scheduler::spell(found.date);
    model["spoken_date"] = in_words(found.date);
    model["runs"] = found.seen.has_value();
    model["is_exception"] = is_exception;
    model["address"] = address_of(found);
    model["may_edit"] = visit.may(Right::edit_diary);
    model["may_edit_clinics"] = visit.may(Right::edit_clinics);
    model["may_see_people"] = visit.may(Right::see_people);
    return model;
}

Task<Response> show_session(const Tools& tools, Visit& visit) {
    const auto found = co_await find(tools, visit);
    if (!found) co_return visit.failed(found.error());
    co_return visit.page("diary_session", "Session", model_of(visit, *found));
}

Sheet move_sheet() {
    using Kind = Question::Kind;
    return Sheet{
        {{.kind = Kind::date, .name = "date", .label = "Date"},
         {.kind = Kind::time, .name = "opens", .label = "Opens", .hint = "On steps of five minutes."},
         {.kind = Kind::time, .name = "closes", .label = "Closes"}}};
}

Response move_page(const Visit& visit, json::object model, const Sheet& sheet) {
    return visit.ask("diary_move", "Move a session", std::move(model), sheet);
}

/// Where a drag in the calendar ended comes in the address; without it the form shows what is.
Task<Response> ask_move(const Tools& tools, Visit& visit) {
    const auto found = co_await find(tools, visit);
    if (!found) co_return visit.failed(found.error());
    const auto zone = scheduler::Zone::find(found->version.file->service.zone);
    std::string opens = scheduler::spell_clock(found->clinic->opens),
                closes = scheduler::spell_clock(found->clinic->closes);
    if (found->seen) {
        opens =
            scheduler::spell_clock(scheduler::clock_of(zone->to_local(found->seen->session.open.begin())));
        closes = scheduler::spell_clock(scheduler::clock_of(zone->to_local(found->seen->session.open.end())));
    }
    Sheet sheet = move_sheet();
    const auto given = [&](std::string_view name, std::string usual) {
        std::string value = visit.query().get(name);
        sheet.fill(name, value.empty() ? std::move(usual) : std::move(value));
    };
    given("date", scheduler::spell(found->date));
    given("opens", std::move(opens));
    given("closes", std::move(closes));
    co_return move_page(visit, model_of(visit, *found), sheet);
}

Task<Response> move(const Tools& tools, Visit& visit) {
    auto found = co_await find(tools, visit);
    if (!found) co_return visit.failed(found.error());
    Sheet sheet = move_sheet();
    sheet.read(visit.form());
    json::object model = model_of(visit, *found);
    if (wants_form_again(visit)) co_return move_page(visit, std::move(model), sheet);
    auto changed = config::move_session(*found->version.file, found->clinic->id, found->date,
                                        typed_of(sheet, {"date", "opens", "closes"}));
    if (!changed) refuse_all(sheet, changed.error());
    if (!sheet.is_sound()) co_return visit.sent_back("diary_move", "Move a session", std::move(model), sheet);
    std::string back = "/diary/" + found->clinic->id + '/' + sheet.get("date");
    std::string title{model["label"].as_string()};
    co_return co_await propose(tools, visit,
                               {found->version, std::move(*changed), std::move(back), std::move(title)});
}

Task<Response> change_date(const Tools& tools, Visit& visit,
                           config::Edited (*change)(const config::ServiceFile&, std::string_view, Date)) {
    const auto found = co_await find(tools, visit);
    if (!found) co_return visit.failed(found.error());
    if (wants_form_again(visit)) co_return visit.see_other(address_of(*found));
    auto changed = change(*found->version.file, found->clinic->id, found->date);
    if (!changed)
        co_return visit.message(
            409, "That can't be done",
            changed.error().empty() ? "Nothing was changed." : changed.error().front().what);
    const std::string label = found->clinic->label.empty() ? found->clinic->id : found->clinic->label;
    co_return co_await propose(
        tools, visit,
        {found->version, std::move(*changed), address_of(*found), label + ", " + in_words(found->date)});
}

Task<Response> cancel(const Tools& tools, Visit& visit) {
    return change_date(tools, visit, config::cancel_session);
}
Task<Response> restore(const Tools& tools, Visit& visit) {
    return change_date(tools, visit, config::drop_exception);
}

Sheet extra_sheet(const scheduler::Service& service) {
    using Kind = Question::Kind;
    std::vector<Choice> clinics{{"", "Choose one"}};
    for (const auto& clinic : service.clinics)
        clinics.push_back(
            {clinic.id, clinic.label.empty() ? clinic.id : clinic.label + " (" + clinic.id + ")"});
    return Sheet{
        {{.kind = Kind::select, .name = "clinic", .label = "Clinic", .choices = std::move(clinics)},
         {.kind = Kind::date, .name = "date", .label = "Date"},
         {.kind = Kind::time, .name = "opens", .label = "Opens", .hint = "On steps of five minutes."},
         {.kind = Kind::time, .name = "closes", .label = "Closes"}}};
}

Response extra_page(const Visit& visit, const Sheet& sheet) {
    return visit.ask("diary_new", "An extra date", {}, sheet);
}

Task<Response> ask_extra(const Tools& tools, Visit& visit) {
    const auto version = co_await tools.book->latest();
    if (!version) co_return visit.failed(version.error());
    Sheet sheet = extra_sheet(version->file->service);
    for (const std::string_view name : {"clinic", "date", "opens", "closes"})
        sheet.fill(name, visit.query().get(name));
    if (const auto* clinic = version->file->service.find_clinic(sheet.get("clinic"));
        clinic != nullptr && sheet.get("opens").empty())
        sheet.fill("opens", scheduler::spell_clock(clinic->opens))
            .fill("closes", scheduler::spell_clock(clinic->closes));
    co_return extra_page(visit, sheet);
}

Task<Response> add_extra(const Tools& tools, Visit& visit) {
    auto version = co_await tools.book->latest();
    if (!version) co_return visit.failed(version.error());
    Sheet sheet = extra_sheet(version->file->service);
    sheet.read(visit.form());
    if (wants_form_again(visit)) co_return extra_page(visit, sheet);
    const std::string clinic = sheet.chosen("clinic", "Choose the clinic that runs on one more date.");
    if (version->file->service.find_clinic(clinic) == nullptr) {
        sheet.refuse("clinic", "Choose the clinic that runs on one more date.");
        co_return visit.sent_back("diary_new", "An extra date", {}, sheet);
    }
    config::Typed typed = typed_of(sheet, {"date", "opens", "closes"});
    typed["change"] = {"added"};
    auto changed = config::put_exception(*version->file, clinic, typed);
    if (!changed) refuse_all(sheet, changed.error());
    if (!sheet.is_sound()) co_return visit.sent_back("diary_new", "An extra date", {}, sheet);
    std::string back = "/diary/" + clinic + '/' + sheet.get("date");
    co_return co_await propose(tools, visit,
                               {std::move(*version), std::move(*changed), std::move(back), "An extra date"});
}

}  // namespace

std::span<const Route> diary_routes() {
    static constexpr Route routes[] = {{"GET", "/diary", Right::see_diary, show},
                                       {"GET", "/diary/new", Right::edit_diary, ask_extra},
                                       {"POST", "/diary/new", Right::edit_diary, add_extra},
                                       {"GET", "/diary/:clinic/:date", Right::see_diary, show_session},
                                       {"GET", "/diary/:clinic/:date/move", Right::edit_diary, ask_move},
                                       {"POST", "/diary/:clinic/:date/move", Right::edit_diary, move},
                                       {"POST", "/diary/:clinic/:date/cancel", Right::edit_diary, cancel},
                                       {"POST", "/diary/:clinic/:date/restore", Right::edit_diary, restore}};
    return routes;
}

}  // namespace offing::console
