// Sites, workers, schools, windows and the demo's people.

#include <algorithm>

#include "config/service_reading.hpp"

namespace offing::config {

namespace {

using scheduler::Division;

bool is_made_up(std::string_view number) {
    // Ofcom's mobile numbers for drama: 07700 900000 to 900999.
    constexpr std::string_view start = "+447700900";
    return number.size() == start.size() + 3 && number.starts_with(start) &&
           std::ranges::all_of(number.substr(start.size()),
                               [](char digit) { return digit >= '0' && digit <= '9'; });
}

std::optional<scheduler::Interval> read_absence(Section& section, const scheduler::Zone& zone) {
    const auto range = read_range(section);
    const auto from = read_clock(section, "from").value_or(scheduler::ClockTime{0});
    const auto to = read_clock(section, "to").value_or(scheduler::ClockTime{24 * 60});
    section.refuse_unknown_keys();
    if (!range) return std::nullopt;
    const auto absence = scheduler::Interval::make(zone.to_instant_or_later(range->first + from),
                                                   zone.to_instant_or_later(range->last + to));
    if (!absence) section.mistake("to", "lies before its beginning", "write a later time of day");
    return absence;
}

std::optional<scheduler::BusyWindow> read_window(Section& section, bool school_days_only) {
    scheduler::BusyWindow window;
    window.days = read_weekdays(section, "days")
                      .value_or(school_days_only ? scheduler::Weekdays::monday_to_friday()
                                                 : scheduler::Weekdays::all());
    const auto from = read_clock(section, "from");
    const auto to = read_clock(section, "to");
    window.school_days_only = section.yes_or_no("school_days_only").value_or(school_days_only);
    if (section.has("first") || section.has("last")) window.dates = read_range(section);
    for (const char* key : {"from", "to"})
        if (!section.has(key)) section.mistake(key, "is missing", "write from = \"08:15\", to = \"09:15\"");
    section.refuse_unknown_keys();
    if (!from || !to) return std::nullopt;
    if (*from >= *to) {
        section.mistake("to", "lies before its beginning",
                        "write a later time than " + scheduler::spell_clock(*from));
        return std::nullopt;
    }
    window.from = *from;
    window.to = *to;
    return window;
}

}  // namespace

std::optional<Division> parse_division(std::string_view text) {
    if (text == "england-and-wales") return Division::england_and_wales;
    if (text == "scotland") return Division::scotland;
    if (text == "northern-ireland") return Division::northern_ireland;
    return std::nullopt;
}

std::vector<scheduler::BusyWindow> read_windows(Section& section, std::string_view key,
                                                bool school_days_only) {
    std::vector<scheduler::BusyWindow> windows;
    for (Section& each : section.sections(key))
        if (auto window = read_window(each, school_days_only)) windows.push_back(*std::move(window));
    return windows;
}

scheduler::Site read_site(Section& section, Names& taken) {
    scheduler::Site site;
    site.id = read_id(section, taken);
    site.nickname = read_texted_name(section, "nickname");
    site.hidden = section.yes_or_no("hidden").value_or(false);
    site.closed = read_dates(section, "closed");
    if (site.nickname.empty() && !site.hidden)
        section.mistake("nickname", "is missing: texts could not say where",
                        "write what the women call it, or hidden = true");
    section.refuse_unknown_keys();
    return site;
}

scheduler::Worker read_worker(Section& section, Names& taken, const scheduler::Zone& zone) {
    scheduler::Worker worker;
    worker.id = read_id(section, taken);
    worker.first_name = read_texted_name(section, "first_name");
    if (worker.first_name.empty())
        section.mistake("first_name", "is missing", "write the first name that may stand in texts");
    for (Section& each : section.sections("away"))
        if (const auto absence = read_absence(each, zone)) worker.away.push_back(*absence);
    section.refuse_unknown_keys();
    return worker;
}

scheduler::SchoolCalendar read_school(Section& section, Names& taken, Division usual) {
    scheduler::SchoolCalendar school;
    school.id = read_id(section, taken);
    school.name = section.text("name").value_or(school.id);
    school.based_on = section.text("based_on").value_or("");
    school.division = read_choice(section, "division", usual, parse_division,
                                  "england-and-wales, scotland, northern-ireland");
    school.terms = read_ranges(section, "terms");
    school.holidays = read_ranges(section, "holidays");
    for (const scheduler::Date day : read_dates(section, "inset_days"))
        if (!school.inset_days.insert(day).second)
            section.mistake("inset_days", scheduler::spell(day) + " stands there twice",
                            "write each day once");
    section.refuse_unknown_keys();
    return school;
}

DemoPerson read_person(Section& section, Names& numbers, const Known& known) {
    DemoPerson person;
    person.name = section.text("name").value_or("");
    person.number = section.text("number").value_or("");
    if (!is_made_up(person.number))
        section.mistake("number", "isn't one of Ofcom's numbers for made-up people",
                        "write one from \"+447700900000\" to \"+447700900999\"");
    else if (!numbers.insert(person.number).second)
        section.mistake("number", "belongs to another [[person]] above", "give each a number of her own");
    person.school = section.text("school").value_or("");
    if (!person.school.empty()) check_known(section, "school", person.school, known.schools, "school");
    person.usual_worker = section.text("usual_worker").value_or("");
    if (!person.usual_worker.empty())
        check_known(section, "usual_worker", person.usual_worker, known.workers, "worker");
    person.busy = read_windows(section, "busy", false);
    person.discreet_level = static_cast<int>(section.whole("discreet_level", 0, 3).value_or(0));
    person.language = section.text("language").value_or("en-GB");
    section.refuse_unknown_keys();
    return person;
}

}  // namespace offing::config
