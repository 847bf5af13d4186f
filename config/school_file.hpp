// A file of [[school]] tables, as service files name them under school_files: read, and written anew by an
// import.

#pragma once

#include <expected>
#include <filesystem>
#include <string>
#include <vector>

#include "config/settings.hpp"
#include "scheduler/school_year.hpp"

namespace offing::config {

std::expected<std::vector<scheduler::SchoolCalendar>, std::vector<Mistake>> read_schools(
    const std::string& text, const std::string& name, scheduler::Division usual);

/// One [[school]] table.
std::string write_school(const scheduler::SchoolCalendar& school);
std::string write_schools(const std::vector<scheduler::SchoolCalendar>& schools);

/// Whole or not at all: written beside, flushed, then renamed over. False when the disk says no; then the
/// file is as it was.
bool replace_file(const std::filesystem::path& file, const std::string& content);

}  // namespace offing::config
