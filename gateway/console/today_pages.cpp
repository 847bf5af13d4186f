// Today at the desk: one tap for who is here, who did not come and what runs over, and one to take a tap
// back. Names are hidden until somebody asks for them, which is on record.

#include <algorithm>
#include <boost/json/array.hpp>

#include "gateway/console/pattern.hpp"
#include "gateway/console/today_model.hpp"
#include "gateway/console/visit.hpp"
#include "gateway/service/attendance.hpp"
#include "gateway/service/rebooking.hpp"

namespace offing::console {

namespace json = boost::json;
using http::Response;
using std::chrono::days;
using std::chrono::minutes;
using storage::BookingStatus;
using storage::Transaction;

namespace {

constexpr int most_visits = 2000;

std::string words_after(const service::AfterMissed& after, const Moments& moments) {
    using What = service::AfterMissed::What;
    switch (after.what) {
        case What::offer:
            return "Other times go to her " + moments.moment(after.due) + ".";
        case What::has_another_time:
            return "She has another time booked.";
        case What::in_touch:
            return "She is in touch already: nothing more is sent.";
        case What::to_a_person:
            return "Nothing can be texted to her now: a person rings her, it is on the list.";
        case What::not_in_touch:
            return "";
    }
    return "";
}

/// What has been decided says more than what would be decided now.
std::string follows(Transaction& transaction, const service::Desk& desk, const storage::DeskVisit& visit,
                    const Moments& moments, Timestamp now) {
    std::string words = "Her place is kept. ";
    if (visit.text_sent)
        return words + "Other times were sent to her " + moments.moment(*visit.text_sent) + ".";
    if (visit.text_due)
        return words + "Other times go to her " + moments.moment(std::max(now, *visit.text_due)) + ".";
    if (!visit.after.empty() && visit.after.ends_with("to a person"))
        return words + "A person rings her: it is on the list.";
    const auto contact = storage::find_contact(transaction, desk.vault, visit.booking.contact);
    const auto standing =
        contact ? service::read_standing(transaction, desk, *contact, now) : service::Standing{{}, {}, {}};
    return words + words_after(service::after_missed(desk, contact ? &*contact : nullptr, standing,
                                                     visit.booking, now),
                               moments);
}

std::string name_of(const storage::Vault& vault, const storage::DeskVisit& visit) {
    if (visit.name_sealed.empty() || visit.key_wrapped.empty()) return {};
    const auto key = vault.unwrap(visit.key_wrapped);
    const auto name = key ? key->open(visit.name_sealed, "name") : Result<std::string>{std::string{}};
    return name.value_or("");
}

struct Day {
    std::vector<TodayVisit> visits;
    std::vector<service::LiveDropIn> live;
};

Day read_day(Transaction& transaction, const Tools& tools, const Moments& moments, bool names,
             Timestamp now) {
    Day day;
    const auto first = moments.start_of(moments.today());
    const auto last = moments.start_of(moments.today() + days{1});
    for (auto& visit : storage::desk_visits(transaction, first, last, most_visits)) {
        TodayVisit one{.visit = std::move(visit)};
        if (names) one.name = name_of(tools.desk.vault, one.visit);
        if (one.visit.booking.status == BookingStatus::missed)
            one.follows = follows(transaction, tools.desk, one.visit, moments, now);
        day.visits.push_back(std::move(one));
    }
    day.live = service::live_drop_ins(transaction, *tools.desk.diary.service(), now);
    return day;
}

json::array choices(std::string_view all, std::vector<std::pair<std::string, std::string>> each,
                    const std::string& chosen) {
    json::array listed{json::object{{"value", ""}, {"label", all}, {"chosen", chosen.empty()}}};
    for (auto& [value, label] : each)
        listed.push_back(json::object{{"value", value}, {"label", label}, {"chosen", value == chosen}});
    return listed;
}

std::string address_of(const TodayFilter& filter) {
    std::string address = "/today";
    if (!filter.site.empty()) address += "?site=" + http::percent_encode(filter.site);
    if (!filter.worker.empty())
        address += (address.contains('?') ? "&worker=" : "?worker=") + http::percent_encode(filter.worker);
    return address;
}

Response day_page(const Tools& tools, const Visit& visit, const Day& day, const TodayFilter& filter,
                  bool names) {
    const auto service = tools.desk.diary.service();
    const Moments moments{tools.desk.diary.zone(), visit.now()};
    json::object model = today_model(*service, moments, visit.now(), day.visits, filter);
    json::array sessions = open_sessions(*service, moments, day.live, filter);
    std::vector<std::pair<std::string, std::string>> sites, workers;
    for (const auto& site : service->sites)
        sites.emplace_back(site.id, site.hidden ? site.id : site.nickname);
    for (const auto& worker : service->workers) workers.emplace_back(worker.id, worker.first_name);
    model["heading"] = in_words(moments.today());
    model["at"] = moments.clock(visit.now());
    model["has_sessions"] = !sessions.empty();
    model["sessions"] = std::move(sessions);
    model["site"] = filter.site;
    model["worker"] = filter.worker;
    model["sites"] = choices("All sites", std::move(sites), filter.site);
    model["workers"] = choices("Everybody", std::move(workers), filter.worker);
    model["address"] = address_of(filter);
    model["names_shown"] = names;
    model["may_see_names"] = visit.may(Right::reveal_people) && !names;
    model["may_mark"] = visit.may(Right::mark_times);
    model["may_see_people"] = visit.may(Right::see_people);
    return visit.page("today", "Today", std::move(model));
}

Task<Response> show(const Tools& tools, Visit& visit) {
    const Moments moments{tools.desk.diary.zone(), visit.now()};
    const auto day = co_await tools.database.read([&, now = visit.now()](Transaction& transaction) {
        return read_day(transaction, tools, moments, false, now);
    });
    if (!day) co_return visit.failed(day.error());
    co_return day_page(tools, visit, *day, {visit.query().get("site"), visit.query().get("worker")}, false);
}

Task<Response> show_names(const Tools& tools, Visit& visit) {
    const Moments moments{tools.desk.diary.zone(), visit.now()};
    struct Seen {
        Day day;
        explicit operator bool() const { return true; }
    };
    const auto seen = co_await visit.act("names_of_today_shown", "",
                                         [&tools, moments, now = visit.now()](Transaction& transaction) {
                                             return Seen{read_day(transaction, tools, moments, true, now)};
                                         });
    if (!seen) co_return visit.failed(seen.error());
    co_return day_page(tools, visit, seen->day, {visit.form().get("site"), visit.form().get("worker")}, true);
}

Response back(const Visit& visit, std::string_view said) {
    return visit.see_other(address_of({visit.form().get("site"), visit.form().get("worker")}), said);
}

constexpr std::string_view somebody_was_first = "Somebody was first: look again. Nothing was changed.";

/// A visit of today; of any other day, nobody marks anything here.
Task<Result<storage::Booking>> find(const Tools& tools, const Visit& visit) {
    const auto found = co_await tools.database.read(
        [id = visit.id()](Transaction& transaction) { return storage::find_booking(transaction, id); });
    if (!found) co_return std::unexpected(found.error());
    const Moments moments{tools.desk.diary.zone(), visit.now()};
    const bool is_today = *found && moments.day((*found)->starts) == "today";
    if (!is_today) co_return fail(Error::Kind::not_found, "no such visit today");
    co_return **found;
}

Task<Response> arrived(const Tools& tools, Visit& visit) {
    const auto booking = co_await find(tools, visit);
    if (!booking) co_return visit.failed(booking.error());
    const auto done =
        co_await visit.act("marked_arrived", booking->contact,
                           [&tools, id = booking->id, now = visit.now()](Transaction& transaction) {
                               return service::mark_arrived(transaction, tools.desk, id, now);
                           });
    if (!done) co_return visit.failed(done.error());
    const Moments moments{tools.desk.diary.zone(), visit.now()};
    co_return back(visit, *done ? "The " + moments.clock(booking->starts) + " is marked: she is here."
                                : std::string{somebody_was_first});
}

Task<Response> missed(const Tools& tools, Visit& visit) {
    const auto booking = co_await find(tools, visit);
    if (!booking) co_return visit.failed(booking.error());
    if (booking->starts > visit.now())
        co_return back(visit, "Her time has not begun yet. Nothing was changed.");
    const Moments moments{tools.desk.diary.zone(), visit.now()};
    struct Marked {
        bool done = false;
        std::string next{};
        explicit operator bool() const { return done; }
    };
    const auto marked = co_await visit.act(
        "marked_missed", booking->contact,
        [&tools, &moments, booking = *booking, now = visit.now()](Transaction& transaction) {
            if (!service::mark_missed(transaction, tools.desk, booking.id, now)) return Marked{};
            storage::DeskVisit seen;
            seen.booking = booking;
            return Marked{true, follows(transaction, tools.desk, seen, moments, now)};
        });
    if (!marked) co_return visit.failed(marked.error());
    co_return back(visit, marked->done ? "The " + moments.clock(booking->starts) + " is marked as missed. " +
                                             marked->next
                                       : std::string{somebody_was_first});
}

Task<Response> take_back(const Tools& tools, Visit& visit) {
    const auto booking = co_await find(tools, visit);
    if (!booking) co_return visit.failed(booking.error());
    struct Back {
        service::TakenBack taken;
        explicit operator bool() const { return taken.done; }
    };
    const auto done = co_await visit.act("mark_taken_back", booking->contact,
                                         [id = booking->id, now = visit.now()](Transaction& transaction) {
                                             return Back{service::take_back_mark(transaction, id, now)};
                                         });
    if (!done) co_return visit.failed(done.error());
    if (!done->taken.done) co_return back(visit, somebody_was_first);
    for (const auto& key : done->taken.released) tools.desk.diary.release(key);
    co_return back(visit, done->taken.text_gone
                              ? "Taken back: it stands as booked. Other times had been sent to her already."
                              : "Taken back: it stands as booked.");
}

Task<Response> runs_over(const Tools& tools, Visit& visit) {
    const auto booking = co_await find(tools, visit);
    if (!booking) co_return visit.failed(booking.error());
    const minutes more{visit.form().get("minutes") == "30" ? 30 : 15};
    const auto over =
        co_await visit.act("ran_over", booking->contact,
                           [&tools, id = booking->id, more, now = visit.now()](Transaction& transaction) {
                               return service::note_runs_over(transaction, tools.desk, id, more, now);
                           });
    if (!over) co_return visit.failed(over.error());
    if (!*over) co_return back(visit, somebody_was_first);
    tools.wake();
    const Moments moments{tools.desk.diary.zone(), visit.now()};
    std::string said = "Noted: it runs until " + moments.clock((*over)->until) + ".";
    for (const auto& late : (*over)->late)
        said += late.told
                    ? " The next one is told: about " + std::to_string(late.late.count()) + " minutes late."
                    : " The next one begins " + std::to_string(late.late.count()) +
                          " minutes late and isn't texted: " + late.why + ".";
    co_return back(visit, said);
}

std::string_view said_of(service::DropInAct act) {
    using service::DropInAct;
    switch (act) {
        case DropInAct::came:
            return "Somebody more waits.";
        case DropInAct::began:
            return "The one who waited longest is being seen.";
        case DropInAct::ended:
            return "One visit is over.";
        case DropInAct::left:
            return "One who waited has left.";
        case DropInAct::closed:
            return "Closed for today: nobody is sent here any more.";
        case DropInAct::opened_again:
            return "Open again.";
    }
    return "";
}

Task<Response> drop_in(const Tools& tools, Visit& visit) {
    const auto act = service::parse_act(visit.form().get("act"));
    if (!act) co_return visit.not_found();
    struct Noted {
        std::string wrong;
        explicit operator bool() const { return wrong.empty(); }
    };
    const auto service = tools.desk.diary.service();
    const auto noted = co_await visit.act(
        "drop_in_" + std::string{service::spell(*act)}, "",
        [service, clinic = visit.id(), act = *act, by = visit.who().account.id,
         now = visit.now()](Transaction& transaction) {
            const auto wrong = service::note_drop_in(transaction, *service, clinic, act, by, now);
            return Noted{std::string{wrong.value_or("")}};
        });
    if (!noted) co_return visit.failed(noted.error());
    if (!noted->wrong.empty()) co_return back(visit, "Nothing was changed: " + noted->wrong + ".");
    if (tools.service_changed) co_await tools.service_changed();
    co_return back(visit, said_of(*act));
}

}  // namespace

std::span<const Route> today_routes() {
    static constexpr Route routes[] = {{"GET", "/today", Right::see_today, show},
                                       {"POST", "/today/names", Right::reveal_people, show_names},
                                       {"POST", "/today/:id/arrived", Right::mark_times, arrived},
                                       {"POST", "/today/:id/missed", Right::mark_times, missed},
                                       {"POST", "/today/:id/undo", Right::mark_times, take_back},
                                       {"POST", "/today/:id/over", Right::mark_times, runs_over},
                                       {"POST", "/today/drop-in/:clinic", Right::mark_times, drop_in}};
    return routes;
}

}  // namespace offing::console
