#include "scheduler/calendar_out.hpp"

#include <algorithm>
#include <map>

namespace offing::scheduler {

namespace {

using std::chrono::days;
using std::chrono::minutes;

constexpr std::size_t longest_line = 73;  // octets, so that a fold and its space stay within 75

std::string escaped(std::string_view text) {
    std::string safe;
    for (const char letter : text) {
        if (letter == '\\' || letter == ';' || letter == ',') safe += '\\';
        if (letter == '\n')
            safe += "\\n";
        else if (static_cast<unsigned char>(letter) >= ' ')
            safe += letter;
    }
    return safe;
}

/// Folded between characters, never inside one of several bytes.
void add_line(std::string& file, std::string_view line) {
    while (line.size() > longest_line) {
        std::size_t cut = longest_line;
        while (cut > 1 && (static_cast<unsigned char>(line[cut]) & 0xC0) == 0x80) --cut;
        file.append(line.substr(0, cut)).append("\r\n ");
        line.remove_prefix(cut);
    }
    file.append(line).append("\r\n");
}

std::string utc(Instant instant) {
    const auto day = std::chrono::floor<days>(instant);
    const std::string date = spell(Date{day.time_since_epoch()});
    const std::string clock = spell_clock(instant - Instant{day});
    return date.substr(0, 4) + date.substr(5, 2) + date.substr(8, 2) + 'T' + clock.substr(0, 2) +
           clock.substr(3, 2) + "00Z";
}

bool is_of(const Session& session, const CalendarOf& whose) {
    if (!whose.clinic.empty() && session.clinic->id != whose.clinic) return false;
    if (!whose.site.empty() && session.clinic->site != whose.site) return false;
    return whose.worker.empty() || std::ranges::find(session.workers, whose.worker) != session.workers.end();
}

std::string names_of(const Service& service, const Session& session) {
    std::string names;
    for (const std::string& id : session.workers)
        if (const Worker* worker = service.find_worker(id))
            names += (names.empty() ? "with " : ", ") + worker->first_name;
    return names;
}

/// The same service with nobody's absence and no minimum in the way: what would run if all were there.
Service as_if_staffed(Service service) {
    for (Clinic& clinic : service.clinics) clinic.minimum_staff = 0;
    return service;
}

}  // namespace

std::string write_ics(const Service& service, Interval within, const CalendarOf& whose, Instant now,
                      const Describe& describe) {
    std::string file;
    for (const std::string_view line :
         {"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Offing//Sessions//EN", "CALSCALE:GREGORIAN"})
        add_line(file, line);
    for (const Session& session : sessions_of(service, within)) {
        if (!is_of(session, whose)) continue;
        const Clinic& clinic = *session.clinic;
        add_line(file, "BEGIN:VEVENT");
        add_line(file, "UID:" + escaped(clinic.id) + '-' + spell(session.date) + '@' + escaped(service.id));
        add_line(file, "DTSTAMP:" + utc(now));
        add_line(file, "DTSTART:" + utc(session.open.begin()));
        add_line(file, "DTEND:" + utc(session.open.end()));
        add_line(file, "SUMMARY:" + escaped(clinic.label.empty() ? clinic.id : clinic.label));
        if (const std::string said = describe ? describe(session) : names_of(service, session); !said.empty())
            add_line(file, "DESCRIPTION:" + escaped(said));
        if (const Site* site = service.find_site(clinic.site); site != nullptr && !site->hidden)
            add_line(file, "LOCATION:" + escaped(site->nickname));
        add_line(file,
                 "CATEGORIES:" + std::string{spell(clinic.kind)} + ',' + std::string{spell(clinic.audience)});
        add_line(file, "END:VEVENT");
    }
    add_line(file, "END:VCALENDAR");
    return file;
}

std::vector<Unstaffed> unstaffed_sessions(const Service& service, Interval within) {
    std::map<std::pair<std::string, Date>, bool> published;
    for (const Session& session : sessions_of(service, within))
        published[{session.clinic->id, session.date}] = true;
    std::vector<Unstaffed> found;
    const Service staffed = as_if_staffed(service);
    for (const Session& session : sessions_of(staffed, within)) {
        if (published.contains({session.clinic->id, session.date})) continue;
        const Clinic* clinic = service.find_clinic(session.clinic->id);
        found.push_back(
            {clinic->id, session.date, static_cast<int>(session.workers.size()), clinic->minimum_staff});
    }
    return found;
}

std::vector<ThinWeek> thin_holiday_weeks(const Service& service, Interval within) {
    struct Week {
        minutes hours{0};
        int school_days = 0;
        int days = 0;
    };
    std::map<Date, Week> weeks;
    const auto zone = Zone::find(service.zone);
    if (!zone) return {};
    const auto monday_of = [](Date date) { return date - (weekday_of(date) - std::chrono::Monday); };
    const Date first = date_of(zone->to_local(within.begin()));
    const Date last = date_of(zone->to_local(within.end() - minutes{1}));
    for (Date date = first; date <= last; date += days{1}) {
        if (weekday_of(date).iso_encoding() > 5) continue;
        Week& week = weeks[monday_of(date)];
        ++week.days;
        if (service.schools.runs_on(service.council, date)) ++week.school_days;
    }
    for (const Session& session : sessions_of(service, within))
        if (session.clinic->children_welcome) weeks[monday_of(session.date)].hours += session.open.length();
    std::vector<minutes> in_term;
    for (const auto& [monday, week] : weeks)
        if (week.days == 5 && week.school_days == 5) in_term.push_back(week.hours);
    if (in_term.empty()) return {};
    std::ranges::sort(in_term);
    const minutes usual = in_term[in_term.size() / 2];
    std::vector<ThinWeek> thin;
    for (const auto& [monday, week] : weeks)
        if (week.days == 5 && week.school_days == 0 && week.hours < usual)
            thin.push_back({monday, week.hours, usual});
    return thin;
}

}  // namespace offing::scheduler
