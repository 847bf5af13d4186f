// offing templates: the texts themselves, looked at, checked, and taken to those who review and translate
// them.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>

#include "gateway/cli/commands.hpp"
#include "templates/exchange.hpp"
#include "templates/lint.hpp"
#include "templates/preview.hpp"
#include "templates/review.hpp"

namespace offing::cli {

namespace {

namespace fs = std::filesystem;
using namespace templates;

/// The source tree's when run there, else the installed one.
std::string usual_folder() {
    const fs::path here = "templates/messages";
    std::error_code failed;
    return fs::is_directory(here, failed) ? here.string() : OFFING_INSTALLED_SHARE "/messages";
}

struct Options {
    std::string folder = usual_folder();
    std::string words;
    std::string id, language = "en-GB", status, level, text, with, format = "po", file;
    std::vector<std::string> documents;
    bool unprompted = false, dry = false;
};

[[noreturn]] void fail(const std::vector<Problem>& problems) {
    for (const auto& problem : problems) std::cerr << spell(problem) << '\n';
    throw CLI::RuntimeError(1);
}
[[noreturn]] void fail(const std::string& said) {
    std::cerr << "offing templates: " << said << '\n';
    throw CLI::RuntimeError(1);
}

MessageFile read_file(const fs::path& path) {
    std::ifstream in{path, std::ios::binary};
    MessageFile file{path.filename().string(), {std::istreambuf_iterator<char>{in}, {}}};
    if (!in.is_open() || in.bad())
        fail(path.string() + " can't be read. Check that it exists and its rights.");
    return file;
}

std::vector<MessageFile> read_folder(const std::string& folder) {
    std::vector<MessageFile> files;
    std::error_code failed;
    for (const auto& item : fs::directory_iterator{folder, failed}) {
        if (item.path().extension() == ".toml") files.push_back(read_file(item.path()));
    }
    if (failed || files.empty()) fail("no *.toml in " + folder + ". Point --folder at the messages.");
    std::ranges::sort(files, {}, &MessageFile::name);
    return files;
}

Catalogue load(const Options& options) {
    auto catalogue = Catalogue::load(options.folder);
    if (!catalogue) fail(catalogue.error());
    return std::move(*catalogue);
}

Lint load_lint(const Options& options) {
    const auto beside = fs::path{options.folder}.parent_path() / "lint" / "words.toml";
    auto lint = Lint::load(options.words.empty() ? beside.string() : options.words);
    if (!lint) fail(lint.error());
    return std::move(*lint);
}

const Template& find(const Catalogue& catalogue, const Options& options) {
    const auto* shown = catalogue.find(options.id, options.language);
    if (shown == nullptr) {
        fail("no text \"" + options.id + "\" in " + options.language +
             ". `offing templates list` shows what there is.");
    }
    return *shown;
}

void list(const Options& options) {
    const auto catalogue = load(options);
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

void show(const Options& options) {
    const auto catalogue = load(options);
    find(catalogue, options);
    for (const auto* shown : catalogue.versions(options.id, options.language)) {
        show_version(*shown);
        std::cout << '\n';
    }
}

void print(const Finding& finding) {
    std::cout << "  " << finding.rule << ": " << finding.found << "\n    why: " << finding.why
              << "\n    instead: " << finding.better << '\n';
}

void lint_text(const Options& options) {
    LintContext context{.unprompted = options.unprompted, .language = options.language};
    if (!options.level.empty()) context.level = *parse_level(options.level);
    const auto findings = load_lint(options).check(options.text, context);
    std::ranges::for_each(findings, print);
    if (!findings.empty()) throw CLI::RuntimeError(1);
    std::cout << "Nothing found.\n";
}

void lint_documents(const Options& options) {
    const auto rules = load_lint(options);
    std::size_t found = 0;
    for (const auto& name : options.documents) {
        const auto content = read_file(name).content;
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

void lint(const Options& options) {
    if (!options.documents.empty()) return lint_documents(options);
    if (!options.text.empty()) return lint_text(options);
    const auto catalogue = load(options);
    const auto rules = load_lint(options);
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

void preview_text(const Options& options) {
    const auto catalogue = load(options);
    const auto& shown = find(catalogue, options);
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

void diff(const Options& options) {
    if (!options.with.empty()) {
        const auto changes =
            differences(read_folder(options.with), read_folder(options.folder), options.language);
        for (const auto& change : changes) {
            print_change(change.id + " " + std::string{spell(change.level)}, change.before, change.after);
        }
        std::cout << changes.size() << " differences\n";
        return;
    }
    if (options.id.empty()) fail("name a text, or another folder by --with.");
    const auto catalogue = load(options);
    find(catalogue, options);
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

Exchange form_of(const Options& options) { return options.format == "toml" ? Exchange::toml : Exchange::po; }

void export_them(const Options& options) {
    const auto exported = export_texts(read_folder(options.folder), options.language, form_of(options));
    if (!exported) fail(exported.error());
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
        fail(path.string() + " can't be written. Check the folder's rights; nothing was changed.");
}

void import_them(const Options& options) {
    const fs::path file{options.file};
    const auto form = file.extension() == ".toml" ? Exchange::toml : Exchange::po;
    const auto imported = import_texts(read_folder(options.folder), read_file(file), form);
    if (!imported) {
        std::cerr << "Nothing was imported.\n";
        fail(imported.error());
    }
    if (!options.dry) replace(fs::path{options.folder} / imported->file.name, imported->file.content);
    std::cout << (options.dry ? "Would write " : "Wrote ") << imported->file.name << ": "
              << imported->added.size() << " new, " << imported->changed.size() << " changed, "
              << imported->unchanged.size() << " the same, " << imported->untranslated << " not translated\n";
}

void pack(const Options& options) { std::cout << printed_pack(load(options), options.language); }

CLI::App* add(CLI::App& parent, const std::string& name, const std::string& help,
              const std::shared_ptr<Options>& options, void (*run)(const Options&)) {
    CLI::App* command = parent.add_subcommand(name, help);
    command->add_option("--folder", options->folder, "The messages, *.toml")->capture_default_str();
    command->callback([options, run] { run(*options); });
    return command;
}

void add_language(CLI::App* command, const std::shared_ptr<Options>& options) {
    command->add_option("--language", options->language, "As in en-GB, cy, pl, ur")->capture_default_str();
}

void add_level(CLI::App* command, const std::shared_ptr<Options>& options) {
    command->add_option("--level", options->level, "plain, discreet, very_discreet or knock")
        ->check(CLI::IsMember({"plain", "discreet", "very_discreet", "knock"}));
}

}  // namespace

void add_templates(CLI::App& app) {
    const auto options = std::make_shared<Options>();
    CLI::App& group = *app.add_subcommand("templates",
                                          "The texts: look at them, check them, take them out and back.\n"
                                          "Example: offing templates preview offers");
    group.require_subcommand(1);

    auto* command =
        add(group, "list", "Every text, its state and purpose.\nExample: offing templates list --status live",
            options, list);
    add_language(command, options);
    command->add_option("--status", options->status, "draft, in_review, live, paused or retired")
        ->check(CLI::IsMember({"draft", "in_review", "live", "paused", "retired"}));

    command = add(group, "show",
                  "One text with all its versions and reviews, and what it lacks to go live.\n"
                  "Example: offing templates show reminder",
                  options, show);
    command->add_option("id", options->id, "Its id")->required();
    add_language(command, options);

    command = add(group, "lint",
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
    add_level(command, options);
    add_language(command, options);

    command = add(group, "preview",
                  "As a phone shows it: each part, the locked screen, the worst case.\n"
                  "Example: offing templates preview reminder --level discreet",
                  options, preview_text);
    command->add_option("id", options->id, "Its id")->required();
    add_level(command, options);
    add_language(command, options);

    command = add(group, "diff",
                  "What changed between versions of a text, or against another folder.\n"
                  "Example: offing templates diff --with /srv/texts-of-may",
                  options, diff);
    command->add_option("id", options->id, "Its id");
    command->add_option("--with", options->with, "The folder to compare with")->check(CLI::ExistingDirectory);
    add_language(command, options);

    command = add(group, "export",
                  "po: words for a translator. toml: everything, to move to another service.\n"
                  "Example: offing templates export --language pl > pl.po",
                  options, export_them);
    command->add_option("--format", options->format, "po or toml")
        ->check(CLI::IsMember({"po", "toml"}))
        ->capture_default_str();
    add_language(command, options);

    command = add(group, "import",
                  "Takes a .po or .toml back, whole or not at all; changed words become drafts.\n"
                  "Example: offing templates import pl.po",
                  options, import_them);
    command->add_option("file", options->file, "The file")->required()->check(CLI::ExistingFile);
    command->add_flag("--dry-run", options->dry, "Only say what would happen");

    command = add(group, "pack",
                  "HTML to print for a session with the women who get the texts.\n"
                  "Example: offing templates pack > pack.html",
                  options, pack);
    add_language(command, options);
    add_template_acts(group);
}

}  // namespace offing::cli
