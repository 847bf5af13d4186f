#include "templates/read_messages.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <initializer_list>
#include <set>

#include "templates/review.hpp"

namespace offing::templates {

namespace {

constexpr std::size_t largest_file = 4 << 20;
constexpr std::size_t longest_pattern = 1000;

int line_of(const toml::node& node) { return static_cast<int>(node.source().begin.line); }

bool is_id(std::string_view word) {
    return !word.empty() && word.size() <= 60 && std::ranges::all_of(word, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    });
}

std::string join(std::initializer_list<std::string_view> words) {
    std::string out;
    for (const auto word : words) out += (out.empty() ? "" : ", ") + std::string{word};
    return out;
}

/// One table of the file, read key by key; whatever is left over is a mistake.
class Reader {
public:
    Reader(const toml::table& table, std::string file, std::string id, std::vector<Problem>& problems)
        : table_{table}, file_{std::move(file)}, id_{std::move(id)}, problems_{problems} {}

    void wrong(int line, std::string what, std::string remedy) {
        problems_.push_back({file_, line, id_, std::move(what), std::move(remedy)});
    }
    void wrong(std::string what, std::string remedy) {
        wrong(line_of(table_), std::move(what), std::move(remedy));
    }

    const toml::node* take(std::string_view key) {
        seen_.insert(std::string{key});
        return table_.get(key);
    }

    std::string text(std::string_view key, bool needed = false) {
        const auto* node = take(key);
        if (node == nullptr) {
            if (needed)
                wrong("`" + std::string{key} + "` is missing", "Add " + std::string{key} + " = \"...\".");
            return {};
        }
        if (const auto* value = node->as_string()) return value->get();
        wrong(line_of(*node), "`" + std::string{key} + "` is not text", "Put it in quotation marks.");
        return {};
    }

    std::int64_t number(std::string_view key, std::int64_t fallback) {
        const auto* node = take(key);
        if (node == nullptr) return fallback;
        if (const auto* value = node->as_integer()) return value->get();
        wrong(line_of(*node), "`" + std::string{key} + "` is not a whole number",
              "Write it without quotation marks.");
        return fallback;
    }

    bool flag(std::string_view key) {
        const auto* node = take(key);
        if (node == nullptr) return false;
        if (const auto* value = node->as_boolean()) return value->get();
        wrong(line_of(*node), "`" + std::string{key} + "` is neither true nor false", "Write true or false.");
        return false;
    }

    std::string date(std::string_view key) {
        const auto* node = take(key);
        if (node == nullptr) return {};
        if (const auto* value = node->as_date()) {
            const auto& date = value->get();
            const auto two = [](int n) { return (n < 10 ? "0" : "") + std::to_string(n); };
            return std::to_string(date.year) + "-" + two(date.month) + "-" + two(date.day);
        }
        wrong(line_of(*node), "`" + std::string{key} + "` is not a date",
              "Write it as 2027-03-31, without quotation marks.");
        return {};
    }

    template <std::size_t Count>
    void texts(std::string_view key, std::array<std::string, Count>& into) {
        const auto* node = take(key);
        const auto* list = node == nullptr ? nullptr : node->as_array();
        if (list == nullptr || list->size() != Count || !list->is_homogeneous<std::string>()) {
            wrong(node == nullptr ? line_of(table_) : line_of(*node),
                  "`" + std::string{key} + "` is not a list of " + std::to_string(Count) + " words",
                  "Give one word for each, in order.");
            return;
        }
        for (std::size_t i = 0; i < Count; ++i) into[i] = list->get(i)->as_string()->get();
    }

    void refuse_the_rest(std::string_view known) {
        for (const auto& [key, node] : table_) {
            if (seen_.contains(std::string{key.str()})) continue;
            wrong(line_of(node), "`" + std::string{key.str()} + "` is not a key this file knows",
                  "Known here: " + std::string{known} + ".");
        }
    }

