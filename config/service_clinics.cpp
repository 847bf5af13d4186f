#include <algorithm>

#include "config/service_reading.hpp"
#include "scheduler/recurrence.hpp"

namespace offing::config {

namespace {

using namespace std::chrono_literals;
using scheduler::Clinic;
using scheduler::ClinicException;

/// opens and closes of a clinic or an exception; false when they are no stretch of one day.
bool read_hours(Section& section, scheduler::ClockTime& opens, scheduler::ClockTime& closes) {
    const auto from = read_clock(section, "opens");
    const auto to = read_clock(section, "closes");
    for (const char* key : {"opens", "closes"})
        if (!section.has(key))
            section.mistake(key, "is missing", "write opens = \"09:30\", closes = \"12:30\"");
    if (!from || !to) return false;
    if (*from >= *to) {
        section.mistake("closes", scheduler::spell_clock(*to) + " is no later than it opens",
                        "write a time after " + scheduler::spell_clock(*from));
        return false;
    }
    opens = *from;
    closes = *to;
    return true;
}

void check_length(Section& section, std::string_view key, const Clinic& clinic, scheduler::ClockTime opens,
                  scheduler::ClockTime closes) {
    if (clinic.kind != scheduler::Kind::booked || clinic.length + clinic.run_over <= closes - opens) return;
    section.mistake(section.has(key) ? key : std::string_view{"closes"},
                    std::to_string((clinic.length + clinic.run_over).count()) +
                        " minutes don't fit between " + scheduler::spell_clock(opens) + " and " +
                        scheduler::spell_clock(closes),
                    "write a shorter length or run_over, or a longer session");
}

void read_exceptions(Section& section, Clinic& clinic) {
    Names dates;
    for (Section& each : section.sections("exception")) {
        ClinicException exception{.change =
                                      read_choice(each, "change", ClinicException::Change::cancelled,
                                                  scheduler::parse_change, "cancelled, changed, added")};
        const auto date = read_date(each, "date");
        for (const char* key : {"date", "change"})
            if (!each.has(key))
                each.mistake(key, "is missing", "write date = \"2026-12-24\", change = \"cancelled\"");
        const bool needs_hours = exception.change != ClinicException::Change::cancelled;
        if (needs_hours && read_hours(each, exception.opens, exception.closes))
            check_length(each, "closes", clinic, exception.opens, exception.closes);
        each.refuse_unknown_keys();
        if (!date) continue;
        exception.date = *date;
        if (dates.insert(scheduler::spell(*date)).second)
            clinic.exceptions.push_back(exception);
        else
            each.mistake("date", scheduler::spell(*date) + " has another exception above",
                         "write one for each date");
    }
}

void read_staff(Section& section, Clinic& clinic, const Known& known) {
    clinic.workers = section.texts("workers").value_or(std::vector<std::string>{});
    Names seen;
    for (const std::string& worker : clinic.workers) {
        check_known(section, "workers", worker, known.workers, "worker");
        if (!seen.insert(worker).second)
            section.mistake("workers", shown(worker) + " stands there twice", "write each worker once");
    }
    if (clinic.workers.empty())
        section.mistake("workers", section.has("workers") ? "is empty: nobody would be there" : "is missing",
                        "write the ids of those who are there: workers = [\"jo\"]");
    clinic.minimum_staff = static_cast<int>(section.whole("minimum_staff", 1, 50).value_or(1));
    if (!clinic.workers.empty() && static_cast<std::size_t>(clinic.minimum_staff) > clinic.workers.size())
        section.mistake("minimum_staff",
                        std::to_string(clinic.minimum_staff) + " is more than the " +
                            std::to_string(clinic.workers.size()) + " who work there: it would never open",
                        "write a smaller number, or name more workers");
}

void read_place(Section& section, Clinic& clinic, const Known& known) {
    clinic.mode = read_choice(section, "mode", scheduler::Mode::in_person, scheduler::parse_mode,
                              "in_person, phone, video, offsite");
    clinic.site = section.text("site").value_or("");
    clinic.room = section.text("room").value_or("");
    const bool remote = clinic.mode == scheduler::Mode::phone || clinic.mode == scheduler::Mode::video;
    if (!clinic.site.empty())
        check_known(section, "site", clinic.site, known.sites, "site");
    else if (clinic.mode == scheduler::Mode::in_person)
        section.mistake("site", "is missing: she could not come",
                        "write the id of a [[site]], or mode = \"phone\"");
    if (remote && (!clinic.site.empty() || !clinic.room.empty()))
        section.mistake("site",
                        "is where nobody comes: the mode is " + std::string{scheduler::spell(clinic.mode)},
                        "take it out");
}

void read_rule(Section& section, Clinic& clinic) {
    clinic.rrule = section.text("rrule").value_or("");
    clinic.first_date = read_date(section, "first_date").value_or(scheduler::Date{});
    for (const char* key : {"rrule", "first_date"})
        if (!section.has(key))
            section.mistake(key, "is missing",
                            "write rrule = \"FREQ=WEEKLY;BYDAY=TU\", first_date = \"2026-01-06\"");
    if (!section.has("rrule")) return;
    const auto rule = scheduler::parse_rule(clinic.rrule);
    if (!rule)
        section.mistake("rrule", shown(clinic.rrule) + " can't be used: " + rule.error(),
                        "write one as in iCalendar: \"FREQ=WEEKLY;BYDAY=TU\"");
    else if (const auto why = scheduler::why_it_never_fires(*rule, clinic.first_date);
             why && section.has("first_date"))
        section.mistake("rrule", shown(clinic.rrule) + " never fires: " + *why,
                        "check UNTIL, the months and the days of the month");
}

void read_capacity(Section& section, Clinic& clinic) {
    const bool group = clinic.kind == scheduler::Kind::group;
    if (section.has("places") && !group) {
        section.expect("places");
        section.mistake("places",
                        "is for groups: a booked time has one place for each worker, a drop-in needs none",
                        "take it out, or write kind = \"group\"");
    } else if (group) {
        clinic.places = static_cast<int>(section.whole("places", 1, 500).value_or(1));
        if (!section.has("places"))
            section.mistake("places", "is missing", "write how many fit into the room: places = 8");
    }
    clinic.length = read_length(section, "length", 5min, 480min).value_or(30min);
    clinic.run_over = read_length(section, "run_over", 0min, 240min).value_or(0min);
}

}  // namespace

Clinic read_clinic(Section& section, Names& taken, const Known& known) {
    Clinic clinic;
    clinic.id = read_id(section, taken);
    clinic.label = read_texted_name(section, "label");
    clinic.kind = read_choice(section, "kind", scheduler::Kind::booked, scheduler::parse_kind,
                              "booked, drop_in, group");
    clinic.audience = read_choice(section, "audience", scheduler::Audience::everyone,
                                  scheduler::parse_audience, "everyone, women_only, mothers");
    clinic.purpose = read_choice(section, "purpose", scheduler::Purpose::general, scheduler::parse_purpose,
                                 "general, womens_health, pack, van, prep");
    clinic.children_welcome = section.yes_or_no("children_welcome").value_or(false);
    clinic.parts = section.texts("parts").value_or(std::vector<std::string>{});
    clinic.runs = read_choice(section, "runs", Clinic::Runs::always, scheduler::parse_runs,
                              "always, term-only, holidays-only");
    clinic.open_on_bank_holidays = section.yes_or_no("open_on_bank_holidays").value_or(false);
    clinic.school = section.text("school").value_or("");
    if (!clinic.school.empty()) check_known(section, "school", clinic.school, known.schools, "school");
    read_place(section, clinic, known);
    read_staff(section, clinic, known);
    read_rule(section, clinic);
    read_capacity(section, clinic);
    if (read_hours(section, clinic.opens, clinic.closes))
        check_length(section, "length", clinic, clinic.opens, clinic.closes);
    read_exceptions(section, clinic);
    section.refuse_unknown_keys();
    return clinic;
}

}  // namespace offing::config
