#include "templates/catalogue.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "templates/catalogue_store.hpp"
#include "templates/review.hpp"

namespace offing::templates {

namespace {

std::expected<MessageFile, Problem> read_file(const std::filesystem::path& path) {
    std::ifstream in{path, std::ios::binary};
    MessageFile file{path.filename().string(), {std::istreambuf_iterator<char>{in}, {}}};
    if (!in.bad() && in.is_open()) return file;
    return std::unexpected(
        Problem{file.name, 0, {}, "can't be read", "Check that it exists and its rights."});
}

}  // namespace

int last_day(const std::string& review_by) {
    if (review_by.empty()) return std::numeric_limits<int>::max();
    const auto day = parse_date(review_by);
    return day ? day_number(*day) : no_day;
}

Problem problem_in(const Template& shown, std::string what, std::string remedy) {
    return {shown.file, shown.line, shown.id, std::move(what), std::move(remedy)};
}

const Catalogue::Store::Spoken* Catalogue::Store::spoken(std::string_view tag) const {
    for (const auto& one : languages) {
        if (one->language.tag == tag) return one.get();
    }
    return nullptr;
}

const Catalogue::Store::Versions* Catalogue::Store::versions(std::string_view id,
                                                             std::string_view tag) const {
    const auto* in = spoken(tag);
    if (in == nullptr) return nullptr;
    const auto at = in->by_id.find(id);
    return at == in->by_id.end() ? nullptr : &at->second;
}

bool Catalogue::Store::may_be_sent(const Template& shown, int day) const {
    if (shown.status == Status::in_review) return demo;
    return shown.status == Status::live && day <= last_day(shown.review_by);
}

const Entry* Catalogue::Store::sendable(std::string_view id, std::string_view tag) const {
    const auto* all = versions(id, tag);
    if (all == nullptr) return nullptr;
    const int day = today.load(std::memory_order_relaxed);
    for (const auto* entry : all->newest_first) {
        if (may_be_sent(entry->shown, day)) return entry;
    }
    return nullptr;
}

Catalogue::Catalogue() : store_{std::make_unique<Store>()} {}
Catalogue::Catalogue(Catalogue&&) noexcept = default;
Catalogue& Catalogue::operator=(Catalogue&&) noexcept = default;
Catalogue::~Catalogue() = default;

std::expected<Catalogue, std::vector<Problem>> Catalogue::load(const std::string& folder) {
    std::vector<Problem> problems;
    std::vector<MessageFile> files;
    std::error_code failed;
    std::vector<std::filesystem::path> paths;
    for (const auto& item : std::filesystem::directory_iterator{folder, failed}) {
        if (item.path().extension() == ".toml") paths.push_back(item.path());
    }
    if (failed || paths.empty()) {
        return std::unexpected(std::vector{Problem{folder,
                                                   0,
                                                   {},
                                                   "no *.toml file can be read here",
                                                   "Point the templates folder at templates/messages."}});
    }
    std::ranges::sort(paths);
    for (const auto& path : paths) {
        if (auto file = read_file(path)) {
            files.push_back(std::move(*file));
        } else {
            problems.push_back(file.error());
        }
    }
    auto catalogue = read(files);
    if (problems.empty()) return catalogue;
    if (!catalogue) problems.insert(problems.end(), catalogue.error().begin(), catalogue.error().end());
    return std::unexpected(std::move(problems));
}

std::expected<Catalogue, std::vector<Problem>> Catalogue::read(std::span<const MessageFile> files) {
    std::vector<Problem> problems;
    Catalogue catalogue;
    auto& languages = catalogue.store_->languages;
    for (const auto& file : files) {
        auto spoken = std::make_unique<Store::Spoken>();
        spoken->language = read_messages(file, problems);
        const auto& tag = spoken->language.tag;
        if (!tag.empty() && catalogue.store_->spoken(tag) != nullptr) {
            problems.push_back({file.name, 1, {}, "a second file for language " + tag, "Keep one of them."});
        }
        for (const auto& entry : spoken->language.entries) {
            spoken->by_id[entry.shown.id].newest_first.push_back(&entry);
        }
        for (auto& [id, versions] : spoken->by_id) {
            std::ranges::sort(versions.newest_first, std::greater{},
                              [](const Entry* entry) { return entry->shown.version; });
        }
        languages.push_back(std::move(spoken));
    }
    const auto* english = catalogue.store_->spoken(fallback_language);
    if (problems.empty() && english == nullptr) {
        problems.push_back({"messages", 0, {}, "no en-GB texts", "Every language falls back to en-GB.toml."});
    }
    for (const auto& spoken : languages) {
        if (english == nullptr || spoken.get() == english) continue;
        for (const auto& entry : spoken->language.entries) {
            const auto* original = catalogue.find(entry.shown.id, fallback_language);
            if (original == nullptr) {
                problems.push_back(problem_in(entry.shown, "en-GB has no text of this id",
                                              "Mend the id, or write the en-GB text first."));
            } else if (original->arguments != entry.shown.arguments &&
                       entry.shown.status != Status::retired &&
                       spoken->by_id[entry.shown.id].newest_first.front() == &entry) {
                problems.push_back(problem_in(entry.shown, "its arguments differ from the en-GB text's",
                                              "Use the same names and types."));
            }
        }
    }
    if (!problems.empty()) return std::unexpected(std::move(problems));
    return catalogue;
}

void Catalogue::set_lint(std::shared_ptr<const Lint> lint) { store_->lint = std::move(lint); }

void Catalogue::set_demo(bool demo) { store_->demo = demo; }

void Catalogue::set_today(std::chrono::local_days today) const {
    store_->today.store(day_number(today), std::memory_order_relaxed);
}

bool Catalogue::still_live(std::string_view id, std::string_view language, int version,
                           std::chrono::local_days today) const {
    const auto* all = store_->versions(id, language);
    if (all == nullptr) return false;
    return std::ranges::any_of(all->newest_first, [&](const Entry* entry) {
        return entry->shown.version == version && store_->may_be_sent(entry->shown, day_number(today));
    });
}

const Template* Catalogue::find(std::string_view id, std::string_view language) const {
    const auto* all = store_->versions(id, language);
    return all == nullptr ? nullptr : &all->newest_first.front()->shown;
}

std::vector<const Template*> Catalogue::all() const {
    std::vector<const Template*> newest;
    for (const auto& spoken : store_->languages) {
        for (const auto& entry : spoken->language.entries) {
            if (find(entry.shown.id, entry.shown.language) == &entry.shown) newest.push_back(&entry.shown);
        }
    }
    return newest;
}

std::vector<const Template*> Catalogue::versions(std::string_view id, std::string_view language) const {
    std::vector<const Template*> found;
    if (const auto* all = store_->versions(id, language)) {
        for (const auto* entry : all->newest_first) found.push_back(&entry->shown);
    }
    return found;
}

std::vector<const Template*> Catalogue::not_reviewed(std::chrono::local_days today) const {
    std::vector<const Template*> waiting;
    for (const auto* shown : all()) {
        if (shown->language != fallback_language || shown->status == Status::retired) continue;
        const auto versions_of = versions(shown->id, shown->language);
        const bool one_is_live = std::ranges::any_of(versions_of, [&](const Template* version) {
            return version->status == Status::live && day_number(today) <= last_day(version->review_by);
        });
        if (!one_is_live) waiting.push_back(shown);
    }
    return waiting;
}

std::map<std::string, std::set<std::string>> Catalogue::selections(const Template& shown) const {
    std::map<std::string, std::set<std::string>> all;
    const auto* versions_of = store_->versions(shown.id, shown.language);
    for (std::size_t i = 0; versions_of != nullptr && i < versions_of->newest_first.size(); ++i) {
        const auto* entry = versions_of->newest_first[i];
        if (entry->shown.version != shown.version) continue;
        for (const auto& [level, pattern] : entry->compiled) {
            for (const auto& [argument, keys] : pattern.selections())
                all[argument].insert(keys.begin(), keys.end());
        }
    }
    return all;
}

std::string refusal_to_start(const Catalogue& catalogue, std::chrono::local_days today) {
    const auto waiting = catalogue.not_reviewed(today);
    if (waiting.empty()) return {};
    std::string said =
        std::to_string(waiting.size()) +
        " of the en-GB texts have not been reviewed here, and no text may be sent that has not.\n";
    for (const auto* shown : waiting) {
        said += "  " + shown->id + " (" + std::string{spell(shown->status)} + ")";
        const auto gates = closed_gates(*shown);
        said += gates.empty() ? ": its review-by date has passed\n" : ": " + gates.front().what + "\n";
    }
    said +=
        "What to do: print the cards (offing templates pack > pack.html), go through them with the women "
        "who\n"
        "will get the texts, record each review, then set the status to live. To try Offing without sending "
        "a\n"
        "text to anybody, set demo = true.\n";
    return said;
}

}  // namespace offing::templates
