// Clinics from an iCalendar file, as the calendar that staff keep them in writes it: a rule that repeats is
// the clinic's pattern, and single events are the dates of those that are there already. What an event can't
// say (workers, mode, for whom) stays as it is. Read whole or not at all.

#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "config/service_file.hpp"

namespace offing::config {

struct ClinicCalendar {
    std::string clinic{};  ///< whose all events are; empty: each event's title or UID names one
    std::string like{};    ///< a title that names no clinic is a new one that is otherwise as this one is
};

/// The service with the file's clinics in it, checked as a service file is. Mistakes of the file name its
/// line. An event that names no clinic is a mistake: left out, it could close a clinic unseen.
std::expected<ServiceFile, std::vector<Mistake>> read_clinics(std::string_view text, const std::string& name,
                                                              const ServiceFile& into,
                                                              const ClinicCalendar& which = {});

}  // namespace offing::config
