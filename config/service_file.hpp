// The service file: what a service runs, as staff or an operator write it. Read whole or not at all.

#pragma once

#include <expected>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
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
    friend bool operator==(const DemoPerson&, const DemoPerson&) = default;
};

struct ServiceFile {
    scheduler::Service service;
    std::vector<DemoPerson> demo_people;
    friend bool operator==(const ServiceFile&, const ServiceFile&) = default;
};

/// A service file with the calendars it names: what the store keeps, so that every daemon reads the same.
struct ServiceBundle {
    std::string text;
    std::map<std::string, std::string> files;  ///< by the name that the service file calls them
};

/// Gives the content of a file beside the service file; empty when it can't be read.
using BesideReader = std::function<std::optional<std::string>(const std::string& name)>;

/// Every mistake with its line, or the service. `text` is the file's content, `name` how errors call it.
/// School calendars that the file names are read beside it, from `folder`.
std::expected<ServiceFile, std::vector<Mistake>> read_service(const std::string& text,
                                                              const std::string& name,
                                                              const std::filesystem::path& folder);

std::expected<ServiceFile, std::vector<Mistake>> read_service(const std::string& text,
                                                              const std::string& name, BesideReader beside);

struct BundledService {
    ServiceFile file;
    ServiceBundle bundle;
};
/// A service file from disk, read and checked, with everything it needs.
std::expected<BundledService, std::vector<Mistake>> load_service(const std::filesystem::path& file);
std::expected<ServiceFile, std::vector<Mistake>> read_bundle(const ServiceBundle& bundle);

}  // namespace offing::config
