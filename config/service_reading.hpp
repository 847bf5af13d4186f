// How the parts of a service file are read; service_file.cpp puts them together. Each notes its mistakes and
// goes on, so that one reading finds them all.

#pragma once

#include <expected>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "config/section.hpp"
#include "config/service_file.hpp"

namespace offing::config {

using Names = std::set<std::string, std::less<>>;

// Single values.
std::optional<scheduler::Date> read_date(Section& section, std::string_view key);
std::vector<scheduler::Date> read_dates(Section& section, std::string_view key);
/// On the five-minute grid that offers are made on.
std::optional<scheduler::ClockTime> read_clock(Section& section, std::string_view key);
std::optional<scheduler::Weekdays> read_weekdays(Section& section, std::string_view key);
/// {first, last}, both of that stretch.
std::optional<scheduler::DateRange> read_range(Section& section);
std::vector<scheduler::DateRange> read_ranges(Section& section, std::string_view key);
std::optional<std::chrono::minutes> read_length(Section& section, std::string_view key,
                                                std::chrono::minutes least, std::chrono::minutes most);
/// A name by which other parts of the file call this one; each once.
std::string read_id(Section& section, Names& taken);
/// What a text may say of a place or a session: short, plain, and telling nobody what the service is.
std::string read_texted_name(Section& section, std::string_view key);
/// Notes a mistake unless `id` is one of `known`; `what` is "worker", "site", ...
void check_known(Section& section, std::string_view key, std::string_view id, const Names& known,
                 std::string_view what);

template <typename Choice>
Choice read_choice(Section& section, std::string_view key, Choice usual,
                   std::optional<Choice> (*parse)(std::string_view), std::string_view choices) {
    const auto text = section.text(key);
    if (!text) return usual;
    if (const auto choice = parse(*text)) return *choice;
    section.mistake(key, shown(*text) + " is none of the choices", "write one of " + std::string{choices});
    return usual;
}

// Parts.
std::vector<scheduler::BusyWindow> read_windows(Section& section, std::string_view key,
                                                bool school_days_only);
scheduler::Site read_site(Section& section, Names& taken);
scheduler::Worker read_worker(Section& section, Names& taken, const scheduler::Zone& zone);
scheduler::SchoolCalendar read_school(Section& section, Names& taken, scheduler::Division usual);
std::optional<scheduler::Division> parse_division(std::string_view text);

/// A service file that is a table already: what a form makes of one. Line numbers mean nothing then.
std::expected<ServiceFile, std::vector<Mistake>> read_service(const toml::table& table,
                                                              const std::string& name, BesideReader beside);

/// What a clinic may refer to.
struct Known {
    Names sites, workers, schools;
};
scheduler::Clinic read_clinic(Section& section, Names& taken, const Known& known);
DemoPerson read_person(Section& section, Names& numbers, const Known& known);

/// A worker in two places at once, an exception for a date on which nothing runs: what only shows once the
/// rules are rolled out. `lines` says where each clinic stands.
void check_sessions(const scheduler::Service& service, const std::map<std::string, int>& lines,
                    Mistakes& mistakes);

}  // namespace offing::config
