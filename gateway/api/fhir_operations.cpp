// The read face of FHIR R4: read and search, in pages. Searches look at most 62 days far.

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "gateway/api/fhir.hpp"
#include "gateway/api/query.hpp"

namespace offing::api {

namespace json = boost::json;
using storage::Transaction;

namespace {

using enum staff::Right;
using std::chrono::days;

http::Response fhir_problem(int status, std::string_view code, std::string_view text) {
    http::Response response =
        http::Response::text(status, json::serialize(fhir::outcome(code, text)), fhir_type);
    response.headers.emplace_back("Cache-Control", "private, no-cache");
    return response;
}

http::Response not_here() { return fhir_problem(404, "not-found", "there is no such resource"); }

http::Response fhir_failed(const Error& error) {
    if (error.kind == Error::Kind::not_found) return not_here();
    return fhir_problem(503, "transient", "try again in a moment");
}

/// FHIR's names for a page and for days, as the lists of the other face have them: _count, cursor; ge...,
/// le... and lt... of `dates`, or a date alone.
std::optional<std::vector<http::Header>> as_list(const Call& call, std::string_view dates) {
    std::vector<http::Header> query;
    for (const auto& [name, value] : call.query) {
        if (name == "_count") query.emplace_back("limit", value);
        if (name == "cursor") query.emplace_back("after", value);
        if (name != dates || dates.empty()) continue;
        const std::string_view text = value;
        const auto prefix = text.substr(0, 2);
        const bool has_prefix = prefix == "ge" || prefix == "le" || prefix == "lt";
        const auto date = scheduler::parse_date(has_prefix ? text.substr(2) : text);
        if (!date) return std::nullopt;
        if (prefix != "le" && prefix != "lt") query.emplace_back("from", scheduler::spell(*date));
        if (prefix == "lt") query.emplace_back("to", scheduler::spell(*date - days{1}));
        if (prefix == "le" || !has_prefix) query.emplace_back("to", scheduler::spell(*date));
    }
    return query;
}

std::string next_address(const Call& call, std::string_view cursor) {
    std::string address{call.request.path()};
    char join = '?';
    for (const auto& [name, value] : call.query) {
        if (name == "cursor") continue;
        address += join + http::percent_encode(name) + '=' + http::percent_encode(value);
        join = '&';
    }
    return address + join + "cursor=" + http::percent_encode(cursor);
}

http::Response answer_bundle(const Call& call, std::vector<Listed> all, const Page& page) {
    const std::size_t total = all.size();
    json::object listed = page_of(std::move(all), page);
    // Before anything is taken out of the object: what it holds may move then.
    const auto* next = listed.if_contains("next");
    const std::string more = next == nullptr ? "" : next_address(call, next->as_string());
    json::array items;
    if (auto* found = listed.if_contains("items")) items = std::move(found->as_array());
    return answer(call.request, fhir::bundle(std::move(items), total, call.request.target, more), fhir_type);
}

Task<http::Response> get_metadata(const ApiTools&, Call call) {
    co_return answer(call.request, fhir::capability_statement("2026-11-25"), fhir_type);
}

Task<http::Response> search_schedules(const ApiTools& tools, Call call) {
    const auto version = co_await tools.book.latest();
    if (!version) co_return fhir_failed(version.error());
    const auto& service = version->file->service;
    Call plain = call;
    plain.query = *as_list(call, "");
    const auto page = page_asked(plain);
    if (!page) co_return fhir_problem(400, "invalid", "_count is a number from 1 to 200");
    std::vector<Listed> all;
    for (const auto& clinic : service.clinics)
        all.push_back({clinic.id, [&] { return json::value(fhir::schedule(service, clinic)); }});
    co_return answer_bundle(call, std::move(all), *page);
}

Task<http::Response> read_schedule(const ApiTools& tools, Call call) {
    const auto version = co_await tools.book.latest();
    if (!version) co_return fhir_failed(version.error());
    const auto* clinic = version->file->service.find_clinic(call.ids[0]);
    if (clinic == nullptr) co_return not_here();
    co_return answer(call.request, fhir::schedule(version->file->service, *clinic), fhir_type);
}

/// What a search over days looks at, and the page of it.
struct Searched {
    service::ServiceVersion version;
    scheduler::Interval within;
    Page page;
    storage::DiaryRows rows;
};

/// `dates` names the parameter that says which days.
Task<Asked<Searched>> search(const ApiTools& tools, Call call, std::string_view dates) {
    auto version = co_await tools.book.latest();
    if (!version) co_return std::unexpected(fhir_failed(version.error()));
    auto query = as_list(call, dates);
    if (!query)
        co_return std::unexpected(
            fhir_problem(400, "invalid", std::string{dates} + " is ge2026-03-16, lt2026-03-23, or a date"));
    call.query = std::move(*query);
    const auto stretch = stretch_asked(call, version->file->service);
    auto page = page_asked(call);
    if (!stretch || !page)
        co_return std::unexpected(
            fhir_problem(400, "invalid", "at most 62 days are answered, and 200 resources a page"));
    auto rows = co_await rows_within(tools, stretch->within, call.now);
    if (!rows) co_return std::unexpected(fhir_failed(rows.error()));
    co_return Searched{std::move(*version), stretch->within, std::move(*page), std::move(*rows)};
}

/// The clinic of "Schedule/tue" or "tue".
std::optional<std::string> schedule_asked(const Call& call) {
    auto schedule = call.parameter("schedule");
    if (schedule && schedule->starts_with("Schedule/")) schedule->erase(0, 9);
    return schedule;
}

Task<http::Response> search_slots(const ApiTools& tools, Call call) {
    const auto searched = co_await search(tools, call, "start");
    if (!searched) co_return searched.error();
    const auto& service = searched->version.file->service;
    auto sessions = scheduler::sessions_of(service, searched->within);
    if (const auto schedule = schedule_asked(call))
        std::erase_if(sessions, [&](const auto& session) { return session.clinic->id != *schedule; });
    const auto status = call.parameter("status");
    std::vector<Listed> all;
    for (const auto& seen : service::see(service, std::move(sessions), searched->rows)) {
        for (json::object& slot : fhir::slots(seen)) {
            if (status && slot["status"].as_string() != *status) continue;
            std::string key{slot["start"].as_string()};
            key.append(1, ' ').append(slot["id"].as_string());
            all.push_back({std::move(key), [slot = std::move(slot)] { return json::value(slot); }});
        }
    }
    co_return answer_bundle(call, std::move(all), searched->page);
}

Task<http::Response> read_slot(const ApiTools& tools, Call call) {
    const auto key = fhir::parse_slot_id(call.ids[0]);
    if (!key) co_return not_here();
    const auto version = co_await tools.book.latest();
    if (!version) co_return fhir_failed(version.error());
    const auto& service = version->file->service;
    Call plain = call;
    plain.query = {{"from", scheduler::spell(key->date)}, {"to", scheduler::spell(key->date)}};
    const auto stretch = stretch_asked(plain, service);
    if (!stretch) co_return not_here();
    const auto rows = co_await rows_within(tools, stretch->within, call.now);
    if (!rows) co_return fhir_failed(rows.error());
    auto sessions = scheduler::sessions_of(service, stretch->within);
    std::erase_if(sessions, [&](const auto& session) { return session.clinic->id != key->clinic; });
    for (const auto& seen : service::see(service, std::move(sessions), *rows))
        for (json::object& slot : fhir::slots(seen))
            if (slot["id"].as_string() == call.ids[0]) co_return answer(call.request, slot, fhir_type);
    co_return not_here();
}

Task<http::Response> search_appointments(const ApiTools& tools, Call call) {
    const auto searched = co_await search(tools, call, "date");
    if (!searched) co_return searched.error();
    const auto& service = searched->version.file->service;
    std::vector<Listed> all;
    for (const auto& booking : searched->rows.bookings)
        all.push_back({spell_utc(booking.starts) + ' ' + booking.id,
                       [&] { return json::value(fhir::appointment(service, booking)); }});
    co_return answer_bundle(call, std::move(all), searched->page);
}

Task<http::Response> read_appointment(const ApiTools& tools, Call call) {
    const auto version = co_await tools.book.latest();
    if (!version) co_return fhir_failed(version.error());
    const auto booking = co_await tools.database.read(
        [id = call.ids[0]](Transaction& transaction) { return storage::diary_booking(transaction, id); });
    if (!booking) co_return fhir_failed(booking.error());
    if (!*booking) co_return not_here();
    co_return answer(call.request, fhir::appointment(version->file->service, **booking), fhir_type);
}

constexpr Operation operations[] = {
    {"GET", "/fhir/R4/metadata", use_api, get_metadata},
    {"GET", "/fhir/R4/Schedule", see_diary, search_schedules},
    {"GET", "/fhir/R4/Schedule/{id}", see_diary, read_schedule},
    {"GET", "/fhir/R4/Slot", see_diary, search_slots},
    {"GET", "/fhir/R4/Slot/{id}", see_diary, read_slot},
    {"GET", "/fhir/R4/Appointment", see_diary, search_appointments},
    {"GET", "/fhir/R4/Appointment/{id}", see_diary, read_appointment},
};

}  // namespace

std::span<const Operation> fhir_operations() { return operations; }

}  // namespace offing::api
