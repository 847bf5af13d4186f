#include "config/clinic_calendar.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "config/ics_events.hpp"
#include "config/write_service.hpp"
#include "scheduler/recurrence.hpp"

namespace offing::config {

namespace {

using namespace std::chrono_literals;
using scheduler::Clinic;
using scheduler::ClinicException;
using scheduler::ClockTime;
using scheduler::Date;
using scheduler::Session;
using Change = ClinicException::Change;

constexpr std::size_t most_mistakes = 50;
constexpr std::chrono::days longest_span{800};
constexpr std::size_t longest_id = 40;

/// One date of an event, on the service's wall.
struct Hours {
    Date date{};
    ClockTime opens{};
    ClockTime closes{};
    int line = 0;
};

std::string in_small_letters(std::string_view text) {
    std::string small{text};
    for (char& letter : small)
        if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
    return small;
}

/// "Thursday evening" is thursday-evening.
std::string id_from(std::string_view title) {
    std::string id;
    for (const char letter : in_small_letters(title))
        if ((letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9'))
            id += letter;
        else if (!id.empty() && !id.ends_with('-'))
            id += '-';
    if (id.size() > longest_id) id.resize(longest_id);
    while (id.ends_with('-')) id.pop_back();
    return id;
}

class ClinicsReader {
public:
    ClinicsReader(std::string name, const ServiceFile& into, const ClinicCalendar& which)
        : name_{std::move(name)},
          file_{into},
          which_{which},
          zone_{*scheduler::Zone::find(into.service.zone)} {}

    std::expected<ServiceFile, std::vector<Mistake>> read(const std::vector<IcsEvent>& events) &&;

private:
    void mistake(int line, std::string what, std::string remedy) {
        if (mistakes_.size() < most_mistakes)
            mistakes_.push_back({name_, line, "", std::move(what), std::move(remedy)});
    }
    std::vector<Clinic>& clinics() { return file_.service.clinics; }
    /// Its id; empty when it names none, which has been noted then.
    std::string clinic_of(const IcsEvent& event);
    std::string new_clinic(const IcsEvent& event);
    bool is_our_zone(const IcsTime& time) const;
    std::optional<scheduler::LocalTime> on_the_wall(const IcsTime& time, int line);
    std::optional<Hours> hours_of(const IcsEvent& event);
    void take(const std::string& id, const std::vector<const IcsEvent*>& events);
    void take_rule(Clinic& clinic, const IcsEvent& event, const std::vector<const IcsEvent*>& all);
    bool take_pattern(Clinic& clinic, const IcsEvent& event);
    void take_override(Clinic& clinic, const scheduler::Rule& rule, const IcsEvent& event);
    void take_dates(Clinic& clinic, const std::vector<const IcsEvent*>& events);
    void add(Clinic& clinic, const scheduler::Rule& rule, const Hours& hours);
    std::set<Date> dates_between(const Clinic& clinic, Date first, Date last) const;

    std::string name_;
    ServiceFile file_;
    const ClinicCalendar& which_;
    scheduler::Zone zone_;
    std::vector<Mistake> mistakes_;
};

bool fires_on(const scheduler::Rule& rule, const Clinic& clinic, Date date) {
    return date >= clinic.first_date &&
           !dates_of(rule, clinic.first_date, date, date + std::chrono::days{1}).empty();
}

void drop(Clinic& clinic, Date date) {
    std::erase_if(clinic.exceptions, [&](const ClinicException& each) { return each.date == date; });
}

std::string ClinicsReader::new_clinic(const IcsEvent& event) {
    const Clinic* pattern = file_.service.find_clinic(which_.like);
    const std::string id = id_from(event.summary);
    if (pattern == nullptr || id.empty() || event.rules.empty()) {
        mistake(event.line,
                pattern == nullptr ? "the event's title names no clinic"
                                   : "the event begins no clinic: it has no title or doesn't repeat",
                "give it a clinic's id or label for a title, or say whose the events are with --clinic");
        return {};
    }
    Clinic clinic = *pattern;
    clinic.id = id;
    clinic.label = event.summary;
    clinic.exceptions.clear();
    clinics().push_back(std::move(clinic));
    return id;
}

std::string ClinicsReader::clinic_of(const IcsEvent& event) {
    if (!which_.clinic.empty()) return which_.clinic;
    // As our own export writes it: clinic-2026-11-16@service.
    const std::string tail = "@" + file_.service.id;
    for (const Clinic& clinic : clinics())
        if (event.uid.starts_with(clinic.id + '-') && event.uid.ends_with(tail) &&
            event.uid.size() == clinic.id.size() + 11 + tail.size() &&
            scheduler::parse_date(event.uid.substr(clinic.id.size() + 1, 10)))
            return clinic.id;
    const std::string title = in_small_letters(event.summary);
    std::vector<std::string> named;
    for (const Clinic& clinic : clinics())
        if (title == in_small_letters(clinic.id) ||
            (!clinic.label.empty() && title == in_small_letters(clinic.label)))
            named.push_back(clinic.id);
    if (named.size() == 1) return named.front();
    if (named.empty()) return new_clinic(event);
    mistake(event.line, "the event's title names " + named[0] + " and " + named[1],
            "give it the id of one of them for a title");
    return {};
}

bool ClinicsReader::is_our_zone(const IcsTime& time) const {
    const std::string_view zone = file_.service.zone;
    if (time.zone.empty() || time.zone == zone || time.zone.ends_with('/' + std::string{zone})) return true;
    // As Outlook writes it.
    return zone == "Europe/London" && time.zone == "GMT Standard Time";
}

std::optional<scheduler::LocalTime> ClinicsReader::on_the_wall(const IcsTime& time, int line) {
    using std::chrono::minutes;
    if (!time.clock || *time.clock % minutes{5} != 0s) {
        mistake(line, time.clock ? "the event is not on full five minutes" : "the event lasts whole days",
                "give it the hours from which to which the clinic is open");
        return std::nullopt;
    }
    const auto wall = scheduler::LocalTime{time.date} + std::chrono::duration_cast<minutes>(*time.clock);
    if (time.is_utc) return zone_.to_local(scheduler::Instant{wall.time_since_epoch()});
    if (!is_our_zone(time)) {
        mistake(line, "its zone \"" + time.zone.substr(0, 40) + "\" is not the service's",
                "write it for " + file_.service.zone);
        return std::nullopt;
    }
    if (!zone_.to_instant(wall)) {
        mistake(line, scheduler::spell(wall) + " doesn't exist: the clocks go forward",
                "write a time that exists");
        return std::nullopt;
    }
    return wall;
}

std::optional<Hours> ClinicsReader::hours_of(const IcsEvent& event) {
    const std::size_t before = mistakes_.size();
    if (!event.start || !event.end)
        mistake(event.line, "the event has no beginning or no end", "export the calendar again");
    const auto begin = event.start ? on_the_wall(*event.start, event.line) : std::nullopt;
    const auto end = begin && event.end ? on_the_wall(*event.end, event.line) : std::nullopt;
    if (!begin || !end || mistakes_.size() > before) return std::nullopt;
    const Hours hours{scheduler::date_of(*begin), scheduler::clock_of(*begin),
                      *end - scheduler::LocalTime{scheduler::date_of(*begin)}, event.line};
    const auto year = std::chrono::year_month_day{hours.date}.year();
    if (hours.closes <= hours.opens || hours.closes > 24h)
        mistake(event.line, "the event doesn't end later on the day it begins", "check its hours");
    else if (year < std::chrono::year{2000} || year > std::chrono::year{2100})
        mistake(event.line, scheduler::spell(hours.date) + " is not within the years 2000 to 2100",
                "check the year");
    else
        return hours;
    return std::nullopt;
}

void ClinicsReader::add(Clinic& clinic, const scheduler::Rule& rule, const Hours& hours) {
    const bool in_pattern = fires_on(rule, clinic, hours.date);
    drop(clinic, hours.date);
    if (in_pattern && clinic.opens == hours.opens && clinic.closes == hours.closes) return;
    clinic.exceptions.push_back(
        {hours.date, in_pattern ? Change::changed : Change::added, hours.opens, hours.closes});
}

bool ClinicsReader::take_pattern(Clinic& clinic, const IcsEvent& event) {
    const auto hours = hours_of(event);
    if (!hours) return false;
    const auto refuse = [&](const std::string& why) {
        mistake(event.line, "RRULE: " + why, "mend the rule");
        return false;
    };
    const auto rule = scheduler::parse_rule(event.rules.front());
    if (!rule) return refuse(rule.error());
    if (!rule->hours.empty() || !rule->minutes.empty() || !rule->seconds.empty())
        return refuse("it names times of day, and a clinic opens once a day");
    if (event.start->is_utc && file_.service.zone != "UTC")
        return refuse("its start is in UTC, so that the hours would move when the clocks change");
    if (const auto why = scheduler::why_it_never_fires(*rule, hours->date))
        return refuse("never fires: " + *why);
    clinic.rrule = event.rules.front();
    clinic.first_date = hours->date;
    clinic.opens = hours->opens;
    clinic.closes = hours->closes;
    clinic.exceptions.clear();
    for (const IcsTime& time : event.except)
        if (fires_on(*rule, clinic, time.date)) {
            drop(clinic, time.date);
            clinic.exceptions.push_back({time.date, Change::cancelled});
        }
    for (const IcsTime& time : event.also)
        add(clinic, *rule, {time.date, hours->opens, hours->closes, event.line});
    return true;
}

void ClinicsReader::take_override(Clinic& clinic, const scheduler::Rule& rule, const IcsEvent& event) {
    const IcsTime& of = *event.instead_of;
    Date date = of.date;
    if (of.is_utc && of.clock)
        date = scheduler::date_of(
            zone_.to_local(scheduler::Instant{scheduler::LocalTime{of.date}.time_since_epoch()} +
                           std::chrono::duration_cast<std::chrono::minutes>(*of.clock)));
    if (!fires_on(rule, clinic, date))
        return mistake(event.line,
                       "the event stands for " + scheduler::spell(date) + ", which the rule doesn't name",
                       "check its RECURRENCE-ID");
    const auto hours = event.is_cancelled ? std::nullopt : hours_of(event);
    if (!event.is_cancelled && !hours) return;
    drop(clinic, date);
    if (!hours || hours->date != date) clinic.exceptions.push_back({date, Change::cancelled});
    if (hours) add(clinic, rule, *hours);
}

void ClinicsReader::take_rule(Clinic& clinic, const IcsEvent& event,
                              const std::vector<const IcsEvent*>& all) {
    if (!take_pattern(clinic, event)) return;
    const scheduler::Rule rule = *scheduler::parse_rule(clinic.rrule);
    for (const IcsEvent* one : all) {
        if (one == &event) continue;
        if (one->instead_of)
            take_override(clinic, rule, *one);
        else if (one->is_cancelled)
            continue;
        else if (const auto hours = hours_of(*one))
            add(clinic, rule, *hours);
    }
}

std::set<Date> ClinicsReader::dates_between(const Clinic& clinic, Date first, Date last) const {
    std::set<Date> dates;
    const auto within =
        scheduler::Interval::make(zone_.to_instant_or_later(scheduler::LocalTime{first}),
                                  zone_.to_instant_or_later(scheduler::LocalTime{last} + 24h));
    if (!within) return dates;
    scheduler::Service alone = file_.service;
    alone.clinics = {clinic};
    for (const Session& session : sessions_of(alone, *within)) dates.insert(session.date);
    return dates;
}

/// Single events are the truth about the days from the first of them to the last.
void ClinicsReader::take_dates(Clinic& clinic, const std::vector<const IcsEvent*>& events) {
    std::map<Date, Hours> dates;
    for (const IcsEvent* event : events) {
        if (event->is_cancelled) continue;
        const auto hours = hours_of(*event);
        if (hours && !dates.emplace(hours->date, *hours).second)
            mistake(event->line, clinic.id + " stands twice on " + scheduler::spell(hours->date),
                    "write one event for each day");
    }
    if (dates.empty()) return;
    const Date first = dates.begin()->first;
    const Date last = dates.rbegin()->first;
    if (last - first > longest_span)
        return mistake(events.front()->line, clinic.id + " has dates more than 800 days apart",
                       "export a shorter stretch");
    const auto rule = scheduler::parse_rule(clinic.rrule);
    if (!rule) return;
    auto running = dates_between(clinic, first, last);
    for (const auto& [date, hours] : dates) {
        const bool ran = running.erase(date) > 0;
        const auto exception = std::ranges::find(clinic.exceptions, date, &ClinicException::date);
        const bool was_cancelled =
            exception != clinic.exceptions.end() && exception->change == Change::cancelled;
        if (!ran && !was_cancelled && fires_on(*rule, clinic, date))
            mistake(hours.line,
                    clinic.id + " doesn't run on " + scheduler::spell(date) +
                        ": a bank holiday, outside its terms, closed, or too few are there",
                    "change that in the service first, or take the event out");
        else
            add(clinic, *rule, hours);
    }
    for (const Date date : running) {
        drop(clinic, date);
        if (fires_on(*rule, clinic, date)) clinic.exceptions.push_back({date, Change::cancelled});
    }
}

void ClinicsReader::take(const std::string& id, const std::vector<const IcsEvent*>& events) {
    const auto clinic = std::ranges::find(clinics(), id, &Clinic::id);
    if (clinic == clinics().end())
        return mistake(0, "there is no clinic " + id.substr(0, 60), "look at the service's list");
    const IcsEvent* pattern = nullptr;
    for (const IcsEvent* event : events) {
        if (event->rules.empty() || event->instead_of) continue;
        if (pattern != nullptr || event->rules.size() > 1)
            return mistake(event->line, id + " has more than one rule that repeats",
                           "make a clinic of its own of the second");
        pattern = event;
    }
    if (pattern == nullptr)
        take_dates(*clinic, events);
    else if (pattern->is_cancelled)
        mistake(pattern->line, id + " is cancelled as a whole", "end the clinic in the service instead");
    else
        take_rule(*clinic, *pattern, events);
    std::ranges::sort(clinic->exceptions, {}, &ClinicException::date);
}

std::expected<ServiceFile, std::vector<Mistake>> ClinicsReader::read(const std::vector<IcsEvent>& events) && {
    std::map<std::string, std::vector<const IcsEvent*>> by_clinic;
    for (const IcsEvent& event : events)
        if (const std::string id = clinic_of(event); !id.empty()) by_clinic[id].push_back(&event);
    // With an event missing from its clinic, what is left would look like sessions called off.
    if (mistakes_.empty())
        for (const auto& [id, its] : by_clinic) take(id, its);
    if (mistakes_.empty() && events.empty())
        mistake(0, "no events were found", "export the clinics' calendar");
    if (!mistakes_.empty()) return std::unexpected(std::move(mistakes_));
    return read_service(write_service(file_), name_ + ", as a service file",
                        [](const std::string&) -> std::optional<std::string> { return std::nullopt; });
}

}  // namespace

std::expected<ServiceFile, std::vector<Mistake>> read_clinics(std::string_view text, const std::string& name,
                                                              const ServiceFile& into,
                                                              const ClinicCalendar& which) {
    auto events = read_events(text, name);
    if (!events) return std::unexpected(std::vector{std::move(events.error())});
    return ClinicsReader{name, into, which}.read(*events);
}

}  // namespace offing::config
