#include "templates/shipped.hpp"

#include <algorithm>
#include <tuple>

#include "templates/catalogue_store.hpp"
#include "templates/write_messages.hpp"

namespace offing::templates {

namespace {

using Problems = std::vector<Problem>;

/// A file with this one version in it. Its words begin at the line `lines_before` + 1.
MessageFile file_of(const Language& language, const StoredVersion& stored, int& lines_before) {
    std::string content = write_messages(without_texts(language));
    content += "\n[text." + stored.id + "]\nversion = " + std::to_string(stored.version) + "\nstatus = \"" +
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

/// Its pieces, and of `only` the newest version.
Language with_pieces(const Language& language, std::string_view leaving_out, const Template* only) {
    Language small = without_texts(language);
    for (const auto& entry : language.entries)
        if (entry.shown.fragment && entry.shown.id != leaving_out) small.entries.push_back({entry.shown, {}});
    if (only != nullptr) small.entries.push_back({*only, {}});
    return small;
}

}  // namespace

Language without_texts(const Language& language) {
    Language head;
    head.tag = language.tag;
    head.file = language.file;
    head.dates = language.dates;
    return head;
}

std::expected<Shipped, Problems> Shipped::read(std::span<const MessageFile> files) {
    Shipped shipped;
    Problems problems;
    for (const auto& file : files) shipped.languages_.push_back(read_messages(file, problems));
    if (problems.empty() && shipped.spoken(fallback_language) == nullptr)
        problems.push_back({"messages", 0, {}, "no en-GB texts", "Every language falls back to en-GB.toml."});
    if (!problems.empty()) return std::unexpected(std::move(problems));
    return shipped;
}

const Language* Shipped::spoken(std::string_view language) const {
    const auto at = std::ranges::find(languages_, language, &Language::tag);
    return at == languages_.end() ? nullptr : &*at;
}

const Template* Shipped::find(std::string_view id, std::string_view language) const {
    const auto* in = spoken(language);
    const Template* found = nullptr;
    for (std::size_t i = 0; in != nullptr && i < in->entries.size(); ++i) {
        const auto& shown = in->entries[i].shown;
        if (shown.id == id && (found == nullptr || found->version < shown.version)) found = &shown;
    }
    return found;
}

std::vector<StoredVersion> Shipped::versions() const {
    std::vector<StoredVersion> versions;
    for (const auto& language : languages_)
        for (const auto& [shown, compiled] : language.entries)
            versions.push_back({language.tag, shown.id, shown.version, write_words(shown), shown.status,
                                shown.review_by, shown.reviews});
    std::ranges::sort(versions, {},
                      [](const StoredVersion& one) { return std::tuple{one.language, one.id, one.version}; });
    return versions;
}

std::expected<Template, Problems> Shipped::read_version(const StoredVersion& version) const {
    const Language* language = spoken(version.language);
    const Template* ships = find(version.id, fallback_language);
    if (language == nullptr || ships == nullptr)
        return std::unexpected(Problems{{version.language, 0, version.id, "there is no such text or language",
                                         "`offing templates list` shows what there is."}});
    auto read = read_one(*language, version);
    if (read && !is_given(*read, *ships))
        return std::unexpected(Problems{{version.language + " " + version.id, 1, version.id,
                                         "it asks for arguments that this release does not give it",
                                         "Use the arguments of the text that ships, or have that one looked "
                                         "at; it is written for this release."}});
    return read;
}

std::expected<Catalogue, Problems> Shipped::with_version(const StoredVersion& version) const {
    StoredVersion unsent = version;
    unsent.status = Status::draft;
    unsent.reviews.clear();
    auto read = read_version(unsent);
    if (!read) return std::unexpected(std::move(read.error()));
    const auto& english = *spoken(fallback_language);
    const Template* original =
        version.language == fallback_language ? &*read : find(version.id, fallback_language);
    std::vector<MessageFile> files{
        {"en-GB.toml", write_messages(with_pieces(english, version.id, original))}};
    if (version.language != fallback_language)
        files.push_back({version.language + ".toml",
                         write_messages(with_pieces(*spoken(version.language), version.id, &*read))});
    return Catalogue::read(files);
}

}  // namespace offing::templates
