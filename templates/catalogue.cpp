#include "templates/catalogue.hpp"

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>
#include <unordered_map>

#include "templates/read_messages.hpp"
#include "templates/review.hpp"
#include "templates/segments.hpp"

namespace offing::templates {

namespace {

constexpr int most_parts = 2;
constexpr std::size_t most_choices = 3;
constexpr std::string_view fallback_language = "en-GB";
constexpr int no_day = std::numeric_limits<int>::min();

int day_number(std::chrono::local_days day) { return static_cast<int>(day.time_since_epoch().count()); }

/// The last day a text may be sent; far ahead when it has none, far behind when the date can't be read.
int last_day(const std::string& review_by) {
    if (review_by.empty()) return std::numeric_limits<int>::max();
    const auto day = parse_date(review_by);
    return day ? day_number(*day) : no_day;
}

struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};

/// Whether every byte is one septet of GSM 7: then a short text needs no counting.
bool plain_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) {
        return (c >= ' ' && c <= 'Z' && c != '`') || (c >= 'a' && c <= 'z') || c == '\n';
    });
}

int parts_of(std::string_view body) {
    if (body.size() <= 160 && plain_ascii(body)) return 1;
    return count_segments(body).parts;
}

/// Values by name, written as their type is written in this language.
class Values final : public Pattern::Source {
public:
    Values(const Arguments& arguments, const DateWords& dates, bool shorter)
        : arguments_{arguments}, dates_{dates}, shorter_{shorter} {}

    void append(std::string& out, std::string_view argument) const override {
        std::visit([&](const auto& value) { write(out, value); }, arguments_.find(argument)->second);
    }
    std::int64_t number(std::string_view argument) const override {
        return std::get<std::int64_t>(arguments_.find(argument)->second);
    }
    std::string_view word(std::string_view argument) const override {
        return std::get<std::string>(arguments_.find(argument)->second);
    }

private:
    void write(std::string& out, const std::string& value) const { out += value; }
    void write(std::string& out, std::int64_t value) const { out += std::to_string(value); }
    void write(std::string& out, When value) const { append_when(out, value, dates_); }
    void write(std::string& out, std::chrono::local_days value) const { append_day(out, value, dates_); }
    void write(std::string& out, std::chrono::minutes value) const { append_clock(out, value, dates_); }
    void write(std::string& out, const std::vector<Fragment>& value) const {
        for (std::size_t i = 0; i < value.size(); ++i) {
            if (i > 0) out += '\n';
            out += static_cast<char>('1' + i);
            out += ' ';
            out += shorter_ ? value[i].shorter() : value[i].body();
        }
    }

    const Arguments& arguments_;
    const DateWords& dates_;
    bool shorter_;
};

bool is_clean(const std::string& text) {
    return text.size() <= 200 && std::ranges::none_of(text, [](char c) {
               return static_cast<unsigned char>(c) < ' ' || c == '\x7f';
           });
}

/// Empty when the value suits the type; else what it should be.
std::string_view unsuited(const Value& value, ArgumentType type) {
    switch (type) {
        case ArgumentType::text:
        case ArgumentType::name: {
            const auto* text = std::get_if<std::string>(&value);
            return text != nullptr && is_clean(*text) ? "" : "words on one line, at most 200 bytes";
        }
        case ArgumentType::number:
            return std::holds_alternative<std::int64_t>(value) ? "" : "a number";
        case ArgumentType::when:
            return std::holds_alternative<When>(value) ? "" : "a local time";
        case ArgumentType::day:
            return std::holds_alternative<std::chrono::local_days>(value) ? "" : "a day";
        case ArgumentType::clock:
            return std::holds_alternative<std::chrono::minutes>(value) ? "" : "minutes since midnight";
        case ArgumentType::choices: {
            const auto* choices = std::get_if<std::vector<Fragment>>(&value);
            const bool good = choices != nullptr && !choices->empty() && choices->size() <= most_choices;
            return good ? "" : "one to three choices";
        }
    }
    return "a known type";
}

Problem problem_in(const Template& shown, std::string what, std::string remedy) {
    return {shown.file, shown.line, shown.id, std::move(what), std::move(remedy)};
}