    int line(std::string_view key) const {
        const auto* node = table_.get(key);
        return line_of(node == nullptr ? static_cast<const toml::node&>(table_) : *node);
    }

private:
    const toml::table& table_;
    std::string file_, id_;
    std::vector<Problem>& problems_;
    std::set<std::string> seen_;
};

void read_dates(const toml::table& table, const std::string& file, DateWords& dates,
                std::vector<Problem>& problems) {
    Reader reader{table, file, "dates", problems};
    reader.texts("days", dates.days);
    reader.texts("months", dates.months);
    dates.day = reader.text("day", true);
    dates.when = reader.text("when", true);
    dates.midday = reader.text("midday", true);
    dates.midnight = reader.text("midnight", true);
    const auto* clock = reader.take("clock");
    const auto* spans = clock == nullptr ? nullptr : clock->as_array();
    for (std::size_t i = 0; spans != nullptr && i < spans->size(); ++i) {
        const auto* span = spans->get(i)->as_table();
        if (span == nullptr) continue;
        Reader one{*span, file, "dates", problems};
        dates.spans.push_back({std::chrono::hours{one.number("until", 0)}, one.text("form", true)});
        one.refuse_the_rest("until, form");
    }
    const bool to_the_end = !dates.spans.empty() && dates.spans.back().until == std::chrono::hours{24} &&
                            std::ranges::is_sorted(dates.spans, {}, &DateWords::Span::until);
    if (!to_the_end) {
        reader.wrong("`clock` does not cover the day",
                     "List forms in order, each with the hour it lasts until; the last until = 24.");
    }
    reader.refuse_the_rest("days, months, day, when, midday, midnight, clock");
}

std::vector<Review> read_reviews(const toml::node* node, const std::string& file, const std::string& id,
                                 std::vector<Problem>& problems) {
    std::vector<Review> reviews;
    const auto* list = node == nullptr ? nullptr : node->as_array();
    for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
        const auto* table = list->get(i)->as_table();
        if (table == nullptr) continue;
        Reader reader{*table, file, id, problems};
        Review review{reader.text("role", true), reader.text("how", true), reader.text("month", true),
                      reader.text("outcome", true), reader.text("what_changed")};
        for (const auto& wrong : wrong_in(review)) reader.wrong(wrong.what, wrong.remedy);
        reader.refuse_the_rest("role, how, month, outcome, what_changed");
        reviews.push_back(std::move(review));
    }
    return reviews;
}

std::map<std::string, ArgumentType> read_arguments(Reader& reader, const toml::node* node) {
    std::map<std::string, ArgumentType> arguments;
    if (node == nullptr) return arguments;
    const auto* table = node->as_table();
    if (table == nullptr) {
        reader.wrong(line_of(*node), "`arguments` is not a table", "Write { start = \"when\" }.");
        return arguments;
    }
    for (const auto& [key, value] : *table) {
        const auto* word = value.as_string();
        const auto type = word == nullptr ? std::nullopt : parse_argument_type(word->get());
        if (type && is_id(key.str())) {
            arguments.emplace(std::string{key.str()}, *type);
            continue;
        }
        reader.wrong(line_of(value), "argument `" + std::string{key.str()} + "` has no type this file knows",
                     "Types: text, name, number, when, day, clock, choices.");
    }
    return arguments;
}

bool suits(Pattern::Use use, ArgumentType type) {
    switch (use) {
        case Pattern::Use::counted:
            return type == ArgumentType::number;
        case Pattern::Use::selected:
            return type == ArgumentType::text;
        case Pattern::Use::written:
            return true;
    }
    return false;
}

void check_use(Reader& reader, const Template& shown, Level level, const Pattern& pattern, int line) {
    for (const auto& use : pattern.uses()) {
        const auto declared = shown.arguments.find(use.name);
        if (declared == shown.arguments.end()) {
            reader.wrong(line, "{" + use.name + "} is not among its arguments",
                         "Add it to `arguments` with its type, or mend the spelling.");
        } else if (!suits(use.use, declared->second)) {
            reader.wrong(line,
                         "{" + use.name + "} is a " + std::string{spell(declared->second)} +
                             ", which can't be used like that",
                         "A plural needs a number, a select needs a text.");
        } else if (declared->second == ArgumentType::name && level != Level::plain) {
            reader.wrong(line, "a worker's name stands at level " + std::string{spell(level)},
                         "Only `plain` may name a worker: give `discreet` words of its own without {" +
                             use.name + "}.");
        } else if (shown.unprompted && level >= Level::very_discreet &&
                   (declared->second == ArgumentType::when || declared->second == ArgumentType::day ||
                    declared->second == ArgumentType::clock || declared->second == ArgumentType::choices)) {
            reader.wrong(
                line, "a text she did not ask for tells a day or time at level " + std::string{spell(level)},
                "Give `very_discreet` words of its own without {" + use.name + "}.");
        }
    }
}

void read_patterns(Reader& reader, Entry& entry, const PluralForms& plurals) {
    Template& shown = entry.shown;
    for (const auto level : {Level::plain, Level::discreet, Level::very_discreet, Level::knock}) {
        const std::string key{spell(level)};
        auto words = reader.text(key, level == Level::plain);
        const auto end = words.find_last_not_of(" \t\r\n");
        words.resize(end == std::string::npos ? 0 : end + 1);
        if (words.empty()) continue;
        const int line = reader.line(key);
        if (words.size() > longest_pattern) {
            reader.wrong(line, "`" + key + "` is longer than any text", "A text has two parts at most.");
            continue;
        }
        if (auto pattern = Pattern::compile(words, plurals)) {
            entry.compiled.emplace(level, std::move(*pattern));
            shown.patterns.emplace(level, std::move(words));
        } else {
            reader.wrong(line, "`" + key + "`: " + pattern.error().what, pattern.error().remedy);
        }
    }
    if (!entry.compiled.contains(Level::plain)) return;
    for (const auto level : {Level::plain, Level::discreet, Level::very_discreet, Level::knock}) {
        const auto at = std::prev(entry.compiled.upper_bound(level));
        check_use(reader, shown, level, at->second, reader.line(spell(at->first)));
    }
    for (const auto& [name, type] : shown.arguments) {
        const bool used = std::ranges::any_of(entry.compiled, [&](const auto& pattern) {
            return std::ranges::any_of(pattern.second.uses(),
                                       [&](const auto& use) { return use.name == name; });
        });
        if (!used) reader.wrong("argument `" + name + "` is never used", "Use it or take it out.");
    }
}

