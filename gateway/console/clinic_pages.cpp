// Clinics, sites and workers: lists, forms, single dates, absences, and what staff are warned of.

#include <algorithm>
#include <boost/json/array.hpp>

#include "gateway/console/change_pages.hpp"
#include "gateway/console/clinic_sheet.hpp"
#include "gateway/console/clinic_words.hpp"
#include "gateway/console/pattern.hpp"
#include "gateway/service/service_warnings.hpp"

namespace offing::console {

namespace json = boost::json;
using config::Part;
using http::Response;

namespace {

constexpr int weeks_of_warnings = 6;
constexpr std::chrono::days dates_shown{60};

scheduler::Date today_of(const Visit& visit, const scheduler::Service& service) {
    const auto zone = scheduler::Zone::find(service.zone);
    return scheduler::date_of(zone->to_local(to_minutes(visit.now())));
}

json::object clinic_row(const scheduler::Service& service, const scheduler::Clinic& clinic,
                        scheduler::Date today) {
    const Pattern pattern = pattern_of(clinic.rrule);
    return {{"id", clinic.id},
            {"label", clinic.label.empty() ? clinic.id : clinic.label},
            {"when", in_words(pattern)},
            {"hours", hours_of(clinic.opens, clinic.closes)},
            {"where", place_words(service, clinic)},
            {"who", names_of(service, clinic.workers)},
            {"tags", tags_of(clinic)},
            {"has_ended", pattern.last_date && *pattern.last_date < today}};
}

json::array warning_rows(const scheduler::Service& service, scheduler::Date today,
                         std::string_view clinic = {}) {
    json::array rows;
    for (const auto& each : service::warnings_of(service, today, weeks_of_warnings))
        if (clinic.empty() || each.clinic == clinic)
            rows.push_back(json::object{{"date", short_words(each.date)},
                                        {"words", each.words},
                                        {"clinic", each.clinic},
                                        {"on", scheduler::spell(each.date)}});
    return rows;
}

Task<Response> list(const Tools& tools, Visit& visit) {
    const auto version = co_await tools.book->latest();
    if (!version) co_return visit.failed(version.error());
    const auto& service = version->file->service;
    const auto today = today_of(visit, service);
    json::array clinics, sites, workers;
    for (const auto& clinic : service.clinics) clinics.push_back(clinic_row(service, clinic, today));
    for (const auto& site : service.sites)
        sites.push_back(json::object{
            {"id", site.id},
            {"name", site.hidden ? "never named" : site.nickname},
            {"closed",
             std::to_string(std::ranges::count_if(site.closed, [&](auto date) { return date >= today; }))}});
    for (const auto& worker : service.workers)
        workers.push_back(
            json::object{{"id", worker.id},
                         {"name", worker.first_name},
                         {"away", std::to_string(std::ranges::count_if(worker.away, [&](const auto& away) {
                              return away.end() > to_minutes(visit.now());
                          }))}});
    json::array warnings = warning_rows(service, today);
    const bool has_warnings = !warnings.empty();
    co_return visit.page("clinics", "Clinics",
                         {{"clinics", std::move(clinics)},
                          {"sites", std::move(sites)},
                          {"workers", std::move(workers)},
                          {"has_warnings", has_warnings},
                          {"warnings", std::move(warnings)},
                          {"wide", true}});
}

/// The dates of a clinic that differ from its pattern, and those it runs on next.
void add_dates(json::object& model, const Visit& visit, const scheduler::Service& service,
               const scheduler::Clinic& clinic) {
    const auto today = today_of(visit, service);
    json::array exceptions, next;
    auto sorted = clinic.exceptions;
    std::ranges::sort(sorted, {}, &scheduler::ClinicException::date);
    for (const auto& each : sorted) {
        if (each.date < today) continue;
        using enum scheduler::ClinicException::Change;
        exceptions.push_back(json::object{
            {"date", scheduler::spell(each.date)},
            {"words", in_words(each.date)},
            {"what", each.change == cancelled ? "doesn't run"
                     : each.change == added   ? "also runs, " + hours_of(each.opens, each.closes)
                                            : "runs at other hours, " + hours_of(each.opens, each.closes)}});
    }
    const auto now = to_minutes(visit.now());
    for (const auto& session :
         scheduler::sessions_of(service, *scheduler::Interval::make(now, now + dates_shown)))
        if (session.clinic->id == clinic.id && next.size() < 6)
            next.push_back(
                json::object{{"date", scheduler::spell(session.date)}, {"words", in_words(session.date)}});
    model["has_exceptions"] = !exceptions.empty();
    model["exceptions"] = std::move(exceptions);
    model["has_next"] = !next.empty();
    model["next"] = std::move(next);
}

json::object clinic_model(const Visit& visit, const service::ServiceVersion& version, std::string_view id) {
    json::object model{{"version", std::to_string(version.number)}, {"is_new", id.empty()}, {"id", id}};
    model["action"] = id.empty() ? std::string{"/clinics/new"} : "/clinics/" + std::string{id};
    const auto* clinic = version.file->service.find_clinic(id);
    model["heading"] = clinic == nullptr       ? "A new clinic"
                       : clinic->label.empty() ? clinic->id
                                               : clinic->label;
    if (clinic == nullptr) return model;
    add_dates(model, visit, version.file->service, *clinic);
    json::array warnings = warning_rows(version.file->service, today_of(visit, version.file->service), id);
    model["has_warnings"] = !warnings.empty();
    model["warnings"] = std::move(warnings);
    return model;
}

Response form_page(const Visit& visit, json::object model, const Sheet& sheet) {
    return visit.ask("clinic_form", "Clinic", std::move(model), sheet);
}

Task<Response> show_new(const Tools& tools, Visit& visit) {
    const auto version = co_await tools.book->latest();
    if (!version) co_return visit.failed(version.error());
    Sheet sheet = clinic_sheet(version->file->service, true);
    fill_new_clinic(sheet, today_of(visit, version->file->service));
    co_return form_page(visit, clinic_model(visit, *version, ""), sheet);
}

Task<Response> show(const Tools& tools, Visit& visit) {
    const auto version = co_await tools.book->latest();
    if (!version) co_return visit.failed(version.error());
    if (version->file->service.find_clinic(visit.id()) == nullptr) co_return visit.not_found();
    Sheet sheet = clinic_sheet(version->file->service, false);
    fill_clinic(sheet, *version->file, visit.id());
    co_return form_page(visit, clinic_model(visit, *version, visit.id()), sheet);
}

Task<Response> save_new(const Tools& tools, Visit& visit) {
    auto version = co_await tools.book->latest();
    if (!version) co_return visit.failed(version.error());
    Sheet sheet = clinic_sheet(version->file->service, true);
    sheet.read(visit.form());
    json::object model = clinic_model(visit, *version, "");
    if (wants_form_again(visit)) co_return form_page(visit, std::move(model), sheet);
    config::Typed typed = typed_clinic(sheet);
    typed["id"] = {sheet.get("id")};
    auto changed = config::put(*version->file, Part::clinic, "", typed);
    if (!changed) refuse_all(sheet, changed.error());
    if (!sheet.is_sound()) co_return visit.sent_back("clinic_form", "Clinic", std::move(model), sheet);
    std::string id = sheet.get("id");
    co_return co_await propose(
        tools, visit, {std::move(*version), std::move(*changed), "/clinics/" + id, sheet.get("label")});
}

/// Places are numbered by the worker's index, so whoever was there keeps her position, and others come after.
std::vector<std::string> in_order_of(const std::vector<std::string>& before,
                                     const std::vector<std::string>& chosen) {
    std::vector<std::string> ordered;
    for (const std::string& id : before)
        if (std::ranges::find(chosen, id) != chosen.end()) ordered.push_back(id);
    for (const std::string& id : chosen)
        if (std::ranges::find(before, id) == before.end()) ordered.push_back(id);
    return ordered;
}

Task<Response> save(const Tools& tools, Visit& visit) {
    auto base = co_await edit_base(tools, visit);
    if (!base) co_return visit.failed(base.error());
    const auto& latest = *base->latest.file;
    if (latest.service.find_clinic(visit.id()) == nullptr) co_return visit.not_found();
    Sheet sheet = clinic_sheet(latest.service, false);
    sheet.read(visit.form());
    json::object model = clinic_model(visit, base->latest, visit.id());
    if (wants_form_again(visit)) co_return form_page(visit, std::move(model), sheet);
    // Another part of the service may have changed meanwhile; this one may not, unseen.
    if (config::typed_of(*base->seen.file, Part::clinic, visit.id()) !=
        config::typed_of(latest, Part::clinic, visit.id())) {
        Sheet theirs = clinic_sheet(latest.service, false);
        fill_clinic(theirs, latest, visit.id());
        co_return visit.overtaken("clinic_form", "Clinic", std::move(model), sheet, theirs);
    }
    config::Typed typed = typed_clinic(sheet);
    typed["workers"] = in_order_of(latest.service.find_clinic(visit.id())->workers, typed["workers"]);
    auto changed = config::put(latest, Part::clinic, visit.id(), typed);
    if (!changed) refuse_all(sheet, changed.error());
    if (!sheet.is_sound()) co_return visit.sent_back("clinic_form", "Clinic", std::move(model), sheet);
    co_return co_await propose(
        tools, visit,
        {std::move(base->latest), std::move(*changed), "/clinics/" + visit.id(), sheet.get("label")});
}

Sheet ending_sheet() {
    return Sheet{{{.kind = Question::Kind::date,
                   .name = "last",
                   .label = "Last date",
                   .hint = "It runs on that day for the last time. Women booked later get other times."}}};
}

Task<Response> show_ending(const Tools& tools, Visit& visit) {
    const auto version = co_await tools.book->latest();
    if (!version) co_return visit.failed(version.error());
    if (version->file->service.find_clinic(visit.id()) == nullptr) co_return visit.not_found();
    json::object model = clinic_model(visit, *version, visit.id());
    co_return visit.ask("clinic_end", "End a clinic", std::move(model), ending_sheet());
}

Task<Response> end(const Tools& tools, Visit& visit) {
    auto version = co_await tools.book->latest();
    if (!version) co_return visit.failed(version.error());
    if (version->file->service.find_clinic(visit.id()) == nullptr) co_return visit.not_found();
    Sheet sheet = ending_sheet();
    sheet.read(visit.form());
    json::object model = clinic_model(visit, *version, visit.id());
    const auto last = scheduler::parse_date(sheet.get("last"));
    if (!last) sheet.refuse("last", "Write a date: 2026-12-03.");
    if (wants_form_again(visit) || !last)
        co_return visit.sent_back("clinic_end", "End a clinic", std::move(model), sheet);
    auto changed = config::end_clinic(*version->file, visit.id(), *last);
    if (!changed) refuse_all(sheet, changed.error());
    if (!sheet.is_sound()) co_return visit.sent_back("clinic_end", "End a clinic", std::move(model), sheet);
    co_return co_await propose(tools, visit,
                               {std::move(*version), std::move(*changed), "/clinics", visit.id() + " ends"});
}

}  // namespace

std::span<const Route> clinic_routes() {
    static constexpr Route routes[] = {{"GET", "/clinics", Right::edit_clinics, list},
                                       {"GET", "/clinics/new", Right::edit_clinics, show_new},
                                       {"POST", "/clinics/new", Right::edit_clinics, save_new},
                                       {"GET", "/clinics/:id", Right::edit_clinics, show},
                                       {"POST", "/clinics/:id", Right::edit_clinics, save},
                                       {"GET", "/clinics/:id/end", Right::edit_clinics, show_ending},
                                       {"POST", "/clinics/:id/end", Right::edit_clinics, end}};
    return routes;
}

}  // namespace offing::console
