// Rules of form: links, emoji, letters, keywords of the phone companies, choices, one purpose, shouting.

#include <algorithm>
#include <array>
#include <optional>

#include "templates/lint_rules.hpp"
#include "templates/segments.hpp"

namespace offing::templates {

namespace {

constexpr int most_parts = 2;
constexpr std::array<std::string_view, 15> keywords{"stop",  "stopall", "unsubscribe", "cancel", "end",
                                                    "quit",  "revoke",  "optout",      "yes",    "no",
                                                    "start", "unstop",  "help",        "info",   "arret"};
constexpr std::array<std::string_view, 8> asking_verbs{"reply",   "text",  "txt",      "type",
                                                       "respond", "press", "replying", "texting"};
constexpr std::array<std::string_view, 6> verbs_before_a_word{"send", "say",   "answer",
                                                              "use",  "write", "saying"};
/// Nobody says these words to say something else: "say cancel" is an invitation, "say no" may not be.
constexpr std::array<std::string_view, 7> only_keywords{"cancel", "quit",   "unsubscribe", "stopall",
                                                        "optout", "unstop", "revoke"};
constexpr std::array<std::string_view, 14> roads{"street", "st",    "road",  "rd",     "lane",
                                                 "avenue", "ave",   "close", "drive",  "square",
                                                 "court",  "place", "row",   "gardens"};
constexpr std::array<std::string_view, 9> between{"back", "us", "with", "just",  "the",
                                                  "word", "a",  "now",  "either"};
constexpr std::array<std::string_view, 4> capitals_meant{"HERE", "SHOUT", "NAME", "BAGS"};
constexpr std::array<std::string_view, 16> domains{"com", "org",  "net",  "uk", "nhs", "co",  "io",   "ly",
                                                   "gov", "info", "link", "me", "eu",  "app", "page", "scot"};

template <std::size_t Count>
bool among(const std::array<std::string_view, Count>& words, std::string_view word) {
    return std::ranges::find(words, word) != words.end();
}

bool is_capital(const std::string& word) {
    return word.size() > 1 && std::ranges::all_of(word, [](char c) { return c >= 'A' && c <= 'Z'; });
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

/// "12", "12a".
bool is_house_number(std::string_view word) {
    if (word.size() > 1 && !is_digit(word.back())) word.remove_suffix(1);
    return !word.empty() && word.size() <= 4 && std::ranges::all_of(word, is_digit);
}

bool is_postcode(std::string_view out, std::string_view in) {
    const bool inward = in.size() == 3 && is_digit(in[0]) && is_upper(in[1]) && is_upper(in[2]);
    const auto letters = std::ranges::find_if_not(out, is_upper) - out.begin();
    return inward && letters >= 1 && letters <= 2 && out.size() <= 4 &&
           out.size() > static_cast<std::size_t>(letters) && is_digit(out[static_cast<std::size_t>(letters)]);
}

class FormCheck {
public:
    FormCheck(const Lint::Rules& rules, std::string_view text, const std::vector<Word>& words,
              const LintContext& context, std::vector<Finding>& findings)
        : rules_{rules}, text_{text}, words_{words}, context_{context}, findings_{findings} {}

    void run() {
        check_links();
        check_address();
        check_emoji();
        check_size();
        check_keywords();
        check_choices();
        check_shouting();
        if (context_.crisis) return;
        check_questions();
        check_passive();
    }

private:
    void add(std::string_view form, std::string found) {
        findings_.push_back(rules_.finding(form, std::move(found), context_.level));
    }
    char sign_after(const Word& word) const { return word.end < text_.size() ? text_[word.end] : ' '; }
    char sign_before(const Word& word) const { return word.begin > 0 ? text_[word.begin - 1] : ' '; }

    void check_links() {
        for (const auto& sign : {"://", "www.", "WWW."}) {
            if (text_.find(sign) != std::string_view::npos) return add("T4-link", sign);
        }
        for (std::size_t i = 0; i + 1 < words_.size(); ++i) {
            const auto& next = words_[i + 1];
            const char joint = next.begin == words_[i].end + 1 ? text_[words_[i].end] : ' ';
            const bool letters = words_[i].folded.size() > 1 &&
                                 std::ranges::any_of(words_[i].folded, [](char c) { return c >= 'a'; });
            if (joint == '@' || (joint == '.' && letters && among(domains, next.folded))) {
                return add("T4-link", std::string{text_.substr(words_[i].begin, next.end - words_[i].begin)});
            }
        }
    }

    /// "12 Mill Lane", "LS1 4AP".
    void check_address() {
        for (std::size_t i = 0; i + 1 < words_.size(); ++i) {
            std::size_t last = i + 1;
            if (is_house_number(words_[i].folded) && is_name(i + 1)) {
                while (last < i + 3 && last + 1 < words_.size() && !among(roads, words_[last].folded)) ++last;
                if (last == i + 1 || !is_name(last) || !among(roads, words_[last].folded)) continue;
            } else if (!is_postcode(words_[i].as_written, words_[i + 1].as_written)) {
                continue;
            }
            const std::size_t begin = words_[i].begin;
            return add("T4-address", std::string{text_.substr(begin, words_[last].end - begin)});
        }
    }

    bool is_name(std::size_t i) const {
        return words_[i].as_written.front() >= 'A' && words_[i].as_written.front() <= 'Z';
    }

    void check_emoji() {
        for (std::size_t i = 0; i + 2 < text_.size(); ++i) {
            const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text_[i + at]); };
            const bool pictures = byte(0) == 0xF0 && byte(1) == 0x9F;
            const bool symbols = byte(0) == 0xE2 && byte(1) >= 0x98 && byte(1) <= 0x9E;
            if (pictures || symbols) return add("T4-emoji", "an emoji");
        }
        for (const auto& face : {":)", ":-)", ":(", ":-(", ";)", ";-)", "<3", ":D"}) {
            if (text_.find(face) != std::string_view::npos) return add("T4-emoji", face);
        }
        for (const auto& word : words_) {
            if (word.folded == "xx" || word.folded == "xxx") return add("T4-emoji", word.as_written);
        }
        if (words_.size() > 1 && words_.back().folded == "x") add("T4-emoji", words_.back().as_written);
    }

