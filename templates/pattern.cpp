#include "templates/pattern.hpp"

#include <unicode/messagepattern.h>
#include <unicode/plurrule.h>
#include <unicode/strenum.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>

namespace offing::templates {

namespace {

std::string utf8(const icu::UnicodeString& text) {
    std::string out;
    text.toUTF8String(out);
    return out;
}

constexpr std::array<std::string_view, 6> plural_words{"zero", "one", "two", "few", "many", "other"};
constexpr int deepest = 4;

/// ICU takes a stray } for a letter. Here it is a slip of the pen.
bool closes_too_often(std::string_view pattern) {
    int open = 0;
    bool quoted = false;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        const char next = i + 1 < pattern.size() ? pattern[i + 1] : ' ';
        if (pattern[i] == '\'') {
            if (next == '\'') {
                ++i;
            } else if (quoted || next == '{' || next == '}') {
                quoted = !quoted;
            }
        } else if (!quoted) {
            open += pattern[i] == '{' ? 1 : pattern[i] == '}' ? -1 : 0;
            if (open < 0) return true;
        }
    }
    return false;
}

}  // namespace

struct PluralForms::Rules {
    std::unique_ptr<icu::PluralRules> cardinal, ordinal;
};

PluralForms::PluralForms(const std::string& language) : rules_{std::make_unique<Rules>()} {
    UErrorCode status = U_ZERO_ERROR;
    const auto locale = icu::Locale::forLanguageTag(language, status);
    rules_->cardinal.reset(icu::PluralRules::forLocale(locale, UPLURAL_TYPE_CARDINAL, status));
    rules_->ordinal.reset(icu::PluralRules::forLocale(locale, UPLURAL_TYPE_ORDINAL, status));
}
PluralForms::~PluralForms() = default;

std::string_view PluralForms::form(std::int64_t number, bool ordinal) const {
    const auto& rules = ordinal ? rules_->ordinal : rules_->cardinal;
    const auto small = static_cast<std::int32_t>(std::clamp<std::int64_t>(number, -1'000'000, 1'000'000));
    const auto chosen = rules->select(small);
    for (const auto word : plural_words) {
        const auto size = static_cast<std::int32_t>(word.size());
        if (chosen == icu::UnicodeString(word.data(), size, US_INV)) return word;
    }
    return "other";
}

std::vector<std::string> PluralForms::all(bool ordinal) const {
    UErrorCode status = U_ZERO_ERROR;
    const auto& rules = ordinal ? rules_->ordinal : rules_->cardinal;
    const std::unique_ptr<icu::StringEnumeration> keys{rules->getKeywords(status)};
    std::vector<std::string> forms;
    while (keys && U_SUCCESS(status)) {
        const auto* key = keys->snext(status);
        if (key == nullptr) break;
        forms.push_back(utf8(*key));
    }
    return forms;
}

/// Walks the parts ICU found. Throws PatternProblem, caught in compile().
class PatternReader {
public:
    PatternReader(const icu::MessagePattern& parsed, const PluralForms& plurals, Pattern& out)
        : parsed_{parsed}, plurals_{plurals}, out_{out} {}

    void read() { out_.nodes_ = message(0, 0); }

private:
    using Node = Pattern::Node;

    std::string between(int from, int to) const {
        return utf8(parsed_.getPatternString().tempSubStringBetween(from, to));
    }

    static void add_words(Pattern::Nodes& nodes, const std::string& words) {
        if (words.empty()) return;
        if (!nodes.empty() && nodes.back().kind == Node::Kind::words) {
            nodes.back().words += words;
        } else {
            nodes.push_back({.kind = Node::Kind::words, .words = words, .cases = {}});
        }
    }

    Pattern::Nodes message(int start, int depth) {
        if (depth > deepest) throw PatternProblem{"forms inside forms, too deep", "Write it flatter."};
        Pattern::Nodes nodes;
        int from = parsed_.getPart(start).getLimit();
        for (int i = start + 1; i < parsed_.countParts(); ++i) {
            const auto& part = parsed_.getPart(i);
            const auto type = part.getType();
            add_words(nodes, between(from, part.getIndex()));
            from = part.getLimit();
            if (type == UMSGPAT_PART_TYPE_MSG_LIMIT) break;
            if (type == UMSGPAT_PART_TYPE_REPLACE_NUMBER) {
                nodes.push_back({.kind = Node::Kind::count, .words = {}, .cases = {}});
            } else if (type == UMSGPAT_PART_TYPE_ARG_START) {
                nodes.push_back(argument(i, depth));
                i = parsed_.getLimitPartIndex(i);
                from = parsed_.getPart(i).getLimit();
            }
        }
        return nodes;
    }

