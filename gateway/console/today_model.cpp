#include "gateway/console/today_model.hpp"

#include <boost/json/array.hpp>

#include "gateway/console/clinic_words.hpp"

namespace offing::console {

namespace json = boost::json;
using storage::BookingStatus;

namespace {

bool is_remote(scheduler::Mode mode) {
    return mode == scheduler::Mode::phone || mode == scheduler::Mode::video;
}

std::string note_on(const storage::DeskVisit& visit, const Moments& moments, Timestamp now) {
    const auto& booking = visit.booking;
    if (booking.status == BookingStatus::arrived)
        return visit.runs_until ? "Runs over, until " + moments.clock(*visit.runs_until) : "";
    if (booking.status != BookingStatus::booked) return "";
    if (visit.here) return "Waiting outside since " + moments.clock(*visit.here);
    if (visit.eta) return "Said she comes about " + moments.clock(*visit.eta);
    if (booking.starts <= now) return "Its time has begun";
    return booking.confirmed ? "Said it is still ok" : "";
}

json::object row_of(const scheduler::Service& service, const Moments& moments, const TodayVisit& one,
                    Timestamp now) {
    const auto& booking = one.visit.booking;
    const auto* clinic = service.find_clinic(booking.key.clinic);
    const auto* worker = service.find_worker(booking.worker);
    const bool stands = booking.status == BookingStatus::booked;
    const bool is_here = booking.status == BookingStatus::arrived;
    return {{"id", booking.id},
            {"person", booking.contact},
            {"time", moments.clock(booking.starts)},
            {"name", one.name},
            {"with", worker == nullptr ? "" : worker->first_name},
            {"label", clinic == nullptr || clinic->label.empty() ? booking.key.clinic : clinic->label},
            {"where", clinic == nullptr ? "" : place_words(service, *clinic)},
            {"how", words_of(booking.mode)},
            {"note", note_on(one.visit, moments, now)},
            {"waits", stands && one.visit.here.has_value()},
            {"came_words", is_remote(booking.mode) ? "Spoken to" : "She is here"},
            {"may_come", stands},
            {"may_miss", stands && booking.starts <= now},
            {"may_run_over", is_here && !booking.worker.empty()},
            {"may_undo", !stands},
            {"came", is_here},
            {"follows", one.follows}};
}

bool is_shown(const scheduler::Service& service, const storage::Booking& booking, const TodayFilter& filter) {
    if (!filter.worker.empty() && booking.worker != filter.worker) return false;
    if (filter.site.empty()) return true;
    const auto* clinic = service.find_clinic(booking.key.clinic);
    return clinic != nullptr && clinic->site == filter.site;
}

std::string state_words(const service::LiveDropIn& live, const Moments& moments) {
    using State = scheduler::DropInState::State;
    switch (live.now.state) {
        case State::not_open_yet:
            return "opens at " + moments.clock(live.open.begin());
        case State::open:
            return "no wait";
        case State::filling:
            return "filling up";
        case State::full:
            return "full for today: nobody is sent here";
        case State::closed_early:
            return "closed: nobody is sent here";
        case State::over:
            return "over for today";
    }
    return "";
}

json::object session_of(const scheduler::Service& service, const Moments& moments,
                        const service::LiveDropIn& live) {
    using State = scheduler::DropInState::State;
    const auto* clinic = service.find_clinic(live.session.clinic);
    std::string wait;
    if (live.now.wait && live.now.wait->to.count() > 0)
        wait = "whoever comes now waits " + std::to_string(live.now.wait->from.count()) + " to " +
               std::to_string(live.now.wait->to.count()) + " minutes";
    const bool is_over = live.now.state == State::over;
    return {{"clinic", live.session.clinic},
            {"label", clinic->label.empty() ? clinic->id : clinic->label},
            {"where", place_words(service, *clinic)},
            {"hours", moments.clock(live.open.begin()) + " to " + moments.clock(live.open.end())},
            {"state", state_words(live, moments)},
            {"wait", wait},
            {"waiting", std::to_string(live.waiting)},
            {"running", std::to_string(live.running)},
            {"has_waiting", live.waiting > 0},
            {"has_running", live.running > 0},
            {"is_closed", live.now.state == State::closed_early},
            {"may_close", !is_over && live.now.state != State::closed_early},
            {"may_come", !is_over}};
}

}  // namespace

json::object today_model(const scheduler::Service& service, const Moments& moments, Timestamp now,
                         const std::vector<TodayVisit>& visits, const TodayFilter& filter) {
    json::array outside, expected, here, done;
    for (const TodayVisit& one : visits) {
        const auto& booking = one.visit.booking;
        if (!is_shown(service, booking, filter)) continue;
        json::object row = row_of(service, moments, one, now);
        const Timestamp ends = one.visit.runs_until.value_or(Timestamp{booking.ends});
        const bool is_here = booking.status == BookingStatus::arrived && ends > now;
        json::array& list = booking.status != BookingStatus::booked ? (is_here ? here : done)
                            : one.visit.here                        ? outside
                                                                    : expected;
        list.push_back(std::move(row));
    }
    const bool any = !outside.empty() || !expected.empty() || !here.empty() || !done.empty();
    return {{"any_visits", any},
            {"has_outside", !outside.empty()},
            {"outside", std::move(outside)},
            {"has_expected", !expected.empty()},
            {"expected", std::move(expected)},
            {"has_here", !here.empty()},
            {"here_now", std::move(here)},
            {"has_done", !done.empty()},
            {"done", std::move(done)}};
}

json::array open_sessions(const scheduler::Service& service, const Moments& moments,
                          const std::vector<service::LiveDropIn>& live, const TodayFilter& filter) {
    json::array sessions;
    for (const auto& each : live) {
        const auto* clinic = service.find_clinic(each.session.clinic);
        if (clinic == nullptr || (!filter.site.empty() && clinic->site != filter.site)) continue;
        if (!filter.worker.empty() &&
            std::ranges::find(clinic->workers, filter.worker) == clinic->workers.end())
            continue;
        sessions.push_back(session_of(service, moments, each));
    }
    return sessions;
}

}  // namespace offing::console