std::optional<Problem> check_arguments(const Template& shown, const Arguments& arguments) {
    for (const auto& [name, type] : shown.arguments) {
        const auto given = arguments.find(name);
        if (given == arguments.end()) {
            return problem_in(shown, "argument {" + name + "} was not given", "The caller must give it.");
        }
        const auto should_be = unsuited(given->second, type);
        if (should_be.empty()) continue;
        return problem_in(shown, "argument {" + name + "} is not " + std::string{should_be},
                          "The caller must give a value of that type.");
    }
    return std::nullopt;
}

std::expected<MessageFile, Problem> read_file(const std::filesystem::path& path) {
    std::ifstream in{path, std::ios::binary};
    MessageFile file{path.filename().string(), {std::istreambuf_iterator<char>{in}, {}}};
    if (!in.bad() && in.is_open()) return file;
    return std::unexpected(
        Problem{file.name, 0, {}, "can't be read", "Check that it exists and its rights."});
}

}  // namespace

struct Catalogue::Store {
    struct Versions {
        std::vector<const Entry*> newest_first;
    };
    struct Spoken {
        Language language;
        std::unordered_map<std::string, Versions, Hash, std::equal_to<>> by_id;
    };
    std::vector<std::unique_ptr<Spoken>> languages;
    bool demo = false;
    std::atomic<int> today{no_day};

    const Spoken* spoken(std::string_view tag) const {
        for (const auto& one : languages) {
            if (one->language.tag == tag) return one.get();
        }
        return nullptr;
    }
    const Versions* versions(std::string_view id, std::string_view tag) const {
        const auto* in = spoken(tag);
        if (in == nullptr) return nullptr;
        const auto at = in->by_id.find(id);
        return at == in->by_id.end() ? nullptr : &at->second;
    }
    bool may_be_sent(const Template& shown, int day) const {
        if (shown.status == Status::in_review) return demo;
        return shown.status == Status::live && day <= last_day(shown.review_by);
    }
    const Entry* sendable(std::string_view id, std::string_view tag) const {
        const auto* all = versions(id, tag);
        if (all == nullptr) return nullptr;
        const int day = today.load(std::memory_order_relaxed);
        for (const auto* entry : all->newest_first) {
            if (may_be_sent(entry->shown, day)) return entry;
        }
        return nullptr;
    }
};

/// Rendered, not yet counted.
struct Catalogue::Draft {
    const Entry* entry;
    std::string body;
    int parts;
};

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

void Catalogue::set_demo(bool demo) { store_->demo = demo; }

void Catalogue::set_today(std::chrono::local_days today) const {
    store_->today.store(day_number(today), std::memory_order_relaxed);
}

std::expected<Catalogue::Draft, Problem> Catalogue::write(std::string_view id, std::string_view language,
                                                          Level level, const Arguments& arguments,
                                                          bool fragment) const {
    const Entry* entry = store_->sendable(id, language);
    if (entry == nullptr && language != fallback_language) entry = store_->sendable(id, fallback_language);
    if (entry == nullptr) {
        const Template* known = find(id, fallback_language);
        if (known == nullptr) {
            return std::unexpected(Problem{"en-GB.toml", 0, std::string{id}, "there is no text of this id",
                                           "Write it in templates/messages/en-GB.toml."});
        }
        return std::unexpected(
            problem_in(*known, "no version of it is live",
                       "`offing templates show " + std::string{id} + "` says what is missing."));
    }
    const Template& shown = entry->shown;
    if (shown.fragment != fragment) {
        return std::unexpected(problem_in(shown,
                                          fragment ? "not a fragment" : "a fragment is never sent alone",
                                          "Use a fragment inside the choices of another text."));
    }
    if (auto wrong = check_arguments(shown, arguments)) return std::unexpected(std::move(*wrong));
    for (const auto& [name, value] : arguments) {
        const auto* choices = std::get_if<std::vector<Fragment>>(&value);
        if (choices == nullptr) continue;
        const bool only_shown =
            std::ranges::any_of(*choices, [](const Fragment& one) { return one.sample_; });
        if (only_shown) {
            return std::unexpected(problem_in(shown, "its choices were made for a preview",
                                              "Make them with render_fragment()."));
        }
    }

    const auto* spoken = store_->spoken(shown.language);
    Draft draft{entry, {}, 0};
    draft.body.reserve(200);
    for (auto at = level;; at = Level::discreet) {
        const auto& pattern = std::prev(entry->compiled.upper_bound(at))->second;
        draft.body.clear();
        pattern.write(draft.body, Values{arguments, spoken->language.dates, at != level},
                      *spoken->language.plurals);
        draft.parts = fragment ? 1 : parts_of(draft.body);
        if (draft.parts <= most_parts) return draft;
        if (at != Level::plain) break;
    }
    return std::unexpected(
        problem_in(shown, "with these arguments it takes " + std::to_string(draft.parts) + " parts",
                   "Shorten the text: two parts at most."));
}

