#include "templates/catalogue.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "templates/catalogue_store.hpp"
#include "templates/review.hpp"
#include "templates/samples.hpp"
#include "templates/segments.hpp"

namespace offing::templates {

namespace {

constexpr int most_parts = 2;

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

bool Catalogue::Store::gives(const Template& translated) const {
    const auto* original = versions(translated.id, fallback_language);
    return std::ranges::any_of(original->newest_first, [&](const Entry* one) {
        return one->shown.arguments == translated.arguments;
    });
}

bool Catalogue::Store::may_be_sent(const Template& shown, int day) const {
    if (shown.status == Status::in_review) return demo;
    // Silence in a crisis does more harm than words that women asked to change: one that passed its gates is
    // sent until another does.
    if (shown.crisis && shown.status == Status::live) return true;
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

Catalogue::Catalogue() : slot_{std::make_unique<Slot>()} {}
Catalogue::Catalogue(Catalogue&&) noexcept = default;
Catalogue& Catalogue::operator=(Catalogue&&) noexcept = default;
Catalogue::~Catalogue() = default;

std::shared_ptr<const Catalogue::Store> Catalogue::store() const {
    const std::scoped_lock lock{slot_->mutex};
    return slot_->store;
}

void Catalogue::replace(Catalogue fresh) {
    const auto coming = fresh.slot_->store;
    const std::scoped_lock lock{slot_->mutex};
    coming->lint = slot_->store->lint;
    coming->demo = slot_->store->demo;
    coming->today.store(slot_->store->today.load());
    slot_->store = coming;
}

Catalogue Catalogue::snapshot() const {
    Catalogue same;
    const auto held = store();
    auto& own = *same.slot_->store;
    own.languages = held->languages;
    own.lint = held->lint;
    own.demo = held->demo;
    own.today.store(held->today.load());
    return same;
}

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
    auto& held = *catalogue.slot_->store;
    auto& languages = held.languages;
    for (const auto& file : files) {
        auto spoken = std::make_shared<Store::Spoken>();
        spoken->language = read_messages(file, problems);
        const auto& tag = spoken->language.tag;
        if (!tag.empty() && held.spoken(tag) != nullptr) {
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
    const auto* english = held.spoken(fallback_language);
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
            } else if (entry.shown.status != Status::retired &&
                       spoken->by_id[entry.shown.id].newest_first.front() == &entry &&
                       !held.gives(entry.shown)) {
                problems.push_back(problem_in(entry.shown, "its arguments differ from the en-GB text's",
                                              "Use the same names and types."));
            }
        }
    }
    if (problems.empty()) catalogue.refuse_long_texts(problems);
    if (!problems.empty()) return std::unexpected(std::move(problems));
    return catalogue;
}

void Catalogue::refuse_long_texts(std::vector<Problem>& problems) const {
    for (const auto& spoken : slot_->store->languages) {
        for (const auto& entry : spoken->language.entries) {
            if (entry.shown.fragment || entry.shown.status == Status::retired) continue;
            int parts = 0;
            for (const auto level : {Level::plain, Level::discreet, Level::very_discreet, Level::knock}) {
                if (!entry.compiled.contains(level)) continue;
                parts = std::max(
                    parts, count_segments(sample_body(*this, entry.shown, level, Samples::longest)).parts);
            }
            if (parts <= most_parts) continue;
            problems.push_back(problem_in(entry.shown,
                                          "at worst it takes " + std::to_string(parts) + " parts",
                                          "Shorten it: two parts at most, 306 plain letters or 134 others."));
        }
    }
}

void Catalogue::set_lint(std::shared_ptr<const Lint> lint) { slot_->store->lint = std::move(lint); }
std::shared_ptr<const Lint> Catalogue::lint() const { return store()->lint; }

void Catalogue::set_demo(bool demo) { slot_->store->demo = demo; }

void Catalogue::set_today(std::chrono::local_days today) const {
    store()->today.store(day_number(today), std::memory_order_relaxed);
}

bool Catalogue::still_live(std::string_view id, std::string_view language, int version,
                           std::chrono::local_days today) const {
    const auto held = store();
    const auto* all = held->versions(id, language);
    if (all == nullptr) return false;
    return std::ranges::any_of(all->newest_first, [&](const Entry* entry) {
        return entry->shown.version == version && held->may_be_sent(entry->shown, day_number(today));
    });
}

const Template* Catalogue::find(std::string_view id, std::string_view language) const {
    const auto* all = store()->versions(id, language);
    return all == nullptr ? nullptr : &all->newest_first.front()->shown;
}

std::vector<const Template*> Catalogue::all() const {
    std::vector<const Template*> newest;
    const auto held = store();
    for (const auto& spoken : held->languages) {
        for (const auto& entry : spoken->language.entries) {
            if (find(entry.shown.id, entry.shown.language) == &entry.shown) newest.push_back(&entry.shown);
        }
    }
    return newest;
}

std::vector<const Template*> Catalogue::versions(std::string_view id, std::string_view language) const {
    std::vector<const Template*> found;
    const auto held = store();
    if (const auto* all = held->versions(id, language)) {
        for (const auto* entry : all->newest_first) found.push_back(&entry->shown);
    }
    return found;
}

bool Catalogue::is_demo() const { return store()->demo; }

std::vector<const Template*> Catalogue::not_reviewed() const {
    std::vector<const Template*> waiting;
    for (const auto* shown : all()) {
        if (shown->language != fallback_language || shown->status == Status::retired) continue;
        const bool passed = std::ranges::any_of(versions(shown->id, shown->language), [](const auto* one) {
            return one->status == Status::live || one->status == Status::paused;
        });
        if (!passed) waiting.push_back(shown);
    }
    return waiting;
}

std::vector<const Template*> Catalogue::held_back(std::chrono::local_days today) const {
    const auto held = store();
    const auto waiting = not_reviewed();
    std::vector<const Template*> back;
    for (const auto* shown : all()) {
        if (shown->language != fallback_language || shown->status == Status::retired) continue;
        const bool sent = std::ranges::any_of(versions(shown->id, shown->language), [&](const auto* one) {
            return held->may_be_sent(*one, day_number(today));
        });
        if (!sent && std::ranges::find(waiting, shown) == waiting.end()) back.push_back(shown);
    }
    return back;
}

std::map<std::string, std::set<std::string>> Catalogue::selections(const Template& shown) const {
    std::map<std::string, std::set<std::string>> all;
    const auto held = store();
    const auto* versions_of = held->versions(shown.id, shown.language);
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

std::string refusal_to_start(const Catalogue& catalogue) {
    const auto waiting = catalogue.not_reviewed();
    if (waiting.empty()) return {};
    std::string said =
        std::to_string(waiting.size()) +
        " of the en-GB texts have not been reviewed here, and no text may be sent that has not.\n";
    for (const auto* shown : waiting) {
        const auto gates = closed_gates(*shown);
        said += "  " + shown->id + " (" + std::string{spell(shown->status)} +
                "): " + (gates.empty() ? "it has not been made live" : gates.front().what) + "\n";
    }
    said +=
        "What to do: print the cards (offing templates pack > pack.html) and go through them with the women "
        "who\n"
        "will get the texts. Record what was said (offing templates review), then let each text go live\n"
        "(offing templates live). To try Offing without sending a text to anybody, set demo = true.\n";
    return said;
}

}  // namespace offing::templates
