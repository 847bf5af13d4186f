#include "config/write_service.hpp"

#include "config/school_file.hpp"
#include "config/service_reading.hpp"
#include "config/toml_text.hpp"

namespace offing::config {

namespace {

using scheduler::Clinic;
using scheduler::ClinicException;
using scheduler::Date;

constexpr std::string_view head =
    "# Written by offing: what the console changed is in it, and comments of an earlier file are not.\n\n";

void add(std::string& text, std::string_view key, std::string_view value) {
    text.append(key).append(" = ").append(in_quotes(value)).append("\n");
}

void add_unless_empty(std::string& text, std::string_view key, std::string_view value) {
    if (!value.empty()) add(text, key, value);
}

void add_number(std::string& text, std::string_view key, int value) {
    text.append(key).append(" = ").append(std::to_string(value)).append("\n");
}

void add_if(std::string& text, std::string_view key, bool value) {
    if (value) text.append(key).append(" = true\n");
}

void add_list(std::string& text, std::string_view key, const std::vector<std::string>& values) {
    if (!values.empty()) text.append(key).append(" = ").append(list_of(values)).append("\n");
}

std::string in_minutes(std::chrono::minutes length) { return std::to_string(length.count()) + "m"; }

std::string inline_window(const scheduler::BusyWindow& window) {
    std::vector<std::string> days;
    for (unsigned day = 1; day <= 7; ++day)
        if (const std::chrono::weekday weekday{day % 7}; window.days.contains(weekday))
            days.emplace_back(scheduler::spell(weekday));
    std::string text = "{ days = " + list_of(days);
    if (window.dates)
        text += ", first = " + in_quotes(scheduler::spell(window.dates->first)) +
                ", last = " + in_quotes(scheduler::spell(window.dates->last));
    text += ", from = " + in_quotes(scheduler::spell_clock(window.from)) +
            ", to = " + in_quotes(scheduler::spell_clock(window.to));
    return text + ", school_days_only = " + (window.school_days_only ? "true" : "false") + " }";
}

void add_windows(std::string& text, std::string_view key, const std::vector<scheduler::BusyWindow>& windows) {
    if (windows.empty()) return;
    text.append(key).append(" = [\n");
    for (const auto& window : windows) text.append("    ").append(inline_window(window)).append(",\n");
    text += "]\n";
}

/// An absence ends where a day ends, if it can: midnight belongs to the day before.
std::string inline_absence(scheduler::Interval away, const scheduler::Zone& zone) {
    const scheduler::LocalTime begin = zone.to_local(away.begin());
    const scheduler::LocalTime end = zone.to_local(away.end());
    const bool to_midnight = scheduler::clock_of(end) == scheduler::ClockTime{0};
    const Date last = scheduler::date_of(end) - std::chrono::days{to_midnight ? 1 : 0};
    std::string text = "{ first = " + in_quotes(scheduler::spell(scheduler::date_of(begin))) +
                       ", last = " + in_quotes(scheduler::spell(last));
    if (scheduler::clock_of(begin) != scheduler::ClockTime{0})
        text += ", from = " + in_quotes(scheduler::spell_clock(scheduler::clock_of(begin)));
    if (!to_midnight) text += ", to = " + in_quotes(scheduler::spell_clock(scheduler::clock_of(end)));
    return text + " }";
}

std::string write_site(const scheduler::Site& site) {
    std::string text = "\n[[site]]\n";
    add(text, "id", site.id);
    add_unless_empty(text, "nickname", site.nickname);
    add_if(text, "hidden", site.hidden);
    std::vector<std::string> closed;
    for (const Date date : site.closed) closed.push_back(scheduler::spell(date));
    add_list(text, "closed", closed);
    return text;
}

std::string write_worker(const scheduler::Worker& worker, const std::optional<scheduler::Zone>& zone) {
    std::string text = "\n[[worker]]\n";
    add(text, "id", worker.id);
    add(text, "first_name", worker.first_name);
    if (worker.away.empty() || !zone) return text;
    text += "away = [\n";
    for (const scheduler::Interval away : worker.away) text += "    " + inline_absence(away, *zone) + ",\n";
    return text + "]\n";
}

std::string write_exception(const ClinicException& exception) {
    std::string text = "\n    [[clinic.exception]]\n";
    add(text, "date", scheduler::spell(exception.date));
    add(text, "change", scheduler::spell(exception.change));
    if (exception.change == ClinicException::Change::cancelled) return text;
    add(text, "opens", scheduler::spell_clock(exception.opens));
    add(text, "closes", scheduler::spell_clock(exception.closes));
    return text;
}

std::string write_clinic(const Clinic& clinic) {
    std::string text = "\n[[clinic]]\n";
    add(text, "id", clinic.id);
    add_unless_empty(text, "site", clinic.site);
    add_unless_empty(text, "room", clinic.room);
    add_unless_empty(text, "label", clinic.label);
    add(text, "kind", scheduler::spell(clinic.kind));
    add(text, "mode", scheduler::spell(clinic.mode));
    add(text, "audience", scheduler::spell(clinic.audience));
    add(text, "purpose", scheduler::spell(clinic.purpose));
    add_if(text, "children_welcome", clinic.children_welcome);
    add_list(text, "workers", clinic.workers);
    add_list(text, "parts", clinic.parts);
    add_number(text, "minimum_staff", clinic.minimum_staff);
    add(text, "rrule", clinic.rrule);
    add(text, "first_date", scheduler::spell(clinic.first_date));
    add(text, "opens", scheduler::spell_clock(clinic.opens));
    add(text, "closes", scheduler::spell_clock(clinic.closes));
    add(text, "runs", scheduler::spell(clinic.runs));
    add_unless_empty(text, "school", clinic.school);
    add_if(text, "open_on_bank_holidays", clinic.open_on_bank_holidays);
    add(text, "length", in_minutes(clinic.length));
    add(text, "run_over", in_minutes(clinic.run_over));
    if (clinic.kind == scheduler::Kind::group) add_number(text, "places", clinic.places);
    for (const ClinicException& exception : clinic.exceptions) text += write_exception(exception);
    return text;
}

std::string write_person(const DemoPerson& person) {
    std::string text = "\n[[person]]\n";
    add_unless_empty(text, "name", person.name);
    add(text, "number", person.number);
    add_unless_empty(text, "school", person.school);
    add_unless_empty(text, "usual_worker", person.usual_worker);
    add_number(text, "discreet_level", person.discreet_level);
    add(text, "language", person.language);
    add_windows(text, "busy", person.busy);
    return text;
}

}  // namespace

std::string write_service(const ServiceFile& file) {
    const scheduler::Service& service = file.service;
    std::string text{head};
    add(text, "id", service.id);
    add(text, "name", service.name);
    add(text, "zone", service.zone);
    add(text, "division", spell(service.division));
    add_unless_empty(text, "council", service.council);
    add_windows(text, "usual_school_run", service.usual_school_run);
    for (const auto& site : service.sites) text += write_site(site);
    const auto zone = scheduler::Zone::find(service.zone);
    for (const auto& worker : service.workers) text += write_worker(worker, zone);
    for (const auto& clinic : service.clinics) text += write_clinic(clinic);
    for (const std::string_view id : service.schools.ids()) text += write_school(*service.schools.find(id));
    for (const auto& person : file.demo_people) text += write_person(person);
    return text;
}

}  // namespace offing::config
