#include "config/school_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include "config/service_reading.hpp"
#include "config/toml_text.hpp"

namespace offing::config {

namespace {

std::string write_ranges(std::string_view key, const std::vector<scheduler::DateRange>& ranges) {
    if (ranges.empty()) return "";
    std::string text = std::string{key} + " = [\n";
    for (const scheduler::DateRange& range : ranges)
        text += "    { first = " + in_quotes(scheduler::spell(range.first)) +
                ", last = " + in_quotes(scheduler::spell(range.last)) + " },\n";
    return text + "]\n";
}

}  // namespace

std::expected<std::vector<scheduler::SchoolCalendar>, std::vector<Mistake>> read_schools(
    const std::string& text, const std::string& name, scheduler::Division usual) {
    Mistakes mistakes{name};
    std::vector<scheduler::SchoolCalendar> schools;
    Names taken;
    if (const auto table = parse_toml(text, mistakes)) {
        Section top{*table, "", mistakes};
        for (Section& each : top.sections("school")) schools.push_back(read_school(each, taken, usual));
        top.refuse_unknown_keys();
    }
    if (!mistakes.empty()) return std::unexpected(std::move(mistakes).in_order());
    return schools;
}

std::string write_school(const scheduler::SchoolCalendar& school) {
    std::string text =
        "\n[[school]]\nid = " + in_quotes(school.id) + "\nname = " + in_quotes(school.name) + '\n';
    if (!school.based_on.empty()) text += "based_on = " + in_quotes(school.based_on) + '\n';
    text += "division = " + in_quotes(spell(school.division)) + '\n';
    text += write_ranges("terms", school.terms) + write_ranges("holidays", school.holidays);
    if (!school.inset_days.empty()) {
        std::vector<std::string> days;
        for (const scheduler::Date day : school.inset_days) days.push_back(scheduler::spell(day));
        text += "inset_days = " + list_of(days) + '\n';
    }
    return text;
}

std::string write_schools(const std::vector<scheduler::SchoolCalendar>& schools) {
    std::string text =
        "# School calendars. offing calendar import keeps this file; notes made in it are lost.\n";
    for (const scheduler::SchoolCalendar& school : schools) text += write_school(school);
    return text;
}

bool replace_file(const std::filesystem::path& file, const std::string& content) {
    std::filesystem::path beside = file;
    beside += ".new";
    const int handle = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (handle < 0) return false;
    std::size_t written = 0;
    while (written < content.size()) {
        const ssize_t more = ::write(handle, content.data() + written, content.size() - written);
        if (more <= 0) break;
        written += static_cast<std::size_t>(more);
    }
    const bool is_safe = written == content.size() && ::fsync(handle) == 0;
    std::error_code failed;
    if (::close(handle) == 0 && is_safe)
        std::filesystem::rename(beside, file, failed);
    else
        failed = std::make_error_code(std::errc::io_error);
    if (failed) ::unlink(beside.c_str());
    return !failed;
}

}  // namespace offing::config
