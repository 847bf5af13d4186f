// The service file: what a service runs, as staff or an operator write it. Read whole or not at all.

#pragma once

#include <expected>
#include <filesystem>
#include <string>
#include <vector>

#include "config/settings.hpp"
#include "scheduler/service.hpp"

namespace offing::config {

/// A woman of the demo service. Made-up numbers only (07700 900000-900999); refused outside demo mode.
struct DemoPerson {
    std::string name;
    std::string number;
    std::string school;
    std::string usual_worker;
    std::vector<scheduler::BusyWindow> busy;
    int discreet_level = 0;
    std::string language = "en-GB";
};

struct ServiceFile {
    scheduler::Service service;
    std::vector<DemoPerson> demo_people;
};

/// Every mistake with its line, or the service. `text` is the file's content, `name` how errors call it.
/// School calendars that the file names are read beside it, from `folder`.
std::expected<ServiceFile, std::vector<Mistake>> read_service(const std::string& text,
                                                              const std::string& name,
                                                              const std::filesystem::path& folder);

}  // namespace offing::config
