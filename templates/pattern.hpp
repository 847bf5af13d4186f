// ICU MessageFormat patterns, read by ICU's own parser and kept in a compiled form of ours, so that a text is
// rendered in a few microseconds and from any thread. Plural rules are ICU's (CLDR).

#pragma once

#include <cstdint>
#include <expected>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace offing::templates {

/// A language's plural rules.
class PluralForms {
public:
    explicit PluralForms(const std::string& language);
    ~PluralForms();
    PluralForms(const PluralForms&) = delete;
    PluralForms& operator=(const PluralForms&) = delete;

    /// "one", "few", ...: the word CLDR uses.
    std::string_view form(std::int64_t number, bool ordinal) const;
    /// Every form the language has.
    std::vector<std::string> all(bool ordinal) const;

private:
    struct Rules;
    std::unique_ptr<Rules> rules_;
};

struct PatternProblem {
    std::string what;
    std::string remedy;
};

class Pattern {
public:
    /// Refuses what ICU refuses, numbered arguments ({0}), {x, date} and its like (the argument's type says
    /// how it is written), choice forms, and a plural that lacks a form its language needs.
    static std::expected<Pattern, PatternProblem> compile(std::string_view pattern,
                                                          const PluralForms& plurals);

    enum class Use { written, counted, selected };
    struct ArgumentUse {
        std::string name;
        Use use;
    };
    const std::vector<ArgumentUse>& uses() const { return uses_; }
    /// What each select chooses between, by argument; "other" with the rest.
    const std::map<std::string, std::set<std::string>>& selections() const { return selections_; }

    /// What the pattern asks for while it is written.
    class Source {
    public:
        virtual ~Source() = default;
        virtual void append(std::string& out, std::string_view argument) const = 0;
        virtual std::int64_t number(std::string_view argument) const = 0;
        virtual std::string_view word(std::string_view argument) const = 0;
    };
    void write(std::string& out, const Source& source, const PluralForms& plurals) const;

private:
    friend class PatternReader;
    struct Node;
    using Nodes = std::vector<Node>;
    struct Case {
        std::string key;  ///< "one", "=2", a word
        Nodes nodes;
    };
    struct Node {
        enum class Kind { words, argument, count, plural, ordinal, select } kind = Kind::words;
        std::string words;  ///< literal words, or the argument's name
        std::vector<Case> cases;
        std::int64_t offset = 0;
    };
    static void write(std::string& out, const Nodes& nodes, const Source& source, const PluralForms& plurals,
                      std::int64_t count);

    Nodes nodes_;
    std::vector<ArgumentUse> uses_;
    std::map<std::string, std::set<std::string>> selections_;
};

}  // namespace offing::templates
