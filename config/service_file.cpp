#include "config/service_file.hpp"

#include <algorithm>
#include <map>

#include "config/service_reading.hpp"

namespace offing::config {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t largest_file = 4 << 20;
constexpr std::size_t deepest_chain = 8;

class Reader {
public:
    Reader(Mistakes& mistakes, BesideReader beside) : mistakes_{mistakes}, beside_{std::move(beside)} {}

    ServiceFile read(const toml::table& table);
    /// What was found in the calendars beside the file: their mistakes name them.
    std::vector<Mistake> elsewhere() && { return std::move(elsewhere_); }

private:
    void read_service(Section& top);
    void read_schools(Section& top);
    void add_school(Section& section);
    void read_school_file(Section& top, const std::string& name);
    void check_chains(Section& top);
    void read_clinics(Section& top);

    Mistakes& mistakes_;
    BesideReader beside_;
    ServiceFile file_;
    Known known_;
    std::vector<Mistake> elsewhere_;
};

void Reader::read_service(Section& top) {
    scheduler::Service& service = file_.service;
    Names nobody;
    service.id = read_id(top, nobody);
    service.name = top.text("name").value_or("");
    if (service.name.empty())
        top.mistake("name", "is missing", "write what staff call the service; no text says it");
    service.zone = top.text("zone").value_or(service.zone);
    service.division = read_choice(top, "division", service.division, parse_division,
                                   "england-and-wales, scotland, northern-ireland");
    service.usual_school_run = read_windows(top, "usual_school_run", true);
    for (Section& each : top.sections("site")) service.sites.push_back(read_site(each, known_.sites));
    auto zone = scheduler::Zone::find(service.zone);
    if (!zone) {
        top.mistake("zone", shown(service.zone) + " is no zone of this machine's time zone data",
                    "write \"Europe/London\"; if that is refused too, install the package tzdata");
        zone = scheduler::Zone::find("UTC");
    }
    for (Section& each : top.sections("worker"))
        if (zone) service.workers.push_back(read_worker(each, known_.workers, *zone));
}

void Reader::add_school(Section& section) {
    const std::size_t before = known_.schools.size();
    scheduler::SchoolCalendar school = read_school(section, known_.schools, file_.service.division);
    if (known_.schools.size() > before) file_.service.schools.add(std::move(school));
}

void Reader::read_school_file(Section& top, const std::string& name) {
    Mistakes found{name};
    const auto text = beside_(name);
    if (!text) {
        top.mistake("school_files", shown(name) + " can't be read",
                    "write its path, from this file's folder");
        return;
    }
    if (const auto table = parse_toml(*text, found)) {
        Section calendar{*table, "", found};
        for (Section& each : calendar.sections("school")) add_school(each);
        calendar.refuse_unknown_keys();
    }
    std::ranges::move(std::move(found).in_order(), std::back_inserter(elsewhere_));
}

void Reader::read_schools(Section& top) {
    for (Section& each : top.sections("school")) add_school(each);
    for (const std::string& name : top.texts("school_files").value_or(std::vector<std::string>{}))
        read_school_file(top, name);
    file_.service.council = top.text("council").value_or("");
    if (!file_.service.council.empty())
        check_known(top, "council", file_.service.council, known_.schools, "school");
    check_chains(top);
}

void Reader::check_chains(Section& top) {
    for (const std::string& id : known_.schools) {
        const scheduler::SchoolCalendar* calendar = file_.service.schools.find(id);
        if (calendar == nullptr || calendar->based_on.empty()) continue;
        if (!known_.schools.contains(calendar->based_on)) {
            const auto meant = nearest(calendar->based_on, known_.schools);
            top.mistake("school",
                        shown(id) + " is based on " + shown(calendar->based_on) + ", which isn't here",
                        meant ? "did you mean " + shown(*meant) + "?" : "write the id of a [[school]]");
            continue;
        }
        std::size_t depth = 0;
        while (calendar != nullptr && !calendar->based_on.empty() && ++depth <= deepest_chain)
            calendar = file_.service.schools.find(calendar->based_on);
        if (depth > deepest_chain)
            top.mistake("school", shown(id) + " is based on itself", "let it follow its council's calendar");
    }
}

void Reader::read_clinics(Section& top) {
    std::map<std::string, int> lines;
    Names taken;
    for (Section& each : top.sections("clinic")) {
        scheduler::Clinic clinic = read_clinic(each, taken, known_);
        lines.emplace(clinic.id, each.line());
        file_.service.clinics.push_back(std::move(clinic));
    }
    if (file_.service.clinics.empty() && !top.has("clinic"))
        top.mistake("clinic", "is missing: there would be no time to offer", "write a [[clinic]]");
    // Sessions of a file with mistakes would only repeat them.
    if (mistakes_.empty() && elsewhere_.empty()) check_sessions(file_.service, lines, mistakes_);
}

ServiceFile Reader::read(const toml::table& table) {
    Section top{table, "", mistakes_};
    read_service(top);
    read_schools(top);
    Names numbers;
    for (Section& each : top.sections("person"))
        file_.demo_people.push_back(read_person(each, numbers, known_));
    top.expect("clinic");
    top.refuse_unknown_keys();
    read_clinics(top);
    return std::move(file_);
}

}  // namespace

std::expected<ServiceFile, std::vector<Mistake>> read_service(const std::string& text,
                                                              const std::string& name, BesideReader beside) {
    Mistakes mistakes{name};
    const auto table = text.size() > largest_file ? std::nullopt : parse_toml(text, mistakes);
    if (text.size() > largest_file)
        mistakes.add(0, "", "is larger than 4 MiB", "leave out what isn't a service");
    if (!table) return std::unexpected(std::move(mistakes).in_order());
    return read_service(*table, name, std::move(beside));
}

std::expected<ServiceFile, std::vector<Mistake>> read_service(const toml::table& table,
                                                              const std::string& name, BesideReader beside) {
    Mistakes mistakes{name};
    Reader reader{mistakes, std::move(beside)};
    ServiceFile file = reader.read(table);
    std::vector<Mistake> all = std::move(mistakes).in_order();
    std::ranges::move(std::move(reader).elsewhere(), std::back_inserter(all));
    if (!all.empty()) return std::unexpected(std::move(all));
    return file;
}

std::expected<ServiceFile, std::vector<Mistake>> read_service(const std::string& text,
                                                              const std::string& name,
                                                              const fs::path& folder) {
    return read_service(
        text, name, [&folder](const std::string& file) { return read_file(folder / file, largest_file); });
}

std::expected<BundledService, std::vector<Mistake>> load_service(const fs::path& file) {
    const auto text = read_file(file, largest_file);
    if (!text)
        return std::unexpected(
            std::vector{Mistake{file.string(), 0, "", "can't be read", "write the path of a service file"}});
    BundledService loaded;
    loaded.bundle.text = *text;
    auto read = read_service(*text, file.filename().string(), [&](const std::string& name) {
        auto content = read_file(file.parent_path() / name, largest_file);
        if (content) loaded.bundle.files[name] = *content;
        return content;
    });
    if (!read) return std::unexpected(std::move(read.error()));
    loaded.file = std::move(*read);
    return loaded;
}

std::expected<ServiceFile, std::vector<Mistake>> read_bundle(const ServiceBundle& bundle) {
    return read_service(bundle.text, "the imported service", [&](const std::string& name) {
        const auto found = bundle.files.find(name);
        return found == bundle.files.end() ? std::nullopt : std::optional{found->second};
    });
}

}  // namespace offing::config
