// What the commands under `offing templates` look at: the files of a folder or, with --config, the texts as
// the store of an installation has them. Everything here throws CLI::RuntimeError(1) after saying on stderr
// what is wrong and how to mend it.

#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "config/settings.hpp"
#include "gateway/service/wording_acts.hpp"
#include "templates/catalogue.hpp"
#include "templates/lint.hpp"

namespace offing::cli {

struct TemplateOptions {
    std::string folder;  ///< the source tree's when run there, else the installed one
    std::string config;  ///< empty: the folder's texts
    std::string words;   ///< the rules, when not beside the messages
    std::string id, language = "en-GB", status, level, text, with, format = "po", file;
    std::vector<std::string> documents;
    bool unprompted = false, dry = false;

    TemplateOptions();
};

struct TextsLookedAt {
    std::vector<templates::MessageFile> files;
    templates::Catalogue catalogue;
};
TextsLookedAt read_texts(const TemplateOptions& options);

/// What this release of the installation brings.
service::ReleaseTexts release_of(const config::Settings& settings);

std::vector<templates::MessageFile> read_message_folder(const std::string& folder);
templates::MessageFile read_message_file(const std::filesystem::path& path);
templates::Lint read_rules(const TemplateOptions& options);

/// The newest version of the text that is meant.
const templates::Template& find_text(const templates::Catalogue& catalogue, const TemplateOptions& options);

[[noreturn]] void fail_templates(const std::vector<templates::Problem>& problems);
[[noreturn]] void fail_templates(const std::string& said);

/// A command with --folder and --config that runs `run`.
CLI::App* add_template_command(CLI::App& group, const std::string& name, const std::string& help,
                               const std::shared_ptr<TemplateOptions>& options,
                               void (*run)(const TemplateOptions&));
void add_language_option(CLI::App* command, const std::shared_ptr<TemplateOptions>& options);
void add_level_option(CLI::App* command, const std::shared_ptr<TemplateOptions>& options);

/// list, show, preview, diff.
void add_template_views(CLI::App& group, const std::shared_ptr<TemplateOptions>& options);
/// export, import, pack.
void add_template_exchange(CLI::App& group, const std::shared_ptr<TemplateOptions>& options);
/// state, forward, review, live, flag, again, retire: what is done about a text, in the store.
void add_template_acts(CLI::App& group);

}  // namespace offing::cli
