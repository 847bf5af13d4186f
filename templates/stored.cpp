#include "templates/stored.hpp"

#include <algorithm>
#include <set>

#include "templates/catalogue_store.hpp"
#include "templates/shipped.hpp"
#include "templates/write_messages.hpp"

namespace offing::templates {

namespace {

using Problems = std::vector<Problem>;

class Assembly {
public:
    explicit Assembly(const Shipped& shipped) : shipped_{shipped} {}

    Problems take(std::span<const StoredVersion> stored) {
        Problems left_out;
        for (const auto& one : stored) {
            const bool is_known = shipped_.spoken(one.language) != nullptr &&
                                  shipped_.find(one.id, fallback_language) != nullptr;
            if (!is_known) continue;  // for the record only
            auto read = shipped_.read_version(one);
            if (read) {
                by_language_[one.language][one.id].push_back(std::move(*read));
            } else {
                left_out.insert(left_out.end(), read.error().begin(), read.error().end());
            }
        }
        return left_out;
    }

    std::vector<MessageFile> files() {
        std::vector<MessageFile> files;
        for (const auto& language : shipped_.languages()) {
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

    const Shipped& shipped_;
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
    const auto known = Shipped::read(shipped);
    if (!known) return std::unexpected(known.error());
    std::vector<StoredVersion> fit{stored.begin(), stored.end()};
    Problems left_out;
    // Each look leaves out what can't stand beside the rest; there are never many.
    for (int look = 0; look < 4; ++look) {
        Assembly assembly{*known};
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
