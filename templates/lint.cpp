#include "templates/lint.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

#include "templates/lint_rules.hpp"

namespace offing::templates {

namespace {

constexpr std::size_t preview_letters = 40;
constexpr std::size_t longest_checked = 64 * 1024;
constexpr std::array<std::string_view, 15> form_ids{
    "T4-address", "T1-ask", "T3",  "T4-link",     "T4-emoji", "T6-parts", "T6-letters", "T7-sentence",
    "T7-word",    "T8",     "T10", "T11-choices", "T15",      "T2-shout", "D2"};

class RulesReader {
public:
    RulesReader(const MessageFile& file, std::vector<Problem>& problems) : file_{file}, problems_{problems} {}

    void read(Lint::Rules& rules) {
        toml::table root;
        try {
            root = toml::parse(std::string_view{file_.content}, file_.name);
        } catch (const toml::parse_error& error) {
            wrong(static_cast<int>(error.source().begin.line), {}, std::string{error.description()});
            return;
        }
        each(root["rule"], [&](const toml::table& table) { rules.rules.push_back(rule(table)); });
        each(root["form"], [&](const toml::table& table) {
            rules.forms[table["id"].value_or(std::string{})] = {need(table, "use"), need(table, "why")};
        });
        for (const auto id : form_ids) {
            if (!rules.forms.contains(id)) wrong(1, std::string{id}, "[[form]] is missing");
        }
        for (const auto& word : list(root["easy_words"])) rules.easy_words.insert(word);
        by_language(root["kept"], rules.kept);
        by_language(root["ended"], rules.ended);
        if (rules.rules.empty()) wrong(1, {}, "no [[rule]]");
        rules.index();
    }

private:
    using View = toml::node_view<const toml::node>;

    void wrong(int line, std::string id, std::string what) {
        problems_.push_back({file_.name, line, std::move(id), std::move(what),
                             "The head of the file says how a rule is written."});
    }

    template <typename Take>
    void each(toml::node_view<toml::node> view, Take take) {
        const auto* items = view.as_array();
        for (std::size_t i = 0; items != nullptr && i < items->size(); ++i) {
            if (const auto* table = items->get(i)->as_table()) take(*table);
        }
    }

    template <typename AnyView>
    static std::vector<std::string> list(AnyView view) {
        std::vector<std::string> words;
        const auto* items = view.as_array();
        for (std::size_t i = 0; items != nullptr && i < items->size(); ++i) {
            if (const auto* word = items->get(i)->as_string()) words.push_back(word->get());
        }
        return words;
    }

    std::string need(const toml::table& table, std::string_view key) {
        const auto text = table[key].value<std::string>();
        if (!text || text->empty()) {
            wrong(static_cast<int>(table.source().begin.line), table["id"].value_or(std::string{}),
                  "`" + std::string{key} + "` is missing");
        }
        return text.value_or("");
    }

    Rule rule(const toml::table& table) {
        Rule rule;
        rule.id = need(table, "id");
        rule.use = need(table, "use");
        rule.why = need(table, "why");
        rule.language = table["language"].value_or(std::string{"en"});
        rule.texts_only = table["where"].value_or(std::string{}) == "texts";
        rule.cased = table["cased"].value_or(false);
        rule.preview = table["preview"].value_or(false);
        rule.crisis_may = table["crisis"].value_or(false);
        for (const auto& words : list(table["avoid"])) rule.avoid.push_back(Phrase::parse(words, rule.cased));
        for (const auto& words : list(table["unless"]))
            rule.unless.push_back(Phrase::parse(words, rule.cased));
        const auto is_empty = [](const Phrase& phrase) {
            return phrase.pieces.empty() || phrase.pieces.front().kind == Phrase::Piece::Kind::any;
        };
        if (rule.avoid.empty() || std::ranges::any_of(rule.avoid, is_empty)) {
            wrong(static_cast<int>(table.source().begin.line), rule.id, "`avoid` has no words in it");
        }
        return rule;
    }

    void by_language(toml::node_view<toml::node> view,
                     std::map<std::string, std::vector<Phrase>, std::less<>>& into) {
        const auto* table = view.as_table();
        if (table == nullptr) return;
        for (const auto& [language, node] : *table) {
            for (const auto& words : list(View{&node})) {
                into[std::string{language.str()}].push_back(Phrase::parse(words, false));
            }
        }
    }

    const MessageFile& file_;
    std::vector<Problem>& problems_;
};

bool anywhere(const std::vector<Phrase>& phrases, const std::vector<Word>& words) {
    for (std::size_t at = 0; at < words.size(); ++at) {
        for (const auto& phrase : phrases) {
            if (phrase.matches(words, at, false)) return true;
        }
    }
    return false;
}

/// Where the first `letters` code points end.
std::size_t end_of_preview(std::string_view text) {
    std::size_t letters = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool starts = (static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U;
        if (starts && letters++ == preview_letters) return i;
    }
    return text.size();
}

/// Whether the words from `at` on, `size` of them, stand inside one of the rule's ordinary phrases.
bool is_ordinary(const Rule& rule, const std::vector<Word>& words, std::size_t at, std::size_t size) {
    for (const auto& phrase : rule.unless) {
        const std::size_t length = phrase.pieces.size();
        if (length < size) continue;
        const std::size_t earliest = at + size > length ? at + size - length : 0;
        for (std::size_t from = earliest; from <= at; ++from) {
            if (phrase.matches(words, from, rule.cased)) return true;
        }
    }
    return false;
}

enum class Scope { text, value, document };

class WordCheck {
public:
    WordCheck(const Lint::Rules& rules, std::string_view text, const std::vector<Word>& words,
              const LintContext& context, Scope scope, std::vector<Finding>& findings)
        : rules_{rules},
          text_{text},
          words_{words},
          context_{context},
          scope_{scope},
          preview_end_{end_of_preview(text)},
          findings_{findings} {}

