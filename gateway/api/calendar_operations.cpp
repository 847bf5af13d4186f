// Reading the service: what there is, when it runs, what is free, and what is booked by pseudonym.

#include <algorithm>

#include "gateway/api/query.hpp"
#include "gateway/api/service_json.hpp"

namespace offing::api {

namespace json = boost::json;

namespace {

using enum staff::Right;
constexpr int weeks_of_warnings = 6;

template <typename Items, typename Make>
http::Response listed(const Call& call, const Items& items, Make make) {
    const auto page = page_asked(call);
    if (!page) return page.error();
    std::vector<Listed> all;
    for (const auto& item : items)
        all.push_back({item.id, [&item, make] { return json::value(make(item)); }});
    return answer(call.request, page_of(std::move(all), *page));
}

Task<http::Response> get_service(const ApiTools& tools, Call call) {
    const auto version = co_await tools.book.latest();
    if (!version) co_return failed(version.error());
    const auto& service = version->file->service;
    co_return answer(call.request, json::object{{"id", service.id},
                                                {"name", service.name},
                                                {"zone", service.zone},
                                                {"council", service.council},
                                                {"version", version->number}});
}

Task<http::Response> get_sites(const ApiTools& tools, Call call) {
    const auto version = co_await tools.book.latest();
    if (!version) co_return failed(version.error());
    co_return listed(call, version->file->service.sites, site_json);
}

Task<http::Response> get_workers(const ApiTools& tools, Call call) {
    const auto version = co_await tools.book.latest();
    if (!version) co_return failed(version.error());
    co_return listed(call, version->file->service.workers, worker_json);
}

Task<http::Response> get_clinics(const ApiTools& tools, Call call) {
    const auto version = co_await tools.book.latest();
    if (!version) co_return failed(version.error());
    co_return listed(call, version->file->service.clinics, clinic_json);
}

Task<http::Response> get_clinic(const ApiTools& tools, Call call) {
    const auto version = co_await tools.book.latest();
    if (!version) co_return failed(version.error());
    const auto* clinic = version->file->service.find_clinic(call.ids[0]);
    if (clinic == nullptr) co_return problem(404, "Not here", "there is no clinic of that id");
    co_return answer(call.request, clinic_json(*clinic));
}

bool is_asked_for(const Call& call, const scheduler::Session& session) {
    if (const auto clinic = call.parameter("clinic"); clinic && session.clinic->id != *clinic) return false;
    if (const auto site = call.parameter("site"); site && session.clinic->site != *site) return false;
    const auto worker = call.parameter("worker");
    return !worker || std::ranges::find(session.workers, *worker) != session.workers.end();
}

Task<http::Response> get_sessions(const ApiTools& tools, Call call) {
    const auto version = co_await tools.book.latest();
    if (!version) co_return failed(version.error());
    const auto& service = version->file->service;
    const auto stretch = stretch_asked(call, service);
    if (!stretch) co_return stretch.error();
    const auto page = page_asked(call);
    if (!page) co_return page.error();
    const auto rows = co_await rows_within(tools, stretch->within, call.now);
    if (!rows) co_return failed(rows.error());
    auto sessions = scheduler::sessions_of(service, stretch->within);
    std::erase_if(sessions, [&](const auto& session) { return !is_asked_for(call, session); });
    const auto seen = service::see(service, std::move(sessions), *rows);
    std::vector<Listed> all;
    for (const auto& each : seen)
        all.push_back({spell_utc(each.session.open.begin()) + ' ' + each.session.clinic->id,
                       [&] { return json::value(session_json(service, each)); }});
    co_return answer(call.request, page_of(std::move(all), *page));
}

Task<http::Response> get_session(const ApiTools& tools, Call call) {
    const auto version = co_await tools.book.latest();
    if (!version) co_return failed(version.error());
    const auto& service = version->file->service;
    const auto date = scheduler::parse_date(call.ids[1]);
    if (!date) co_return problem(404, "Not here", "the last part of the path is a date: 2026-03-19");
    call.query = {
        {"from", scheduler::spell(*date)}, {"to", scheduler::spell(*date)}, {"clinic", call.ids[0]}};
    const auto stretch = stretch_asked(call, service);
    if (!stretch) co_return stretch.error();
    const auto rows = co_await rows_within(tools, stretch->within, call.now);
    if (!rows) co_return failed(rows.error());
    auto sessions = scheduler::sessions_of(service, stretch->within);
    std::erase_if(sessions, [&](const auto& session) { return !is_asked_for(call, session); });
    if (sessions.empty()) co_return problem(404, "Not here", "no session of that clinic runs on that date");
    const auto seen = service::see(service, std::move(sessions), *rows);
    json::object body = session_json(service, seen.front());
    json::array places;
    for (const auto& each : seen.front().places) places.push_back(place_json(each));
    body["place_list"] = std::move(places);
    co_return answer(call.request, body);
}

Task<http::Response> get_appointments(const ApiTools& tools, Call call) {
    const auto version = co_await tools.book.latest();
    if (!version) co_return failed(version.error());
    const auto stretch = stretch_asked(call, version->file->service);
    if (!stretch) co_return stretch.error();
    const auto page = page_asked(call);
    if (!page) co_return page.error();
    const auto rows = co_await rows_within(tools, stretch->within, call.now);
    if (!rows) co_return failed(rows.error());
    const auto clinic = call.parameter("clinic"), worker = call.parameter("worker");
    std::vector<Listed> all;
    for (const auto& booking : rows->bookings) {
        if ((clinic && booking.key.clinic != *clinic) || (worker && booking.worker != *worker)) continue;
        all.push_back({spell_utc(booking.starts) + ' ' + booking.id,
                       [&booking] { return json::value(appointment_json(booking)); }});
    }
    co_return answer(call.request, page_of(std::move(all), *page));
}

Task<http::Response> get_schools(const ApiTools& tools, Call call) {
    const auto version = co_await tools.book.latest();
    if (!version) co_return failed(version.error());
    std::vector<scheduler::SchoolCalendar> schools;
    for (const auto id : version->file->service.schools.ids())
        schools.push_back(*version->file->service.schools.find(id));
    co_return listed(call, schools, school_json);
}

Task<http::Response> get_school_days(const ApiTools& tools, Call call) {
    const auto version = co_await tools.book.latest();
    if (!version) co_return failed(version.error());
    const auto& service = version->file->service;
    if (service.schools.find(call.ids[0]) == nullptr)
        co_return problem(404, "Not here", "there is no school or area of that id");
    const auto stretch = stretch_asked(call, service);
    if (!stretch) co_return stretch.error();
    json::array days;
    for (auto date = stretch->from; date <= stretch->to; date += std::chrono::days{1})
        days.push_back(school_day_json(service.schools, call.ids[0], date));
    co_return answer(call.request, json::object{{"items", std::move(days)}});
}

Task<http::Response> get_warnings(const ApiTools& tools, Call call) {
    const auto version = co_await tools.book.latest();
    if (!version) co_return failed(version.error());
    const auto& service = version->file->service;
    const auto zone = scheduler::Zone::find(service.zone);
    json::array warnings;
    if (zone)
        for (const auto& each : service::warnings_of(
                 service, scheduler::date_of(zone->to_local(to_minutes(call.now))), weeks_of_warnings))
            if (warnings.size() < largest_page) warnings.push_back(warning_json(each));
    co_return answer(call.request, json::object{{"items", std::move(warnings)}});
}

constexpr Operation operations[] = {
    {"GET", "/api/v1/service", use_api, get_service},
    {"GET", "/api/v1/sites", see_diary, get_sites},
    {"GET", "/api/v1/workers", see_diary, get_workers},
    {"GET", "/api/v1/clinics", see_diary, get_clinics},
    {"GET", "/api/v1/clinics/{id}", see_diary, get_clinic},
    {"GET", "/api/v1/sessions", see_diary, get_sessions},
    {"GET", "/api/v1/sessions/{clinic}/{date}", see_diary, get_session},
    {"GET", "/api/v1/appointments", see_diary, get_appointments},
    {"GET", "/api/v1/schools", see_diary, get_schools},
    {"GET", "/api/v1/schools/{id}/days", see_diary, get_school_days},
    {"GET", "/api/v1/warnings", see_diary, get_warnings},
};

}  // namespace

std::span<const Operation> calendar_operations() { return operations; }

}  // namespace offing::api
