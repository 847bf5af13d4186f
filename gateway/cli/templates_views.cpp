// offing templates list, show, preview, diff: a text as it stands, as a phone shows it, and what changed in
// it.

#include <algorithm>
#include <iostream>

#include "gateway/cli/templates_texts.hpp"
#include "templates/exchange.hpp"
#include "templates/preview.hpp"
#include "templates/review.hpp"

namespace offing::cli {

namespace {

using namespace templates;

void list(const TemplateOptions& options) {
    const auto catalogue = read_texts(options).catalogue;
    for (const auto* shown : catalogue.all()) {
        if (shown->language != options.language) continue;
        if (!options.status.empty() && spell(shown->status) != options.status) continue;
        std::cout << shown->id << "  v" << shown->version << "  " << spell(shown->status)
                  << (shown->crisis ? "  urgent" : "") << (shown->unprompted ? "  unprompted" : "")
                  << (shown->fragment ? "  piece" : "") << "\n    " << shown->purpose << '\n';
    }
}

void show_version(const Template& shown) {
    std::cout << shown.id << "  " << shown.language << "  version " << shown.version << "  "
              << spell(shown.status)
              << (shown.review_by.empty() ? "" : "  to be looked at again by " + shown.review_by) << "\n"
              << shown.purpose << "\n"
              << shown.file << ":" << shown.line << "\n";
    for (const auto& [name, type] : shown.arguments)
        std::cout << "  {" << name << "} " << spell(type) << '\n';
    for (const auto& [level, pattern] : shown.patterns) std::cout << spell(level) << ":\n" << pattern << "\n";
    for (const auto& review : shown.reviews) {
        std::cout << "review: " << review.role << ", " << review.how << ", " << review.month << ": "
                  << review.outcome << (review.what_changed.empty() ? "" : " (" + review.what_changed + ")")
                  << '\n';
    }
    for (const auto& gate : closed_gates(shown))
        std::cout << "to go live: " << gate.what << ". " << gate.remedy << '\n';
}

void show(const TemplateOptions& options) {
    const auto catalogue = read_texts(options).catalogue;
    find_text(catalogue, options);
    for (const auto* shown : catalogue.versions(options.id, options.language)) {
        show_version(*shown);
        std::cout << '\n';
    }
}

void print_phone(const std::string& part) {
    constexpr std::size_t width = 34;
    const std::string edge = "  +" + std::string(width + 2, '-') + "+\n";
    std::cout << edge;
    std::string line, word;
    const auto letters = [](const std::string& text) {
        return static_cast<std::size_t>(std::ranges::count_if(
            text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
    };
    const auto end_line = [&] {
        std::cout << "  | " << line << std::string(width > letters(line) ? width - letters(line) : 0, ' ')
                  << " |\n";
        line.clear();
    };
    const auto end_word = [&] {
        if (!line.empty() && letters(line) + 1 + letters(word) > width) end_line();
        if (!word.empty()) line += (line.empty() ? "" : " ") + word;
        word.clear();
    };
    for (const char c : part) {
        if (c == ' ' || c == '\n') {
            end_word();
            if (c == '\n') end_line();
        } else {
            word += c;
        }
    }
    end_word();
    end_line();
    std::cout << edge;
}

void preview_one(const Catalogue& catalogue, const Template& shown, Level level) {
    const auto seen = preview(catalogue, shown, level);
    std::cout << shown.id << "  " << shown.language << "  " << spell(shown.status) << "  level "
              << spell(level) << "\n  on a locked phone: " << seen.lock_screen << '\n';
    for (const auto& part : seen.parts) print_phone(part);
    std::cout << "  " << seen.parts.size() << (seen.parts.size() == 1 ? " part, " : " parts, ")
              << spell(seen.encoding) << ", " << seen.units << " letters; at worst " << seen.worst_parts
              << (seen.worst_parts == 1 ? " part" : " parts") << ":\n";
    print_phone(seen.worst_body);
    std::cout << '\n';
}

void preview_text(const TemplateOptions& options) {
    const auto catalogue = read_texts(options).catalogue;
    const auto& shown = find_text(catalogue, options);
    if (!options.level.empty()) return preview_one(catalogue, shown, *parse_level(options.level));
    for (const auto& [level, pattern] : shown.patterns) preview_one(catalogue, shown, level);
}

void print_change(const std::string& what, const std::string& before, const std::string& after) {
    std::cout << what << '\n';
    const auto lines = [](char sign, const std::string& text) {
        if (text.empty()) return;
        std::cout << sign << ' ';
        for (const char c : text) {
            std::cout << c;
            if (c == '\n') std::cout << sign << ' ';
        }
        std::cout << '\n';
    };
    lines('-', before);
    lines('+', after);
}

void diff(const TemplateOptions& options) {
    if (!options.with.empty()) {
        const auto changes = differences(read_message_folder(options.with),
                                         read_message_folder(options.folder), options.language);
        for (const auto& change : changes) {
            print_change(change.id + " " + std::string{spell(change.level)}, change.before, change.after);
        }
        std::cout << changes.size() << " differences\n";
        return;
    }
    if (options.id.empty()) fail_templates("name a text, or another folder by --with.");
    const auto catalogue = read_texts(options).catalogue;
    find_text(catalogue, options);
    const auto versions = catalogue.versions(options.id, options.language);
    if (versions.size() == 1) std::cout << "There is only one version of it.\n";
    for (std::size_t i = 0; i + 1 < versions.size(); ++i) {
        for (const auto level : {Level::plain, Level::discreet, Level::very_discreet, Level::knock}) {
            const auto& now = versions[i]->pattern_at(level);
            const auto& before = versions[i + 1]->pattern_at(level);
            if (now == before) continue;
            print_change("version " + std::to_string(versions[i + 1]->version) + " to " +
                             std::to_string(versions[i]->version) + ", " + std::string{spell(level)},
                         before, now);
        }
    }
}

}  // namespace

void add_template_views(CLI::App& group, const std::shared_ptr<TemplateOptions>& options) {
    auto* command = add_template_command(
        group, "list", "Every text, its state and purpose.\nExample: offing templates list --status live",
        options, list);
    add_language_option(command, options);
    command->add_option("--status", options->status, "draft, in_review, live, paused or retired")
        ->check(CLI::IsMember({"draft", "in_review", "live", "paused", "retired"}));

    command =
        add_template_command(group, "show",
                             "One text with all its versions and reviews, and what it lacks to go live.\n"
                             "Example: offing templates show reminder",
                             options, show);
    command->add_option("id", options->id, "Its id")->required();
    add_language_option(command, options);

    command = add_template_command(group, "preview",
                                   "As a phone shows it: each part, the locked screen, the worst case.\n"
                                   "Example: offing templates preview reminder --level discreet",
                                   options, preview_text);
    command->add_option("id", options->id, "Its id")->required();
    add_level_option(command, options);
    add_language_option(command, options);

    command = add_template_command(group, "diff",
                                   "What changed between versions of a text, or against another folder.\n"
                                   "Example: offing templates diff --with /srv/texts-of-may",
                                   options, diff);
    command->add_option("id", options->id, "Its id");
    command->add_option("--with", options->with, "The folder to compare with")->check(CLI::ExistingDirectory);
    add_language_option(command, options);
}

}  // namespace offing::cli
