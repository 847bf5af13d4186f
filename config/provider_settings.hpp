// The [[provider]] sections of the settings.

#pragma once

#include <filesystem>
#include <vector>

#include "config/section.hpp"
#include "config/settings.hpp"

namespace offing::config {

struct ProviderReading {
    std::filesystem::path folder;  ///< relative paths count from here
    bool demo = false;
    bool allow_inline_secrets = false;
};

std::vector<ProviderSettings> read_providers(Section& top, const ProviderReading& how);

}  // namespace offing::config