    void run() {
        for (std::size_t at = 0; at < words_.size(); ++at) {
            // A cased phrase is indexed by its folded first word as well, so one look-up serves both.
            if (const auto found = rules_.by_first_word.find(words_[at].folded);
                found != rules_.by_first_word.end()) {
                for (const auto& start : found->second) check(start, at);
            }
            if (const auto found = rules_.by_prefix.find(words_[at].folded.front());
                found != rules_.by_prefix.end()) {
                for (const auto& start : found->second) check(start, at);
            }
        }
    }

private:
    bool binds(const Rule& rule) const {
        if (rule.language != short_tag(context_.language)) return false;
        if (scope_ == Scope::document && rule.texts_only) return false;
        if (scope_ != Scope::text && rule.preview) return false;
        return !(context_.crisis && rule.crisis_may);
    }

    void check(const Lint::Rules::Start& start, std::size_t at) {
        const Rule& rule = rules_.rules[start.rule];
        const Phrase& phrase = rule.avoid[start.phrase];
        if (!binds(rule) || !phrase.matches(words_, at, rule.cased)) return;
        const std::size_t size = phrase.pieces.size();
        const std::size_t begin = words_[at].begin;
        if (rule.preview && begin >= preview_end_) return;
        if (is_ordinary(rule, words_, at, size)) return;
        const std::size_t end = words_[at + size - 1].end;
        std::string found{text_.substr(begin, end - begin)};
        const bool known = std::ranges::any_of(findings_, [&](const Finding& finding) {
            return finding.rule == rule.id && finding.found.contains(found);
        });
        if (!known) findings_.push_back({rule.id, std::move(found), rule.why, rule.use, context_.level});
    }

    const Lint::Rules& rules_;
    std::string_view text_;
    const std::vector<Word>& words_;
    const LintContext& context_;
    Scope scope_;
    std::size_t preview_end_;
    std::vector<Finding>& findings_;
};

}  // namespace

std::string_view short_tag(std::string_view language) { return language.substr(0, language.find('-')); }

void Lint::Rules::index() {
    for (std::size_t i = 0; i < rules.size(); ++i) {
        for (std::size_t j = 0; j < rules[i].avoid.size(); ++j) {
            const auto& phrase = rules[i].avoid[j];
            if (phrase.pieces.empty()) continue;
            const auto& first = phrase.pieces.front();
            std::string folded = first.word;
            for (char& c : folded) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
            if (first.kind == Phrase::Piece::Kind::prefix) {
                by_prefix[folded.front()].push_back({i, j});
                continue;
            }
            by_first_word[folded].push_back({i, j});
        }
    }
}

Finding Lint::Rules::finding(std::string_view form, std::string found, Level level) const {
    const auto& known = forms.find(form)->second;
    return {std::string{form}, std::move(found), known.why, known.use, level};
}

Lint::Lint() : rules_{std::make_unique<Rules>()} {}
Lint::Lint(Lint&&) noexcept = default;
Lint& Lint::operator=(Lint&&) noexcept = default;
Lint::~Lint() = default;

std::expected<Lint, std::vector<Problem>> Lint::load(const std::string& path) {
    std::ifstream in{path, std::ios::binary};
    MessageFile file{path, {std::istreambuf_iterator<char>{in}, {}}};
    if (!in.is_open() || in.bad()) {
        return std::unexpected(
            std::vector{Problem{path, 0, {}, "can't be read", "It ships as templates/lint/words.toml."}});
    }
    return read(file);
}

std::expected<Lint, std::vector<Problem>> Lint::read(const MessageFile& file) {
    Lint lint;
    std::vector<Problem> problems;
    RulesReader{file, problems}.read(*lint.rules_);
    if (!problems.empty()) return std::unexpected(std::move(problems));
    return lint;
}

std::vector<Finding> Lint::check(std::string_view text, const LintContext& context) const {
    text = text.substr(0, longest_checked);
    std::vector<Finding> findings;
    const auto words = words_of(text);
    WordCheck{*rules_, text, words, context, Scope::text, findings}.run();
    check_form(*rules_, text, words, context, findings);
    if (context.crisis || context.fragment) return findings;
    const auto tag = short_tag(context.language);
    const auto kept = rules_->kept.find(tag);
    const auto ended = rules_->ended.find(tag);
    const bool ends = context.ends_a_time || (ended != rules_->ended.end() && anywhere(ended->second, words));
    if (ends && kept != rules_->kept.end() && !anywhere(kept->second, words)) {
        findings.push_back(rules_->finding("T3", "no line that nothing is lost", context.level));
    }
    return findings;
}

std::vector<Finding> Lint::check_words(std::string_view text) const {
    std::vector<Finding> findings;
    const auto words = words_of(text.substr(0, longest_checked));
    WordCheck{*rules_, text, words, LintContext{}, Scope::value, findings}.run();
    return findings;
}

std::vector<Finding> Lint::check_document(std::string_view text) const {
    std::vector<Finding> findings;
    const auto words = words_of(text);
    WordCheck{*rules_, text, words, LintContext{}, Scope::document, findings}.run();
    return findings;
}

}  // namespace offing::templates