    Node argument(int start, int depth) {
        const auto& name = parsed_.getPart(start + 1);
        if (name.getType() == UMSGPAT_PART_TYPE_ARG_NUMBER) {
            throw PatternProblem{"an argument with a number for a name",
                                 "Give every argument a name, as in {start}."};
        }
        Node node{.words = utf8(parsed_.getSubstring(name)), .cases = {}};
        switch (parsed_.getPart(start).getArgType()) {
            case UMSGPAT_ARG_TYPE_NONE:
                node.kind = Node::Kind::argument;
                use(node.words, Pattern::Use::written);
                return node;
            case UMSGPAT_ARG_TYPE_PLURAL:
                node.kind = Node::Kind::plural;
                break;
            case UMSGPAT_ARG_TYPE_SELECTORDINAL:
                node.kind = Node::Kind::ordinal;
                break;
            case UMSGPAT_ARG_TYPE_SELECT:
                node.kind = Node::Kind::select;
                break;
            case UMSGPAT_ARG_TYPE_SIMPLE:
            case UMSGPAT_ARG_TYPE_CHOICE:
                throw PatternProblem{"{" + node.words + ", ...} asks for a format of its own",
                                     "Write {" + node.words + "} and name its type under `arguments`."};
        }
        use(node.words, node.kind == Node::Kind::select ? Pattern::Use::selected : Pattern::Use::counted);
        read_cases(node, start + 2, depth);
        if (node.kind == Node::Kind::select) {
            for (const auto& one : node.cases) out_.selections_[node.words].insert(one.key);
        } else {
            need_every_form(node);
        }
        return node;
    }

    void read_cases(Node& node, int i, int depth) {
        if (is_number(i)) {
            node.offset = static_cast<std::int64_t>(parsed_.getNumericValue(parsed_.getPart(i)));
            ++i;
        }
        while (parsed_.getPartType(i) == UMSGPAT_PART_TYPE_ARG_SELECTOR) {
            std::string key = utf8(parsed_.getSubstring(parsed_.getPart(i++)));
            if (is_number(i)) ++i;
            node.cases.push_back({std::move(key), message(i, depth + 1)});
            i = parsed_.getLimitPartIndex(i) + 1;
        }
    }

    bool is_number(int i) const {
        const auto type = parsed_.getPartType(i);
        return type == UMSGPAT_PART_TYPE_ARG_INT || type == UMSGPAT_PART_TYPE_ARG_DOUBLE;
    }

    void need_every_form(const Node& node) const {
        for (const auto& form : plurals_.all(node.kind == Node::Kind::ordinal)) {
            const bool has = std::ranges::any_of(node.cases, [&](const auto& c) { return c.key == form; });
            if (has) continue;
            throw PatternProblem{"the plural of {" + node.words + "} has no \"" + form + "\" form",
                                 "This language needs it: add " + form + " {...}."};
        }
    }

    void use(const std::string& name, Pattern::Use how) {
        const bool known = std::ranges::any_of(
            out_.uses_, [&](const auto& seen) { return seen.name == name && seen.use == how; });
        if (!known) out_.uses_.push_back({name, how});
    }

    const icu::MessagePattern& parsed_;
    const PluralForms& plurals_;
    Pattern& out_;
};

std::expected<Pattern, PatternProblem> Pattern::compile(std::string_view pattern,
                                                        const PluralForms& plurals) {
    UErrorCode status = U_ZERO_ERROR;
    UParseError where{};
    icu::MessagePattern parsed{status};
    parsed.parse(icu::UnicodeString::fromUTF8({pattern.data(), static_cast<int>(pattern.size())}), &where,
                 status);
    if (status == U_UNMATCHED_BRACES || closes_too_often(pattern)) {
        return std::unexpected(PatternProblem{"a brace { or } has no partner",
                                              "Close every { with a }, or write '{' for the sign itself."});
    }
    if (status == U_DEFAULT_KEYWORD_MISSING) {
        return std::unexpected(
            PatternProblem{"a plural or select has no \"other\" form", "Add other {...}."});
    }
    if (U_FAILURE(status)) {
        const std::string near = utf8(icu::UnicodeString(where.postContext));
        return std::unexpected(
            PatternProblem{"not a message pattern" + (near.empty() ? "" : ", near \"" + near + "\""),
                           "See the head of en-GB.toml for the forms."});
    }
    Pattern compiled;
    try {
        PatternReader{parsed, plurals, compiled}.read();
    } catch (const PatternProblem& problem) {
        return std::unexpected(problem);
    }
    return compiled;
}

void Pattern::write(std::string& out, const Source& source, const PluralForms& plurals) const {
    write(out, nodes_, source, plurals, 0);
}

void Pattern::write(std::string& out, const Nodes& nodes, const Source& source, const PluralForms& plurals,
                    std::int64_t count) {
    const auto find = [](const Node& node, std::string_view key) -> const Case* {
        const auto at = std::ranges::find(node.cases, key, &Case::key);
        return at == node.cases.end() ? nullptr : &*at;
    };
    for (const auto& node : nodes) {
        switch (node.kind) {
            case Node::Kind::words:
                out += node.words;
                break;
            case Node::Kind::argument:
                source.append(out, node.words);
                break;
            case Node::Kind::count:
                out += std::to_string(count);
                break;
            case Node::Kind::select: {
                const Case* chosen = find(node, source.word(node.words));
                if (chosen == nullptr) chosen = find(node, "other");
                write(out, chosen->nodes, source, plurals, count);
                break;
            }
            case Node::Kind::plural:
            case Node::Kind::ordinal: {
                const auto number = source.number(node.words);
                const Case* chosen = find(node, "=" + std::to_string(number));
                const bool ordinal = node.kind == Node::Kind::ordinal;
                if (chosen == nullptr) chosen = find(node, plurals.form(number - node.offset, ordinal));
                if (chosen == nullptr) chosen = find(node, "other");
                write(out, chosen->nodes, source, plurals, number - node.offset);
                break;
            }
        }
    }
}

}  // namespace offing::templates
