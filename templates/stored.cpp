#include "templates/stored.hpp"

#include <algorithm>
#include <set>
#include <tuple>

#include "templates/catalogue_store.hpp"
#include "templates/write_messages.hpp"

namespace offing::templates {

namespace {

using Problems = std::vector<Problem>;

std::vector<Language> read_all(std::span<const MessageFile> files, Problems& problems) {
    std::vector<Language> languages;
    for (const auto& file : files) languages.push_back(read_messages(file, problems));
    return languages;
}

const Language* spoken(const std::vector<Language>& languages, std::string_view tag) {
    const auto at = std::ranges::find(languages, tag, &Language::tag);
    return at == languages.end() ? nullptr : &*at;
}

const Template* newest(const Language& language, std::string_view id) {
    const Template* found = nullptr;
    for (const auto& entry : language.entries) {
        const bool newer = found == nullptr || found->version < entry.shown.version;
        if (entry.shown.id == id && newer) found = &entry.shown;
    }
    return found;
}

Language without_texts(const Language& language) {
    Language head;
    head.tag = language.tag;
    head.file = language.file;
    head.dates = language.dates;
    return head;
}

/// A file with this one version in it. Its words begin at the line `lines_before` + 1.
MessageFile file_of(const Language& language, const StoredVersion& stored, int& lines_before) {
    Template shown;
    shown.id = stored.id;
    shown.version = stored.version;
    shown.status = stored.status;
    shown.review_by = stored.review_by;
    std::string content = write_messages(without_texts(language));
    content += "\n[text." + shown.id + "]\nversion = " + std::to_string(stored.version) + "\nstatus = \"" +
               std::string{spell(stored.status)} + "\"\n";
    if (!stored.review_by.empty()) content += "review_by = " + stored.review_by + "\n";
    lines_before = static_cast<int>(std::ranges::count(content, '\n'));
    content += stored.words + write_reviews(stored.reviews);
    return {language.tag + ".toml", std::move(content)};
}

std::expected<Template, Problems> read_one(const Language& language, const StoredVersion& stored) {
    Problems problems;
    int lines_before = 0;
    const auto file = file_of(language, stored, lines_before);
    auto read = read_messages(file, problems);
    for (auto& problem : problems) {
        if (problem.template_id.empty()) problem.template_id = stored.id;
        problem.file = language.tag + " " + stored.id;
        problem.line = std::max(problem.line - lines_before, 0);
    }
    if (problems.empty() && read.entries.size() != 1)
        problems.push_back({language.tag + " " + stored.id, 1, stored.id, "not the words of one text",
                            "Give purpose, arguments and patterns of one text."});
    if (!problems.empty()) return std::unexpected(std::move(problems));
    return std::move(read.entries.front().shown);
}

/// Whether this release gives all that the version asks for.
bool is_given(const Template& asks, const Template& ships) {
    return std::ranges::all_of(asks.arguments, [&](const auto& argument) {
        const auto given = ships.arguments.find(argument.first);
        return given != ships.arguments.end() && given->second == argument.second;
    });
}

class Assembly {
public:
    explicit Assembly(std::vector<Language> languages) : languages_{std::move(languages)} {}

    Problems take(std::span<const StoredVersion> stored) {
        Problems left_out;
        for (const auto& one : stored) {
            const Language* language = spoken(languages_, one.language);
            const Language* english = spoken(languages_, fallback_language);
            const Template* ships = newest(*english, one.id);
            if (language == nullptr || ships == nullptr) continue;  // for the record only
            auto read = read_one(*language, one);
            if (!read) {
                left_out.insert(left_out.end(), read.error().begin(), read.error().end());
            } else if (!is_given(*read, *ships)) {
                left_out.push_back({one.language + " " + one.id, 1, one.id,
                                    "version " + std::to_string(one.version) +
                                        " asks for arguments that are not given any more",
                                    "Have the newest version looked at; it is written for this release."});
            } else {
                by_language_[one.language][one.id].push_back(std::move(*read));
            }
        }
        return left_out;
    }

    std::vector<MessageFile> files() {
        std::vector<MessageFile> files;
        for (const auto& language : languages_) {
            Language whole = without_texts(language);
            std::set<std::string> done;
            for (const auto& entry : language.entries) {
                if (!done.insert(entry.shown.id).second) continue;
                auto& versions = by_language_[language.tag][entry.shown.id];
                add(whole, std::move(versions));
                by_language_[language.tag].erase(entry.shown.id);
            }
            for (auto& [id, versions] : by_language_[language.tag]) add(whole, std::move(versions));
            files.push_back({language.tag + ".toml", write_messages(whole)});
        }
        return files;
    }

private:
    static void add(Language& whole, std::vector<Template> versions) {
        std::ranges::sort(versions, std::greater{}, &Template::version);
        for (auto& version : versions) whole.entries.push_back({std::move(version), {}});
    }

