#include "gateway/service/drop_ins.hpp"

#include <algorithm>
#include <array>

#include "gateway/ledger/event.hpp"

namespace offing::service {

using scheduler::DropInState;
using scheduler::LocalTime;

namespace {

constexpr int visits_remembered = 200;
constexpr std::array<std::string_view, 6> words{"came", "began", "ended", "left", "closed", "opened_again"};

std::vector<scheduler::Session> open_today(const scheduler::Service& service, Timestamp now) {
    std::vector<scheduler::Session> open;
    const auto zone = scheduler::Zone::find(service.zone);
    if (!zone) return open;
    const auto today = scheduler::date_of(zone->to_local(to_minutes(now)));
    const auto day =
        scheduler::Interval::make(zone->to_instant_or_later(LocalTime{today}),
                                  zone->to_instant_or_later(LocalTime{today + std::chrono::days{1}}));
    if (!day) return open;
    for (auto& session : scheduler::sessions_of(service, *day))
        if (session.clinic->kind == scheduler::Kind::drop_in && session.date == today)
            open.push_back(std::move(session));
    return open;
}

LiveDropIn live_of(storage::Transaction& transaction, const scheduler::Session& session, Timestamp now) {
    const storage::SessionDay day{session.clinic->id, session.date};
    const auto counts = storage::count_drop_in(transaction, day);
    scheduler::DropInNow as_now{
        .open = session.open,
        .workers = static_cast<int>(session.workers.size()),
        .queue = counts.waiting,
        .past_visits = storage::past_visit_lengths(transaction, day.clinic, visits_remembered),
        .usual = session.clinic->length};
    for (const Timestamp since : counts.running_since) as_now.visits_since.push_back(to_minutes(since));
    if (counts.closed) as_now.closed_early = to_minutes(*counts.closed);
    return {day,
            session.open,
            scheduler::state_of(as_now, to_minutes(now)),
            counts.waiting,
            static_cast<int>(counts.running_since.size()),
            as_now.workers};
}

}  // namespace

std::string_view spell(DropInAct act) { return words.at(static_cast<std::size_t>(act)); }

std::optional<DropInAct> parse_act(std::string_view text) {
    const auto* found = std::ranges::find(words, text);
    if (found == words.end()) return std::nullopt;
    return static_cast<DropInAct>(found - words.begin());
}

std::vector<LiveDropIn> live_drop_ins(storage::Transaction& transaction, const scheduler::Service& service,
                                      Timestamp now) {
    std::vector<LiveDropIn> live;
    for (const auto& session : open_today(service, now)) live.push_back(live_of(transaction, session, now));
    return live;
}

std::optional<std::string_view> note_drop_in(storage::Transaction& transaction,
                                             const scheduler::Service& service, std::string_view clinic,
                                             DropInAct act, std::string_view by, Timestamp now) {
    const auto sessions = open_today(service, now);
    const auto found = std::ranges::find(sessions, clinic, [](const auto& one) { return one.clinic->id; });
    if (found == sessions.end()) return "this clinic is not open today";
    const storage::SessionDay day{found->clinic->id, found->date};
    switch (act) {
        case DropInAct::came:
            storage::add_arrival(transaction, day, now);
            break;
        case DropInAct::began:
            if (!storage::begin_visit(transaction, day, now)) return "nobody is waiting";
            break;
        case DropInAct::ended:
            if (!storage::end_visit(transaction, day, now)) return "nobody is being seen";
            break;
        case DropInAct::left:
            if (!storage::drop_arrival(transaction, day)) return "nobody is waiting";
            break;
        case DropInAct::closed:
        case DropInAct::opened_again:
            storage::set_closed(transaction, day,
                                act == DropInAct::closed ? std::optional{now} : std::nullopt);
            ledger::record(transaction, ledger::Kind::drop_in_changed, "",
                           {{"clinic", day.clinic},
                            {"date", scheduler::spell(day.date)},
                            {"to", spell(act)},
                            {"by", by}},
                           now);
            break;
    }
    return std::nullopt;
}

scheduler::Service as_it_stands(scheduler::Service service, const std::vector<LiveDropIn>& live,
                                const scheduler::Zone& zone, Timestamp now) {
    const auto clock = scheduler::clock_of(zone.to_local(to_minutes(now)));
    for (const auto& one : live) {
        if (one.now.state != DropInState::State::full && one.now.state != DropInState::State::closed_early)
            continue;
        const auto clinic = std::ranges::find(service.clinics, one.session.clinic, &scheduler::Clinic::id);
        const auto opens = scheduler::clock_of(zone.to_local(one.open.begin()));
        if (clinic == service.clinics.end()) continue;
        std::erase_if(clinic->exceptions, [&](const auto& each) { return each.date == one.session.date; });
        using Change = scheduler::ClinicException::Change;
        if (clock > opens)
            clinic->exceptions.push_back({one.session.date, Change::changed, opens, clock});
        else
            clinic->exceptions.push_back({one.session.date, Change::cancelled, {}, {}});
    }
    return service;
}

}  // namespace offing::service
