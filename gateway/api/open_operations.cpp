// What takes no key: the description of the API, and calendars, whose address is the secret. A calendar names
// nobody: no woman, no worker; how many come, and when.

#include <algorithm>

#include "gateway/api/openapi.hpp"
#include "gateway/api/query.hpp"
#include "gateway/service/session_places.hpp"
#include "gateway/storage/api_access.hpp"
#include "scheduler/calendar_out.hpp"

namespace offing::api {

using storage::Transaction;

namespace {

using std::chrono::days;

constexpr days shown_before{14}, shown_ahead{90};

struct Asked {
    std::optional<storage::CalendarFeed> feed{};
    storage::DiaryRows rows{};
};

scheduler::CalendarOf whose(const storage::CalendarFeed& feed) {
    scheduler::CalendarOf of;
    if (feed.kind == storage::CalendarFeed::Kind::clinic) of.clinic = feed.target;
    if (feed.kind == storage::CalendarFeed::Kind::worker) of.worker = feed.target;
    if (feed.kind == storage::CalendarFeed::Kind::site) of.site = feed.target;
    return of;
}

/// "Booked: 09:30, 10:30; 4 free", of one worker's places when the calendar is hers.
std::string describe(const service::SeenSession& seen, std::string_view worker, const scheduler::Zone& zone) {
    if (seen.session.clinic->kind == scheduler::Kind::drop_in) return "drop in";
    std::vector<std::string> booked;
    std::size_t free = 0;
    for (const auto& each : seen.places) {
        if (!worker.empty() && !each.place.worker.empty() && each.place.worker != worker) continue;
        if (each.state == service::PlaceState::free) ++free;
        if (!each.booking.empty())
            booked.push_back(
                scheduler::spell_clock(scheduler::clock_of(zone.to_local(each.place.time.begin()))));
    }
    if (seen.session.clinic->kind == scheduler::Kind::group)
        return std::to_string(booked.size()) + " booked; " + std::to_string(free) + " free";
    std::ranges::sort(booked);
    std::string times;
    for (const std::string& time : booked) times += (times.empty() ? "Booked: " : ", ") + time;
    return (times.empty() ? "Nothing booked" : times) + "; " + std::to_string(free) + " free";
}

std::string calendar_of(const scheduler::Service& service, const storage::CalendarFeed& feed,
                        scheduler::Interval within, const storage::DiaryRows& rows,
                        scheduler::Instant stamp) {
    const auto zone = scheduler::Zone::find(service.zone);
    const auto seen = service::see(service, scheduler::sessions_of(service, within), rows);
    std::map<std::pair<std::string_view, scheduler::Date>, const service::SeenSession*> by_day;
    for (const auto& each : seen) by_day[{each.session.clinic->id, each.session.date}] = &each;
    const auto of = whose(feed);
    return scheduler::write_ics(service, within, of, stamp, [&](const scheduler::Session& session) {
        const auto found = by_day.find({session.clinic->id, session.date});
        return found == by_day.end() || !zone ? std::string{} : describe(*found->second, of.worker, *zone);
    });
}

Task<http::Response> get_feed(const ApiTools& tools, Call call) {
    const auto today = std::chrono::floor<days>(call.now);
    const scheduler::Interval within = *scheduler::Interval::make(today - shown_before, today + shown_ahead);
    const Bytes hash = hash_of_secret(call.ids[0]);
    const Timestamp now = call.now;
    const auto asked = co_await tools.database.read([hash, within, now](Transaction& transaction) {
        Asked found{.feed = storage::find_feed(transaction, hash)};
        if (found.feed) found.rows = storage::diary_rows(transaction, within.begin(), within.end(), now);
        return found;
    });
    if (!asked) co_return failed(asked.error());
    // One that was revoked looks like one that never was.
    if (!asked->feed)
        co_return problem(404, "Not here", "this calendar's address doesn't work, or no longer");
    const auto version = co_await tools.book.latest();
    if (!version) co_return failed(version.error());
    // The day stamps the events, so that a calendar that didn't change is the same to the byte.
    auto response = answer_bytes(
        call.request, calendar_of(version->file->service, *asked->feed, within, asked->rows, today),
        "text/calendar; charset=utf-8");
    response.headers.emplace_back("Referrer-Policy", "no-referrer");
    co_return response;
}

Task<http::Response> get_openapi(const ApiTools&, Call call) {
    co_return answer_bytes(call.request, std::string{openapi_json}, json_type);
}

constexpr Operation operations[] = {
    {"GET", "/api/openapi.json", staff::Right::anyone, get_openapi, true},
    {"GET", "/feeds/{secret}.ics", staff::Right::anyone, get_feed, true},
};

}  // namespace

std::span<const Operation> open_operations() { return operations; }

}  // namespace offing::api
