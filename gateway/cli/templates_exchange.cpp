// offing templates export, import, pack: the texts out to translators, panels and other services, and back.

#include <fstream>
#include <iostream>

#include "gateway/cli/installation.hpp"
#include "gateway/cli/templates_texts.hpp"
#include "templates/exchange.hpp"
#include "templates/preview.hpp"

namespace offing::cli {

namespace {

namespace fs = std::filesystem;
using namespace templates;

Exchange form_of(const TemplateOptions& options) {
    return options.format == "toml" ? Exchange::toml : Exchange::po;
}

void export_them(const TemplateOptions& options) {
    const auto exported = export_texts(read_texts(options).files, options.language, form_of(options));
    if (!exported) fail_templates(exported.error());
    std::cout << *exported;
}

/// The new file stands whole beside the old one before it takes its place.
void replace(const fs::path& path, const std::string& content) {
    fs::path fresh = path;
    fresh += ".new";
    std::ofstream out{fresh, std::ios::binary | std::ios::trunc};
    out << content;
    out.close();
    std::error_code failed;
    if (out) fs::rename(fresh, path, failed);
    if (!out || failed)
        fail_templates(path.string() + " can't be written. Check the folder's rights; nothing was changed.");
}

void say_what_came(const Imported& imported, const std::string& what_was_done) {
    std::cout << what_was_done << ": " << imported.added.size() << " new, " << imported.changed.size()
              << " changed, " << imported.unchanged.size() << " the same, " << imported.untranslated
              << " not translated\n";
}

[[noreturn]] void import_nothing(const std::vector<Problem>& problems) {
    std::cerr << "Nothing was imported.\n";
    fail_templates(problems);
}

/// New and changed words, as far as they can be versions of their texts.
std::vector<service::CheckedWords> checked(const Shipped& release, const Imported& imported) {
    std::vector<Problem> problems;
    const auto language = read_messages(imported.file, problems);
    std::vector<service::CheckedWords> words;
    for (const auto* ids : {&imported.added, &imported.changed})
        for (const auto& id : *ids) {
            const auto at =
                std::ranges::find(language.entries, id, [](const Entry& entry) { return entry.shown.id; });
            auto one = service::CheckedWords::of(release, language.tag, id, at->shown.patterns);
            if (one)
                words.push_back(std::move(*one));
            else
                problems.insert(problems.end(), one.error().begin(), one.error().end());
        }
    if (!problems.empty()) import_nothing(problems);
    return words;
}

/// Each changed text becomes a draft in the store, which is looked at before anybody gets it.
void propose_in_store(const TemplateOptions& options, const Imported& imported) {
    Installation installation{"templates", options.config};
    const auto words = checked(release_of(installation.settings()).read, imported);
    const Timestamp now = installation.clock().now();
    if (!options.dry)
        installation.transact([&words, now](storage::Transaction& transaction) {
            // Words that the store has already are no problem: they stay the version they are.
            return std::ranges::count_if(words, [&](const service::CheckedWords& one) {
                return service::propose(transaction, one, {.by = "command line", .now = now, .today = {}})
                    .has_value();
            });
        });
    say_what_came(imported, options.dry ? "Would write drafts" : "Wrote drafts into the store");
}

void import_them(const TemplateOptions& options) {
    const fs::path file{options.file};
    const auto form = file.extension() == ".toml" ? Exchange::toml : Exchange::po;
    const auto imported = import_texts(read_texts(options).files, read_message_file(file), form);
    if (!imported) import_nothing(imported.error());
    if (!options.config.empty()) return propose_in_store(options, *imported);
    if (!options.dry) replace(fs::path{options.folder} / imported->file.name, imported->file.content);
    say_what_came(*imported, (options.dry ? "Would write " : "Wrote ") + imported->file.name);
}

void pack(const TemplateOptions& options) {
    std::cout << printed_pack(read_texts(options).catalogue, options.language);
}

}  // namespace

void add_template_exchange(CLI::App& group, const std::shared_ptr<TemplateOptions>& options) {
    auto* command =
        add_template_command(group, "export",
                             "po: words for a translator. toml: everything, to move to another service.\n"
                             "Example: offing templates export --language pl > pl.po",
                             options, export_them);
    command->add_option("--format", options->format, "po or toml")
        ->check(CLI::IsMember({"po", "toml"}))
        ->capture_default_str();
    add_language_option(command, options);

    command =
        add_template_command(group, "import",
                             "Takes a .po or .toml back, whole or not at all; changed words become drafts.\n"
                             "Example: offing templates import pl.po",
                             options, import_them);
    command->add_option("file", options->file, "The file")->required()->check(CLI::ExistingFile);
    command->add_flag("--dry-run", options->dry, "Only say what would happen");

    command = add_template_command(group, "pack",
                                   "HTML to print for a session with the women who get the texts.\n"
                                   "Example: offing templates pack > pack.html",
                                   options, pack);
    add_language_option(command, options);
}

}  // namespace offing::cli
