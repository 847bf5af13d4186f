#include <algorithm>
#include <array>
#include <charconv>

#include "config/calendar_reading.hpp"

namespace offing::config {

namespace {

using scheduler::Date;

std::string in_small_letters(std::string_view text) {
    std::string small{text};
    for (char& letter : small)
        if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
    return small;
}

bool is_figure(char letter) { return letter >= '0' && letter <= '9'; }
bool is_letter(char letter) { return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z'); }

template <std::size_t size>
bool says_any(std::string_view text, const std::array<std::string_view, size>& words) {
    return std::ranges::any_of(words, [&](std::string_view word) { return text.contains(word); });
}

constexpr std::array<std::string_view, 12> inset_words{
    "inset",           "in-service", "in service",       "training day",   "staff day", "teacher day",
    "development day", "pd day",     "closed to pupils", "occasional day", "non-pupil", "non pupil"};
constexpr std::array<std::string_view, 9> start_words{
    "start", "begin", "first day", "return", "reopen", "re-open", "back to school", "opens", "resume"};
constexpr std::array<std::string_view, 8> end_words{"end",       "finish", "last day",  "break up",
                                                    "breaks up", "closes", "close for", "break-up"};
constexpr std::array<std::string_view, 10> holiday_words{"half term",     "half-term", "halfterm", "holiday",
                                                         "vacation",      "break",     "mid-term", "midterm",
                                                         "school closed", "closure"};

unsigned month_named(std::string_view word) {
    constexpr std::array<std::string_view, 12> names{"jan", "feb", "mar", "apr", "may", "jun",
                                                     "jul", "aug", "sep", "oct", "nov", "dec"};
    constexpr std::array<std::string_view, 12> whole{"january",   "february", "march",    "april",
                                                     "may",       "june",     "july",     "august",
                                                     "september", "october",  "november", "december"};
    for (unsigned month = 0; month < 12; ++month)
        if (word == names[month] || word == whole[month] || (month == 8 && word == "sept")) return month + 1;
    return 0;
}

struct Word {
    std::string_view text;
    std::size_t at;
};

/// Runs of letters and runs of figures, with "22nd" split into its number.
std::vector<Word> words_in(std::string_view line) {
    std::vector<Word> words;
    for (std::size_t at = 0; at < line.size() && words.size() < 200;) {
        const std::size_t from = at;
        if (is_figure(line[at]))
            while (at < line.size() && is_figure(line[at])) ++at;
        else if (is_letter(line[at]))
            while (at < line.size() && is_letter(line[at])) ++at;
        else {
            ++at;
            continue;
        }
        words.push_back({line.substr(from, at - from), from});
    }
    return words;
}

int number(std::string_view text) {
    int value = -1;
    if (text.empty() || text.size() > 4 || !is_figure(text[0])) return -1;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

bool is_ordinal_end(std::string_view word) {
    return word == "st" || word == "nd" || word == "rd" || word == "th";
}

/// "2026-10-22" or "22/10/2026" at word `at`.
std::optional<WrittenDate> in_figures(std::string_view line, const std::vector<Word>& words, std::size_t at) {
    if (at + 2 >= words.size()) return std::nullopt;
    const auto joined = [&](std::size_t one, std::string_view by) {
        const std::size_t end = words[one].at + words[one].text.size();
        return words[one + 1].at == end + 1 && by.contains(line[end]);
    };
    const int first = number(words[at].text);
    const int second = number(words[at + 1].text);
    const int third = number(words[at + 2].text);
    if (first < 0 || second < 0 || third < 0) return std::nullopt;
    if (words[at].text.size() == 4 && joined(at, "-") && joined(at + 1, "-"))
        return WrittenDate{third, static_cast<unsigned>(second), first};
    if (words[at + 2].text.size() == 4 && joined(at, "/.-") && joined(at + 1, "/.-"))
        return WrittenDate{first, static_cast<unsigned>(second), third};
    return std::nullopt;
}

}  // namespace

std::optional<DayWords> words_of(std::string_view text) {
    const std::string small = in_small_letters(text.substr(0, 400));
    if (says_any(small, inset_words)) return DayWords{DayWord::inset_day};
    const bool ends = says_any(small, end_words) && !small.contains("weekend");
    const Edge edge = ends ? Edge::ends : says_any(small, start_words) ? Edge::starts : Edge::none;
    // "Closes for half term" and "return after the holiday" speak of the term that they end or begin.
    const bool of_term = says_any(
        small, std::array<std::string_view, 10>{"close", "return", "reopen", "re-open", "back to", "break up",
                                                "breaks up", "break-up", "school starts", "resume"});
    if (says_any(small, holiday_words) && !(of_term && edge != Edge::none))
        return DayWords{DayWord::holiday, edge};
    if (small.contains("term") || (of_term && edge != Edge::none)) return DayWords{DayWord::term, edge};
    return std::nullopt;
}

std::optional<Date> WrittenDate::date() const {
    if (!year || *year < 2000 || *year > 2100) return std::nullopt;
    const std::chrono::year_month_day ymd{std::chrono::year{*year}, std::chrono::month{month},
                                          std::chrono::day{static_cast<unsigned>(day)}};
    if (day < 1 || !ymd.ok()) return std::nullopt;
    return Date{ymd};
}

std::vector<WrittenDate> dates_in(std::string_view line) {
    const std::string small = in_small_letters(line.substr(0, 1000));
    const std::vector<Word> words = words_in(small);
    std::vector<WrittenDate> dates;
    for (std::size_t at = 0; at < words.size() && dates.size() < 8; ++at) {
        if (const auto written = in_figures(small, words, at)) {
            dates.push_back(*written);
            at += 2;
            continue;
        }
        const int day = number(words[at].text);
        if (day < 1 || day > 31 || words[at].text.size() > 2) continue;
        std::size_t next = at + 1;
        if (next < words.size() && is_ordinal_end(words[next].text)) ++next;
        if (next < words.size() && words[next].text == "of") ++next;
        const unsigned month = next < words.size() ? month_named(words[next].text) : 0;
        if (month == 0) continue;
        WrittenDate written{day, month};
        if (next + 1 < words.size() && words[next + 1].text.size() == 4 && number(words[next + 1].text) > 0)
            written.year = number(words[++next].text);
        dates.push_back(written);
        at = next;
    }
    // "26 October to 30 October 2026": a year counts for the dates before it that have none.
    std::optional<int> year;
    for (auto written = dates.rbegin(); written != dates.rend(); ++written) {
        if (written->year)
            year = written->year;
        else
            written->year = year;
    }
    return dates;
}

}  // namespace offing::config
