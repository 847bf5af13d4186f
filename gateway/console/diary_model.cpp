#include "gateway/console/diary_model.hpp"

#include <algorithm>
#include <boost/json/array.hpp>

#include "gateway/console/clinic_words.hpp"
#include "gateway/console/pattern.hpp"
#include "scheduler/calendar_out.hpp"

namespace offing::console {

namespace json = boost::json;
using scheduler::ClinicException;
using scheduler::Date;
using service::PlaceState;
using std::chrono::days;

namespace {

/// A line of the diary before it is put into its day.
struct Line {
    Date date{};
    scheduler::ClockTime opens{};
    json::object words;
};

bool is_of(const scheduler::Clinic& clinic, const std::vector<std::string>& workers,
           const DiaryFilter& filter) {
    if (!filter.site.empty() && clinic.site != filter.site) return false;
    if (!filter.clinic.empty() && clinic.id != filter.clinic) return false;
    return filter.worker.empty() || std::ranges::find(workers, filter.worker) != workers.end();
}

const ClinicException* exception_on(const scheduler::Clinic& clinic, Date date) {
    const auto found = std::ranges::find(clinic.exceptions, date, &ClinicException::date);
    return found == clinic.exceptions.end() ? nullptr : &*found;
}

json::object words_of(const scheduler::Service& service, const scheduler::Clinic& clinic, Date date) {
    json::object words{{"clinic", clinic.id},
                       {"date", scheduler::spell(date)},
                       {"spoken_date", in_words(date)},
                       {"label", clinic.label.empty() ? clinic.id : clinic.label},
                       {"where", place_words(service, clinic)},
                       {"tags", tags_of(clinic)}};
    const ClinicException* exception = exception_on(clinic, date);
    if (exception != nullptr && exception->change == ClinicException::Change::added)
        words["note"] = "extra date";
    if (exception != nullptr && exception->change == ClinicException::Change::changed)
        words["note"] = "other hours";
    return words;
}

Line line_of(const scheduler::Service& service, const service::SeenSession& seen,
             const scheduler::Zone& zone) {
    const scheduler::Clinic& clinic = *seen.session.clinic;
    const auto opens = zone.to_local(seen.session.open.begin()),
               closes = zone.to_local(seen.session.open.end());
    json::object words = words_of(service, clinic, seen.session.date);
    words["hours"] = hours_of(scheduler::clock_of(opens), scheduler::clock_of(closes));
    words["starts"] = scheduler::spell(opens);
    words["ends"] = scheduler::spell(closes);
    words["who"] = names_of(service, seen.session.workers);
    words["taken"] = taken_words(seen);
    words["runs"] = true;
    if (!seen.outside.empty())
        words["outside"] = std::to_string(seen.outside.size()) +
                           (seen.outside.size() == 1 ? " time needs a person" : " times need a person");
    return {seen.session.date, scheduler::clock_of(opens), std::move(words)};
}

void add_cancelled(const scheduler::Service& service, const DiaryStretch& stretch, const DiaryFilter& filter,
                   std::vector<Line>& lines) {
    for (const auto& clinic : service.clinics) {
        if (!is_of(clinic, clinic.workers, filter)) continue;
        for (const auto& each : clinic.exceptions) {
            const bool within = each.date >= stretch.first && each.date < stretch.first + days{stretch.days};
            if (!within || each.change != ClinicException::Change::cancelled) continue;
            json::object words = words_of(service, clinic, each.date);
            words["hours"] = hours_of(clinic.opens, clinic.closes);
            words["off"] = "doesn't run on this date";
            lines.push_back({each.date, clinic.opens, std::move(words)});
        }
    }
}

void add_unstaffed(const scheduler::Service& service, const DiaryStretch& stretch, const DiaryFilter& filter,
                   std::vector<Line>& lines) {
    for (const auto& each : scheduler::unstaffed_sessions(service, stretch.within)) {
        const auto* clinic = service.find_clinic(each.clinic);
        if (!is_of(*clinic, clinic->workers, filter)) continue;
        json::object words = words_of(service, *clinic, each.date);
        words["hours"] = hours_of(clinic->opens, clinic->closes);
        words["short_of"] = "can't open: " + std::to_string(each.present) + " of " +
                            std::to_string(each.needed) + " workers are there";
        lines.push_back({each.date, clinic->opens, std::move(words)});
    }
}

json::array notes_of(const scheduler::Service& service, Date date) {
    json::array notes;
    if (const auto holiday = scheduler::bank_holiday(service.division, date)) {
        notes.emplace_back("Bank holiday: " + std::string{*holiday});
        return notes;
    }
    if (scheduler::weekday_of(date).iso_encoding() > 5) return notes;
    if (!service.schools.runs_on(service.council, date)) notes.emplace_back("School holidays");
    return notes;
}

}  // namespace

DiaryStretch stretch_of(const scheduler::Zone& zone, Date first, int count) {
    return {first, count,
            *scheduler::Interval::make(zone.to_instant_or_later(first),
                                       zone.to_instant_or_later(first + days{count}))};
}

std::string taken_words(const service::SeenSession& seen) {
    if (seen.session.clinic->kind == scheduler::Kind::drop_in) return "no booking needed";
    const std::size_t booked = seen.count(PlaceState::booked) + seen.count(PlaceState::arrived);
    const std::size_t held = seen.count(PlaceState::held);
    std::string words = std::to_string(booked) + " of " + std::to_string(seen.places.size()) + " booked";
    if (held != 0) words += ", " + std::to_string(held) + " on offer";
    return words;
}

json::object diary_days(const scheduler::Service& service, const DiaryStretch& stretch,
                        const DiaryFilter& filter, const storage::DiaryRows& rows, Date today) {
    const auto zone = scheduler::Zone::find(service.zone);
    auto sessions = scheduler::sessions_of(service, stretch.within);
    std::erase_if(sessions,
                  [&](const auto& session) { return !is_of(*session.clinic, session.workers, filter); });
    std::vector<Line> lines;
    for (const auto& seen : service::see(service, std::move(sessions), rows))
        lines.push_back(line_of(service, seen, *zone));
    add_cancelled(service, stretch, filter, lines);
    add_unstaffed(service, stretch, filter, lines);
    std::ranges::sort(lines, {}, [](const Line& line) { return std::pair{line.date, line.opens}; });
    json::array all;
    auto line = lines.begin();
    for (Date date = stretch.first; date < stretch.first + days{stretch.days}; date += days{1}) {
        json::array of_day;
        for (; line != lines.end() && line->date <= date; ++line)
            if (line->date == date) of_day.push_back(std::move(line->words));
        const bool has_any = !of_day.empty();
        all.push_back(json::object{{"heading", in_words(date).substr(0, in_words(date).size() - 5)},
                                   {"iso", scheduler::spell(date)},
                                   {"is_today", date == today},
                                   {"notes", notes_of(service, date)},
                                   {"has_sessions", has_any},
                                   {"sessions", std::move(of_day)}});
    }
    return {{"days", std::move(all)}};
}

json::object session_model(const scheduler::Service& service, const service::SeenSession& seen) {
    const auto zone = scheduler::Zone::find(service.zone);
    json::object model = line_of(service, seen, *zone).words;
    json::array places;
    for (const auto& each : seen.places) {
        const auto* worker = service.find_worker(each.place.worker);
        places.push_back(
            json::object{{"time", in_words(scheduler::clock_of(zone->to_local(each.place.time.begin())))},
                         {"who", worker == nullptr ? "" : worker->first_name},
                         {"free", each.state == PlaceState::free},
                         {"held", each.state == PlaceState::held},
                         {"booked", each.state == PlaceState::booked},
                         {"arrived", each.state == PlaceState::arrived},
                         {"person", each.contact}});
    }
    json::array outside;
    for (const auto& each : seen.outside)
        outside.push_back(json::object{{"time", in_words(scheduler::clock_of(zone->to_local(each.starts)))},
                                       {"person", each.contact}});
    model["has_places"] = !places.empty();
    model["places"] = std::move(places);
    model["has_outside"] = !outside.empty();
    model["outside_times"] = std::move(outside);
    return model;
}

}  // namespace offing::console