Entry read_entry(const toml::table& table, const std::string& id, const Language& language, Status by_default,
                 std::vector<Problem>& problems) {
    Reader reader{table, language.file, id, problems};
    Entry entry;
    Template& shown = entry.shown;
    shown.id = id;
    shown.language = language.tag;
    shown.file = language.file;
    shown.line = line_of(table);
    shown.version = static_cast<int>(std::clamp<std::int64_t>(reader.number("version", 1), 0, 1'000'000));
    if (shown.version < 1) reader.wrong("`version` is below 1", "The first version is 1.");
    shown.purpose = reader.text("purpose", true);
    shown.fragment = reader.flag("fragment");
    shown.unprompted = reader.flag("unprompted");
    shown.crisis = reader.flag("crisis");
    shown.review_by = reader.date("review_by");
    shown.status = by_default;
    if (const auto word = reader.text("status"); !word.empty()) {
        const auto status = parse_status(word);
        if (!status) {
            reader.wrong("status \"" + word + "\" is unknown",
                         "One of " + join({"draft", "in_review", "live", "paused", "retired"}) + ".");
        }
        shown.status = status.value_or(Status::draft);
    }
    shown.arguments = read_arguments(reader, reader.take("arguments"));
    shown.reviews = read_reviews(reader.take("review"), language.file, id, problems);
    read_patterns(reader, entry, *language.plurals);
    if (shown.status == Status::live) {
        for (const auto& gate : closed_gates(shown)) reader.wrong("live, but " + gate.what, gate.remedy);
    }
    reader.take("earlier");
    reader.refuse_the_rest(
        "purpose, version, status, review_by, fragment, unprompted, crisis, arguments, plain, discreet, "
        "very_discreet, knock, review, earlier");
    return entry;
}

void read_texts(const toml::table& texts, Language& language, Status by_default,
                std::vector<Problem>& problems) {
    for (const auto& [key, node] : texts) {
        const std::string id{key.str()};
        const auto* table = node.as_table();
        if (table == nullptr || !is_id(id)) {
            problems.push_back({language.file, line_of(node), id, "not a text with an id",
                                "Write [text.offer_times]: small letters, digits and _."});
            continue;
        }
        language.entries.push_back(read_entry(*table, id, language, by_default, problems));
        std::set<int> versions{language.entries.back().shown.version};
        const auto* earlier = table->get_as<toml::array>("earlier");
        for (std::size_t i = 0; earlier != nullptr && i < earlier->size(); ++i) {
            const auto* one = earlier->get(i)->as_table();
            if (one == nullptr) continue;
            language.entries.push_back(read_entry(*one, id, language, by_default, problems));
            const auto& shown = language.entries.back().shown;
            if (shown.version >= *versions.rbegin() || !versions.insert(shown.version).second) {
                problems.push_back({language.file, shown.line, id, "an earlier version is numbered too high",
                                    "The newest stands first; each earlier one has a number of its own."});
            }
        }
    }
}

}  // namespace

Language read_messages(const MessageFile& file, std::vector<Problem>& problems) {
    Language language;
    language.file = file.name;
    if (file.content.size() > largest_file) {
        problems.push_back({file.name, 1, {}, "larger than 4 MiB", "Give each language a file of its own."});
        return language;
    }
    toml::table root;
    try {
        root = toml::parse(std::string_view{file.content}, file.name);
    } catch (const toml::parse_error& error) {
        problems.push_back({file.name,
                            static_cast<int>(error.source().begin.line),
                            {},
                            std::string{error.description()},
                            "Mend the line; files are TOML in UTF-8."});
        return language;
    }
    Reader reader{root, file.name, {}, problems};
    language.tag = reader.text("language", true);
    language.plurals = std::make_unique<PluralForms>(language.tag);
    const auto word = reader.text("status");
    const auto by_default = word.empty() ? std::optional{Status::draft} : parse_status(word);
    if (!by_default || *by_default == Status::live) {
        reader.wrong("`status` at the head can't be \"" + word + "\"",
                     "Only draft or in_review; a text becomes live by itself, with its reviews.");
    }
    const auto* dates = reader.take("dates");
    if (dates != nullptr && dates->is_table()) {
        read_dates(*dates->as_table(), file.name, language.dates, problems);
    } else {
        reader.wrong("[dates] is missing", "Copy it from en-GB.toml and put this language's words in.");
    }
    const auto* texts = reader.take("text");
    if (texts != nullptr && texts->is_table()) {
        read_texts(*texts->as_table(), language, by_default.value_or(Status::draft), problems);
    }
    reader.refuse_the_rest("language, status, dates, text");
    std::ranges::sort(language.entries, {}, [](const Entry& entry) { return entry.shown.line; });
    return language;
}

}  // namespace offing::templates
