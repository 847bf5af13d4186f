// From a template and its arguments to words: the only place where a Text or a Fragment is made.

#include <algorithm>

#include "templates/catalogue_store.hpp"
#include "templates/lint.hpp"
#include "templates/po.hpp"
#include "templates/segments.hpp"

namespace offing::templates {

namespace {

constexpr int most_parts = 2;
constexpr std::size_t most_choices = 3;
constexpr std::string_view by_hand_id = "by_hand";
/// Two parts hold 306 letters of two bytes at most.
constexpr std::size_t longest_by_hand = 612;

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

}  // namespace

const Pattern::ArgumentUse* Catalogue::Store::unsayable(const Entry& entry, Level level,
                                                        const Arguments& arguments) const {
    if (lint == nullptr) return nullptr;
    for (const auto& use : std::prev(entry.compiled.upper_bound(level))->second.uses()) {
        const auto* words = std::get_if<std::string>(&arguments.find(use.name)->second);
        if (words == nullptr || use.use != Pattern::Use::written) continue;
        // A first name of one word is as it is: there are women called Hope and Kit.
        const bool first_name = entry.shown.arguments.at(use.name) == ArgumentType::name &&
                                words->find_first_of(" (,;/") == std::string::npos;
        if (!first_name && !lint->check_words(*words).empty()) return &use;
    }
    return nullptr;
}

std::expected<Catalogue::Draft, Problem> Catalogue::write(std::string_view id, std::string_view language,
                                                          Level level, const Arguments& arguments,
                                                          bool fragment) const {
    const auto held = store();
    const Entry* entry = held->sendable(id, language);
    if (entry == nullptr && language != fallback_language) entry = held->sendable(id, fallback_language);
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
    if (shown.id == by_hand_id) {
        return std::unexpected(problem_in(shown,
                                          "it carries words of a person's own, and only by_hand() reads them",
                                          "Send it by Catalogue::by_hand()."));
    }
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

    const auto* spoken = held->spoken(shown.language);
    Draft draft{held, entry, {}, 0};
    draft.body.reserve(200);
    const bool name_is_unsayable = held->unsayable(*entry, level, arguments) != nullptr;
    for (auto at = level == Level::plain && name_is_unsayable ? Level::discreet : level;;
         at = Level::discreet) {
        if (const auto* use = name_is_unsayable ? held->unsayable(*entry, at, arguments) : nullptr) {
            return std::unexpected(
                problem_in(shown, "what it is given for {" + use->name + "} may not be said",
                           "`offing templates lint --text` says why; give it another name."));
        }
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

std::expected<Text, Problem> Catalogue::by_hand(std::string_view words, std::string_view language) const {
    const auto held = store();
    const Entry* entry = held->sendable(by_hand_id, language);
    if (entry == nullptr) entry = held->sendable(by_hand_id, fallback_language);
    if (entry == nullptr || held->lint == nullptr) {
        return std::unexpected(Problem{"en-GB.toml", 0, std::string{by_hand_id},
                                       "words of your own may not be sent here",
                                       "Choose one of the texts that are live."});
    }
    const Template& shown = entry->shown;
    if (first_broken_line(words) != 0 || words.size() > longest_by_hand ||
        words.find_first_not_of(" \n") == std::string_view::npos) {
        return std::unexpected(problem_in(shown, "no words that a phone could show",
                                          "Write them: two parts at most, no signs but letters."));
    }
    if (!shown.arguments.contains("words")) {
        return std::unexpected(problem_in(shown, "its words leave no room for a person's",
                                          "Write {words} where they are to stand."));
    }
    const auto* spoken = held->spoken(shown.language);
    Text text;
    entry->compiled.at(Level::plain)
        .write(text.body_, Values{{{"words", std::string{words}}}, spoken->language.dates, false},
               *spoken->language.plurals);
    const auto findings = held->lint->check(text.body_, {.language = shown.language});
    if (!findings.empty()) {
        return std::unexpected(problem_in(
            shown,
            "\"" + findings.front().found + "\" (" + findings.front().rule + ") " + findings.front().why,
            "Instead: " + findings.front().better));
    }
    text.template_id_ = shown.id;
    text.language_ = shown.language;
    text.version_ = shown.version;
    text.parts_ = parts_of(text.body_);
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

std::expected<std::string, Problem> Catalogue::preview(const Template& shown, Level level,
                                                       const Arguments& arguments) const {
    if (auto wrong = check_arguments(shown, arguments)) return std::unexpected(std::move(*wrong));
    const auto held = store();
    const auto* spoken = held->spoken(shown.language);
    for (const auto* entry : held->versions(shown.id, shown.language)->newest_first) {
        if (entry->shown.version != shown.version) continue;
        std::string body;
        std::prev(entry->compiled.upper_bound(level))
            ->second.write(body, Values{arguments, spoken->language.dates, false}, *spoken->language.plurals);
        return body;
    }
    return std::unexpected(problem_in(shown, "not of this catalogue", "Find it in this catalogue first."));
}

const DateWords& Catalogue::date_words(std::string_view language) const {
    const auto held = store();
    const auto* spoken = held->spoken(language);
    return (spoken != nullptr ? spoken : held->spoken(fallback_language))->language.dates;
}

std::vector<Fragment> Catalogue::sample_choices(std::string_view language, Level level,
                                                std::span<const When> times, const std::string& name,
                                                bool longest) const {
    const auto held = store();
    const auto* spoken = held->spoken(language);
    if (spoken == nullptr) spoken = held->spoken(fallback_language);
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

}  // namespace offing::templates