std::expected<Text, Problem> Catalogue::render(std::string_view id, std::string_view language, Level level,
                                               const Arguments& arguments) const {
    auto draft = write(id, language, level, arguments, false);
    if (!draft) return std::unexpected(std::move(draft.error()));
    const Template& shown = draft->entry->shown;
    Text text;
    text.body_ = std::move(draft->body);
    text.template_id_ = shown.id;
    text.language_ = shown.language;
    text.version_ = shown.version;
    text.parts_ = draft->parts;
    text.unprompted_ = shown.unprompted;
    text.crisis_ = shown.crisis;
    return text;
}

std::expected<Fragment, Problem> Catalogue::render_fragment(std::string_view id, std::string_view language,
                                                            Level level, const Arguments& arguments) const {
    auto draft = write(id, language, level, arguments, true);
    if (!draft) return std::unexpected(std::move(draft.error()));
    Fragment fragment;
    fragment.body_ = std::move(draft->body);
    if (level == Level::plain && draft->entry->compiled.contains(Level::discreet)) {
        auto shorter = write(id, language, Level::discreet, arguments, true);
        if (shorter) fragment.shorter_ = std::move(shorter->body);
    }
    return fragment;
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

std::expected<std::string, Problem> Catalogue::preview(const Template& shown, Level level,
                                                       const Arguments& arguments) const {
    if (auto wrong = check_arguments(shown, arguments)) return std::unexpected(std::move(*wrong));
    const auto* spoken = store_->spoken(shown.language);
    for (const auto* entry : store_->versions(shown.id, shown.language)->newest_first) {
        if (entry->shown.version != shown.version) continue;
        std::string body;
        std::prev(entry->compiled.upper_bound(level))
            ->second.write(body, Values{arguments, spoken->language.dates, false}, *spoken->language.plurals);
        return body;
    }
    return std::unexpected(problem_in(shown, "not of this catalogue", "Find it in this catalogue first."));
}

const DateWords& Catalogue::date_words(std::string_view language) const {
    const auto* spoken = store_->spoken(language);
    return (spoken != nullptr ? spoken : store_->spoken(fallback_language))->language.dates;
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

std::vector<Fragment> Catalogue::sample_choices(std::string_view language, Level level,
                                                std::span<const When> times, const std::string& name,
                                                bool longest) const {
    const auto* spoken = store_->spoken(language);
    if (spoken == nullptr) spoken = store_->spoken(fallback_language);
    std::vector<Fragment> choices;
    for (const auto when : times) {
        Fragment sample;
        sample.sample_ = true;
        const Value clock = when - std::chrono::floor<std::chrono::days>(when) + std::chrono::hours{2};
        for (const auto& entry : spoken->language.entries) {
            if (!entry.shown.fragment || (!longest && !sample.body_.empty())) continue;
            Arguments arguments;
            for (const auto& [argument, type] : entry.shown.arguments) {
                if (type == ArgumentType::when) arguments[argument] = when;
                if (type == ArgumentType::name) arguments[argument] = name;
                if (type == ArgumentType::clock) arguments[argument] = clock;
            }
            const auto body = preview(entry.shown, level, arguments);
            if (body && body->size() > sample.body_.size()) sample.body_ = *body;
        }
        if (sample.body_.empty()) append_when(sample.body_, when, spoken->language.dates);
        choices.push_back(std::move(sample));
    }
    return choices;
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