    std::vector<Language> languages_;
    std::map<std::string, std::map<std::string, std::vector<Template>>> by_language_;
};

/// A text in another language whose arguments differ from the newest English ones can't be read beside it.
std::vector<StoredVersion> that_fit(std::span<const StoredVersion> stored, const Problems& problems) {
    std::vector<StoredVersion> fit;
    for (const auto& one : stored) {
        const bool named = std::ranges::any_of(problems, [&](const Problem& problem) {
            return problem.template_id == one.id && problem.file == one.language + ".toml";
        });
        if (!named) fit.push_back(one);
    }
    return fit;
}

}  // namespace

std::expected<std::vector<StoredVersion>, Problems> shipped_versions(std::span<const MessageFile> shipped) {
    Problems problems;
    std::vector<StoredVersion> versions;
    for (const auto& language : read_all(shipped, problems)) {
        for (const auto& entry : language.entries) {
            const auto& shown = entry.shown;
            versions.push_back({language.tag, shown.id, shown.version, write_words(shown), shown.status,
                                shown.review_by, shown.reviews});
        }
    }
    if (!problems.empty()) return std::unexpected(std::move(problems));
    std::ranges::sort(versions, {},
                      [](const StoredVersion& one) { return std::tuple{one.language, one.id, one.version}; });
    return versions;
}

std::expected<Template, Problems> read_version(std::span<const MessageFile> shipped,
                                               const StoredVersion& version) {
    Problems problems;
    const auto languages = read_all(shipped, problems);
    const Language* language = spoken(languages, version.language);
    const Language* english = spoken(languages, fallback_language);
    const Template* ships = english == nullptr ? nullptr : newest(*english, version.id);
    if (language == nullptr || ships == nullptr) {
        problems.push_back({version.language, 0, version.id, "there is no such text or language",
                            "`offing templates list` shows what there is."});
    }
    if (!problems.empty()) return std::unexpected(std::move(problems));
    auto read = read_one(*language, version);
    if (!read) return read;
    if (!is_given(*read, *ships)) {
        return std::unexpected(Problems{{version.language + " " + version.id, 1, version.id,
                                         "it asks for arguments that this text is not given",
                                         "Use the arguments of the text that ships."}});
    }
    return read;
}

std::expected<Catalogue, Problems> with_version(std::span<const MessageFile> shipped,
                                                const StoredVersion& version) {
    StoredVersion unsent = version;  // only looked at: no gate stands in the way
    unsent.status = Status::draft;
    unsent.reviews.clear();
    auto read = read_version(shipped, unsent);
    if (!read) return std::unexpected(std::move(read.error()));
    Problems problems;
    std::vector<MessageFile> files{shipped.begin(), shipped.end()};
    for (auto& file : files) {
        auto language = read_messages(file, problems);
        if (language.tag != version.language) continue;
        std::erase_if(language.entries, [&](const Entry& entry) { return entry.shown.id == version.id; });
        language.entries.push_back({std::move(*read), {}});
        file = {file.name, write_messages(language)};
    }
    // What is said of other texts here is only that they no longer match this one's arguments.
    std::erase_if(files, [&](const MessageFile& file) {
        return file.name != std::string{fallback_language} + ".toml" &&
               file.name != version.language + ".toml";
    });
    return Catalogue::read(files);
}

std::string other_words(const Template& before, const std::map<Level, std::string>& patterns) {
    Template after = before;
    after.patterns = patterns;
    const PluralForms plurals{before.language};
    std::set<std::string> used;
    for (const auto& [level, words] : patterns) {
        const auto pattern = Pattern::compile(words, plurals);
        if (!pattern) return write_words(after);  // reading it says what is wrong
        for (const auto& use : pattern->uses()) used.insert(use.name);
    }
    std::erase_if(after.arguments, [&](const auto& argument) { return !used.contains(argument.first); });
    return write_words(after);
}

std::expected<Assembled, Problems> assemble(std::span<const MessageFile> shipped,
                                            std::span<const StoredVersion> stored) {
    Problems problems;
    read_all(shipped, problems);
    if (!problems.empty()) return std::unexpected(std::move(problems));
    std::vector<StoredVersion> fit{stored.begin(), stored.end()};
    Problems left_out;
    // Each look leaves out what can't stand beside the rest; there are never many.
    for (int look = 0; look < 4; ++look) {
        Assembly assembly{read_all(shipped, problems)};
        for (auto& problem : assembly.take(fit)) left_out.push_back(std::move(problem));
        auto files = assembly.files();
        auto catalogue = Catalogue::read(files);
        if (catalogue) return Assembled{std::move(files), std::move(*catalogue), std::move(left_out)};
        auto fewer = that_fit(fit, catalogue.error());
        left_out.insert(left_out.end(), catalogue.error().begin(), catalogue.error().end());
        if (fewer.size() == fit.size()) return std::unexpected(std::move(left_out));
        fit = std::move(fewer);
    }
    return std::unexpected(std::move(left_out));
}

}  // namespace offing::templates
