// What lint knows and how it reads a text. Inside templates/ only.

#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "templates/lint.hpp"

namespace offing::templates {

/// A word of a text: small letters, no apostrophes; and where it stands.
struct Word {
    std::string folded;
    std::string as_written;
    std::size_t begin = 0;
    std::size_t end = 0;
    bool starts_sentence = false;  ///< phrases do not reach over it
};
std::vector<Word> words_of(std::string_view text);

struct Phrase {
    struct Piece {
        enum class Kind { exact, prefix, any } kind = Kind::exact;
        std::string word;
    };
    std::vector<Piece> pieces;

    static Phrase parse(std::string_view text, bool cased);
    bool matches(const std::vector<Word>& words, std::size_t at, bool cased) const;
};

struct Rule {
    std::string id, use, why, language;
    bool texts_only = false, cased = false, preview = false, crisis_may = false;
    std::vector<Phrase> avoid, unless;
};

struct Lint::Rules {
    struct Start {
        std::size_t rule;
        std::size_t phrase;
    };
    struct Form {
        std::string use, why;
    };
    std::vector<Rule> rules;
    std::unordered_map<std::string, std::vector<Start>> by_first_word;
    std::unordered_map<char, std::vector<Start>> by_prefix;               ///< by first letter
    std::map<std::string, std::vector<Phrase>, std::less<>> kept, ended;  ///< by language: "en"
    std::map<std::string, Form, std::less<>> forms;
    std::set<std::string, std::less<>> easy_words;

    void index();
    Finding finding(std::string_view form, std::string found, Level level) const;
};

/// The two letters a rule's language is compared by.
std::string_view short_tag(std::string_view language);

/// Rules of form: links, dates, keywords, sentences, choices.
void check_form(const Lint::Rules& rules, std::string_view text, const std::vector<Word>& words,
                const LintContext& context, std::vector<Finding>& findings);
/// Dates and clock times written otherwise than "Tue 17 Mar 10am".
void check_dates(const Lint::Rules& rules, std::string_view text, const std::vector<Word>& words,
                 const LintContext& context, std::vector<Finding>& findings);
/// Sentence length and long words. English only.
void check_reading(const Lint::Rules& rules, std::string_view text, const LintContext& context,
                   std::vector<Finding>& findings);
int syllables(std::string_view word);

}  // namespace offing::templates
