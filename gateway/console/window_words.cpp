#include "gateway/console/window_words.hpp"

#include <algorithm>
#include <array>
#include <sstream>

#include "gateway/console/pattern.hpp"

namespace offing::console {

using scheduler::BusyWindow;
using scheduler::Weekdays;

namespace {

constexpr std::size_t most_windows = 24;
constexpr std::array<std::string_view, 7> codes{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

Weekdays day_of(std::size_t index) { return {static_cast<std::uint8_t>(1U << index)}; }

std::optional<std::size_t> read_day(std::string_view word) {
    if (word.size() < 3) return std::nullopt;
    for (std::size_t index = 0; index < codes.size(); ++index)
        if (word.starts_with(codes[index])) return index;
    return std::nullopt;
}

std::optional<Weekdays> read_days(std::string_view word) {
    if (word == "daily" || word == "every") return Weekdays::all();
    Weekdays days;
    while (!word.empty()) {
        const auto comma = word.find(',');
        const std::string_view part = word.substr(0, comma);
        word = comma == std::string_view::npos ? std::string_view{} : word.substr(comma + 1);
        const auto dash = part.find('-');
        const auto first = read_day(part.substr(0, dash));
        const auto last = dash == std::string_view::npos ? first : read_day(part.substr(dash + 1));
        if (!first || !last || *last < *first) return std::nullopt;
        for (std::size_t day = *first; day <= *last; ++day) days = days | day_of(day);
    }
    return days.empty() ? std::nullopt : std::optional{days};
}

/// "08:15-09:20", "8:15-9:20"
bool read_clocks(std::string_view word, BusyWindow& window) {
    const auto dash = word.find('-');
    if (dash == std::string_view::npos) return false;
    const auto clock = [](std::string text) {
        if (text.find(':') == 1) text.insert(0, "0");
        return scheduler::parse_clock(text);
    };
    const auto from = clock(std::string{word.substr(0, dash)});
    const auto to = clock(std::string{word.substr(dash + 1)});
    if (!from || !to || *to <= *from) return false;
    window.from = *from;
    window.to = *to;
    return true;
}

std::optional<BusyWindow> read_line(const std::string& line, bool term) {
    std::istringstream words{line};
    std::string days, clocks, word;
    words >> days >> clocks;
    const auto read = read_days(days);
    BusyWindow window;
    if (!read || !read_clocks(clocks, window)) return std::nullopt;
    window.days = *read;
    while (words >> word) {
        std::string first, last;
        if (term && word == "term") {
            window.school_days_only = true;
        } else if (word == "from" && words >> first >> word >> last && word == "to") {
            const auto begins = scheduler::parse_date(first), ends = scheduler::parse_date(last);
            if (!begins || !ends || *ends < *begins) return std::nullopt;
            window.dates = scheduler::DateRange{*begins, *ends};
        } else {
            return std::nullopt;
        }
    }
    return window;
}

std::string spell_days(Weekdays days) {
    std::string words;
    for (std::size_t first = 0; first < codes.size(); ++first) {
        if ((days & day_of(first)).empty()) continue;
        std::size_t last = first;
        while (last + 1 < codes.size() && !(days & day_of(last + 1)).empty()) ++last;
        words.append(words.empty() ? "" : ",").append(codes[first]);
        if (last > first) words.append("-").append(codes[last]);
        first = last;
    }
    return words;
}

}  // namespace

std::string spell_windows(const std::vector<BusyWindow>& windows) {
    std::string lines;
    for (const auto& window : windows) {
        lines += spell_days(window.days) + ' ' + scheduler::spell_clock(window.from) + '-' +
                 scheduler::spell_clock(window.to);
        if (window.school_days_only) lines += " term";
        if (window.dates)
            lines += " from " + scheduler::spell(window.dates->first) + " to " +
                     scheduler::spell(window.dates->last);
        lines += '\n';
    }
    return lines;
}

std::string in_words(const BusyWindow& window) {
    std::vector<std::string> days;
    for (std::size_t day = 0; day < codes.size(); ++day)
        if (!(window.days & day_of(day)).empty())
            days.emplace_back(full_name(std::chrono::weekday{static_cast<unsigned>((day + 1) % 7)}));
    std::string words = window.days == Weekdays::all()                ? "Every day"
                        : window.days == Weekdays::monday_to_friday() ? "Monday to Friday"
                                                                      : joined(days);
    words += ", " + in_words(window.from) + " to " + in_words(window.to);
    if (window.school_days_only) words += ", on school days";
    if (window.dates)
        words += ", " + short_words(window.dates->first) + " to " + short_words(window.dates->last);
    return words;
}

ReadWindows read_windows(std::string_view text, bool term) {
    ReadWindows read;
    std::string lowered{text};
    std::ranges::transform(lowered, lowered.begin(), [](unsigned char letter) {
        return static_cast<char>(letter >= 'A' && letter <= 'Z' ? letter - 'A' + 'a' : letter);
    });
    std::istringstream lines{lowered};
    std::string line;
    for (int number = 1; std::getline(lines, line); ++number) {
        if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
        auto window = read_line(line, term);
        if (!window || read.windows.size() == most_windows) {
            read.wrong =
                "Line " + std::to_string(number) +
                (window ? ": at most 24 windows."
                        : " is no window. Write days and times, and nothing else: mon-fri 08:15-09:20" +
                              std::string{term ? ", or mon-fri 08:15-09:20 term." : "."});
            return read;
        }
        read.windows.push_back(*window);
    }
    return read;
}

}  // namespace offing::console
