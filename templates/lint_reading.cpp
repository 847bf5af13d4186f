// How hard a text is to read: at most 12 words a sentence, at most one long word in it. SMOG and its like
// mean nothing on texts this short; these are proxies, to be tested with the women themselves.

#include <algorithm>

#include "templates/lint_rules.hpp"

namespace offing::templates {

namespace {

constexpr std::size_t longest_sentence = 12;
constexpr int long_word = 3;

bool is_vowel(char c) { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y'; }

bool has_digit(const Word& word) {
    return word.folded == "midday" || word.folded == "midnight" ||
           std::ranges::any_of(word.folded, [](char c) { return c >= '0' && c <= '9'; });
}

/// A date is read as one thing: "Tue 17 Mar 10:30am" counts as one word, and so does a telephone number.
std::size_t count_words(const std::vector<Word>& words) {
    std::size_t count = 0;
    bool in_number = false;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const bool month = i > 0 && has_digit(words[i - 1]) && words[i].folded.size() == 3;
        const bool day = i + 1 < words.size() && has_digit(words[i + 1]) && words[i].folded.size() == 3;
        const bool joined = i + 1 < words.size() && in_number &&
                            (words[i].folded == "to" || words[i].folded == "or") && has_digit(words[i + 1]);
        const bool number = has_digit(words[i]) || month || day || joined;
        if (!number || !in_number) ++count;
        in_number = number;
    }
    return count;
}

class ReadingCheck {
public:
    ReadingCheck(const Lint::Rules& rules, const LintContext& context, std::vector<Finding>& findings)
        : rules_{rules}, context_{context}, findings_{findings} {}

    void sentence(std::string_view text) {
        const auto words = words_of(text);
        if (count_words(words) > longest_sentence && !too_long_) {
            too_long_ = true;
            findings_.push_back(rules_.finding("T7-sentence",
                                               std::to_string(count_words(words)) + " words in one sentence",
                                               context_.level));
        }
        int long_words = 0;
        for (const auto& word : words) {
            const bool counts = !has_digit(word) && syllables(word.folded) >= long_word &&
                                !rules_.easy_words.contains(word.folded);
            if (!counts || ++long_words != 2) continue;
            findings_.push_back(rules_.finding("T7-word", word.as_written, context_.level));
        }
    }

private:
    const Lint::Rules& rules_;
    const LintContext& context_;
    std::vector<Finding>& findings_;
    bool too_long_ = false;
};

}  // namespace

int syllables(std::string_view word) {
    int groups = 0;
    bool in_vowel = false;
    for (const char c : word) {
        const bool vowel = is_vowel(c);
        if (vowel && !in_vowel) ++groups;
        in_vowel = vowel;
    }
    const bool silent_e =
        word.ends_with('e') && !word.ends_with("le") && word.size() > 2 && !is_vowel(word[word.size() - 2]);
    const bool silent_ed = word.ends_with("ed") && word.size() > 3 && word[word.size() - 3] != 't' &&
                           word[word.size() - 3] != 'd' && !is_vowel(word[word.size() - 3]);
    const bool silent_es = word.ends_with("es") && word.size() > 4 && !is_vowel(word[word.size() - 3]) &&
                           std::string_view{"sxzcg"}.find(word[word.size() - 3]) == std::string_view::npos;
    if (groups > 1 && (silent_e || silent_ed || silent_es)) --groups;
    return std::max(groups, 1);
}

void check_reading(const Lint::Rules& rules, std::string_view text, const LintContext& context,
                   std::vector<Finding>& findings) {
    ReadingCheck reading{rules, context, findings};
    std::size_t from = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool between_digits =
            text[i] == '.' && i + 1 < text.size() && text[i + 1] != ' ' && text[i + 1] != '\n';
        const bool ends = text[i] == '\n' || text[i] == '?' || text[i] == '!' || text[i] == ';' ||
                          (text[i] == '.' && !between_digits);
        if (!ends) continue;
        reading.sentence(text.substr(from, i - from));
        from = i + 1;
    }
    reading.sentence(text.substr(from));
}

}  // namespace offing::templates
