// Reads the text of a rule. Everything is checked against the ranges of RFC 5545, so what comes out is
// small whatever went in.

#include <algorithm>
#include <charconv>
#include <set>

#include "scheduler/recurrence.hpp"

namespace offing::scheduler {

namespace {

constexpr std::size_t longest_rule = 4096;
constexpr int highest_interval = 1'000'000;
constexpr int highest_count = 1'000'000;

using Said = std::expected<void, std::string>;

std::string in_capitals(std::string_view text) {
    std::string capitals{text};
    for (char& letter : capitals)
        if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
    return capitals;
}

/// What a message may repeat of the input: short, and printable.
std::string quote(std::string_view text) {
    std::string shown{'"'};
    for (const char letter : text.substr(0, 24)) shown += letter >= ' ' && letter <= '~' ? letter : '?';
    return shown + (text.size() > 24 ? "...\"" : "\"");
}

std::optional<int> whole_number(std::string_view text) {
    if (text.starts_with('+')) text.remove_prefix(1);
    int value = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failed != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::vector<std::string_view> split(std::string_view text, char between) {
    std::vector<std::string_view> parts;
    while (true) {
        const std::size_t end = text.find(between);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

struct Range {
    int lowest;
    int highest;
    bool from_the_end;  ///< -1 is the last
};

Said read_numbers(std::string_view key, std::string_view value, Range range, std::vector<int>& into) {
    std::set<int> numbers;
    for (const std::string_view part : split(value, ',')) {
        const auto number = whole_number(part);
        const bool fits =
            number && ((*number >= range.lowest && *number <= range.highest) ||
                       (range.from_the_end && *number <= -range.lowest && *number >= -range.highest));
        if (!fits)
            return std::unexpected(std::string{key} + ": " + quote(part) + " is not a number from " +
                                   std::to_string(range.lowest) + " to " + std::to_string(range.highest) +
                                   (range.from_the_end ? ", or minus that to count from the end" : ""));
        numbers.insert(*number);
    }
    into.assign(numbers.begin(), numbers.end());
    return {};
}

std::optional<std::chrono::weekday> read_weekday(std::string_view text) {
    constexpr std::array<std::string_view, 7> names{"SU", "MO", "TU", "WE", "TH", "FR", "SA"};
    const auto found = std::ranges::find(names, text);
    if (found == names.end()) return std::nullopt;
    return std::chrono::weekday{static_cast<unsigned>(found - names.begin())};
}

Said read_days(std::string_view value, std::vector<OrdinalWeekday>& into) {
    for (const std::string_view part : split(value, ',')) {
        const auto day = part.size() < 2 ? std::nullopt : read_weekday(part.substr(part.size() - 2));
        int ordinal = 0;
        if (day && part.size() > 2) {
            const auto number = whole_number(part.substr(0, part.size() - 2));
            ordinal = number.value_or(0);
            if (ordinal == 0 || ordinal > 53 || ordinal < -53)
                return std::unexpected("BYDAY: " + quote(part) + " counts no weekday of a month or a year");
        }
        if (!day) return std::unexpected("BYDAY: " + quote(part) + " is no weekday (MO, 2TU, -1FR)");
        const OrdinalWeekday found{ordinal, *day};
        if (std::ranges::find(into, found) == into.end()) into.push_back(found);
    }
    return {};
}

Said read_frequency(std::string_view value, Rule& rule) {
    using enum Rule::Frequency;
    if (value == "DAILY")
        rule.frequency = daily;
    else if (value == "WEEKLY")
        rule.frequency = weekly;
    else if (value == "MONTHLY")
        rule.frequency = monthly;
    else if (value == "YEARLY")
        rule.frequency = yearly;
    else if (value == "HOURLY" || value == "MINUTELY" || value == "SECONDLY")
        return std::unexpected("FREQ: " + std::string{value} +
                               " is finer than a clinic opens; use DAILY, WEEKLY, MONTHLY or YEARLY");
    else
        return std::unexpected("FREQ: " + quote(value) + " is none of DAILY, WEEKLY, MONTHLY, YEARLY");
    return {};
}

Said read_until(std::string_view value, Rule& rule) {
    rule.until_is_utc = value.ends_with('Z');
    if (rule.until_is_utc) value.remove_suffix(1);
    rule.until = parse_basic(value);
    if (!rule.until)
        return std::unexpected("UNTIL: " + quote(value) +
                               " is no time (20261218T170000) and no date (20261218)");
    // A date alone means until that day is over.
    if (value.size() == 8) *rule.until += std::chrono::days{1} - std::chrono::seconds{1};
    return {};
}

Said read_single(std::string_view key, std::string_view value, int highest, std::optional<int>& into) {
    into = whole_number(value);
    if (!into || *into < 1 || *into > highest)
        return std::unexpected(std::string{key} + ": " + quote(value) + " is not a number from 1 to " +
                               std::to_string(highest));
    return {};
}

Said read_part(std::string_view key, std::string_view value, Rule& rule) {
    if (key == "FREQ") return read_frequency(value, rule);
    if (key == "UNTIL") return read_until(value, rule);
    if (key == "COUNT") return read_single(key, value, highest_count, rule.count);
    if (key == "INTERVAL") {
        std::optional<int> interval;
        const Said said = read_single(key, value, highest_interval, interval);
        if (said) rule.interval = *interval;
        return said;
    }
    if (key == "WKST") {
        const auto day = read_weekday(value);
        if (!day) return std::unexpected("WKST: " + quote(value) + " is no weekday (MO)");
        rule.week_start = *day;
        return {};
    }
    if (key == "BYDAY") return read_days(value, rule.days);
    if (key == "BYMONTH") return read_numbers(key, value, {1, 12, false}, rule.months);
    if (key == "BYMONTHDAY") return read_numbers(key, value, {1, 31, true}, rule.month_days);
    if (key == "BYYEARDAY") return read_numbers(key, value, {1, 366, true}, rule.year_days);
    if (key == "BYWEEKNO") return read_numbers(key, value, {1, 53, true}, rule.weeks);
    if (key == "BYHOUR") return read_numbers(key, value, {0, 23, false}, rule.hours);
    if (key == "BYMINUTE") return read_numbers(key, value, {0, 59, false}, rule.minutes);
    if (key == "BYSECOND") return read_numbers(key, value, {0, 59, false}, rule.seconds);
    if (key == "BYSETPOS") return read_numbers(key, value, {1, 366, true}, rule.positions);
    return std::unexpected(quote(key) + " is no part of a rule");
}

bool has_by_part(const Rule& rule) {
    return !rule.months.empty() || !rule.month_days.empty() || !rule.year_days.empty() ||
           !rule.weeks.empty() || !rule.hours.empty() || !rule.minutes.empty() || !rule.seconds.empty() ||
           !rule.days.empty();
}

}  // namespace

std::expected<Rule, std::string> parse_rule(std::string_view text) {
    if (text.size() > longest_rule)
        return std::unexpected("the rule is longer than " + std::to_string(longest_rule) + " characters");
    const std::string capitals = in_capitals(text);
    std::string_view rest = capitals;
    if (rest.starts_with("RRULE:")) rest.remove_prefix(6);
    if (rest.ends_with(';')) rest.remove_suffix(1);
    Rule rule;
    std::set<std::string_view> seen;
    for (const std::string_view part : split(rest, ';')) {
        const std::size_t equals = part.find('=');
        if (equals == std::string_view::npos || equals + 1 == part.size())
            return std::unexpected(quote(part) + " has no value (FREQ=WEEKLY;BYDAY=TU)");
        const std::string_view key = part.substr(0, equals);
        if (!seen.insert(key).second)
            return std::unexpected(std::string{key.substr(0, 24)} + " stands there twice");
        if (const Said said = read_part(key, part.substr(equals + 1), rule); !said)
            return std::unexpected(said.error());
    }
    if (!seen.contains("FREQ")) return std::unexpected("FREQ is missing");
    if (!rule.positions.empty() && !has_by_part(rule))
        return std::unexpected("BYSETPOS chooses among the times of another BY part, and there is none");
    return rule;
}

std::optional<WallTime> parse_basic(std::string_view text) {
    if (text.size() != 8 && text.size() != 15) return std::nullopt;
    const auto figures = [&](std::size_t from, std::size_t count) -> std::optional<int> {
        const std::string_view part = text.substr(from, count);
        if (!std::ranges::all_of(part, [](char c) { return c >= '0' && c <= '9'; })) return std::nullopt;
        return whole_number(part);
    };
    const auto y = figures(0, 4);
    const auto m = figures(4, 2);
    const auto d = figures(6, 2);
    if (!y || !m || !d || *y == 0) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year{*y},
                                           std::chrono::month{static_cast<unsigned>(*m)},
                                           std::chrono::day{static_cast<unsigned>(*d)}};
    if (!date.ok()) return std::nullopt;
    WallTime time{Date{date}};
    if (text.size() == 8) return time;
    const auto hour = figures(9, 2);
    const auto minute = figures(11, 2);
    const auto second = figures(13, 2);
    if (text[8] != 'T' || !hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 59)
        return std::nullopt;
    return time + std::chrono::hours{*hour} + std::chrono::minutes{*minute} + std::chrono::seconds{*second};
}

std::string spell_basic(WallTime time) {
    const Date date = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day day{date};
    const std::chrono::hh_mm_ss clock{time - WallTime{date}};
    std::array<char, 48> text{};
    std::snprintf(text.data(), text.size(), "%04d%02u%02uT%02d%02d%02d", static_cast<int>(day.year()),
                  static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()),
                  static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                  static_cast<int>(clock.seconds().count()));
    return text.data();
}

}  // namespace offing::scheduler
