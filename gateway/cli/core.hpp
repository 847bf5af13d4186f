// What the commands that work without a daemon read from disk: the words, the texts and, where asked for, a
// service.

#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "gateway/conversation/understand.hpp"
#include "scheduler/service.hpp"
#include "templates/catalogue.hpp"

namespace offing::cli {

struct CoreFolders {
    std::filesystem::path lexicon;
    std::filesystem::path messages;
    std::filesystem::path service;  ///< empty: none

    /// --lexicon, --messages and --service, with what lies in this tree, else what is installed, as defaults.
    void add_to(CLI::App& command, bool with_service);
};

struct Core {
    conversation::Lexicon lexicon;
    templates::Catalogue catalogue;  ///< in demo mode: nothing is sent from here
    std::optional<scheduler::Service> service;
};

/// Throws CLI::RuntimeError(1) after saying every mistake on stderr.
Core read_core(const CoreFolders& folders, const std::string& command);

}  // namespace offing::cli