    void check_size() {
        const auto counted = count_segments(text_);
        if (counted.parts > most_parts) add("T6-parts", std::to_string(counted.parts) + " parts");
        if (counted.encoding == Encoding::ucs2 && short_tag(context_.language) == "en") {
            add("T6-letters", "a letter outside the GSM alphabet");
        }
    }

    void check_keywords() {
        for (std::size_t i = 0; i < words_.size(); ++i) {
            const auto& word = words_[i];
            if (!among(keywords, word.folded)) continue;
            const bool loud = is_capital(word.as_written);
            const char before = sign_before(word);
            const bool quoted =
                (before == '"' || before == '\'' || before == '*') &&
                (sign_after(word) == '"' || sign_after(word) == '\'' || sign_after(word) == '*');
            if (loud || quoted || is_invited(i)) return add("T15", word.as_written);
        }
    }

    bool is_invited(std::size_t keyword) const {
        if (words_[keyword].starts_sentence) return false;
        std::size_t at = keyword;
        while (at > 0 && keyword - at < 3 && among(between, words_[at - 1].folded)) --at;
        if (at == 0) return false;
        if (among(asking_verbs, words_[at - 1].folded)) {
            // "text no more than ...": a keyword that goes on as a sentence is no keyword.
            const bool goes_on =
                words_[keyword].folded == "no" && keyword + 1 < words_.size() &&
                (words_[keyword + 1].folded == "more" || words_[keyword + 1].folded == "name");
            return !goes_on;
        }
        return among(verbs_before_a_word, words_[at - 1].folded) &&
               (at < keyword || among(only_keywords, words_[keyword].folded));
    }

    /// The highest number in a run of choices "1 ... 2 ... 3 ...", each at the start of a line or after a
    /// sign.
    int choices() const {
        int reached = 0;
        for (std::size_t i = 0; i + 1 < words_.size(); ++i) {
            const auto& word = words_[i];
            if (word.folded != std::to_string(reached + 1)) continue;
            std::size_t before = word.begin;
            while (before > 0 && text_[before - 1] == ' ') --before;
            const char sign = before == 0 ? '\n' : text_[before - 1];
            const bool starts = sign == '\n' || sign == ',' || sign == ';' || sign == '?' || sign == '.' ||
                                sign == ':' || sign == '/';
            const char after = sign_after(word);
            if (starts && (after == ' ' || after == '.' || after == ')' || after == '=' || after == ':'))
                ++reached;
        }
        return reached;
    }

    void check_choices() {
        const int count = choices();
        if (count > 3) add("T11-choices", std::to_string(count) + " choices");
    }

    void check_shouting() {
        if (text_.find("!!") != std::string_view::npos) add("T2-shout", "!!");
        for (const auto& word : words_) {
            const bool shouted = is_capital(word.as_written) && word.as_written.size() > 3 &&
                                 !among(capitals_meant, word.as_written) && !among(keywords, word.folded);
            if (shouted) return add("T2-shout", word.as_written);
        }
    }

    void check_questions() {
        const auto questions = std::ranges::count(text_, '?');
        if (questions > 1) add("T1-ask", std::to_string(questions) + " questions");
    }

    void check_passive() {
        for (std::size_t i = 0; i + 2 < words_.size(); ++i) {
            const auto& first = words_[i].folded;
            const bool passive = (first == "has" || first == "have") && words_[i + 1].folded == "been" &&
                                 (words_[i + 2].folded.ends_with("ed") || words_[i + 2].folded == "put");
            if (!passive) continue;
            return add("T8", std::string{text_.substr(words_[i].begin, words_[i + 2].end - words_[i].begin)});
        }
    }

    const Lint::Rules& rules_;
    std::string_view text_;
    const std::vector<Word>& words_;
    const LintContext& context_;
    std::vector<Finding>& findings_;
};

}  // namespace

void check_form(const Lint::Rules& rules, std::string_view text, const std::vector<Word>& words,
                const LintContext& context, std::vector<Finding>& findings) {
    FormCheck{rules, text, words, context, findings}.run();
    if (short_tag(context.language) != "en") return;
    if (!context.crisis) check_dates(rules, text, words, context, findings);
    if (!context.crisis && !context.fragment) check_reading(rules, text, context, findings);
}

}  // namespace offing::templates
