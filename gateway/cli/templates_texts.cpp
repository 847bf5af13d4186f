#include "gateway/cli/templates_texts.hpp"

#include <algorithm>
#include <fstream>
#include <iostream>
#include <iterator>

#include "gateway/cli/installation.hpp"
#include "gateway/service/wording.hpp"

namespace offing::cli {

namespace fs = std::filesystem;
using namespace templates;

namespace {

std::string usual_folder() {
    const fs::path here = "templates/messages";
    std::error_code failed;
    return fs::is_directory(here, failed) ? here.string() : OFFING_INSTALLED_SHARE "/messages";
}

TextsLookedAt of_the_store(const std::string& config) {
    Installation installation{"templates", config};
    const auto release = release_of(installation.settings());
    auto stored = installation.transact(service::stored_wording);
    auto assembled =
        assemble(release.shipped.files, service::beside_shipped(std::move(stored), release.read.versions()));
    if (!assembled) fail_templates(assembled.error());
    for (const auto& problem : assembled->left_out) std::cerr << "left out: " << spell(problem) << '\n';
    return {std::move(assembled->files), std::move(assembled->catalogue)};
}

}  // namespace

TemplateOptions::TemplateOptions() : folder{usual_folder()} {}

void fail_templates(const std::vector<Problem>& problems) {
    for (const auto& problem : problems) std::cerr << spell(problem) << '\n';
    throw CLI::RuntimeError(1);
}

void fail_templates(const std::string& said) {
    std::cerr << "offing templates: " << said << '\n';
    throw CLI::RuntimeError(1);
}

MessageFile read_message_file(const fs::path& path) {
    std::ifstream in{path, std::ios::binary};
    MessageFile file{path.filename().string(), {std::istreambuf_iterator<char>{in}, {}}};
    if (!in.is_open() || in.bad())
        fail_templates(path.string() + " can't be read. Check that it exists and its rights.");
    return file;
}

std::vector<MessageFile> read_message_folder(const std::string& folder) {
    std::vector<MessageFile> files;
    std::error_code failed;
    for (const auto& item : fs::directory_iterator{folder, failed}) {
        if (item.path().extension() == ".toml") files.push_back(read_message_file(item.path()));
    }
    if (failed || files.empty())
        fail_templates("no *.toml in " + folder + ". Point --folder at the messages.");
    std::ranges::sort(files, {}, &MessageFile::name);
    return files;
}

service::ReleaseTexts release_of(const config::Settings& settings) {
    try {
        return service::read_release(service::load_shipped(settings.templates_folder.string()));
    } catch (const std::runtime_error& wrong) {
        fail_templates(wrong.what());
    }
}

TextsLookedAt read_texts(const TemplateOptions& options) {
    if (!options.config.empty()) return of_the_store(options.config);
    auto catalogue = Catalogue::load(options.folder);
    if (!catalogue) fail_templates(catalogue.error());
    return {read_message_folder(options.folder), std::move(*catalogue)};
}

Lint read_rules(const TemplateOptions& options) {
    const auto beside = fs::path{options.folder}.parent_path() / "lint" / "words.toml";
    auto lint = Lint::load(options.words.empty() ? beside.string() : options.words);
    if (!lint) fail_templates(lint.error());
    return std::move(*lint);
}

const Template& find_text(const Catalogue& catalogue, const TemplateOptions& options) {
    const auto* shown = catalogue.find(options.id, options.language);
    if (shown == nullptr) {
        fail_templates("no text \"" + options.id + "\" in " + options.language +
                       ". `offing templates list` shows what there is.");
    }
    return *shown;
}

CLI::App* add_template_command(CLI::App& group, const std::string& name, const std::string& help,
                               const std::shared_ptr<TemplateOptions>& options,
                               void (*run)(const TemplateOptions&)) {
    CLI::App* command = group.add_subcommand(name, help);
    auto* folder =
        command->add_option("--folder", options->folder, "The messages, *.toml")->capture_default_str();
    command->add_option("--config", options->config, "The texts in the store of these settings instead")
        ->excludes(folder);
    command->callback([options, run] { run(*options); });
    return command;
}

void add_language_option(CLI::App* command, const std::shared_ptr<TemplateOptions>& options) {
    command->add_option("--language", options->language, "As in en-GB, cy, pl, ur")->capture_default_str();
}

void add_level_option(CLI::App* command, const std::shared_ptr<TemplateOptions>& options) {
    command->add_option("--level", options->level, "plain, discreet, very_discreet or knock")
        ->check(CLI::IsMember({"plain", "discreet", "very_discreet", "knock"}));
}

}  // namespace offing::cli
