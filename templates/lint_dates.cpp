// "Tue 17 Mar 10am" and nothing else: what is read in two ways is missed through our fault.

#include <algorithm>
#include <array>

#include "templates/lint_rules.hpp"

namespace offing::templates {

namespace {

constexpr std::array<std::string_view, 7> short_days{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
constexpr std::array<std::string_view, 13> other_days{
    "monday", "tuesday", "wednesday", "thursday", "friday",  "saturday", "sunday",
    "tues",   "weds",    "thur",      "thurs",    "mondays", "fridays"};
constexpr std::array<std::string_view, 12> short_months{"jan", "feb", "mar", "apr", "may", "jun",
                                                        "jul", "aug", "sep", "oct", "nov", "dec"};
constexpr std::array<std::string_view, 12> long_months{"january", "february", "march",    "april",
                                                       "june",    "july",     "august",   "september",
                                                       "october", "november", "december", "sept"};
constexpr std::array<std::string_view, 9> before_a_time{"at",    "from", "until",  "till", "before",
                                                        "after", "by",   "around", "about"};
constexpr std::array<std::string_view, 3> vague{"next", "this", "coming"};
constexpr std::array<std::string_view, 5> loose{"fortnight", "noon", "lunchtime", "teatime", "dinnertime"};

template <std::size_t Count>
bool among(const std::array<std::string_view, Count>& words, std::string_view word) {
    return std::ranges::find(words, word) != words.end();
}

bool is_number(std::string_view word) {
    return !word.empty() && word.size() <= 4 &&
           std::ranges::all_of(word, [](char c) { return c >= '0' && c <= '9'; });
}
int number(std::string_view word) {
    int value = 0;
    for (const char c : word) value = value * 10 + (c - '0');
    return value;
}
bool is_day(std::string_view word) { return among(short_days, word) || among(other_days, word); }
bool is_month(std::string_view word) { return among(short_months, word) || among(long_months, word); }

/// "10am", "45am" (of 9:45am), "am" itself.
bool is_clock(std::string_view word) {
    if (word == "midday" || word == "midnight") return true;
    if (word.size() < 3 || (!word.ends_with("am") && !word.ends_with("pm"))) return false;
    return is_number(word.substr(0, word.size() - 2));
}

bool is_ordinal(std::string_view word) {
    const auto digits = word.find_first_not_of("0123456789");
    if (digits == 0 || digits == std::string_view::npos) return false;
    const auto ending = word.substr(digits);
    return ending == "st" || ending == "nd" || ending == "rd" || ending == "th";
}

class DateCheck {
public:
    DateCheck(const Lint::Rules& rules, std::string_view text, const std::vector<Word>& words,
              const LintContext& context, std::vector<Finding>& findings)
        : rules_{rules}, text_{text}, words_{words}, context_{context}, findings_{findings} {}

    void run() {
        for (std::size_t i = 0; i < words_.size(); ++i) {
            const std::size_t size = wrong_at(i);
            if (size == 0) continue;
            const std::size_t last = std::min(i + size, words_.size()) - 1;
            std::string found{text_.substr(words_[i].begin, words_[last].end - words_[i].begin)};
            findings_.push_back(rules_.finding("T10", std::move(found), context_.level));
            return;
        }
        if (context_.unprompted && context_.level >= Level::very_discreet) check_untold();
    }

private:
    std::string_view word(std::size_t i) const {
        return i < words_.size() ? words_[i].folded : std::string_view{};
    }
    /// The sign between word i and the next, when it is a single one; else a space.
    char joint(std::size_t i) const {
        const bool close = i + 1 < words_.size() && words_[i + 1].begin == words_[i].end + 1;
        return close ? text_[words_[i].end] : ' ';
    }

    bool spaced(std::size_t i) const { return words_[i].end < text_.size() && text_[words_[i].end] == ' '; }

    /// How many words from `i` are a wrong date or time; 0 for none.
    std::size_t wrong_at(std::size_t i) const {
        if (const auto size = wrong_clock(i); size > 0) return size;
        if (const auto size = wrong_date(i); size > 0) return size;
        return vague_time(i);
    }

    std::size_t wrong_clock(std::size_t i) const {
        const auto here = word(i), next = word(i + 1);
        if (next == "oclock" || (here == "half" && next == "past") || (here == "quarter" && next == "past") ||
            (here == "quarter" && next == "to")) {
            return 2;
        }
        const bool digits = is_number(here);
        if (digits && (joint(i) == ':' || joint(i) == '.') && next.size() >= 2 &&
            is_number(next.substr(0, 2))) {
            if (next.size() == 2 && number(next) < 60 && number(here) < 24) return 2;  // 14:30
            if (next.starts_with("00") && is_clock(next)) return 2;                    // 10:00am
            if (joint(i) == '.' && is_clock(next)) return 2;                           // 9.45am
        }
        if (digits && here.size() <= 2 && (next == "am" || next == "pm" || next == "a" || next == "p")) {
            return next.size() == 2 ? 2 : 0;
        }
        if (digits && here.size() == 4 && (next == "hrs" || next == "hours" || next == "h")) return 2;
        if (here.size() > 4 && here.ends_with("hrs") && is_number(here.substr(0, 4))) return 1;
        return bare_hour(i);
    }

    std::size_t bare_hour(std::size_t i) const {
        const auto hour = word(i + 1);
        if (!among(before_a_time, word(i)) || !is_number(hour) || number(hour) < 1 || number(hour) > 12)
            return 0;
        const char after = words_[i + 1].end < text_.size() ? text_[words_[i + 1].end] : '.';
        const bool ends = after == '.' || after == '?' || after == ',' || after == '\n' || after == '-';
        const auto next = word(i + 2);
        return ends || next == "to" || next == "and" || next == "or" || next == "on" ? 2 : 0;
    }

    std::size_t wrong_date(std::size_t i) const {
        const auto here = word(i), next = word(i + 1);
        if (is_number(here) && (joint(i) == '/' || joint(i) == '-') && is_number(next)) {
            const bool day_month =
                number(here) >= 1 && number(here) <= 31 && number(next) >= 1 && number(next) <= 12;
            const bool three = joint(i + 1) == joint(i) && is_number(word(i + 2));
            if (three || (day_month && joint(i) == '/')) return three ? 3 : 2;
        }
        if (is_ordinal(here) &&
            (is_month(next) || next == "of" || (i > 0 && (is_day(word(i - 1)) || word(i - 1) == "the")))) {
            return 1;
        }
        if (among(other_days, here) && (is_number(next) || is_clock(next) || is_ordinal(next))) return 2;
        if (is_number(here) && number(here) <= 31 && among(long_months, next)) return 2;
        if (is_month(here) && here != "may" && here != "march" && here != "mar" && is_number(next) &&
            number(next) <= 31 && (i == 0 || !is_number(word(i - 1)))) {
            return 2;  // Mar 17
        }
        if (is_day(here) && spaced(i) && (is_clock(next) || (is_number(next) && joint(i + 1) == ':')))
            return 2;  // Tue 10am
        if (is_day(here) && next == "at") return 2;
        return 0;
    }

    std::size_t vague_time(std::size_t i) const {
        const auto here = word(i), next = word(i + 1);
        if (among(loose, here)) return 1;
        if (here == "day" && next == "after" && word(i + 2) == "tomorrow") return 3;
        if (!among(vague, here) || !spaced(i)) return 0;
        if (is_day(next)) return 2;
        return here == "next" && (next == "week" || next == "month") && !has_date() ? 2 : 0;
    }

    bool has_date() const {
        for (std::size_t i = 0; i + 2 < words_.size(); ++i) {
            if (is_day(word(i)) && is_number(word(i + 1)) && among(short_months, word(i + 2))) return true;
        }
        return false;
    }

    void check_untold() {
        for (std::size_t i = 0; i < words_.size(); ++i) {
            const bool told =
                is_day(word(i)) || is_clock(word(i)) || word(i) == "tomorrow" || word(i) == "today";
            if (!told) continue;
            findings_.push_back(rules_.finding("D2", words_[i].as_written, context_.level));
            return;
        }
    }

    const Lint::Rules& rules_;
    std::string_view text_;
    const std::vector<Word>& words_;
    const LintContext& context_;
    std::vector<Finding>& findings_;
};

}  // namespace

void check_dates(const Lint::Rules& rules, std::string_view text, const std::vector<Word>& words,
                 const LintContext& context, std::vector<Finding>& findings) {
    DateCheck{rules, text, words, context, findings}.run();
}

}  // namespace offing::templates
