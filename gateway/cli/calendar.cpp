// offing calendar: school dates in, and what a day is for a school.

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <optional>

#include "config/calendar_import.hpp"
#include "config/clinic_calendar.hpp"
#include "config/school_file.hpp"
#include "config/service_edit.hpp"
#include "config/service_file.hpp"
#include "config/write_service.hpp"
#include "gateway/cli/commands.hpp"
#include "scheduler/calendar_out.hpp"

namespace offing::cli {

namespace {

using config::Mistake;
using scheduler::Date;
using scheduler::Division;
using scheduler::SchoolCalendar;
using scheduler::SchoolCalendars;

constexpr std::size_t largest_file = (4U << 20) + 1;

[[noreturn]] void fail(const std::string& what) {
    std::cerr << "offing calendar: " << what << '\n';
    throw CLI::RuntimeError(1);
}

[[noreturn]] void fail(const std::vector<Mistake>& mistakes) {
    for (const Mistake& mistake : mistakes) std::cerr << config::spell(mistake) << '\n';
    std::cerr << "offing calendar: nothing was changed\n";
    throw CLI::RuntimeError(1);
}

std::string read_file(const std::string& name) {
    std::ifstream file{name, std::ios::binary};
    if (!file) fail(name + " can't be read");
    // One byte more than is taken tells the reader that there is too much.
    std::string text(largest_file, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(file.gcount()));
    return text;
}

struct ImportOptions {
    std::string file;
    std::string school;
    std::string into;
    std::string name;
    std::string based_on;
    std::string division;
    std::string form;
    bool dry_run = false;
};

Division division_of(const std::string& word) {
    if (word == "scotland") return Division::scotland;
    if (word == "northern-ireland") return Division::northern_ireland;
    return Division::england_and_wales;
}

std::vector<SchoolCalendar> schools_in(const std::string& file, Division usual) {
    if (!std::filesystem::exists(file)) return {};
    auto schools = config::read_schools(read_file(file), file, usual);
    if (!schools) fail(schools.error());
    return *std::move(schools);
}

void run_import(const ImportOptions& options) {
    const std::string text = read_file(options.file);
    const auto form = options.form.empty() ? config::guess_form(text) : *config::parse_form(options.form);
    std::vector<SchoolCalendar> schools = schools_in(options.into, division_of(options.division));
    auto school = std::ranges::find(schools, options.school, &SchoolCalendar::id);
    const SchoolCalendar before =
        school == schools.end() ? SchoolCalendar{.id = options.school, .name = options.school} : *school;
    SchoolCalendar named = before;
    if (!options.name.empty()) named.name = options.name;
    if (!options.based_on.empty()) named.based_on = options.based_on;
    if (!options.division.empty()) named.division = division_of(options.division);
    const auto days = config::read_calendar(text, form, options.file, named.division);
    if (!days) fail(days.error());
    const SchoolCalendar after = config::merge(named, *days);
    const auto changes = config::changes_between(before, after);
    for (const std::string& change : changes) std::cout << change << '\n';
    std::cout << options.school << ": " << changes.size() << " changes, " << days->left_out
              << " entries that are no school dates\n";
    if (options.dry_run) return;
    if (school == schools.end())
        schools.push_back(after);
    else
        *school = after;
    const std::string written = config::write_schools(schools);
    // What has been written must be readable again, by the reader that will have to.
    if (const auto again = config::read_schools(written, options.into, named.division); !again)
        fail(again.error());
    if (!config::replace_file(options.into, written))
        fail(options.into + " can't be written; it is as it was");
}

struct ClinicsOptions {
    std::string file;
    std::string service;
    std::string into;
    config::ClinicCalendar which;
    bool dry_run = false;
};

std::string spell(const config::Difference& one) {
    const std::string what = one.part + ' ' + one.id;
    if (one.field.empty()) return (one.before.empty() ? "+ " : "- ") + what;
    return "  " + what + ", " + one.field + ": " + (one.before.empty() ? "nothing" : one.before) + " -> " +
           (one.after.empty() ? "nothing" : one.after);
}

void run_clinics(const ClinicsOptions& options) {
    const auto before = config::load_service(options.service);
    if (!before) fail(before.error());
    const auto after =
        config::read_clinics(read_file(options.file), options.file, before->file, options.which);
    if (!after) fail(after.error());
    const auto changes = config::differences(before->file, *after);
    for (const config::Difference& change : changes) std::cout << spell(change) << '\n';
    std::cout << changes.size() << (changes.size() == 1 ? " change" : " changes") << '\n';
    if (options.dry_run) return;
    if (options.into.empty()) fail("--into says which service file to write; --dry-run writes none");
    if (!config::replace_file(options.into, config::write_service(*after)))
        fail(options.into + " can't be written; it is as it was");
    std::cout << "Nothing has changed yet for anybody: offing replan " << options.into
              << " shows what this does to booked times, and carries it out\n";
}

struct ShowOptions {
    std::string school;
    std::string date;
    std::string to;
    std::string service;
    std::vector<std::string> calendars;
};

scheduler::Service service_in(const std::string& file) {
    auto read = config::read_service(read_file(file), file, std::filesystem::path{file}.parent_path());
    if (!read) fail(read.error());
    return std::move(read->service);
}

SchoolCalendars calendars_of(const ShowOptions& options) {
    SchoolCalendars calendars;
    if (!options.service.empty()) calendars = service_in(options.service).schools;
    for (const std::string& file : options.calendars)
        for (SchoolCalendar& school : schools_in(file, Division::england_and_wales))
            calendars.add(std::move(school));
    return calendars;
}

std::string in_words(Date date) {
    constexpr std::array<std::string_view, 7> days{"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                   "Thursday", "Friday", "Saturday"};
    constexpr std::array<std::string_view, 12> months{"January",   "February", "March",    "April",
                                                      "May",       "June",     "July",     "August",
                                                      "September", "October",  "November", "December"};
    const std::chrono::year_month_day ymd{date};
    return std::string{days[scheduler::weekday_of(date).c_encoding()]} + ' ' +
           std::to_string(static_cast<unsigned>(ymd.day())) + ' ' +
           std::string{months[static_cast<unsigned>(ymd.month()) - 1]} + ' ' +
           std::to_string(static_cast<int>(ymd.year()));
}

void run_show(const ShowOptions& options) {
    const SchoolCalendars calendars = calendars_of(options);
    if (calendars.find(options.school) == nullptr)
        fail("there is no school or area \"" + options.school.substr(0, 60) + '"');
    const auto first = scheduler::parse_date(options.date);
    const auto last = options.to.empty() ? first : scheduler::parse_date(options.to);
    if (!first || !last || *last < *first || *last - *first > std::chrono::days{800})
        fail("--date and --to are days, in order and at most 800 apart (2026-10-22)");
    for (Date date = *first; date <= *last; date += std::chrono::days{1}) {
        const scheduler::SchoolDay day = calendars.on(options.school, date);
        std::cout << in_words(date) << (day.runs ? " is a school day for " : " is no school day for ")
                  << options.school << ": " << scheduler::spell(day.why);
        if (!day.source.empty()) std::cout << " (" << day.source << ')';
        std::cout << '\n';
    }
}

struct ExportOptions {
    std::string service;
    scheduler::CalendarOf whose;
    std::string from;
    int weeks = 6;
};

/// From the beginning of a day, on the service's wall.
scheduler::Interval weeks_from(const scheduler::Service& service, const std::string& from, int weeks) {
    const auto zone = scheduler::Zone::find(service.zone);
    const auto date = scheduler::parse_date(from);
    if (!zone || !date) fail("--from is no day (2026-10-22)");
    const auto midnight = [&](Date day) { return zone->to_instant_or_later(scheduler::LocalTime{day}); };
    return *scheduler::Interval::make(midnight(*date), midnight(*date + std::chrono::days{7 * weeks}));
}

void run_export(const ExportOptions& options) {
    const scheduler::Service service = service_in(options.service);
    const scheduler::Interval weeks = weeks_from(service, options.from, options.weeks);
    std::cout << scheduler::write_ics(service, weeks, options.whose, weeks.begin());
}

/// What doesn't stop a service from running, but staff would want to know.
void warn_of(const scheduler::Service& service, scheduler::Interval weeks) {
    for (const scheduler::Unstaffed& one : scheduler::unstaffed_sessions(service, weeks))
        std::cout << one.clinic << " on " << scheduler::spell(one.date)
                  << " is not published: " << one.present << " workers there, " << one.needed << " needed\n";
    for (const scheduler::ThinWeek& week : scheduler::thin_holiday_weeks(service, weeks))
        std::cout << "the holiday week of " << scheduler::spell(week.monday) << " has "
                  << scheduler::spell_clock(week.hours)
                  << " hours where children are welcome, a week of term "
                  << scheduler::spell_clock(week.in_term) << '\n';
}

struct CheckOptions {
    std::vector<std::string> files;
    std::string service;
    std::string from;
    std::string form;
    std::string division;
};

void run_check(const CheckOptions& options) {
    bool all_well = true;
    for (const std::string& file : options.files) {
        const std::string text = read_file(file);
        if (options.form.empty() && file.ends_with(".toml")) {
            const auto schools = config::read_schools(text, file, division_of(options.division));
            all_well &= schools.has_value();
            if (schools)
                std::cout << file << ": " << schools->size() << " schools, all well\n";
            else
                for (const Mistake& mistake : schools.error()) std::cerr << config::spell(mistake) << '\n';
            continue;
        }
        const auto form = options.form.empty() ? config::guess_form(text) : *config::parse_form(options.form);
        const auto days = config::read_calendar(text, form, file, division_of(options.division));
        all_well &= days.has_value();
        if (days)
            std::cout << file << ": " << days->terms.size() << " terms, " << days->holidays.size()
                      << " holidays, " << days->inset_days.size() << " INSET days, " << days->left_out
                      << " other entries\n";
        else
            for (const Mistake& mistake : days.error()) std::cerr << config::spell(mistake) << '\n';
    }
    if (!options.service.empty()) {
        const scheduler::Service service = service_in(options.service);
        warn_of(service, weeks_from(service, options.from, 26));
    }
    if (!all_well) throw CLI::RuntimeError(1);
}

void add_import(CLI::App& calendar) {
    const auto options = std::make_shared<ImportOptions>();
    CLI::App* command = calendar.add_subcommand(
        "import",
        "Reads school dates into a file of [[school]] tables, whole or not at all, and says what changes.\n"
        "Example: offing calendar import terms.ics --school saltmere-council --into schools.toml --dry-run\n"
        "Forms: .ics, CSV (a first line like first,last,what), GOV.UK's bank holidays as JSON, or text "
        "pasted from "
        "a page.");
    command->add_option("file", options->file, "The dates")->required();
    command->add_option("--school", options->school, "Whose they are: the id of a school or a council")
        ->required();
    command->add_option("--into", options->into, "The file of school calendars")->required();
    command->add_option("--name", options->name, "Its name, for staff");
    command->add_option("--based-on", options->based_on, "The council's id, for a school");
    command->add_option("--division", options->division, "Whose bank holidays count")
        ->check(CLI::IsMember({"england-and-wales", "scotland", "northern-ireland"}));
    command->add_option("--form", options->form, "When it can't be told from the file")
        ->check(CLI::IsMember({"ics", "csv", "json", "text"}));
    command->add_flag("--dry-run", options->dry_run, "Only say what would change");
    command->callback([options] { run_import(*options); });
}

void add_clinics(CLI::App& calendar) {
    const auto options = std::make_shared<ClinicsOptions>();
    CLI::App* command = calendar.add_subcommand(
        "import-clinics",
        "Reads clinics' hours and dates from an .ics into a service file, whole or not at all, and says what "
        "changes.\n"
        "Example: offing calendar import-clinics clinics.ics --service service.toml --dry-run\n"
        "An event's title is a clinic's id or label. One that repeats is the clinic's pattern with its "
        "exceptions; single events are its dates from the first to the last of them.");
    command->add_option("file", options->file, "The calendar")->required();
    command->add_option("--service", options->service, "The service file as it is; offing service export")
        ->required();
    command->add_option("--into", options->into, "The service file to write");
    command->add_option("--clinic", options->which.clinic, "The clinic whose all events are");
    command->add_option("--like", options->which.like,
                        "A title that names no clinic is a new one, otherwise as this clinic is");
    command->add_flag("--dry-run", options->dry_run, "Only say what would change");
    command->callback([options] { run_clinics(*options); });
}

void add_show(CLI::App& calendar) {
    const auto options = std::make_shared<ShowOptions>();
    CLI::App* command =
        calendar.add_subcommand("show",
                                "Says whether a day is a school day, and why.\n"
                                "Example: offing calendar show --service config/demo/service.toml --school "
                                "saltmere-primary --date 2026-10-22");
    command->add_option("--school", options->school, "The id of a school or a council")->required();
    command->add_option("--date", options->date, "The day, as 2026-10-22")->required();
    command->add_option("--to", options->to, "The last of several days");
    command->add_option("--service", options->service, "A service file");
    command->add_option("--calendar", options->calendars, "Files of school calendars");
    command->callback([options] { run_show(*options); });
}

void add_export(CLI::App& calendar) {
    const auto options = std::make_shared<ExportOptions>();
    CLI::App* command = calendar.add_subcommand(
        "export",
        "Writes sessions as .ics to standard output: all, or those of a clinic, a worker or a site.\n"
        "Example: offing calendar export --service config/demo/service.toml --worker jo --from 2026-11-16");
    command->add_option("--service", options->service, "The service file")->required();
    command->add_option("--from", options->from, "The first day, as 2026-11-16")->required();
    command->add_option("--weeks", options->weeks, "How many weeks")->check(CLI::Range(1, 52));
    command->add_option("--clinic", options->whose.clinic, "A clinic's id");
    command->add_option("--worker", options->whose.worker, "A worker's id");
    command->add_option("--site", options->whose.site, "A site's id");
    command->callback([options] { run_export(*options); });
}

void add_check(CLI::App& calendar) {
    const auto options = std::make_shared<CheckOptions>();
    CLI::App* command = calendar.add_subcommand(
        "check",
        "Says what is wrong with files of school dates, and changes nothing.\n"
        "Example: offing calendar check terms.ics schools.toml\n"
        "With --service and --from: what staff should know of the half year from that day, sessions without "
        "enough staff and holiday weeks with fewer hours where children are welcome.");
    command->add_option("files", options->files, "The files");
    CLI::Option* from = command->add_option("--from", options->from, "A day, as 2026-10-22");
    command->add_option("--service", options->service, "A service file")->needs(from);
    command->add_option("--form", options->form, "When it can't be told from the file")
        ->check(CLI::IsMember({"ics", "csv", "json", "text"}));
    command->add_option("--division", options->division, "Whose bank holidays count")
        ->check(CLI::IsMember({"england-and-wales", "scotland", "northern-ireland"}));
    command->callback([options] { run_check(*options); });
}

}  // namespace

void add_calendar(CLI::App& app) {
    CLI::App* calendar =
        app.add_subcommand("calendar",
                           "School dates: import, show, check; clinics: import-clinics, export.\n"
                           "Example: offing calendar check schools.toml");
    calendar->require_subcommand(1);
    add_import(*calendar);
    add_clinics(*calendar);
    add_show(*calendar);
    add_export(*calendar);
    add_check(*calendar);
}

}  // namespace offing::cli
