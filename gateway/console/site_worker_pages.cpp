// Sites and workers: their names, the days a site is closed, and when a worker is away.

#include <algorithm>
#include <boost/json/array.hpp>

#include "gateway/console/change_pages.hpp"
#include "gateway/console/clinic_sheet.hpp"
#include "gateway/console/pattern.hpp"

namespace offing::console {

namespace json = boost::json;
using config::Part;
using http::Response;

namespace {

/// What a site and a worker have in common: a short form, and stretches in which they aren't there.
struct Kind {
    Part part;
    std::string_view folder;  ///< "/sites"
    std::string_view new_heading;
    std::string_view title;
};
constexpr Kind site{Part::site, "/sites", "A new site", "Site"};
constexpr Kind worker{Part::worker, "/workers", "A new worker", "Worker"};

bool is_site(const Kind& kind) { return kind.part == Part::site; }

Sheet sheet_of(const Kind& kind, bool is_new) {
    return is_site(kind) ? site_sheet(is_new) : worker_sheet(is_new);
}

config::Typed typed_of(const Kind& kind, const Sheet& sheet) {
    return is_site(kind) ? typed_site(sheet) : typed_worker(sheet);
}

void fill(const Kind& kind, Sheet& sheet, const config::ServiceFile& file, const std::string& id) {
    if (is_site(kind))
        fill_site(sheet, file, id);
    else
        fill_worker(sheet, file, id);
}

/// Empty when there is none of that id.
std::string name_of(const Kind& kind, const scheduler::Service& service, std::string_view id) {
    if (const auto* found = is_site(kind) ? service.find_site(id) : nullptr)
        return found->hidden ? found->id : found->nickname;
    if (const auto* found = is_site(kind) ? nullptr : service.find_worker(id)) return found->first_name;
    return {};
}

std::string moment_words(const scheduler::Zone& zone, scheduler::Instant instant, bool is_end) {
    auto local = zone.to_local(instant);
    if (scheduler::clock_of(local) != scheduler::ClockTime{0})
        return short_words(scheduler::date_of(local)) + ", " + in_words(scheduler::clock_of(local));
    return short_words(scheduler::date_of(local) - std::chrono::days{is_end ? 1 : 0});
}

json::array stretches(const Kind& kind, const Visit& visit, const scheduler::Service& service,
                      std::string_view id) {
    json::array rows;
    const auto zone = scheduler::Zone::find(service.zone);
    const auto add = [&](std::string words, std::string from, std::string to) {
        rows.push_back(json::object{{"words", std::move(words)},
                                    {"from", std::move(from)},
                                    {"to", std::move(to)},
                                    {"drop", std::string{kind.folder} + '/' + std::string{id} + "/open"}});
    };
    const auto now = to_minutes(visit.now());
    if (const auto* found = is_site(kind) ? service.find_site(id) : nullptr) {
        auto closed = found->closed;
        std::ranges::sort(closed);
        for (const auto date : closed)
            if (date >= scheduler::date_of(zone->to_local(now)))
                add(in_words(date), scheduler::spell(date), "");
    } else if (const auto* away = service.find_worker(id)) {
        for (const auto each : away->away)
            if (each.end() > now)
                add(moment_words(*zone, each.begin(), false) + " to " + moment_words(*zone, each.end(), true),
                    scheduler::spell(zone->to_local(each.begin())),
                    scheduler::spell(zone->to_local(each.end())));
    }
    return rows;
}

json::object model_of(const Kind& kind, const Visit& visit, const service::ServiceVersion& version,
                      const std::string& id) {
    const auto& service = version.file->service;
    json::array free = id.empty() ? json::array{} : stretches(kind, visit, service, id);
    const bool has_free = !free.empty();
    return {{"version", std::to_string(version.number)},
            {"id", id},
            {"is_new", id.empty()},
            {"is_site", is_site(kind)},
            {"is_worker", !is_site(kind)},
            {"heading", id.empty() ? std::string{kind.new_heading} : name_of(kind, service, id)},
            {"action", std::string{kind.folder} + '/' + (id.empty() ? "new" : id)},
            {"back", std::string{kind.folder} + '/' + id},
            {"has_free", has_free},
            {"free", std::move(free)}};
}

Response form_page(const Kind& kind, const Visit& visit, json::object model, const Sheet& sheet) {
    return visit.ask("part_form", kind.title, std::move(model), sheet);
}

Task<Response> show(const Tools& tools, Visit& visit, Kind kind, std::string id) {
    const auto version = co_await tools.book->latest();
    if (!version) co_return visit.failed(version.error());
    if (!id.empty() && name_of(kind, version->file->service, id).empty()) co_return visit.not_found();
    Sheet sheet = sheet_of(kind, id.empty());
    if (!id.empty()) fill(kind, sheet, *version->file, id);
    co_return form_page(kind, visit, model_of(kind, visit, *version, id), sheet);
}

Task<Response> add(const Tools& tools, Visit& visit, Kind kind) {
    auto version = co_await tools.book->latest();
    if (!version) co_return visit.failed(version.error());
    Sheet sheet = sheet_of(kind, true);
    sheet.read(visit.form());
    json::object model = model_of(kind, visit, *version, "");
    config::Typed typed = typed_of(kind, sheet);
    typed["id"] = {sheet.get("id")};
    auto changed = config::put(*version->file, kind.part, "", typed);
    if (!changed) refuse_all(sheet, changed.error());
    if (!sheet.is_sound()) co_return visit.sent_back("part_form", kind.title, std::move(model), sheet);
    co_return co_await propose(tools, visit,
                               {std::move(*version), std::move(*changed),
                                std::string{kind.folder} + '/' + sheet.get("id"), sheet.get("id")});
}

Task<Response> save(const Tools& tools, Visit& visit, Kind kind) {
    auto base = co_await edit_base(tools, visit);
    if (!base) co_return visit.failed(base.error());
    const auto& latest = *base->latest.file;
    const std::string name = name_of(kind, latest.service, visit.id());
    if (name.empty()) co_return visit.not_found();
    Sheet sheet = sheet_of(kind, false);
    sheet.read(visit.form());
    json::object model = model_of(kind, visit, base->latest, visit.id());
    if (wants_form_again(visit)) co_return form_page(kind, visit, std::move(model), sheet);
    if (config::typed_of(*base->seen.file, kind.part, visit.id()) !=
        config::typed_of(latest, kind.part, visit.id())) {
        Sheet theirs = sheet_of(kind, false);
        fill(kind, theirs, latest, visit.id());
        co_return visit.overtaken("part_form", kind.title, std::move(model), sheet, theirs);
    }
    auto changed = config::put(latest, kind.part, visit.id(), typed_of(kind, sheet));
    if (!changed) refuse_all(sheet, changed.error());
    if (!sheet.is_sound()) co_return visit.sent_back("part_form", kind.title, std::move(model), sheet);
    co_return co_await propose(
        tools, visit,
        {std::move(base->latest), std::move(*changed), std::string{kind.folder} + '/' + visit.id(), name});
}

Sheet closing_sheet() { return Sheet{{{.kind = Question::Kind::date, .name = "date", .label = "Day"}}}; }

Sheet stretch_sheet(const Kind& kind) { return is_site(kind) ? closing_sheet() : absence_sheet(); }

json::object stretch_model(const Kind& kind, const Visit& visit, const service::ServiceVersion& version) {
    json::object model = model_of(kind, visit, version, visit.id());
    model["action"] = std::string{kind.folder} + '/' + visit.id() + (is_site(kind) ? "/close" : "/away");
    return model;
}

Task<Response> ask_stretch(const Tools& tools, Visit& visit, Kind kind) {
    const auto version = co_await tools.book->latest();
    if (!version) co_return visit.failed(version.error());
    if (name_of(kind, version->file->service, visit.id()).empty()) co_return visit.not_found();
    Sheet sheet = stretch_sheet(kind);
    json::object model = stretch_model(kind, visit, *version);
    co_return visit.ask("absence_form", kind.title, std::move(model), sheet);
}

Task<Response> add_stretch(const Tools& tools, Visit& visit, Kind kind) {
    auto version = co_await tools.book->latest();
    if (!version) co_return visit.failed(version.error());
    const std::string name = name_of(kind, version->file->service, visit.id());
    if (name.empty()) co_return visit.not_found();
    Sheet sheet = stretch_sheet(kind);
    sheet.read(visit.form());
    json::object model = stretch_model(kind, visit, *version);
    if (wants_form_again(visit)) {
        co_return visit.ask("absence_form", kind.title, std::move(model), sheet);
    }
    auto changed =
        is_site(kind) ? config::add_closed_day(*version->file, visit.id(), console::typed_of(sheet, {"date"}))
                      : config::add_absence(*version->file, visit.id(),
                                            console::typed_of(sheet, {"first", "last", "from", "to"}));
    if (!changed) refuse_all(sheet, changed.error());
    if (!sheet.is_sound()) co_return visit.sent_back("absence_form", kind.title, std::move(model), sheet);
    co_return co_await propose(
        tools, visit,
        {std::move(*version), std::move(*changed), std::string{kind.folder} + '/' + visit.id(),
         is_site(kind) ? name + " is closed" : name + " is away"});
}

Task<Response> drop_stretch(const Tools& tools, Visit& visit, Kind kind) {
    auto version = co_await tools.book->latest();
    if (!version) co_return visit.failed(version.error());
    const auto& service = version->file->service;
    const std::string name = name_of(kind, service, visit.id());
    const auto zone = scheduler::Zone::find(service.zone);
    config::Edited changed = std::unexpected(std::vector<config::FieldMistake>{});
    if (const auto date = scheduler::parse_date(visit.form().get("from")); is_site(kind) && date)
        changed = config::drop_closed_day(*version->file, visit.id(), *date);
    const auto from = scheduler::parse_local(visit.form().get("from")),
               to = scheduler::parse_local(visit.form().get("to"));
    if (!is_site(kind) && from && to)
        if (const auto away =
                scheduler::Interval::make(zone->to_instant_or_later(*from), zone->to_instant_or_later(*to)))
            changed = config::drop_absence(*version->file, visit.id(), *away);
    if (!changed) co_return visit.not_found();
    std::string back = std::string{kind.folder} + '/' + visit.id();
    if (wants_form_again(visit)) co_return visit.see_other(back);
    co_return co_await propose(tools, visit,
                               {std::move(*version), std::move(*changed), std::move(back), name});
}

Task<Response> show_new_site(const Tools& tools, Visit& visit) { return show(tools, visit, site, {}); }
Task<Response> show_site(const Tools& tools, Visit& visit) { return show(tools, visit, site, visit.id()); }
Task<Response> add_site(const Tools& tools, Visit& visit) { return add(tools, visit, site); }
Task<Response> save_site(const Tools& tools, Visit& visit) { return save(tools, visit, site); }
Task<Response> ask_closing(const Tools& tools, Visit& visit) { return ask_stretch(tools, visit, site); }
Task<Response> close_site(const Tools& tools, Visit& visit) { return add_stretch(tools, visit, site); }
Task<Response> open_site(const Tools& tools, Visit& visit) { return drop_stretch(tools, visit, site); }
Task<Response> show_new_worker(const Tools& tools, Visit& visit) { return show(tools, visit, worker, {}); }
Task<Response> show_worker(const Tools& tools, Visit& visit) {
    return show(tools, visit, worker, visit.id());
}
Task<Response> add_worker(const Tools& tools, Visit& visit) { return add(tools, visit, worker); }
Task<Response> save_worker(const Tools& tools, Visit& visit) { return save(tools, visit, worker); }
Task<Response> ask_absence(const Tools& tools, Visit& visit) { return ask_stretch(tools, visit, worker); }
Task<Response> away_worker(const Tools& tools, Visit& visit) { return add_stretch(tools, visit, worker); }
Task<Response> back_worker(const Tools& tools, Visit& visit) { return drop_stretch(tools, visit, worker); }

}  // namespace

std::span<const Route> site_worker_routes() {
    static constexpr Route routes[] = {{"GET", "/sites/new", Right::edit_clinics, show_new_site},
                                       {"POST", "/sites/new", Right::edit_clinics, add_site},
                                       {"GET", "/sites/:id", Right::edit_clinics, show_site},
                                       {"POST", "/sites/:id", Right::edit_clinics, save_site},
                                       {"GET", "/sites/:id/close", Right::edit_clinics, ask_closing},
                                       {"POST", "/sites/:id/close", Right::edit_clinics, close_site},
                                       {"POST", "/sites/:id/open", Right::edit_clinics, open_site},
                                       {"GET", "/workers/new", Right::edit_clinics, show_new_worker},
                                       {"POST", "/workers/new", Right::edit_clinics, add_worker},
                                       {"GET", "/workers/:id", Right::edit_clinics, show_worker},
                                       {"POST", "/workers/:id", Right::edit_clinics, save_worker},
                                       {"GET", "/workers/:id/away", Right::edit_clinics, ask_absence},
                                       {"POST", "/workers/:id/away", Right::edit_clinics, away_worker},
                                       {"POST", "/workers/:id/open", Right::edit_clinics, back_worker}};
    return routes;
}

}  // namespace offing::console
