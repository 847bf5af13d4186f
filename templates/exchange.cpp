#include "templates/exchange.hpp"

#include <algorithm>
#include <set>

#include "templates/catalogue.hpp"
#include "templates/po.hpp"
#include "templates/write_messages.hpp"

namespace offing::templates {

namespace {

using Problems = std::vector<Problem>;

constexpr std::string_view original_language = "en-GB";

struct Read {
    std::vector<Language> languages;
    std::vector<std::string> heads;
};

Read read_all(std::span<const MessageFile> files, Problems& problems) {
    Read read;
    for (const auto& file : files) {
        read.languages.push_back(read_messages(file, problems));
        read.heads.push_back(head_of(file.content));
    }
    return read;
}

Language* find(std::vector<Language>& languages, std::string_view tag) {
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

/// One PO file taken into one language.
class PoImport {
public:
    PoImport(const MessageFile& incoming, const Language& english, Language& into, Problems& problems)
        : incoming_{incoming}, english_{english}, into_{into}, problems_{problems} {}

    void take(const std::vector<PoEntry>& entries, Imported& result) {
        std::map<std::string, std::map<Level, std::string>> words;
        std::set<std::string> seen;
        for (const auto& entry : entries) {
            if (!seen.insert(entry.context).second) {
                wrong(entry, "it stands here twice", "Keep one of them.");
            } else if (entry.translation.empty() || entry.fuzzy) {
                ++result.untranslated;
            } else if (const auto level = check(entry)) {
                words[id_of(entry)][*level] = entry.translation;
            }
        }
        if (!problems_.empty()) return;
        for (auto& [id, patterns] : words) take_text(id, std::move(patterns), result);
    }

private:
    void wrong(const PoEntry& entry, std::string what, std::string remedy) {
        problems_.push_back({incoming_.name, entry.line, id_of(entry), std::move(what), std::move(remedy)});
    }
    static std::string id_of(const PoEntry& entry) {
        return entry.context.substr(0, entry.context.find('|'));
    }

    std::optional<Level> check(const PoEntry& entry) {
        const auto bar = entry.context.find('|');
        const auto level = bar == std::string::npos
                               ? std::nullopt
                               : parse_level(std::string_view{entry.context}.substr(bar + 1));
        const Template* original = newest(english_, id_of(entry));
        if (original == nullptr || !level) {
            wrong(entry, "en-GB has no such text", "Export again; ids are not translated.");
            return std::nullopt;
        }
        const auto at = original->patterns.find(*level);
        if (at == original->patterns.end() || at->second != entry.original) {
            wrong(entry, "the English has changed since this was exported",
                  "Export again and look at the words once more.");
            return std::nullopt;
        }
        const auto pattern = Pattern::compile(entry.translation, *into_.plurals);
        if (!pattern) {
            wrong(entry, pattern.error().what, pattern.error().remedy);
            return std::nullopt;
        }
        for (const auto& use : pattern->uses()) {
            if (original->arguments.contains(use.name)) continue;
            wrong(entry, "{" + use.name + "} is not among its arguments", "Arguments are not translated.");
        }
        return level;
    }

    void take_text(const std::string& id, std::map<Level, std::string> patterns, Imported& result) {
        const Template* old = newest(into_, id);
        if (old != nullptr && old->patterns == patterns) {
            result.unchanged.push_back(id);
            return;
        }
        (old == nullptr ? result.added : result.changed).push_back(id);
        Entry fresh;
        fresh.shown = *newest(english_, id);
        fresh.shown.language = into_.tag;
        fresh.shown.status = Status::draft;
        fresh.shown.reviews.clear();
        fresh.shown.review_by.clear();
        fresh.shown.patterns = std::move(patterns);
        fresh.shown.version = old == nullptr ? 1 : old->version;
        if (old != nullptr && old->status == Status::draft) {
            std::erase_if(into_.entries, [&](const Entry& entry) { return &entry.shown == old; });
        } else if (old != nullptr) {
            fresh.shown.version = old->version + 1;
        }
        into_.entries.push_back(std::move(fresh));
    }

    const MessageFile& incoming_;
    const Language& english_;
    Language& into_;
    Problems& problems_;
};

/// Everything at once, from another service: no id that is unknown here.
void take_toml(const MessageFile& incoming, const Language& theirs, const Language& english, Imported& result,
               const Language* ours, Problems& problems) {
    for (const auto& entry : theirs.entries) {
        const auto& shown = entry.shown;
        if (newest(english, shown.id) == nullptr) {
            problems.push_back({incoming.name, shown.line, shown.id, "there is no text of this id here",
                                "Take it out of the file, or upgrade first."});
            continue;
        }
        if (newest(theirs, shown.id) != &shown) continue;
        const Template* old = ours == nullptr ? nullptr : newest(*ours, shown.id);
        (old == nullptr                    ? result.added
         : old->patterns == shown.patterns ? result.unchanged
                                           : result.changed)
            .push_back(shown.id);
    }
}

std::string file_name(const std::string& language) { return language + ".toml"; }

}  // namespace

std::expected<std::string, Problems> export_texts(std::span<const MessageFile> files,
                                                  const std::string& language, Exchange form) {
    Problems problems;
    auto read = read_all(files, problems);
    const Language* english = find(read.languages, original_language);
    Language* wanted = find(read.languages, language);
    if (wanted == nullptr && form == Exchange::toml) {
        problems.push_back(
            {"messages", 0, {}, "no texts in " + language, "`offing templates list` shows what there is."});
    }
    if (english == nullptr) problems.push_back({"messages", 0, {}, "no en-GB texts", "Check --folder."});
    if (!problems.empty()) return std::unexpected(std::move(problems));
    if (form == Exchange::toml) return write_messages(*wanted);
    Language none;
    none.tag = language;
    return write_po(*english, wanted == nullptr ? none : *wanted);
}

std::expected<Imported, Problems> import_texts(std::span<const MessageFile> files,
                                               const MessageFile& incoming, Exchange form) {
    Problems problems;
    if (const int line = first_broken_line(incoming.content); line > 0) {
        problems.push_back({incoming.name,
                            line,
                            {},
                            "not UTF-8, or mixed with another encoding",
                            "Save the whole file as UTF-8 and import it again."});
        return std::unexpected(std::move(problems));
    }
    auto read = read_all(files, problems);
    const Language* english = find(read.languages, original_language);
    if (english == nullptr) problems.push_back({"messages", 0, {}, "no en-GB texts", "Check --folder."});
    if (!problems.empty()) return std::unexpected(std::move(problems));

    Imported result;
    std::string tag;
    if (form == Exchange::po) {
        const auto po = read_po(incoming, problems);
        tag = po.language;
        Language* into = find(read.languages, tag);
        if (into == nullptr && problems.empty()) {
            problems.push_back(
                {incoming.name,
                 1,
                 {},
                 "there is no file for language \"" + tag + "\" yet",
                 "Write " + file_name(tag) + " with its [dates] first: days and times in words."});
        }
        if (problems.empty()) PoImport{incoming, *english, *into, problems}.take(po.entries, result);
        if (problems.empty()) {
            const auto index = static_cast<std::size_t>(into - read.languages.data());
            result.file = {file_name(tag), write_messages(*into, read.heads[index])};
        }
    } else {
        const auto theirs = read_messages(incoming, problems);
        tag = theirs.tag;
        take_toml(incoming, theirs, *english, result, find(read.languages, tag), problems);
        result.file = {file_name(tag), incoming.content};
    }
    if (!problems.empty()) return std::unexpected(std::move(problems));

    std::vector<MessageFile> whole;
    for (std::size_t i = 0; i < files.size(); ++i) {
        if (read.languages[i].tag != tag) whole.push_back(files[i]);
    }
    whole.push_back(result.file);
    if (auto loads = Catalogue::read(whole); !loads) return std::unexpected(std::move(loads.error()));
    return result;
}

std::vector<Difference> differences(std::span<const MessageFile> before, std::span<const MessageFile> after,
                                    const std::string& language) {
    Problems ignored;
    auto old_files = read_all(before, ignored), new_files = read_all(after, ignored);
    Language none;
    const Language* old_one = find(old_files.languages, language);
    const Language* new_one = find(new_files.languages, language);
    if (old_one == nullptr) old_one = &none;
    if (new_one == nullptr) new_one = &none;
    std::set<std::string> ids;
    for (const auto* one : {old_one, new_one}) {
        for (const auto& entry : one->entries) ids.insert(entry.shown.id);
    }
    std::vector<Difference> list;
    for (const auto& id : ids) {
        const Template* was = newest(*old_one, id);
        const Template* is = newest(*new_one, id);
        for (const auto level : {Level::plain, Level::discreet, Level::very_discreet, Level::knock}) {
            const auto words = [&](const Template* shown) {
                return shown != nullptr && shown->patterns.contains(level) ? shown->patterns.at(level)
                                                                           : std::string{};
            };
            if (words(was) != words(is)) list.push_back({id, level, words(was), words(is)});
        }
    }
    return list;
}

}  // namespace offing::templates
