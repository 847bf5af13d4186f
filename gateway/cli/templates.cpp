// offing templates: the texts themselves, looked at, checked, and taken to those who review and translate
// them. This file has the checks; templates_views, templates_exchange and templates_review the rest.

#include <algorithm>
#include <iostream>
#include <memory>

#include "gateway/cli/commands.hpp"
#include "gateway/cli/templates_texts.hpp"

namespace offing::cli {

namespace {

using namespace templates;

void print(const Finding& finding) {
    std::cout << "  " << finding.rule << ": " << finding.found << "\n    why: " << finding.why
              << "\n    instead: " << finding.better << '\n';
}

void lint_text(const TemplateOptions& options) {
    LintContext context{.unprompted = options.unprompted, .language = options.language};
    if (!options.level.empty()) context.level = *parse_level(options.level);
    const auto findings = read_rules(options).check(options.text, context);
    std::ranges::for_each(findings, print);
    if (!findings.empty()) throw CLI::RuntimeError(1);
    std::cout << "Nothing found.\n";
}

void lint_documents(const TemplateOptions& options) {
    const auto rules = read_rules(options);
    std::size_t found = 0;
    for (const auto& name : options.documents) {
        const auto content = read_message_file(name).content;
        int line = 0;
        for (std::size_t from = 0; from < content.size();) {
            const auto end = std::min(content.find('\n', from), content.size());
            ++line;
            for (const auto& finding :
                 rules.check_document(std::string_view{content}.substr(from, end - from))) {
                std::cout << name << ":" << line << '\n';
                print(finding);
                ++found;
            }
            from = end + 1;
        }
    }
    std::cout << options.documents.size() << " documents, " << found << " findings\n";
    if (found > 0) throw CLI::RuntimeError(1);
}

void lint(const TemplateOptions& options) {
    if (!options.documents.empty()) return lint_documents(options);
    if (!options.text.empty()) return lint_text(options);
    const auto catalogue = read_texts(options).catalogue;
    const auto rules = read_rules(options);
    std::size_t texts = 0, found = 0;
    for (const auto* shown : catalogue.all()) {
        if (!options.id.empty() && shown->id != options.id) continue;
        ++texts;
        const auto findings = rules.check(catalogue, *shown);
        found += findings.size();
        if (findings.empty()) continue;
        std::cout << shown->file << ":" << shown->line << " " << shown->id << '\n';
        std::ranges::for_each(findings, print);
    }
    std::cout << texts << " texts, " << found << " findings\n";
    if (found > 0 || texts == 0) throw CLI::RuntimeError(1);
}

}  // namespace

void add_templates(CLI::App& app) {
    const auto options = std::make_shared<TemplateOptions>();
    CLI::App& group = *app.add_subcommand("templates",
                                          "The texts: look at them, check them, take them out and back.\n"
                                          "Example: offing templates preview offers");
    group.require_subcommand(1);
    add_template_views(group, options);
    auto* command =
        add_template_command(group, "lint",
                             "Checks the texts, or words of yours. Fails when something is found.\n"
                             "Example: offing templates lint --text 'You missed your appointment'",
                             options, lint);
    command->add_option("id", options->id, "Only this one");
    command->add_option("--text", options->text, "Words to check instead");
    command
        ->add_option("--document", options->documents,
                     "Documents or pages to check by the word table instead")
        ->check(CLI::ExistingFile);
    command->add_option("--words", options->words, "The rules (words.toml), when not beside the messages");
    command->add_flag("--unprompted", options->unprompted, "The words are no answer to a text of hers");
    add_level_option(command, options);
    add_language_option(command, options);

    add_template_exchange(group, options);
    add_template_acts(group);
}

}  // namespace offing::cli
